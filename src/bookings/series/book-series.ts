import { authorize, may, requesterOf } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import { Refused } from '../../platform/database-errors.ts';
import { newId } from '../../platform/ids.ts';
import { isReplay } from '../../platform/once.ts';
import type { Ports } from '../../platform/ports.ts';
import { invalidField, Problem } from '../../platform/problem.ts';
import { refuseGuestZone } from '../../platform/refuse-zone.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { explainRefusal } from '../explain-refusal.ts';
import { missingOf, type NewSeries, showMissing, showSeries } from './series.ts';
import { seriesStarts } from './series-starts.ts';
import { insertSeries } from './series-store.ts';

/**
 * Books a guest for every occurrence of a rule. Each occurrence is a booking of its own.
 * @throws Problem invalid_field (body.start, body.repeat, a time zone that PostgreSQL does not know),
 *   series_unavailable (with `missing`), guest_refused, venue_not_found, area_not_found,
 *   conversation_not_found, customer_mismatch, customer_erased, conversation_erased,
 *   idempotency_key_reused, scope_missing, key_revoked
 */
export async function bookSeries(
  deps: Pick<Ports, 'database' | 'enqueueFollowUp' | 'venueChanged'>,
  caller: Caller,
  wanted: NewSeries,
) {
  authorize(caller, 'writeBookings');
  if (wanted.override !== undefined) authorize(caller, 'bookAsStaff');
  if (wanted.conversationId !== undefined) authorize(caller, 'joinConversation');
  const starts = await seriesStarts(wanted);
  if ('field' in starts) throw invalidField(starts.field, starts.message);
  const occurrences = starts.map((start) => ({ id: newId<'booking'>(), start }));
  const values = {
    id: newId<'series'>(),
    series: { ...wanted, occurrences, by: requesterOf(caller) },
  };
  const mayRead = may(caller, 'readBookings');
  const made = await runAsCaller(deps.database, caller, insertSeries, values)
    .catch(refuseGuestZone)
    .catch((error: unknown) => explainMissing(error, mayRead))
    .catch((error: unknown) => explainRefusal(error, caller))
    .finally(() => deps.venueChanged(caller.workspaceId, wanted.venueId, 'bookings'));
  if (made === null) throw new Problem('key_revoked');
  if (!isReplay(caller)) {
    for (const { id, version } of made.bookings) deps.enqueueFollowUp({ bookingId: id, version });
  }
  return { ...showSeries(caller, made, mayRead), missing: showMissing(made.missing, mayRead) };
}

function explainMissing(error: unknown, mayRead: boolean): never {
  if (error instanceof Refused && error.reason === 'series_unavailable') {
    throw new Problem('series_unavailable', { more: missingOf(error.detail ?? '', mayRead) });
  }
  throw error;
}
