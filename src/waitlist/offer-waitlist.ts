import type { BookingId, VenueId, WaitlistEntryId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { offerPlaces } from './store.ts';

/** The most offers that one statement makes: the venue's bookings wait for all of them. */
const MAX_OFFERS = 10;
/** The most statements of one call. What is left is done by the next sweep. */
const MAX_STATEMENTS = 30;

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
  let after: WaitlistEntryId | null = null;
  for (let statements = 0; statements < MAX_STATEMENTS; statements += 1) {
    const { offers, next } = await offerSome(deps, venue, after);
    for (const bookingId of offers) deps.enqueueFollowUp({ bookingId });
    made.push(...offers);
    if (next === null) break;
    after = next;
  }
  return made;
}

interface Offered {
  readonly offers: readonly BookingId[];
  readonly next: WaitlistEntryId | null;
}

async function offerSome(
  { database }: Pick<Ports, 'database'>,
  venue: VenueId,
  after: WaitlistEntryId | null,
): Promise<Offered> {
  const [row] = await database.run(offerPlaces, { venue, after, limit: MAX_OFFERS });
  return row?.done ?? { offers: [], next: null };
}
