import { type Gate, gateOn } from '../gates.ts';
import { judgePairs, pairingsWith } from '../pairs.ts';
import type { VariantName } from '../variants.ts';
import type { BookingResults } from './results.ts';

/**
 * The comparisons of confirming a booking. The bare Worker calls the same SQL function, which does all
 * of the work. So the requests a second may only be lower by what the P50 may be higher.
 */
export const bookingPairings = pairingsWith('bare', 'the bare Worker', 0.97);

/** The round trips that each variant should make, so that a wrong measurement is noticed. */
const ROUND_TRIPS: Record<VariantName, number> = {
  ...{ statement: 1, floor: 1, maitred: 1, bare: 1, lean: 1, cte: 1, trivial: 1, one: 1 },
  ...{ naive: 9, after: 5, before: 25 },
};

/**
 * The fewest requests in a measurement for which the requests cut off at its end hardly change the
 * result.
 */
const ENOUGH = 100;

/** The gates of confirming a booking and of searching availability. */
export function judgeBookings(results: BookingResults): Gate[] {
  const { cells, pairs, hot, availability } = results;
  const all = [...cells, ...pairs.flatMap(({ turns }) => turns), ...hot];
  const off = all
    .filter(({ requests }) => requests >= ENOUGH)
    .map(({ variant, roundTrips, clients, requests }) => {
      const written = ROUND_TRIPS[variant];
      // At the end each client has an unfinished request, which has made some of its round trips.
      const cutOff = (written * clients) / requests;
      return Math.max(0, Math.abs((roundTrips ?? Number.NaN) - written) - cutOff);
    });
  return [
    ...judgePairs(bookingPairings, results, [...cells, ...hot, ...(availability?.cells ?? [])]),
    // A connection that is opened during the measurement adds a few round trips.
    gateOn(
      'round trips of each variant, off what it is written to make',
      'at most',
      0.1,
      off.length === 0 ? null : Math.max(...off),
    ),
  ];
}
