import type { Caller } from '../../platform/auth/key.ts';
import { type BookingId, showId } from '../../platform/ids.ts';
import type { Ports } from '../../platform/ports.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { type Firing, verdictOf } from '../delivery/verdict.ts';
import { showJob } from './shown-job.ts';
import { selectTimeline, type TimelineJob } from './store.ts';

/**
 * Shows what happened to a booking, by whom and when, and every job about it: when it was due, its
 * attempts, its outcome and the reason. A planned job that will be suppressed when it fires is shown
 * as suppressed already.
 * @throws Problem booking_not_found, customer_erased, key_revoked
 */
export async function showTimeline(
  deps: Pick<Ports, 'database' | 'now'>,
  caller: Caller,
  id: BookingId,
) {
  const found = await runAsCaller(deps.database, caller, selectTimeline, { id });
  if (found === null) throw new Problem('booking_not_found');
  const { booking, hasEmail, turnedAt } = found;
  if (booking.erased) throw new Problem('customer_erased');
  const now = deps.now();
  return {
    data: found.events.map(({ keyId, resourceIds, ...event }) => ({
      ...event,
      resourceIds: resourceIds.map((each) => showId('resource', each)),
      keyId: keyId && showId('key', keyId),
    })),
    jobs: found.jobs.map((job) => foresee(job, { booking, hasEmail, turnedAt }, now)),
  };
}

/**
 * A job as clients see it. For a job that has not fired yet, the verdict is computed in advance
 * from the current state. If the job will be suppressed, it is shown as suppressed and without a
 * next attempt.
 */
function foresee(
  { firesAt, endpoint, ...job }: TimelineJob,
  known: Pick<Firing, 'booking' | 'hasEmail' | 'turnedAt'>,
  now: number,
): ReturnType<typeof showJob> {
  const shown = showJob(job);
  if (firesAt === null) return shown;
  // The events of a booking are kept as long as the booking, so a webhook job has its data.
  const firing = { ...job, ...known, endpoint, dueAt: Date.parse(job.dueAt), hasData: true };
  const verdict = verdictOf(firing, Math.max(firesAt, now));
  if (verdict.what !== 'suppress') return shown;
  return { ...shown, state: 'suppressed', reason: verdict.reason, nextAttemptAt: null };
}
