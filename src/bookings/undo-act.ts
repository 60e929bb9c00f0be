import { authorize, requesterOf, scopeMissing } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { Refused } from '../platform/database-errors.ts';
import type { BookingId } from '../platform/ids.ts';
import { isReplay } from '../platform/once.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import type { ActDetails } from './booking.ts';
import { explainRefusal } from './explain-refusal.ts';
import { showWrittenBooking } from './show-written-booking.ts';
import { undoBooking } from './store.ts';

/**
 * Undoes the newest act of a booking that has not been undone: seating, finishing, a no-show, a
 * cancellation, an answer to a request, or the expiry of a hold or request. The booking is again in the
 * state before the act. A walk-in is cancelled by its undo.
 * @param versions the booking must have one of these versions; undefined: any version
 * @throws Problem booking_not_found, nothing_to_undo, undo_expired (by the venue's undoMinutes),
 *   slot_taken (with alternatives), limit_reached, guest_overlap (with the other booking),
 *   version_stale, customer_erased, booking_erased, idempotency_key_reused, scope_missing (also for an
 *   answer to a request, which only the staff undo), key_revoked
 */
export async function undoAct(
  deps: Pick<Ports, 'database' | 'enqueueFollowUp' | 'venueChanged'>,
  caller: Caller,
  id: BookingId,
  { actor }: Pick<ActDetails, 'actor'> = {},
  versions?: readonly number[],
) {
  authorize(caller, 'writeBookings');
  const values = { id, details: { actor, versions, by: requesterOf(caller) } };
  const booking = await runAsCaller(deps.database, caller, undoBooking, values).catch(
    (error: unknown) => {
      deps.venueChanged(caller.workspaceId, undefined, 'bookings');
      if (error instanceof Refused && error.reason === 'scope_missing')
        throw scopeMissing('bookings:staff');
      return explainRefusal(error, caller);
    },
  );
  if (booking === null) throw new Problem('key_revoked');
  if (!isReplay(caller)) {
    deps.enqueueFollowUp({ bookingId: booking.id, version: booking.version });
  }
  deps.venueChanged(caller.workspaceId, booking.venueId, 'bookings');
  return showWrittenBooking(caller, booking);
}
