import type { NewBlock } from '../../src/client/index.ts';
import { HOUR, MINUTE } from './evening-time.ts';
import { GUESTS } from './guests.ts';
import { addVisit, type Demo, type Fate, type Visit } from './visits.ts';

/** The minutes from the present quarter of an hour to the start, the tables, the size and the fate. */
type Row = readonly [from: number, tables: string, size: number, fate: Fate, more?: Partial<Visit>];

const leaves = (stays: number, after = 2): Fate => ({ ends: 'comes', after, stays });
const sits = (after = 3): Fate => ({ ends: 'comes', after });
const comes: Fate = { ends: 'waits' };
const cancels = (before: number, reason: string): Fate => ({ ends: 'cancels', before, reason });

/** The bookings of this evening. Opening time is at most 150 minutes before the first. */
const ROWS: readonly Row[] = [
  ...([
    [-150, 'D1', 2, leaves(82)],
    [-150, 'D4', 4, leaves(104), { notes: 'They go to the theatre.' }],
    [-150, 'T1', 2, leaves(75)],
    [-135, 'D2', 2, leaves(88)],
    [-135, 'D7', 4, leaves(110)],
    [-135, 'T5', 3, leaves(98)],
    [-120, 'B1', 2, leaves(80, -4)],
    [-105, 'B2', 2, leaves(85)],
    [-135, 'T2', 2, leaves(55), { notes: 'Only starters.' }],
  ] as const),
  ...([
    [-120, 'D10', 7, sits(6), { notes: 'A farewell of colleagues.', tags: ['company'] }],
    [-105, 'D5', 4, sits()],
    [-90, 'T6', 5, sits(-2), { tags: ['birthday'], notes: 'A candle on the dessert.' }],
    [-75, 'D8', 5, sits()],
    [-60, 'D6', 4, sits(8), { notes: 'A high chair, please.' }],
    [-60, 'T1', 2, sits()],
    [-45, 'D1', 2, sits(), { tags: ['allergy: nuts'] }],
    [-45, 'T2', 2, sits()],
    [-30, 'D2', 2, sits(-3)],
    [-30, 'T3', 3, sits(5)],
  ] as const),
  [-15, 'D4', 4, { ends: 'late', expected: 30 }, { notes: 'Their train is late.' }],
  [-15, 'B3', 2, { ends: 'late', expected: 20 }],
  [-105, 'T4', 4, { ends: 'stays away' }],
  [-90, 'D3', 2, { ends: 'stays away' }],
  ...([
    [15, 'D7', 4, comes],
    [15, 'T5', 4, comes, { notes: 'By the water, if possible.' }],
    [30, 'D5', 3, comes],
    [30, 'T4', 4, comes, { tags: ['vegetarian'] }],
    [45, 'D10', 6, comes],
    [45, 'D1', 2, comes],
    [60, 'T2', 2, comes, { tags: ['anniversary'] }],
    [60, 'D2', 2, comes],
    [75, 'D6', 4, comes],
    [75, 'T6', 5, comes],
    [90, 'B2', 2, comes],
    [105, 'T3', 4, comes],
    [105, 'D3', 2, comes],
  ] as const),
  [60, 'D9', 8, comes, { isAsked: true, madeAt: -40, notes: 'A rehearsal dinner.' }],
  [90, 'D8', 4, comes, { hold: true, madeAt: -4 }],
  [45, 'T1', 2, comes, { hold: true, madeAt: -2 }],
  [-60, 'D9', 6, cancels(50, 'The children are ill.')],
  [75, 'B3', 2, cancels(1500, 'Another plan.')],
  [120, 'D4', 3, cancels(340, 'Travels earlier.')],
  [135, 'T5', 2, cancels(200, 'The babysitter cannot come.')],
];

/** Parties without a booking: when they came, the table, the size, and how long they stayed. */
const WALK_INS: readonly (readonly [from: number, table: string, size: number, stays?: number])[] =
  [
    [-140, 'T3', 3, 70],
    [-50, 'D3', 2],
    [-25, 'B1', 2],
    [-8, 'B2', 1],
  ];

