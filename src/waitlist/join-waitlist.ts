import { explainRefusal } from '../bookings/explain-refusal.ts';
import { authorize, requesterOf } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { Refused } from '../platform/database-errors.ts';
import { newId, type VenueId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { invalidField, Problem } from '../platform/problem.ts';
import { refuseGuestZone } from '../platform/refuse-zone.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { LONGEST_WINDOW_DAYS, type NewEntry, showEntry } from './entry.ts';
import { joinWaitlist as joinStatement } from './store.ts';

/**
 * Puts a party on a venue's waitlist. The party gets an offer when a place becomes free. If a place
 * is free already, the next sweep makes the offer. A customer who waits for this window already, with
 * the same values, gets the existing entry.
 * @throws Problem invalid_field (a window that has ended or is too long, a time zone that PostgreSQL
 *   does not know), venue_not_found, conversation_not_found, customer_mismatch, already_waiting, limit_reached,
 *   guest_refused,
 *   conversation_erased, customer_erased, idempotency_key_reused, key_revoked
 */
export async function joinWaitlist(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  venueId: VenueId,
  entry: NewEntry,
) {
  authorize(caller, 'writeBookings');
  if (entry.conversationId !== undefined) authorize(caller, 'joinConversation');
  const values = {
    id: newId<'waitlistEntry'>(),
    entry: { ...entry, venueId, by: requesterOf(caller) },
  };
  const stored = await runAsCaller(deps.database, caller, joinStatement, values)
    .catch(refuseGuestZone)
    .catch(refuseWindow)
    .catch(explainRefusal);
  if (stored === null) throw new Problem('key_revoked');
  const { created, ...joined } = stored;
  return { created, entry: showEntry(joined) };
}

function refuseWindow(error: unknown): never {
  if (error instanceof Refused && error.reason === 'window_over') {
    throw invalidField('body.latest', 'must be in the future');
  }
  if (error instanceof Refused && error.code === 'MT400' && error.detail === '"latest"') {
    throw invalidField('body.latest', `must be at most ${LONGEST_WINDOW_DAYS} days after earliest`);
  }
  throw error;
}
