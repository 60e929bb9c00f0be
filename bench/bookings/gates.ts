import { atMost, type Gate, judgeTurns } from '../gates.ts';
import type { VariantName } from '../variants.ts';
import type { BookingResults } from './results.ts';

/** What each variant is written to make, so that nobody is measured doing something else. */
const ROUND_TRIPS: Record<VariantName, number> = {
  ...{ statement: 1, maitred: 1, bare: 1, trivial: 1, one: 1, naive: 9, after: 5, before: 25 },
};

/** How many requests a measurement has, so that what was cut off at its ends weighs little. */
const ENOUGH = 100;

/** Whether what was promised of bookings holds in this run. */
export function judgeBookings({ cells, turns, hot, availability }: BookingResults): Gate[] {
  const all = [...cells, ...turns, ...hot];
  const off = all
    .filter(({ requests }) => requests >= ENOUGH)
    .map(({ variant, roundTrips, clients, requests }) => {
      const written = ROUND_TRIPS[variant];
      // Each client had begun a request when time was up, which made some of its own.
      const cutOff = (written * clients) / requests;
      return Math.max(0, Math.abs((roundTrips ?? Number.NaN) - written) - cutOff);
    });
  const others = all.filter(({ variant }) => variant !== 'maitred');
  const failed = others.flatMap(({ failures }) => Object.values(failures));
  return [
    ...judgeTurns([...cells, ...hot, ...(availability?.cells ?? [])], turns),
    // A connection that is opened late makes a few more.
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
