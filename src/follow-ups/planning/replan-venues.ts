import {
  forget,
  reasonOfFailure,
  setApart,
  setApartFailed,
} from '../../platform/failed-work/set-apart.ts';
import { workInParts } from '../../platform/failed-work/work-in-parts.ts';
import type { BookingId, VenueId } from '../../platform/ids.ts';
import { describeFault } from '../../platform/log.ts';
import type { FollowUpPorts } from '../ports.ts';
import type { PlannedJob } from './job-store.ts';
import { planAhead } from './plan-follow-ups.ts';
import { eventKey, happeningOf, jobOf } from './planned-job.ts';
import { selectReplan, selectReplanEvents, selectReplanning, storeReplan } from './replan-store.ts';

type ReplannerPorts = Pick<FollowUpPorts, 'database' | 'now' | 'log'>;

/** How many bookings one step plans for. */
const STEP = 200;
/** How many steps one sweep takes at most. */
const MOST_STEPS = 10;
/** How many venues one sweep plans for at most. */
const MOST_VENUES = 100;

/**
 * Plans the follow-ups of upcoming bookings again at venues whose settings were changed, so that a new
 * reminder, an offer, a thank-you, a check or a channel also applies to bookings that were made before.
 * Notices and webhooks are not planned again, because they report what happened. A job that the
 * settings no longer ask for stays, and is suppressed when it fires.
 *
 * The venues take turns, one step each. A booking that cannot be planned for is set apart and left
 * out; it keeps its earlier jobs. A venue that fails is set apart, and the others go on.
 * @returns how many jobs were planned or got another due time
 */
export async function replanVenues(deps: ReplannerPorts): Promise<number> {
  const values = { now: deps.now(), limit: MOST_VENUES };
  const waiting = await deps.database.run(selectReplanning, values);
  const queue = waiting.map(({ venueId }) => venueId);
  let replanned = 0;
  for (let step = 0; step < MOST_STEPS; ) {
    const venue = queue.shift();
    if (venue === undefined) break;
    try {
      const done = await replanStep(deps, venue);
      replanned += done.stored;
      step += done.isEmpty ? 0 : 1;
      if (done.isOver) await forget(deps, 'replan_venue', [venue]);
      else queue.push(venue);
    } catch (error) {
      deps.log.error('venue_not_replanned', { venue, ...describeFault(error) });
      await setApart(deps, 'replan_venue', [{ subject: venue, reason: reasonOfFailure(error) }]);
    }
  }
  return replanned;
}

/** Plans for the next bookings of a venue, and moves its walk on. */
async function replanStep(deps: ReplannerPorts, venue: VenueId) {
  const [row] = await deps.database.run(selectReplan, { venue, limit: STEP });
  if (row === undefined) return { stored: 0, isOver: true, isEmpty: true };
  const { from, to, bookings } = row.replan;
  const { done, failed } = await workInParts(deps, bookings, (part) => jobsOf(deps, part));
  await setApartFailed(deps, 'replan_booking', failed);
  const values = { venue, from, to, now: deps.now(), jobs: done.flat() };
  const [moved] = await deps.database.run(storeReplan, values);
  return { stored: moved?.stored ?? 0, isOver: to === null, isEmpty: bookings.length === 0 };
}

/** Plans for some bookings. One that cannot be read or planned for is set apart. */
async function jobsOf(deps: ReplannerPorts, bookings: readonly BookingId[]): Promise<PlannedJob[]> {
  const now = deps.now();
  const rows = await deps.database.run(selectReplanEvents, { bookings });
  const unreadable: string[] = [];
  const jobs = rows.flatMap(({ booking, item }) => {
    try {
      if (!item.ok) throw new Error('unreadable');
      const event = item.value;
      return planAhead(happeningOf(event), now).map((plan) => jobOf(plan, eventKey(event)));
    } catch (error) {
      deps.log.error('booking_not_replanned', { booking, ...describeFault(error) });
      unreadable.push(booking);
      return [];
    }
  });
  const failures = unreadable.map((subject) => ({ subject, reason: 'unreadable' }));
  await setApart(deps, 'replan_booking', failures);
  await forget(
    deps,
    'replan_booking',
    bookings.filter((each) => !unreadable.includes(each)),
  );
  return jobs;
}
