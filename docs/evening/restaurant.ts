import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { withId } from './answers.ts';
import { type Hand, post, put } from './api.ts';
import type { Stage } from './stage.ts';

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** The tables of the restaurant. Of two that fit equally well, the lower priority is taken first. */
const TABLES = {
  'Table 1': { minParty: 1, maxParty: 2 },
  'Table 2': { minParty: 1, maxParty: 2, priority: 1 },
  'Table 3': { minParty: 1, maxParty: 4 },
  'Table 4': { minParty: 1, maxParty: 4, priority: 1 },
  'Table 5': { minParty: 1, maxParty: 6 },
  'Terrace 1': { minParty: 1, maxParty: 2, priority: 10, area: 'terrace' },
  'Terrace 2': { minParty: 3, maxParty: 4, priority: 10, area: 'terrace' },
  'Back room': { minParty: 10, maxParty: 16, kind: 'room' },
} as const;
export type TableName = keyof typeof TABLES;

/** The venue's settings that differ from the defaults. */
const SETTINGS = {
  name: 'Chez Nous',
  turnTimes: [
    { maxParty: 2, minutes: 90 },
    { maxParty: 4, minutes: 120 },
    { maxParty: 6, minutes: 150 },
  ],
  horizonDays: 60,
  cancellationCutoff: 120,
  cancellationPolicy: 'Please cancel two hours before, so that others can have the table.',
  pacingParties: 6,
  guestHolds: 1,
  guestBookingsPerDay: 1,
};

/** The restaurant, the people who act in it, and its guests. */
export interface Restaurant {
  /** Has a key that may do everything. */
  readonly owner: Hand;
  /** The hostess at the door. Her key has the scopes of the staff. */
  readonly maria: Hand;
  /** The chat assistant. Its key may write and read messages and bookings. */
  readonly assistant: Hand;
  readonly venueId: string;
  /** The path of the venue. */
  readonly venue: string;
  /** The ids of the keys that were made for this evening. */
  readonly keyIds: readonly string[];
  /** The ids of tables. */
  tables(...names: TableName[]): string[];
  /** A guest of this evening, whose id is like none of another evening. */
  guest(name: string, more?: object): { readonly id: string; readonly name: string };
  /** The id that a conversation or a customer has this evening. */
  own(name: string): string;
  /** The telephone number of Ines, as she writes it in her own country. */
  readonly phoneOfInes: string;
}

/** Makes a new restaurant that is open now, with tables, rules, and a key for each who acts. */
export async function openRestaurant(stage: Stage, ownerKey: string): Promise<Restaurant> {
  const owner = { name: 'The owner', key: ownerKey };
  const evening = randomInt(36 ** 5, 36 ** 6).toString(36);
  const own = (name: string) => `${name.toLowerCase().replaceAll(' ', '-')}-${evening}`;
  const { timeZone, date } = stage.clock;
  const { id: venueId } = await stage.prepare(
    post(owner, '/v1/venues', { ...SETTINGS, timeZone }),
    withId,
  );
  const venue = `/v1/venues/${venueId}`;
  const hours = { opens: '17:00', closes: '01:00' };
  await stage.prepare(
    put(owner, `${venue}/hours`, {
      weekly: WEEK.map((weekday) => ({ weekday, ...hours })),
      exceptions: [{ date: date(7), periods: [] }],
    }),
    withId,
  );
  const ids = new Map<string, string>();
  for (const [name, table] of Object.entries(TABLES)) {
    const made = await stage.prepare(post(owner, `${venue}/resources`, { name, ...table }), withId);
    ids.set(name, made.id);
  }
  const tables = (...names: string[]) => names.map((name) => ids.get(name) ?? name);
  for (const [pair, minParty, maxParty] of [
    [tables('Table 1', 'Table 2'), 3, 4],
    [tables('Table 3', 'Table 4'), 7, 8],
  ] as const) {
    const combination = { resourceIds: pair, minParty, maxParty };
    await stage.prepare(post(owner, `${venue}/combinations`, combination), withId);
  }
  const keyIds: string[] = [];
  const hire = async (name: string, scopes: string[]) => {
    const made = withId.extend({ key: z.string() });
    const hired = await stage.prepare(post(owner, '/v1/keys', { name, scopes }), made);
    keyIds.push(hired.id);
    return { name, key: hired.key };
  };
  const books = ['bookings:write', 'bookings:read', 'messages:read'];
  return {
    owner,
    assistant: await hire('The assistant', [...books, 'messages:write']),
    maria: await hire('Maria', [...books, 'bookings:staff', 'customers:write', 'customers:notes']),
    venueId,
    venue,
    keyIds,
    tables,
    own,
    guest: (name, more = {}) => ({ id: own(name), name, ...more }),
    phoneOfInes: `01 42 ${randomInt(10, 99)} ${randomInt(10, 99)} ${randomInt(10, 99)}`,
  };
}
