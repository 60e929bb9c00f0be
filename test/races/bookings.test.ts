import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actOnBooking } from '../../src/bookings/act-on-booking.ts';
import { book } from '../../src/bookings/book.ts';
import { type ActDetails, newBookingSchema } from '../../src/bookings/booking.ts';
import type { BookingAct } from '../../src/bookings/lifecycle.ts';
import { Problem } from '../../src/platform/problem.ts';
import { tomorrow } from '../support/bookings.ts';
import { openVenue as open, tablesOfFour } from '../support/open-venue.ts';
import { bookingIdOf } from '../support/shown-ids.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
});
afterAll(async () => {
  await postgres?.stop();
});

const openVenue = (settings: object, tables: readonly object[]) =>
  open(postgres, postgres.caller, { name: 'race', timeZone: 'UTC', ...settings }, tables);

const request = (venueId: string, start: string, more: object = {}) =>
  newBookingSchema.parse({ venueId, start, partySize: 2, customer: { id: 'guest' }, ...more });

const bookAs = (wanted: ReturnType<typeof request>) => book(postgres, postgres.caller, wanted);

const act = (shownId: string, name: BookingAct, details?: ActDetails) =>
  actOnBooking(postgres, postgres.caller, bookingIdOf(shownId), name, details);

/** The code of a problem. Any other error fails the test. */
const codeOf = (error: unknown): string => {
  if (error instanceof Problem) return error.code;
  throw error;
};

describe('200 clients for one slot', () => {
  it('gives 20 tables to exactly 20 clients, and the others the nearest free times', async () => {
    const { id } = await openVenue({}, tablesOfFour(20));
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, at) =>
        bookAs(request(id, tomorrow(19), { customer: { id: `guest-${at}` } })).then(
          () => 'booked',
          (error: unknown) => {
            if (error instanceof Problem) {
              expect(error.options.more?.['alternatives']).toHaveLength(5);
            }
            return codeOf(error);
          },
        ),
      ),
    );
    expect(Map.groupBy(answers, (each) => each).get('booked')).toHaveLength(20);
    expect(answers.filter((each) => each === 'full')).toHaveLength(180);
  });

  it('respects a pacing of 15 parties a quarter hour when more tables are free', async () => {
    const { id } = await openVenue({ pacingParties: 15 }, tablesOfFour(40));
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        bookAs(request(id, tomorrow(20), { customer: { id: `paced-${at}` } })).then(
          () => 'booked',
          codeOf,
        ),
      ),
    );
    expect(answers.filter((each) => each === 'booked')).toHaveLength(15);
    expect(answers.filter((each) => each === 'full')).toHaveLength(85);
  });

  it('gives the place of an expired hold to the next request, and refuses to confirm the hold', async () => {
    const { id } = await openVenue({}, tablesOfFour(1));
    await postgres.rows(`update venues set hold_seconds = 0`);
    const held = await bookAs(request(id, tomorrow(12), { hold: true }));
    const late = await act(held.id, 'confirm').catch(codeOf);
    expect(late).toBe('hold_expired');
    const next = await bookAs(request(id, tomorrow(12)));
    expect(next.state).toBe('confirmed');
  });
});
