import * as m from 'messages:problems';
import type { MaitredProblem } from './api.ts';

/** What is known of a problem: all of it, or the code alone. */
type Known = Pick<MaitredProblem, 'code' | 'title'> &
  Partial<Pick<MaitredProblem, 'detail' | 'requestId' | 'count' | 'limit' | 'most'>>;

/** What is said about a problem, in the language of the page. */
export function problemText(problem: Known): string {
  const known: Record<string, string> = {
    unreachable: m.unreachable,
    unavailable: m.unavailable,
    internal: m.internal({ request: problem.requestId ?? '–' }),
    rate_limited: m.busy,
    budget_spent: m.busy,
    scope_missing: m.scopeMissing,
    version_stale: m.versionStale,
    booking_state: m.bookingState,
    full: m.full,
    slot_taken: m.slotTaken,
    closed: m.closed,
    outside_hours: m.outsideHours,
    not_a_slot: m.notASlot,
    too_late: m.tooLate,
    too_early: m.tooEarly,
    beyond_horizon: m.beyondHorizon,
    party_too_large: m.partyTooLarge,
    party_too_small: m.partyTooSmall,
    resources_unfit: m.resourcesUnfit,
    stay_overlaps: m.stayOverlaps,
    stay_ended: m.stayEnded,
    guest_refused: m.guestRefused,
    guest_overlap: m.guestOverlap,
    bookings_in_block: m.bookingsInBlock({ count: problem.count ?? 0 }),
    nothing_to_undo: m.nothingToUndo,
    undo_expired: m.undoExpired,
    limit_reached: m.limitReached({
      limit: m.limitName({ limit: problem.limit ?? '' }),
      most: problem.most ?? 0,
    }),
    resource_name_taken: m.resourceNameTaken,
  };
  return known[problem.code] ?? problem.detail ?? problem.title;
}

/** Why an attempt to deliver something failed. A reason that has no words is shown as it is. */
export function reasonText(reason: string | null): string {
  if (reason === null) return '';
  const status = /^http_(\d+)$/.exec(reason)?.[1];
  return status === undefined ? m.reason({ reason }) : m.answered({ status });
}
