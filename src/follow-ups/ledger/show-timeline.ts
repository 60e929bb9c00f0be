import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import { type BookingId, showId } from '../../platform/ids.ts';
import type { Ports } from '../../platform/ports.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { type Firing, verdictOf } from '../delivery/verdict.ts';
import { phrasesFor } from '../planning/phrases.ts';
import { localTime } from '../planning/render.ts';
import { showJob } from './shown-job.ts';
import { selectTimeline, type TimelineJob } from './store.ts';

/**
 * Shows what happened to a booking, by whom and when, and every job about it: when it was due, its
 * attempts, its outcome and the reason. A planned job that will be suppressed when it fires is shown
 * as suppressed already. The local time that a planned text names is the one that it would name now.
 * @throws Problem booking_not_found, customer_erased, key_revoked
 */
export async function showTimeline(
  deps: Pick<Ports, 'database' | 'now'>,
  caller: Caller,
  id: BookingId,
) {
  authorize(caller, 'readBookings');
  const found = await runAsCaller(deps.database, caller, selectTimeline, { id });
  if (found === null) throw new Problem('booking_not_found');
  const { booking, locale, timeZone } = found;
  if (booking.erased) throw new Problem('customer_erased');
  const now = deps.now();
  const when = localTime(booking.startsAt, timeZone, phrasesFor(locale).dateLocale);
  return {
    data: found.events.map(({ keyId, resourceIds, ...event }) => ({
      ...event,
      resourceIds: resourceIds.map((each) => showId('resource', each)),
      keyId: keyId && showId('key', keyId),
    })),
    jobs: found.jobs.map((job) => foresee(job, found, when, now)),
  };
}

/**
 * A job as clients see it. For a job that has not fired yet, the verdict is computed in advance
 * from the current state. If the job will be suppressed, it is shown as suppressed and without a
 * next attempt. Otherwise its text will be written anew, and names the local time `when`.
 */
function foresee(
  { firesAt, endpoint, ...job }: TimelineJob,
  known: Pick<Firing, 'booking' | 'followUps' | 'hasEmail' | 'turnedAt'>,
  when: string,
  now: number,
): ReturnType<typeof showJob> {
  const shown = showJob(job);
  if (firesAt === null) return shown;
  // The events of a booking are kept as long as the booking, so a webhook job has its data.
  const { booking, followUps, hasEmail, turnedAt } = known;
  const state = { booking, followUps, hasEmail, turnedAt, endpoint, hasData: true };
  const verdict = verdictOf(
    { ...job, ...state, dueAt: Date.parse(job.dueAt) },
    Math.max(firesAt, now),
  );
  if (verdict.what === 'suppress')
    return { ...shown, state: 'suppressed', reason: verdict.reason, nextAttemptAt: null };
  return { ...shown, when: shown.when && when };
}
