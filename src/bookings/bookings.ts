import type { Deps } from '../deps.ts';
import { digestOf, toHex } from '../platform/digest.ts';
import { newId, readId } from '../platform/ids.ts';
import { Problem } from '../platform/problem.ts';
import type { Caller } from '../workspaces/key.ts';
import { runAsCaller } from '../workspaces/legacy-store.ts';
import { type NewBooking, showBooking } from './booking.ts';
import { type BookingAct, TRANSITIONS } from './lifecycle.ts';
import { explain, idsOf, resourceIdsOf } from './place.ts';
import { bookOnce, changeBooking, selectBooking } from './store.ts';

type Store = Pick<Deps, 'database'>;
type Changer = Pick<Deps, 'database' | 'enqueueFollowUp'>;

/**
 * Makes a booking, held or confirmed, in one round trip. With an idempotency key, a repetition of
 * the same request gets the same answer for a day, and books nothing.
 * @throws Problem slot_taken, outside_hours, too_late, beyond_horizon (each with alternatives),
 *   resources_unfit, venue_not_found, conversation_not_found, customer_mismatch, *_erased,
 *   idempotency_key_reused, key_revoked
 */
export async function book(
  deps: Changer,
  caller: Caller,
  wanted: NewBooking,
  idempotencyKey: string | undefined,
) {
  const booking = {
    ...wanted,
    ...idsOf(wanted),
    idempotencyKey,
    digest: idempotencyKey === undefined ? undefined : toHex(await digestOf(wanted)),
  };
  const answer = await runAsCaller(deps.database, caller, bookOnce, {
    id: newId<'booking'>(),
    booking: JSON.stringify(booking),
  }).catch(explain);
  if (answer === null) throw new Problem('key_revoked');
  if (!answer.replayed) deps.enqueueFollowUp({ bookingId: answer.booking.id });
  return { replayed: answer.replayed, booking: showBooking(answer.booking) };
}

/** What an act may change besides the state; instants and ids as they came. */
export interface Change {
  start?: string | undefined;
  partySize?: number | undefined;
  resourceIds?: string[] | undefined;
  notes?: string | null | undefined;
  tags?: string[] | undefined;
  reason?: string | undefined;
}

/**
 * Does one act of a booking's life, if its state allows it and its version is the one believed.
 * @throws Problem booking_state, hold_expired, too_early, version_stale, booking_not_found, and what
 *   {@link book} throws when it finds the booking a place anew
 */
export async function act(
  deps: Changer,
  caller: Caller,
  shownId: string,
  name: BookingAct,
  change: Change = {},
  version?: number,
) {
  const { from, to } = TRANSITIONS[name];
  const resources = change.resourceIds && resourceIdsOf(change.resourceIds);
  const booking = await runAsCaller(deps.database, caller, changeBooking, {
    id: bookingId(shownId),
    event: name,
    from: [...from],
    to,
    version: version ?? null,
    change: JSON.stringify({ ...change, resourceIds: resources }),
  }).catch(explain);
  if (booking === null) throw new Problem('key_revoked');
  deps.enqueueFollowUp({ bookingId: booking.id });
  return showBooking(booking);
}

/**
 * A booking, with the mood that its conversation had come to when it was made; while messages up to
 * there are still unlabelled, the mood is not final.
 * @throws Problem booking_not_found, customer_erased, key_revoked
 */
export async function readBooking(deps: Store, caller: Caller, shownId: string) {
  const found = await runAsCaller(deps.database, caller, selectBooking, { id: bookingId(shownId) });
  if (found === null) throw new Problem('booking_not_found');
  if (found.erased) throw new Problem('customer_erased');
  const { booking, mood, pending } = found;
  return {
    ...showBooking(booking),
    mood: booking.messageSeq === null ? null : { asOfSeq: booking.messageSeq, mood, pending },
  };
}

/** @throws Problem booking_not_found: what is no booking's id names none */
export function bookingId(shownId: string): string {
  const id = readId('booking', shownId);
  if (id === undefined) throw new Problem('booking_not_found');
  return id;
}
