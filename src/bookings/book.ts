import { authorize, requesterOf } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { newId } from '../platform/ids.ts';
import { isReplay } from '../platform/once.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { refuseGuestZone } from '../platform/refuse-zone.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import type { NewBooking } from './booking.ts';
import { explainRefusal } from './explain-refusal.ts';
import { showWrittenBooking } from './show-written-booking.ts';
import { insertBooking } from './store.ts';
import type { WalkIn } from './walk-in.ts';

/**
 * Makes a booking, held, confirmed, or requested where the venue has to approve it, or seats a walk-in.
 * @throws Problem full, slot_taken, closed, outside_hours, not_a_slot, too_late, beyond_horizon,
 *   party_too_large, party_too_small, resources_unfit, resources_unneeded (each with alternatives),
 *   limit_reached, guest_refused, guest_overlap (with the other booking), venue_not_found,
 *   area_not_found, conversation_not_found, customer_mismatch, customer_erased,
 *   conversation_erased, idempotency_key_reused, invalid_field (a time zone that PostgreSQL does not
 *   know), scope_missing, key_revoked
 */
export async function book(
  deps: Pick<Ports, 'database' | 'enqueueFollowUp' | 'venueChanged'>,
  caller: Caller,
  wanted: NewBooking | WalkIn,
) {
  authorize(caller, 'writeBookings');
  if (wanted.walkIn === true || wanted.override !== undefined) authorize(caller, 'bookAsStaff');
  if (wanted.conversationId !== undefined) authorize(caller, 'joinConversation');
  const values = { id: newId<'booking'>(), booking: { ...wanted, by: requesterOf(caller) } };
  // The requested booking alone identifies the request: keys that were stored before other
  // operations had them have this digest.
  const booking = await runAsCaller(deps.database, caller, insertBooking, values, wanted)
    .catch(refuseGuestZone)
    .catch((error: unknown) => explainRefusal(error, caller))
    .finally(() => deps.venueChanged(caller.workspaceId, wanted.venueId, 'bookings'));
  if (booking === null) throw new Problem('key_revoked');
  if (!isReplay(caller)) {
    deps.enqueueFollowUp({ bookingId: booking.id, version: booking.version });
  }
  return showWrittenBooking(caller, booking);
}
