import { describeFault } from '../../platform/log.ts';
import type { FollowUpPorts } from '../ports.ts';
import { planAhead } from './plan-follow-ups.ts';
import { eventKey, happeningOf, jobOf } from './planned-job.ts';
import { selectReplan, storeReplan } from './replan-store.ts';
import { unplannedEventSchema } from './unplanned.ts';

/** How many bookings one step plans for. */
const STEP = 200;
/** How many steps one sweep takes at most. */
const MOST_STEPS = 10;

/**
 * Plans the follow-ups of upcoming bookings again at venues whose settings were changed, so that a new
 * reminder, an offer, a thank-you, a check or a channel also applies to bookings that were made before.
 * Notices and webhooks are not planned again, because they report what happened. A job that the
 * settings no longer ask for stays, and is suppressed when it fires.
 *
 * A booking that cannot be planned for is logged and left out, so that it stops neither the others of
 * its venue nor other venues. When the database does not answer, the next sweep tries again.
 * @returns how many jobs were planned or got another due time
 */
export async function replanVenues(
  deps: Pick<FollowUpPorts, 'database' | 'now' | 'log'>,
): Promise<number> {
  let replanned = 0;
  try {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const [row] = await deps.database.run(selectReplan, { limit: STEP });
      if (row === undefined) break;
      const { venueId, from, to, events } = row.replan;
      const now = deps.now();
      const jobs = events.flatMap((event) => jobsOf(deps, event, now));
      const values = { venue: venueId, from, to, now, jobs };
      const [done] = await deps.database.run(storeReplan, values);
      replanned += done?.stored ?? 0;
    }
  } catch (error) {
    deps.log.error('venues_not_replanned', describeFault(error));
  }
  return replanned;
}

function jobsOf(deps: Pick<FollowUpPorts, 'log'>, given: unknown, now: number) {
  try {
    const event = unplannedEventSchema.parse(given);
    return planAhead(happeningOf(event), now).map((plan) => jobOf(plan, eventKey(event)));
  } catch (error) {
    deps.log.error('booking_not_replanned', describeFault(error));
    return [];
  }
}
