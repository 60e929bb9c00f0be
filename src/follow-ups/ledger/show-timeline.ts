import type { Caller } from '../../platform/auth/key.ts';
import { type BookingId, showId } from '../../platform/ids.ts';
import type { Ports } from '../../platform/ports.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { showJob } from './shown-job.ts';
import { selectTimeline } from './store.ts';

/**
 * Shows what happened to a booking, by whom and when, and every job about it: when it was due, its
 * attempts, its outcome and the reason.
 * @throws Problem booking_not_found, customer_erased, key_revoked
 */
export async function showTimeline(deps: Pick<Ports, 'database'>, caller: Caller, id: BookingId) {
  const found = await runAsCaller(deps.database, caller, selectTimeline, { id });
  if (found === null) throw new Problem('booking_not_found');
  if (found.erased) throw new Problem('customer_erased');
  return {
    data: found.events.map(({ keyId, resourceIds, ...event }) => ({
      ...event,
      resourceIds: resourceIds.map((each) => showId('resource', each)),
      keyId: keyId && showId('key', keyId),
    })),
    jobs: found.jobs.map(showJob),
  };
}
