import type { Caller } from '../platform/auth/key.ts';
import { digestOf, toHex } from '../platform/digest.ts';
import { newId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { refuseGuestZone } from '../platform/refuse-zone.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { type NewBooking, showBooking } from './booking.ts';
import { explainRefusal } from './explain-refusal.ts';
import { bookOnce } from './store.ts';

/**
 * Makes a booking, held or confirmed. With an idempotency key, a repetition of the same request
 * within a day gets the same answer and books nothing. A refused request does not use up its key.
 * @throws Problem slot_taken, outside_hours, too_late, beyond_horizon, resources_unfit (each with
 *   alternatives), venue_not_found, conversation_not_found, customer_mismatch, customer_erased,
 *   conversation_erased, idempotency_key_reused, invalid_field (a time zone that PostgreSQL does not
 *   know), key_revoked
 */
export async function book(
  deps: Pick<Ports, 'database' | 'enqueueFollowUp'>,
  caller: Caller,
  wanted: NewBooking,
  idempotencyKey: string | undefined,
) {
  const digest = idempotencyKey === undefined ? undefined : toHex(await digestOf(wanted));
  const answer = await runAsCaller(deps.database, caller, bookOnce, {
    id: newId<'booking'>(),
    booking: { ...wanted, idempotencyKey, digest },
  })
    .catch(refuseGuestZone)
    .catch(explainRefusal);
  if (answer === null) throw new Problem('key_revoked');
  if (!answer.replayed) deps.enqueueFollowUp({ bookingId: answer.booking.id });
  return { replayed: answer.replayed, booking: showBooking(answer.booking) };
}
