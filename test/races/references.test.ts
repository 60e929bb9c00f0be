import { afterAll, beforeAll, expect, it } from 'vitest';
import { actOnBooking } from '../../src/bookings/act-on-booking.ts';
import { book } from '../../src/bookings/book.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import { tomorrow } from '../support/bookings.ts';
import { openVenue, tablesOfFour } from '../support/open-venue.ts';
import { bookingIdOf } from '../support/shown-ids.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
});
afterAll(async () => {
  await postgres?.stop();
});

/** Lets references be drawn from so many. */
const drawFrom = (count: number) =>
  postgres.rows(`
    create or replace function new_reference_v1() returns text language plpgsql volatile as $$
    begin
      return 'R' || floor(random() * ${count})::int;
    end
    $$`);

const makeVenue = async () =>
  (await openVenue(postgres, postgres.caller, { name: 'V', timeZone: 'UTC' }, tablesOfFour(60))).id;

const bookMany = (venueId: string, count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, n) =>
      book(
        postgres,
        postgres.caller,
        newBookingSchema.parse({
          ...{ venueId, start: tomorrow(12), partySize: 2, customer: { id: `guest-${n}` } },
        }),
      ),
    ),
  );

it('draws a reference again that another booking of the venue has, also in a race', async () => {
  await drawFrom(100);
  const [first, second] = [await makeVenue(), await makeVenue()];
  const made = await Promise.all([bookMany(first, 40), bookMany(second, 40)]);
  for (const bookings of made) {
    const references = bookings.map(({ reference }) => reference);
    expect(references.every((each) => each !== null)).toBe(true);
    expect(new Set(references).size).toBe(40);
  }
  // Bookings from before there were references get theirs in a race, too.
  await postgres.rows('update bookings set reference = null');
  const changed = await Promise.all(
    (made[0] ?? []).map(({ id }) =>
      actOnBooking(postgres, postgres.caller, bookingIdOf(id), 'change', { notes: 'n' }),
    ),
  );
  expect(new Set(changed.map(({ reference }) => reference)).size).toBe(40);
});

it('makes a booking without a reference when all that were drawn are taken', async () => {
  await drawFrom(1);
  const venue = await makeVenue();
  const made = await bookMany(venue, 3);
  expect(made.map(({ reference }) => reference).sort()).toEqual(['R0', null, null]);
});
