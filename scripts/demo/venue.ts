import type { Client, NewVenue } from '../../src/client/index.ts';
import type { EveningTime, Weekday } from './evening-time.ts';

const WEEK: readonly Weekday[] = [
  ...(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const),
];

/** The days from today that are closed by an exception. */
export const CLOSED_DAYS = [9, 10];
/** The weekday so many days from today is the day of rest of each week. */
const DAY_OF_REST = 3;

/** Whether the restaurant is closed so many days from today. */
export const isClosed = (days: number) =>
  CLOSED_DAYS.includes(days) || (((days - DAY_OF_REST) % 7) + 7) % 7 === 0;

const SETTINGS: Omit<NewVenue, 'timeZone'> = {
  name: 'Chez Maitred',
  slotInterval: 15,
  turnTimes: [
    { maxParty: 2, minutes: 90 },
    { maxParty: 4, minutes: 120 },
    { maxParty: 8, minutes: 150 },
  ],
  horizonDays: 60,
  holdSeconds: 900,
  cancellationCutoff: 180,
  lastSeating: 60,
  lateGrace: 15,
  undoMinutes: 30,
  approvalFrom: 7,
  approvalMinutes: 1440,
  offerSeconds: 1800,
  guestBookings: 5,
  address: '1 Quay Street\nHarbour Town',
  website: 'https://example.com/chez-maitred',
  replyTo: 'hello@example.com',
  cancellationPolicy: 'Please cancel three hours before, so that others can have the table.',
  followUps: { reminders: [1440], thankYouAfter: 720, channels: ['email'] },
};

/** The tables by area: name, least and most guests. */
const AREAS: Readonly<Record<string, readonly (readonly [string, number, number])[]>> = {
  'dining room': [
    ...([
      ['D1', 1, 2],
      ['D2', 1, 2],
      ['D3', 1, 2],
      ['D4', 2, 4],
      ['D5', 2, 4],
    ] as const),
    ...([
      ['D6', 2, 4],
      ['D7', 2, 4],
      ['D8', 4, 6],
      ['D9', 6, 8],
      ['D10', 6, 8],
    ] as const),
  ],
  terrace: [
    ...([
      ['T1', 1, 2],
      ['T2', 1, 2],
      ['T3', 2, 4],
      ['T4', 2, 4],
      ['T5', 2, 4],
    ] as const),
    ['T6', 4, 6],
  ],
  bar: [
    ['B1', 1, 2],
    ['B2', 1, 2],
    ['B3', 1, 2],
    ['B4', 1, 2],
  ],
};

/** The restaurant of the demo. */
export interface DemoVenue {
  readonly id: string;
  /** The ids of tables, by their names. */
  tables(...names: string[]): string[];
}

/** Makes the restaurant with its tables, hours and closed days. */
export async function makeVenue(owner: Client, time: EveningTime): Promise<DemoVenue> {
  const { id } = await owner.createVenue({ body: { ...SETTINGS, timeZone: time.timeZone } });
  const open = { opens: '17:00', closes: '00:30' };
  await owner.setHours({
    venueId: id,
    body: {
      weekly: WEEK.filter((weekday) => weekday !== time.weekday(DAY_OF_REST)).map((weekday) => ({
        ...{ weekday, ...open },
      })),
      exceptions: [
        ...CLOSED_DAYS.map((days) => ({ date: time.date(days), periods: [] })),
        { date: time.date(12), periods: [{ opens: '18:00', closes: '22:00' }] },
      ],
    },
  });
  const ids = new Map<string, string>();
  for (const [place, [area, tables]] of Object.entries(AREAS).entries()) {
    for (const [number, [name, minParty, maxParty]] of tables.entries()) {
      const body = { name, minParty, maxParty, area, priority: 20 * place + number };
      ids.set(name, (await owner.addResource({ venueId: id, body })).id);
    }
  }
  const tables = (...names: string[]) =>
    names.map((name) => {
      const table = ids.get(name);
      if (table === undefined) throw new Error(`no table is named ${name}`);
      return table;
    });
  for (const pair of [
    ['D1', 'D2'],
    ['D2', 'D3'],
    ['T1', 'T2'],
  ]) {
    const body = { resourceIds: tables(...pair), minParty: 3, maxParty: 4 };
    await owner.addCombination({ venueId: id, body });
  }
  return { id, tables };
}
