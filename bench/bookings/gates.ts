import { atMost, type Gate, judgeTurns } from '../gates.ts';
import type { VariantName } from '../variants.ts';
import type { BookingResults } from './results.ts';

/** The round trips that each variant should make, so that a wrong measurement is noticed. */
const ROUND_TRIPS: Record<VariantName, number> = {
  ...{ statement: 1, maitred: 1, bare: 1, trivial: 1, one: 1, naive: 9, after: 5, before: 25 },
};

/**
 * The fewest requests in a measurement for which the requests cut off at its end hardly change the
 * result.
 */
const ENOUGH = 100;

/** The gates of confirming a booking and of searching availability. */
export function judgeBookings({ cells, turns, hot, availability }: BookingResults): Gate[] {
  const all = [...cells, ...turns, ...hot];
  const off = all
    .filter(({ requests }) => requests >= ENOUGH)
    .map(({ variant, roundTrips, clients, requests }) => {
      const written = ROUND_TRIPS[variant];
      // At the end each client has an unfinished request, which has made some of its round trips.
      const cutOff = (written * clients) / requests;
      return Math.max(0, Math.abs((roundTrips ?? Number.NaN) - written) - cutOff);
    });
  const others = all.filter(({ variant }) => variant !== 'maitred');
  const failed = others.flatMap(({ failures }) => Object.values(failures));
  return [
    ...judgeTurns([...cells, ...hot, ...(availability?.cells ?? [])], turns),
    // A connection that is opened during the measurement adds a few round trips.
    atMost(
      'round trips of each variant, off what it is written to make',
      0.1,
      off.length === 0 ? null : Math.max(...off),
    ),
    atMost(
      'requests of the others that failed',
      0,
      others.length === 0 ? null : failed.reduce((sum, count) => sum + count, 0),
    ),
  ];
}
