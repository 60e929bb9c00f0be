import type { BookingId, VenueId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { offerPlaces } from './store.ts';

/** The most offers that one statement makes: the venue's bookings wait for all of them. */
const MAX_OFFERS = 50;

/**
 * Offers the free places of a venue to the waiting parties, the oldest entry first, and sends a job
 * for the follow-ups of each offer to the queue. It is called whenever a place may have become
 * free. A second call offers nothing twice.
 * @returns the held bookings that are the offers
 */
export async function offerWaitlist(
  deps: Pick<Ports, 'database' | 'enqueueFollowUp'>,
  venue: VenueId,
): Promise<BookingId[]> {
  const made: BookingId[] = [];
  for (;;) {
    const [row] = await deps.database.run(offerPlaces, { venue, limit: MAX_OFFERS });
    const offers = row?.offers ?? [];
    for (const bookingId of offers) deps.enqueueFollowUp({ bookingId });
    made.push(...offers);
    if (offers.length < MAX_OFFERS) return made;
  }
}
