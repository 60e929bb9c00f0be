import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { book } from '../../src/bookings/book.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import { walkInSchema } from '../../src/bookings/walk-in.ts';
import { Problem } from '../../src/platform/problem.ts';
import { openVenue as open, tablesOfFour } from '../support/open-venue.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

const MINUTE = 60_000;
const RACERS = 32;

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
});
afterAll(async () => {
  await postgres?.stop();
});

const openVenue = (settings: object, tables: number) =>
  open(
    postgres,
    postgres.caller,
    { name: 'walk-ins', timeZone: 'UTC', ...settings },
    tablesOfFour(tables),
  );

const codeOf = (error: unknown): string => {
  if (error instanceof Problem) return error.code;
  throw error;
};

const walkIn = (venueId: string, more: object = {}) =>
  book(
    postgres,
    postgres.caller,
    walkInSchema.parse({ venueId, partySize: 2, walkIn: true, ...more }),
  ).then(() => 'seated', codeOf);

const bookAt = (venueId: string, start: string, more: object = {}) =>
  book(
    postgres,
    postgres.caller,
    newBookingSchema.parse({ venueId, start, partySize: 2, customer: { id: 'g' }, ...more }),
  ).then(() => 'booked', codeOf);

const slotIn = (minutes: number) =>
  new Date(Math.ceil((Date.now() + minutes * MINUTE) / (15 * MINUTE)) * 15 * MINUTE).toISOString();

/**
 * Pairs of live bookings of a venue that have the same resource at the same time, buffers included. They
 * are computed from bookings and their events, not from allocations.
 */
const overlaps = (venueId: string) =>
  postgres.rows(`
    with living as (
      select b.id, b.starts_at, b.ends_at, r.id as resource,
             tstzrange(b.starts_at - v.buffer_before * interval '1 minute',
                       b.ends_at + v.buffer_after * interval '1 minute') as span
        from bookings b
        join venues v on v.id = b.venue_id
        join booking_events e on e.booking_id = b.id and e.version = b.version
        cross join unnest(e.resource_ids) as r (id)
       where b.state in ('held', 'confirmed', 'seated') and v.id = '${venueId.slice(4)}'
    )
    select a.id, b.id from living a join living b using (resource)
     where a.id < b.id and a.span && b.span`);

const countOf = (answers: readonly string[], word: string) =>
  answers.filter((each) => each === word).length;

describe(`${RACERS} walk-ins that race`, () => {
  it('for five tables: five are seated, and the others find the venue full', async () => {
    const { id } = await openVenue({}, 5);
    const answers = await Promise.all(Array.from({ length: RACERS }, () => walkIn(id)));
    expect([countOf(answers, 'seated'), countOf(answers, 'full')]).toEqual([5, RACERS - 5]);
    expect(await overlaps(id)).toEqual([]);
  });

  it('with bookings for the same tables: no table is given to two, and short stays end in time', async () => {
    const { id, resources } = await openVenue({ bufferBefore: 5, bufferAfter: 10 }, 6);
    const soon = slotIn(60);
    // Three tables are taken in an hour, so walk-ins may stay at them for less than that.
    for (const table of resources.slice(0, 3)) {
      expect(await bookAt(id, soon, { resourceIds: [table] })).toBe('booked');
    }
    const answers = await Promise.all([
      ...Array.from({ length: RACERS }, (_, n) => walkIn(id, n % 2 === 0 ? { minStay: 20 } : {})),
      ...Array.from({ length: RACERS }, () => bookAt(id, soon)),
    ]);
    // Each of the three other tables has one party from the walk-ins or from the bookings. Each of the
    // first three has a short stay, because more walk-ins than tables accept one.
    expect(countOf(answers, 'seated') + countOf(answers, 'booked')).toBeGreaterThanOrEqual(6);
    expect([...new Set(answers)].sort()).toEqual(expect.arrayContaining(['full', 'seated']));
    expect(await overlaps(id)).toEqual([]);
    const stays = await postgres.rows<{ minutes: number; before: number }>(`
      select extract(epoch from b.ends_at - b.starts_at)::int / 60 as minutes,
             extract(epoch from '${soon}'::timestamptz - b.ends_at)::int / 60 as before
        from bookings b
        join booking_events e on e.booking_id = b.id
       where e.event = 'walk_in' and b.venue_id = '${id.slice(4)}'`);
    for (const { minutes, before } of stays) {
      expect(minutes).toBeGreaterThanOrEqual(20);
      // A shortened stay ends with both buffers before the next booking.
      if (minutes < 90) expect(before).toBe(15);
    }
    expect(stays.filter(({ minutes }) => minutes < 90).length).toBeGreaterThanOrEqual(3);
  });

  it('under one Idempotency-Key are one', async () => {
    const { id } = await openVenue({}, 3);
    const once = {
      key: 'door',
      operation: 'createBooking',
      isReplay: false,
      request: async () => ({}),
    };
    const wanted = walkInSchema.parse({ venueId: id, partySize: 2, walkIn: true });
    const made = await Promise.all(
      Array.from({ length: RACERS }, () =>
        book(postgres, { ...postgres.caller, once: { ...once } }, wanted),
      ),
    );
    expect(new Set(made.map((each) => each.id)).size).toBe(1);
  });
});
