import { authorize, requesterOf } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { BookingId } from '../platform/ids.ts';
import { isReplay } from '../platform/once.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import type { ActDetails } from './booking.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { BookingAct } from './lifecycle.ts';
import { showWrittenBooking } from './show-written-booking.ts';
import { changeBooking } from './store.ts';

/**
 * Carries out one act of the life cycle on a booking, if the booking's state allows the act.
 * @param versions the booking must have one of these versions; undefined: any version
 * @throws Problem booking_not_found, booking_state (with the state), hold_expired, version_stale,
 *   too_early (a no-show before the start), customer_erased, idempotency_key_reused, scope_missing,
 *   key_revoked; where the details move the booking, also full, slot_taken, closed, outside_hours,
 *   not_a_slot, too_late, beyond_horizon, party_too_large, party_too_small, resources_unfit and
 *   resources_unneeded, each with alternatives
 */
export async function actOnBooking(
  deps: Pick<Ports, 'database' | 'enqueueFollowUp' | 'venueChanged'>,
  caller: Caller,
  id: BookingId,
  act: BookingAct,
  details: ActDetails = {},
  versions?: readonly number[],
) {
  authorize(caller, 'writeBookings');
  if (details.override !== undefined) authorize(caller, 'bookAsStaff');
  const values = { id, act, details: { ...details, versions, by: requesterOf(caller) } };
  const booking = await runAsCaller(deps.database, caller, changeBooking, values).catch(
    (error: unknown) => {
      deps.venueChanged(caller.workspaceId, undefined, 'bookings');
      return explainRefusal(error);
    },
  );
  if (booking === null) throw new Problem('key_revoked');
  if (!isReplay(caller)) {
    deps.enqueueFollowUp({ bookingId: booking.id, version: booking.version });
  }
  deps.venueChanged(caller.workspaceId, booking.venueId, 'bookings');
  return showWrittenBooking(caller, booking);
}
