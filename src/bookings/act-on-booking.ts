import { authorize, requesterOf } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { Refused } from '../platform/database-errors.ts';
import type { BookingId } from '../platform/ids.ts';
import { isReplay } from '../platform/once.ts';
import type { Ports } from '../platform/ports.ts';
import { invalidField, Problem } from '../platform/problem.ts';
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
 *   too_early (a no-show, or seating and finishing long before the start), invalid_field (an `end` or
 *   `expectedAt` that does not fit the start), area_not_found, guest_refused (a confirmation or an
 *   approval), too_late (the confirmation of a booking that would need an approval, after its start),
 *   customer_erased, idempotency_key_reused, scope_missing, key_revoked; where the details move the
 *   booking, also needs_approval, stay_ended, stay_overlaps and guest_overlap (with the other booking), limit_reached,
 *   full, slot_taken, closed, outside_hours, not_a_slot, too_late, beyond_horizon, party_too_large,
 *   party_too_small, resources_unfit and resources_unneeded, each of these from full on with
 *   alternatives
 */
export async function actOnBooking(
  deps: Pick<Ports, 'database' | 'enqueueFollowUp' | 'venueChanged'>,
  caller: Caller,
  id: BookingId,
  act: BookingAct,
  details: ActDetails = {},
  versions?: readonly number[],
) {
  const isAnswer = act === 'approve' || act === 'decline';
  authorize(caller, isAnswer ? 'answerRequests' : 'writeBookings');
  if (details.override !== undefined || details.end !== undefined) {
    authorize(caller, 'bookAsStaff');
  }
  const values = { id, act, details: { ...details, versions, by: requesterOf(caller) } };
  const booking = await runAsCaller(deps.database, caller, changeBooking, values).catch(
    (error: unknown) => {
      deps.venueChanged(caller.workspaceId, undefined, 'bookings');
      return explainRefusal(explainField(error), caller);
    },
  );
  if (booking === null) throw new Problem('key_revoked');
  if (!isReplay(caller)) {
    deps.enqueueFollowUp({ bookingId: booking.id, version: booking.version });
  }
  deps.venueChanged(caller.workspaceId, booking.venueId, 'bookings');
  return showWrittenBooking(caller, booking);
}

/** The fields that the database compares with the booking's start, by the reason of the refusal. */
const FIELDS: Readonly<Record<string, readonly [field: string, rule: string]>> = {
  end_invalid: [
    'body.end',
    'must be after the start and after now, and at most 24 hours after the start',
  ],
  expected_at_invalid: [
    'body.expectedAt',
    'must be after the start, and at most 24 hours after the start',
  ],
};

/** The problem of a field, if the database has refused one; otherwise the error as it is. */
function explainField(error: unknown): unknown {
  const found = error instanceof Refused ? FIELDS[error.reason] : undefined;
  return found === undefined ? error : invalidField(...found);
}
