import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import type { Ports } from '../../platform/ports.ts';
import { invalidField } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { RECOVERED, TURN } from '../mood.ts';
import { BOOKING_MOODS } from './outcome.ts';
import { selectOutcomes } from './store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A quarter of a year has 92 days, and one in which clocks go back has an hour more. */
const LONGEST_DAYS = 93;

/**
 * Shows how the bookings that start in a range of time have ended, by the mood of their
 * conversations when they were made.
 * @param range instants; at most 93 days
 * @throws Problem invalid_field (the range), key_revoked
 */
export async function showOutcomes(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  { from, to }: { from: string; to: string },
) {
  authorize(caller, 'readOutcomes');
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  if (days <= 0) throw invalidField('query.to', 'must be after from');
  if (days > LONGEST_DAYS) {
    throw invalidField('query.to', `must be at most ${LONGEST_DAYS} days after from`);
  }
  const values = { from, to, negative: TURN, positive: -RECOVERED };
  const rows = (await runAsCaller(deps.database, caller, selectOutcomes, values)) ?? [];
  const outcomes = BOOKING_MOODS.map((mood) => {
    const found = rows.find((row) => row.mood === mood);
    const { finished = 0, noShow = 0, cancelled = 0, cancelledLate = 0 } = found ?? {};
    const bookings = finished + noShow + cancelled;
    const rate = (count: number) => (bookings === 0 ? null : count / bookings);
    return {
      mood,
      bookings,
      finished,
      noShow,
      cancelled,
      cancelledLate,
      completionRate: rate(finished),
      noShowRate: rate(noShow),
      cancellationRate: rate(cancelled),
    };
  });
  return { from, to, outcomes };
}
