import { explainRefusal } from '../bookings/explain-refusal.ts';
import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { VenueId, WaitlistEntryId } from '../platform/ids.ts';
import { isReplay } from '../platform/once.ts';
import type { Ports } from '../platform/ports.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { leaveWaitlist as leaveStatement } from './store.ts';

/**
 * Takes an entry off its waitlist and cancels its offer. An entry that has ended already stays as
 * it is.
 * @throws Problem waitlist_state (the offer was accepted, so the booking has to be cancelled),
 *   hold_expired (the offer expired at this moment), waitlist_entry_not_found, venue_not_found,
 *   customer_erased, idempotency_key_reused, key_revoked
 */
export async function leaveWaitlist(
  deps: Pick<Ports, 'database' | 'enqueueFollowUp' | 'venueChanged'>,
  caller: Caller,
  venue: VenueId,
  id: WaitlistEntryId,
): Promise<void> {
  authorize(caller, 'writeBookings');
  const values = { venue, id };
  const left = await runAsCaller(deps.database, caller, leaveStatement, values)
    .catch(explainRefusal)
    .finally(() => deps.venueChanged(caller.workspaceId, venue, 'bookings'));
  const cancelled = left?.cancelled ?? null;
  if (cancelled === null) return;
  if (!isReplay(caller)) deps.enqueueFollowUp({ bookingId: cancelled });
}
