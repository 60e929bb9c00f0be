import type { Answer } from '../platform/answer-cache.ts';
import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { VenueId } from '../platform/ids.ts';
import type { AvailabilityQuery } from './availability.ts';
import type { BookingPorts } from './ports.ts';
import { showAvailability } from './show-availability.ts';

/**
 * Shows the slots of a venue for a party as {@link showAvailability} does. An answer of the last
 * few seconds is taken from the cache, unless this isolate has changed the venue or its bookings since.
 * A cached answer can be out of date, but no booking is made from it: a booking checks the place
 * again.
 * @throws Problem as {@link showAvailability}
 */
export function searchAvailability(
  deps: Pick<BookingPorts, 'database' | 'availabilityCache' | 'now'>,
  caller: Caller,
  venue: VenueId,
  query: AvailabilityQuery,
): Promise<Answer> {
  authorize(caller, 'readVenues');
  const { from, to, partySize, bookingId } = query;
  const key = [from, to, partySize, bookingId].join(' ');
  return deps.availabilityCache.answer(caller.workspaceId, venue, key, deps.now(), () =>
    showAvailability(deps, caller, venue, query),
  );
}
