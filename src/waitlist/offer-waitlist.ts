import type { Deps } from '../deps.ts';
import { describeFault } from '../platform/log.ts';
import { offerPlaces, selectAwaited } from './store.ts';

/** How many offers one statement makes: they hold up the venue's bookings together. */
const MOST_OFFERS = 50;
/** How many venues a run looks at; with more, chance decides which. */
const MOST_VENUES = 300;
/** How many entries of each venue are closed, once their window is over. */
const MOST_CLOSED = 1000;
/** A Worker has six connections. */
const AT_ONCE = 4;

/**
 * Offers what is free at a venue to who waits there, the oldest entry first, and has the message of
 * each offer planned. Called whenever a place may have become free; doing it twice offers nothing
 * twice.
 * @param venueId the venue's bare UUID
 * @returns the bare UUIDs of the bookings that are the offers
 */
export async function offerWaitlist(
  deps: Pick<Deps, 'database' | 'enqueueFollowUp'>,
  venueId: string,
): Promise<string[]> {
  const made: string[] = [];
  for (;;) {
    const values = { venue: venueId, limit: MOST_OFFERS };
    const [row] = await deps.database.run(offerPlaces, values);
    const offers = row?.offers ?? [];
    for (const bookingId of offers) deps.enqueueFollowUp({ bookingId });
    made.push(...offers);
    if (offers.length < MOST_OFFERS) return made;
  }
}

/**
 * Makes the offers that no queue message has brought about: after new tables or hours, a lapsed
 * offer, a lost message, or a request that was refused in favour of who waits. Each venue is a
 * statement of its own, so that none is locked for longer than its own offers take; one that fails
 * is left to the next run.
 */
export async function sweepWaitlist(
  deps: Pick<Deps, 'database' | 'enqueueFollowUp' | 'log'>,
): Promise<{ venues: number; offers: number; failed: number }> {
  const [awaited] = await deps.database.run(selectAwaited, {
    venues: MOST_VENUES,
    entries: MOST_CLOSED,
  });
  const left = [...(awaited?.venues ?? [])];
  const counts = { venues: left.length, offers: 0, failed: 0 };
  const lane = async () => {
    for (let venueId = left.pop(); venueId !== undefined; venueId = left.pop()) {
      try {
        const offers = await offerWaitlist(deps, venueId);
        counts.offers += offers.length;
      } catch (error) {
        counts.failed += 1;
        deps.log.warn('waitlist_not_swept', describeFault(error));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  if (counts.offers > 0) deps.log.info('waitlist_swept', counts);
  return counts;
}
