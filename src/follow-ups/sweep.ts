import { deleteOldFailedWork } from '../platform/failed-work/store.ts';
import type { DeliveryQueue } from '../platform/jobs.ts';
import { runStep } from '../platform/run-step.ts';
import { dispatchDue } from './delivery/dispatch.ts';
import { deleteReportedJobs } from './delivery/outcome-store.ts';
import { selectOverduePlans } from './planning/overdue-store.ts';
import type { PlannerPorts } from './planning/plan-part.ts';
import { planUnplanned } from './planning/plan-unplanned.ts';
import { replanVenues } from './planning/replan-venues.ts';

/** How many bookings, and how many conversations, one statement of a sweep finds at most. */
const PLAN_LIMIT = 500;
/** How long one sweep may go on planning. */
const PLANNING_MS = 20_000;
/** How many jobs one statement claims at most. */
const CLAIM_LIMIT = 1000;
/** How many jobs of each queue one sweep claims at most. */
const MOST_CLAIMED = 50_000;
/** How long one sweep may go on claiming the jobs of each queue. */
const CLAIMING_MS = 15_000;
/** How long finished jobs about messages and moods are kept. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** How long a failure is kept that has not been repeated. */
const FAILURE_KEPT_MS = 7 * 24 * 60 * 60 * 1000;
const DELETE_LIMIT = 1000;

/**
 * The sweep of follow-ups, run once a minute. It claims the jobs that are due within two minutes,
 * plans events that have been unplanned for a minute because a queue message was lost, and plans again
 * for venues whose settings were changed. Each of these steps runs by itself: when one fails, the
 * failure is logged and the others are done. The work of one sweep is limited; the next sweep does the
 * rest.
 * @param olderThanMs how long an event must have been unplanned
 */
export async function sweepFollowUps(
  deps: PlannerPorts,
  olderThanMs = 60_000,
): Promise<{ planned: number; claimed: number }> {
  const before = deps.now() - olderThanMs;
  // Guests come before webhooks.
  const claim = async () =>
    ((await runStep(deps, 'claim_jobs', () => claimJobs(deps, 'deliveries'))) ?? 0) +
    ((await runStep(deps, 'claim_webhooks', () => claimJobs(deps, 'webhooks'))) ?? 0);
  let claimed = await claim();
  const planned = (await runStep(deps, 'plan_events', () => planOverdue(deps, before))) ?? 0;
  const replanned = (await runStep(deps, 'replan_venues', () => replanVenues(deps))) ?? 0;
  // A job that was planned again may be due before the next sweep.
  if (replanned > 0) claimed += await claim();
  await runStep(deps, 'delete_jobs', () => deleteOld(deps));
  if (planned + replanned + claimed > 0)
    deps.log.info('follow_ups_swept', { planned, replanned, claimed });
  return { planned, claimed };
}

/** Claims the due jobs of one queue, until none is left or time is up. */
async function claimJobs(deps: PlannerPorts, queue: DeliveryQueue): Promise<number> {
  const started = deps.now();
  let claimed = 0;
  while (claimed < MOST_CLAIMED && deps.now() - started <= CLAIMING_MS) {
    const last = await dispatchDue(deps, queue, CLAIM_LIMIT);
    if (last === 0) break;
    claimed += last;
  }
  return claimed;
}

/** Plans what has been unplanned since before `before`, until nothing is left or time is up. */
async function planOverdue(deps: PlannerPorts, before: number): Promise<number> {
  const started = deps.now();
  let jobs = 0;
  do {
    const now = deps.now();
    const [row] = await deps.database.run(selectOverduePlans, { before, now, limit: PLAN_LIMIT });
    const { bookings = [], conversations = [] } = row?.overdue ?? {};
    if (bookings.length + conversations.length === 0) break;
    const planned = await planUnplanned(deps, { bookings, conversations }, { isLockedWrong: true });
    jobs += planned.jobs;
    if (planned.subjects === 0) break;
  } while (deps.now() - started < PLANNING_MS);
  return jobs;
}

async function deleteOld(deps: PlannerPorts): Promise<void> {
  const now = deps.now();
  await deps.database.run(deleteReportedJobs, { before: now - KEPT_MS, limit: DELETE_LIMIT });
  await deps.database.run(deleteOldFailedWork, {
    before: now - FAILURE_KEPT_MS,
    limit: DELETE_LIMIT,
  });
}
