import { dispatchDue } from './delivery/dispatch.ts';
import { deleteReportedJobs } from './delivery/outcome-store.ts';
import { selectOverduePlans } from './planning/overdue-store.ts';
import { type PlannerPorts, planUnplanned } from './planning/plan-unplanned.ts';
import { replanVenues } from './planning/replan-venues.ts';

/** How many bookings, and how many conversations, one sweep plans for at most. */
const PLAN_LIMIT = 500;
/** How many jobs one statement claims at most. */
const CLAIM_LIMIT = 1000;
/** How many jobs one sweep claims at most. */
const MOST_CLAIMED = 50_000;
/** How long one sweep may go on claiming. */
const CLAIMING_MS = 25_000;
/** How long finished jobs about messages and moods are kept. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
const DELETE_LIMIT = 1000;

/**
 * The sweep of follow-ups, run once a minute. It plans events that have been unplanned for a minute
 * because a queue message was lost, plans again for venues whose settings were changed, and claims the
 * jobs that are due within two minutes. The work of one sweep is limited; the next sweep does the rest.
 * @param olderThanMs how long an event must have been unplanned
 */
export async function sweepFollowUps(
  deps: PlannerPorts,
  olderThanMs = 60_000,
): Promise<{ planned: number; claimed: number }> {
  const now = deps.now();
  const [row] = await deps.database.run(selectOverduePlans, {
    before: now - olderThanMs,
    limit: PLAN_LIMIT,
  });
  const { bookings = [], conversations = [] } = row?.overdue ?? {};
  const planned =
    bookings.length + conversations.length === 0
      ? 0
      : await planUnplanned(deps, { bookings, conversations });
  const replanned = await replanVenues(deps);
  let claimed = 0;
  for (let last = CLAIM_LIMIT; last === CLAIM_LIMIT; claimed += last) {
    if (claimed >= MOST_CLAIMED || deps.now() - now > CLAIMING_MS) break;
    last = await dispatchDue(deps, CLAIM_LIMIT);
  }
  await deps.database.run(deleteReportedJobs, { before: now - KEPT_MS, limit: DELETE_LIMIT });
  if (planned + replanned + claimed > 0)
    deps.log.info('follow_ups_swept', { planned, replanned, claimed });
  return { planned, claimed };
}
