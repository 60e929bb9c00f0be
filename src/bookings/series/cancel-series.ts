import { authorize, requesterOf } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import { type SeriesId, showId } from '../../platform/ids.ts';
import { isReplay } from '../../platform/once.ts';
import type { Ports } from '../../platform/ports.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { explainRefusal } from '../explain-refusal.ts';
import { showWrittenBooking } from '../show-written-booking.ts';
import type { SeriesCancellation } from './series.ts';
import { cancelBookingsOfSeries } from './series-store.ts';

/**
 * Cancels the bookings of a series that are still to come, or those from a local date on. Bookings that
 * have begun, ended or been cancelled stay as they are.
 * @throws Problem series_not_found, customer_erased, idempotency_key_reused, scope_missing, key_revoked
 */
export async function cancelSeries(
  deps: Pick<Ports, 'database' | 'enqueueFollowUp' | 'venueChanged'>,
  caller: Caller,
  id: SeriesId,
  wanted: SeriesCancellation = {},
) {
  authorize(caller, 'writeBookings');
  const values = { id, details: { ...wanted, by: requesterOf(caller) } };
  const done = await runAsCaller(deps.database, caller, cancelBookingsOfSeries, values)
    .catch(explainRefusal)
    .finally(() => deps.venueChanged(caller.workspaceId, undefined, 'bookings'));
  if (done === null) throw new Problem('key_revoked');
  if (!isReplay(caller)) {
    for (const booking of done.cancelled) {
      deps.enqueueFollowUp({ bookingId: booking.id, version: booking.version });
    }
  }
  return {
    id: showId('series', done.id),
    cancelled: done.cancelled.map((booking) => showWrittenBooking(caller, booking)),
  };
}
