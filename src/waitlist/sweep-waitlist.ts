import { describeFault } from '../platform/log.ts';
import type { Ports } from '../platform/ports.ts';
import { offerWaitlist } from './offer-waitlist.ts';
import { selectAwaited } from './store.ts';

/** The most venues that a run serves, chosen at random when more are awaited. */
const MAX_VENUES = 300;
/** The most entries of each venue that a run closes after their windows have ended. */
const MAX_CLOSED = 1000;
/** How many venues are served at once. A Worker has six connections. */
const LANES = 4;

/**
 * Makes the offers that no queue message has led to: after new tables or hours, an expired offer, a
 * lost message, or a request that was refused in favour of a waiting party. Each venue is served by
 * a statement of its own, so that it is locked only while its own offers are made. A venue that
 * fails is left to the next run.
 */
export async function sweepWaitlist(
  deps: Pick<Ports, 'database' | 'enqueueFollowUp' | 'log'>,
): Promise<{ venues: number; offers: number; failed: number }> {
  const limits = { venues: MAX_VENUES, entries: MAX_CLOSED };
  const [awaited] = await deps.database.run(selectAwaited, limits);
  const remaining = [...(awaited?.venues ?? [])];
  const counts = { venues: remaining.length, offers: 0, failed: 0 };
  const lane = async () => {
    for (let venue = remaining.pop(); venue !== undefined; venue = remaining.pop()) {
      try {
        const offers = await offerWaitlist(deps, venue);
        counts.offers += offers.length;
      } catch (error) {
        counts.failed += 1;
        deps.log.warn('waitlist_not_swept', describeFault(error));
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  if (counts.offers > 0) deps.log.info('waitlist_swept', counts);
  return counts;
}