/**
 * Adds the bookings of this evening in every state, walk-ins, a block and the waitlist.
 * @returns the bookings that were made ahead, from which conversations may take some
 */
export function addThisEvening(demo: Demo): readonly Visit[] {
  const { time, chance, agenda, venue, staff } = demo;
  const { quarter, now } = time;
  const guests = chance.shuffle(GUESTS.slice(0, 52));
  const visits = ROWS.map(([from, table, size, fate, more = {}], place): Visit => {
    const start = quarter + from * MINUTE;
    const daysAhead = chance.between(1, 6);
    const guest = guests[place] ?? chance.of(GUESTS);
    const madeAt =
      more.madeAt === undefined
        ? time.on(-daysAhead, '10:00') + chance.between(0, 460) * MINUTE
        : now + more.madeAt * MINUTE;
    return { guest, start, size, fate, tables: [table], ...more, madeAt };
  });
  for (const [from, table, partySize, stays] of WALK_INS) {
    let bookingId = '';
    const at = quarter + from * MINUTE;
    agenda.add(at, async () => {
      const resourceIds = venue.tables(table);
      const body = {
        venueId: venue.id,
        partySize,
        resourceIds,
        walkIn: true,
        minStay: 30,
      } as const;
      ({ id: bookingId } = await staff.createBooking({ body: { ...body, actor: 'Maria' } }));
    });
    if (stays !== undefined) {
      agenda.add(at + stays * MINUTE, () =>
        staff.finishBooking({ bookingId, body: { actor: 'Maria' } }),
      );
    }
  }
  addBlocks(demo);
  addWaitlist(demo);
  return visits;
}

/** A broken table this evening, and a terrace that is painted tomorrow morning. */
function addBlocks({ agenda, staff, venue, time }: Demo): void {
  const local = (days: number, clock: string) => `${time.date(days)}T${clock}`;
  const block = (at: number, body: NewBlock) =>
    agenda.add(at, () => staff.createBlock({ venueId: venue.id, body }));
  block(time.on(0, '15:30'), {
    ...{ resourceIds: venue.tables('B4'), from: local(0, '16:00'), to: local(1, '00:30') },
    reason: 'A leg is broken.',
  });
  block(time.on(-1, '11:00'), {
    ...{ area: 'terrace', from: local(1, '17:00'), to: local(1, '19:00') },
    reason: 'The awning is being repaired.',
  });
}

/** Parties that wait: two for a large table this evening, one for tomorrow, and one with an offer. */
function addWaitlist(demo: Demo): void {
  const { agenda, assistant, venue, time } = demo;
  const waiting = GUESTS.slice(52);
  const join = (at: number, place: number, from: number, to: number, partySize: number) =>
    agenda.add(at, async () => {
      const customer = waiting[place];
      if (customer === undefined) throw new Error('too few guests');
      const earliest = new Date(from).toISOString();
      const latest = new Date(to).toISOString();
      const body = { earliest, latest, partySize, customer };
      await assistant.joinWaitlist({ venueId: venue.id, body });
    });
  const { quarter, now } = time;
  const later = (minutes: number) => quarter + minutes * MINUTE;
  join(now - 35 * MINUTE, 0, later(30), later(75), 8);
  join(now - 20 * MINUTE, 1, later(30), later(60), 7);
  join(now - 12 * MINUTE, 2, later(150), later(150), 2);
  const tomorrow = time.on(1, '19:30');
  for (const [place, table] of ['D9', 'D10'].entries()) {
    const guest = waiting[4 + place];
    if (guest === undefined) throw new Error('too few guests');
    const madeAt = time.on(-2, '12:00') + place * HOUR;
    addVisit(demo, {
      ...{ guest, start: tomorrow, size: 7, tables: [table], madeAt, fate: comes },
    });
  }
  join(now - 2 * HOUR, 3, tomorrow, tomorrow + 30 * MINUTE, 8);
}
