import { afterAll, beforeAll, expect, it } from 'vitest';
import { book } from '../../src/bookings/book.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import { bookSeries } from '../../src/bookings/series/book-series.ts';
import { cancelSeries } from '../../src/bookings/series/cancel-series.ts';
import { newSeriesSchema } from '../../src/bookings/series/series.ts';
import { readId } from '../../src/platform/ids.ts';
import { Problem } from '../../src/platform/problem.ts';
import { tomorrow } from '../support/bookings.ts';
import { openVenue, tablesOfFour, venueIdOf } from '../support/open-venue.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
});
afterAll(async () => {
  await postgres?.stop();
});

const ROUNDS = 20;
const DAYS = 6;
const DAY_MS = 24 * 3_600_000;
const dayAt = (day: number) => new Date(Date.parse(tomorrow(19)) + day * DAY_MS).toISOString();
const codeOf = (error: unknown): string => {
  if (error instanceof Problem) return error.code;
  throw error;
};
const series = (venueId: string, guest: string, missing: string) =>
  bookSeries(
    postgres,
    postgres.caller,
    newSeriesSchema.parse({
      ...{ venueId, start: dayAt(0).slice(0, 16), repeat: `FREQ=DAILY;COUNT=${DAYS}` },
      ...{ partySize: 2, missing, customer: { id: guest } },
    }),
  ).catch(codeOf);
const single = (venueId: string, guest: string, day: number) =>
  book(
    postgres,
    postgres.caller,
    newBookingSchema.parse({
      ...{ venueId, start: dayAt(day), partySize: 2, customer: { id: guest } },
    }),
  ).then(() => 'booked', codeOf);

it('of series and bookings of the only table, none overlap, and a series is whole or absent', async () => {
  const outcomes = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const { id } = await openVenue(
      postgres,
      postgres.caller,
      { name: 'series', timeZone: 'UTC' },
      tablesOfFour(1),
    );
    const singles = Array.from({ length: 4 }, (_, n) =>
      single(id, n % 2 === 0 ? 'a' : `single-${n}`, (round + n * 2) % DAYS),
    );
    const made = await Promise.all([
      series(id, 'a', 'refuse'),
      series(id, 'b', 'refuse'),
      series(id, 'c', 'report'),
    ]);
    for (const each of await Promise.all(singles)) outcomes.add(each);
    for (const each of made) outcomes.add(typeof each === 'string' ? each : 'made');
    const whole = made.slice(0, 2).filter((each) => typeof each !== 'string');
    for (const each of whole) expect(each.bookings).toHaveLength(DAYS);
    const stored = await postgres.rows<{ n: number; series: string | null }>(`
      select series_id as series, count(*)::int as n from bookings
       where venue_id = '${venueIdOf(id)}' group by 1`);
    const ids = made.flatMap((each) =>
      typeof each === 'string' ? [] : [readId('series', each.id)],
    );
    expect(stored.flatMap((each) => each.series ?? []).sort()).toEqual(ids.sort());
    expect(
      await postgres.rows(`
        select starts_at from bookings where venue_id = '${venueIdOf(id)}'
         group by 1 having count(*) > 1`),
    ).toEqual([]);
    // Two cancellations of one series at the same time cancel each booking once.
    for (const each of made) {
      if (typeof each === 'string') continue;
      const seriesId = readId('series', each.id);
      if (seriesId === undefined) throw new Error('no id of a series');
      const both = await Promise.all(
        [1, 2].map(() => cancelSeries(postgres, postgres.caller, seriesId)),
      );
      expect(both.flatMap(({ cancelled }) => cancelled).length).toBe(each.bookings.length);
    }
  }
  const expected = ['booked', 'full', 'made', 'series_unavailable'];
  expect([...outcomes].filter((each) => !expected.includes(each))).toEqual([]);
}, 120_000);
