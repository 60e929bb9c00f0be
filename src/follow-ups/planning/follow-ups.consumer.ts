import type { MessageBatch } from '@cloudflare/workers-types';
import type { z } from 'zod';
import type { VenueId } from '../../platform/ids.ts';
import { followUpJobSchema } from '../../platform/jobs.ts';
import { describeFault } from '../../platform/log.ts';
import { consumeJobs } from '../../platform/queue.ts';
import { offerWaitlist } from '../../waitlist/offer-waitlist.ts';
import { nameOfEvent, type PlannerPorts, type SamplesOfEvents } from './plan-part.ts';
import { planUnplanned } from './plan-unplanned.ts';

type Job = z.infer<typeof followUpJobSchema>;

/**
 * Consumes the queue `follow-ups`: plans the follow-ups of the bookings and conversations that the
 * messages name. If another message or the sweep has planned them already, nothing changes. Then it
 * offers the free places of the venues that the messages name to their waitlists.
 */
export function consumeFollowUps(deps: PlannerPorts, batch: MessageBatch): Promise<void> {
  return consumeJobs(deps, batch, followUpJobSchema, async (named) => {
    const bookings = named.flatMap((job) => ('bookingId' in job ? job.bookingId : []));
    const conversations = named.flatMap((job) =>
      'conversationId' in job ? job.conversationId : [],
    );
    const subjects = {
      bookings: [...new Set(bookings)],
      conversations: [...new Set(conversations)],
    };
    const { jobs: planned } = await planUnplanned(deps, subjects, { samples: samplesOf(named) });
    const venues = new Set(named.flatMap((job) => ('venueId' in job ? job.venueId : [])));
    return venues.size === 0 ? { planned } : { planned, ...(await offerFreed(deps, venues)) };
  });
}

/**
 * The samples of some jobs. A queue may deliver a job twice; its sample is taken once. Of several samples
 * of one event the first counts: an act that changes nothing names the event before it.
 */
const samplesOf = (jobs: readonly Job[]): SamplesOfEvents =>
  new Map(
    jobs
      .toReversed()
      .flatMap((job) =>
        'bookingId' in job && job.version !== undefined && job.sample !== undefined
          ? [[nameOfEvent(job.bookingId, job.version), job.sample] as const]
          : [],
      ),
  );

/** After this time a batch leaves its further venues to the sweep, which offers their places. */
const LONGEST_MS = 10_000;

/** A venue whose offers fail is left to the sweep, so that the others get theirs. */
async function offerFreed(deps: PlannerPorts, venues: ReadonlySet<VenueId>) {
  const until = deps.now() + LONGEST_MS;
  const counts = { offers: 0, left: 0 };
  for (const venue of venues) {
    if (deps.now() >= until) {
      counts.left += 1;
      continue;
    }
    try {
      counts.offers += (await offerWaitlist(deps, venue)).length;
    } catch (error) {
      counts.left += 1;
      deps.log.warn('waitlist_not_offered', { venue, ...describeFault(error) });
    }
  }
  return counts;
}
