import type { Deps } from '../deps.ts';
import { dispatchDue } from './delivery/dispatch.ts';
import { forgetToldJobs } from './delivery/store.ts';
import { planUnplanned } from './planning/plan-follow-ups.ts';
import { selectOverduePlans } from './planning/store.ts';

const PLAN_LIMIT = 500;
const CLAIM_LIMIT = 1000;
/** What a minute's sweep claims at the most; the next one goes on. */
const MOST_CLAIMED = 50_000;
/** How long a sweep may go on claiming, in milliseconds. */
const TIME_MS = 25_000;
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Plans what lost queue messages have left unplanned for over a minute, and claims what is due
 * within two, each minute. Bounded: what is left is the next sweep's.
 */
export async function sweepFollowUps(
  deps: Pick<Deps, 'database' | 'now' | 'log' | 'sendDeliveries' | 'enqueueFollowUp'>,
  olderThanMs = 60_000,
): Promise<{ planned: number; claimed: number }> {
  const now = deps.now();
  const [overdue] = await deps.database.run(selectOverduePlans, {
    before: now - olderThanMs,
    limit: PLAN_LIMIT,
  });
  const { bookings = [], conversations = [] } = overdue?.overdue ?? {};
  const planned =
    bookings.length + conversations.length === 0
      ? 0
      : await planUnplanned(deps, { bookings, conversations });
  let claimed = 0;
  for (let last = CLAIM_LIMIT; last === CLAIM_LIMIT; claimed += last) {
    if (claimed >= MOST_CLAIMED || deps.now() - now > TIME_MS) break;
    last = await dispatchDue(deps, CLAIM_LIMIT);
  }
  await deps.database.run(forgetToldJobs, { before: now - KEPT_MS, limit: 1000 });
  if (planned + claimed > 0) deps.log.info('follow_ups_swept', { planned, claimed });
  return { planned, claimed };
}
