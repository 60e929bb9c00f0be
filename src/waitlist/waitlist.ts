import { z } from 'zod';
import { showBooking } from '../bookings/booking.ts';
import type { Deps } from '../deps.ts';
import { Refused } from '../platform/database-errors.ts';
import { newId, readId } from '../platform/ids.ts';
import { decodeCursor, encodeCursor } from '../platform/pagination.ts';
import { isProblemCode, Problem } from '../platform/problem.ts';
import { venueId } from '../venues/venues.ts';
import type { Caller } from '../workspaces/key.ts';
import { runAsCaller } from '../workspaces/legacy-store.ts';
import { type NewEntry, showEntry, type WaitlistState } from './entry.ts';
import { acceptOffer, joinWaitlist, leaveWaitlist, selectEntries, selectWaiting } from './store.ts';

type Store = Pick<Deps, 'database'>;

/**
 * Puts a party on a venue's waitlist. It is offered a place when one gets free, or by the next sweep
 * when one is free already.
 * @throws Problem invalid_field (a window that is over), venue_not_found, conversation_not_found,
 *   customer_mismatch, *_erased, key_revoked
 */
export async function join(
  deps: Pick<Deps, 'database' | 'now'>,
  caller: Caller,
  shownVenueId: string,
  wanted: NewEntry,
) {
  if (Date.parse(wanted.latest) <= deps.now()) {
    throw new Problem('invalid_field', {
      errors: [{ field: 'body.latest', message: 'must be in the future' }],
    });
  }
  const entry = await runAsCaller(deps.database, caller, joinWaitlist, {
    id: newId<'waitlistEntry'>(),
    entry: JSON.stringify({ ...wanted, venueId: venueId(shownVenueId) }),
  }).catch(explain);
  if (entry === null) throw new Problem('key_revoked');
  return showEntry(entry);
}

/**
 * A venue's entries in the order of joining, those of erased customers left out.
 * @throws Problem invalid_cursor, venue_not_found, key_revoked
 */
export async function listEntries(
  deps: Store,
  caller: Caller,
  shownVenueId: string,
  query: { state?: WaitlistState | undefined; after?: string | undefined; limit: number },
) {
  const { state, limit } = query;
  const after =
    query.after === undefined ? null : readId('waitlistEntry', decodeCursor('wait', query.after));
  if (after === undefined) throw new Problem('invalid_cursor');
  const values = { venue: venueId(shownVenueId), after, limit: limit + 1 };
  const rows =
    state === 'waiting'
      ? await runAsCaller(deps.database, caller, selectWaiting, values)
      : await runAsCaller(deps.database, caller, selectEntries, {
          ...values,
          state: state ?? null,
        });
  if (rows === null) throw new Problem('venue_not_found');
  const data = rows.slice(0, limit).map(showEntry);
  const last = data.at(-1);
  return {
    data,
    page: { next: last && rows.length > limit ? encodeCursor('wait', last.id) : null },
  };
}

/**
 * Confirms what is offered to an entry; answers the booking.
 * @throws Problem hold_expired (the offer lapsed), waitlist_state (nothing is offered),
 *   waitlist_entry_not_found, venue_not_found, customer_erased, key_revoked
 */
export async function accept(
  deps: Pick<Deps, 'database' | 'enqueueFollowUp'>,
  caller: Caller,
  shownVenueId: string,
  shownId: string,
) {
  const booking = await runAsCaller(deps.database, caller, acceptOffer, {
    venue: venueId(shownVenueId),
    id: entryId(shownId),
  }).catch(explain);
  if (booking === null) throw new Problem('key_revoked');
  deps.enqueueFollowUp({ bookingId: booking.id });
  return showBooking(booking);
}

/**
 * Takes an entry off the waitlist, with what is offered to it; one that is over stays as it is.
 * @throws Problem waitlist_state (it was accepted: its booking is what can be cancelled),
 *   waitlist_entry_not_found, venue_not_found, customer_erased, key_revoked
 */
export async function leave(
  deps: Pick<Deps, 'database' | 'enqueueFollowUp'>,
  caller: Caller,
  shownVenueId: string,
  shownId: string,
): Promise<void> {
  const cancelled = await runAsCaller(deps.database, caller, leaveWaitlist, {
    venue: venueId(shownVenueId),
    id: entryId(shownId),
  }).catch(explain);
  if (cancelled !== null) deps.enqueueFollowUp({ bookingId: cancelled });
}

/** @throws Problem waitlist_entry_not_found: what is no entry's id names none */
function entryId(shownId: string): string {
  const id = readId('waitlistEntry', shownId);
  if (id === undefined) throw new Problem('waitlist_entry_not_found');
  return id;
}

/** What the database raised; a state that does not allow what was asked comes beside it, as JSON. */
function explain(error: unknown): never {
  if (!(error instanceof Refused) || !isProblemCode(error.reason)) throw error;
  if (error.reason !== 'waitlist_state') throw new Problem(error.reason);
  const state = z.string().parse(JSON.parse(error.detail ?? 'null'));
  throw new Problem('waitlist_state', { more: { state } });
}
