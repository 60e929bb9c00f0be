import type { Deps } from '../../deps.ts';
import { Problem } from '../../platform/problem.ts';
import type { Caller } from '../../workspaces/key.ts';
import { runAsCaller } from '../../workspaces/legacy-store.ts';
import { RECOVERED, TURN } from '../mood.ts';
import { selectOutcomes } from './store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const LONGEST_DAYS = 92;

/**
 * How the bookings that start within a time have ended, by the mood that their conversations had
 * come to when they were made.
 * @throws Problem invalid_field (the range), key_revoked
 */
export async function showOutcomes(
  deps: Pick<Deps, 'database'>,
  caller: Caller,
  { from, to }: { from: string; to: string },
) {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  if (days <= 0) throw invalid('must be after from');
  if (days > LONGEST_DAYS) throw invalid(`must be at most ${LONGEST_DAYS} days after from`);
  const rows = await runAsCaller(deps.database, caller, selectOutcomes, {
    from,
    to,
    negative: TURN,
    positive: -RECOVERED,
  });
  if (rows === null) throw new Problem('key_revoked');
  const outcomes = (['negative', 'neutral', 'positive', 'unknown', 'pending'] as const).map(
    (mood) => {
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
    },
  );
  return { from, to, outcomes };
}

function invalid(message: string): Problem {
  return new Problem('invalid_field', { errors: [{ field: 'query.to', message }] });
}
