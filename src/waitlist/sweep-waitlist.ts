import {
  forget,
  reasonOfFailure,
  setApart,
  subjectsSetApart,
} from '../platform/failed-work/set-apart.ts';
import type { VenueId } from '../platform/ids.ts';
import { describeFault } from '../platform/log.ts';
import type { Ports } from '../platform/ports.ts';
import { selectAwaited } from './awaited-store.ts';
import { offerWaitlist } from './offer-waitlist.ts';

/** The most venues that one run makes offers for; see {@link selectAwaited} for the choice. */
const MAX_VENUES = 300;
/** After this time a run begins with no further venue. The next run comes a minute later. */
const LONGEST_MS = 45_000;
/** The most entries of each venue that a run closes after their windows have ended. */
const MAX_CLOSED = 1000;
/**
 * How many venues are worked on at the same time. A Worker may have six connections open at once.
 */
const LANES = 4;

/**
 * Makes the offers that no queue message has triggered: after a venue gets new tables or hours,
 * after an offer has expired, after a queue message was lost, or after a request was refused in
 * favour of a waiting party. Each venue has a separate statement, so that the venue is locked only
 * while its own offers are made. A venue that fails is set apart, and the others get their offers.
 */
export async function sweepWaitlist(
  deps: Pick<Ports, 'database' | 'now' | 'enqueueFollowUp' | 'log'>,
): Promise<{ venues: number; offers: number; failed: number }> {
  const until = deps.now() + LONGEST_MS;
  const limits = { venues: MAX_VENUES, entries: MAX_CLOSED };
  const [awaited] = await deps.database.run(selectAwaited, limits);
  const isSetApart = await subjectsSetApart(deps, 'offer_waitlist');
  const remaining = (awaited?.venues ?? []).filter((venue) => !isSetApart.has(venue));
  const counts = { venues: remaining.length, offers: 0, failed: 0 };
  const done: VenueId[] = [];
  const lane = async () => {
    for (;;) {
      const venue = deps.now() < until ? remaining.shift() : undefined;
      if (venue === undefined) return;
      try {
        const offers = await offerWaitlist(deps, venue);
        counts.offers += offers.length;
        done.push(venue);
      } catch (error) {
        counts.failed += 1;
        deps.log.warn('waitlist_not_swept', { venue, ...describeFault(error) });
        await setApart(deps, 'offer_waitlist', [
          { subject: venue, reason: reasonOfFailure(error) },
        ]);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await forget(deps, 'offer_waitlist', done);
  if (remaining.length > 0) {
    deps.log.warn('waitlist_sweep_cut_short', { left: remaining.length });
  }
  if (counts.offers > 0) deps.log.info('waitlist_swept', counts);
  return counts;
}
