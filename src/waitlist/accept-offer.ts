import { explainRefusal } from '../bookings/explain-refusal.ts';
import { showWrittenBooking } from '../bookings/show-written-booking.ts';
import { authorize, requesterOf } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { VenueId, WaitlistEntryId } from '../platform/ids.ts';
import { isReplay } from '../platform/once.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { acceptOffer as acceptStatement } from './store.ts';

/**
 * Accepts the offer of a waitlist entry: its held booking becomes confirmed, or requested where the venue
 * has to approve it. Answers the booking.
 * @throws Problem hold_expired (the offer has expired), waitlist_state (there is no offer), too_late (a
 *   booking that would need an approval, after its start),
 *   waitlist_entry_not_found, venue_not_found, customer_erased, idempotency_key_reused,
 *   key_revoked
 */
export async function acceptOffer(
  deps: Pick<Ports, 'database' | 'enqueueFollowUp' | 'venueChanged'>,
  caller: Caller,
  venue: VenueId,
  id: WaitlistEntryId,
) {
  authorize(caller, 'writeBookings');
  const values = { venue, id, details: { by: requesterOf(caller) } };
  const booking = await runAsCaller(deps.database, caller, acceptStatement, values, { venue, id })
    .catch(explainRefusal)
    .finally(() => deps.venueChanged(caller.workspaceId, venue, 'bookings'));
  if (booking === null) throw new Problem('key_revoked');
  if (!isReplay(caller)) {
    deps.enqueueFollowUp({ bookingId: booking.id, version: booking.version });
  }
  return showWrittenBooking(caller, booking);
}
