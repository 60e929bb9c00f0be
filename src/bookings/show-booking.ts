import { authorize, may } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { BookingId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { showBooking as shown } from './booking.ts';
import { selectBooking } from './store.ts';

/**
 * Shows a booking, with the mood that its conversation had when the booking was made. The mood may
 * still change while messages up to that point wait for their emotion to be read.
 * @throws Problem booking_not_found, customer_erased, booking_erased, key_revoked
 */
export async function showBooking(deps: Pick<Ports, 'database'>, caller: Caller, id: BookingId) {
  authorize(caller, 'readBookings');
  const found = await runAsCaller(deps.database, caller, selectBooking, { id });
  if (found === null) throw new Problem('booking_not_found');
  if (found.erased !== null) throw new Problem(found.erased);
  const { booking, mood, pending } = found;
  return {
    ...shown(booking),
    mood:
      booking.messageSeq === null || !may(caller, 'readMessages')
        ? null
        : { asOfSeq: booking.messageSeq, mood, pending },
  };
}
