import type { MessageBatch } from '@cloudflare/workers-types';
import { followUpJobSchema } from '../../platform/jobs.ts';
import { consumeJobs } from '../../platform/queue.ts';
import type { PlannerPorts } from './plan-part.ts';
import { planUnplanned } from './plan-unplanned.ts';

/**
 * Consumes the queue `follow-ups`: plans the follow-ups of the bookings and conversations that the
 * messages name. If another message or the sweep has planned them already, nothing changes.
 */
export function consumeFollowUps(deps: PlannerPorts, batch: MessageBatch): Promise<void> {
  return consumeJobs(deps, batch, followUpJobSchema, async (named) => {
    const bookings = named.flatMap((job) => ('bookingId' in job ? job.bookingId : []));
    const conversations = named.flatMap((job) =>
      'conversationId' in job ? job.conversationId : [],
    );
    const { jobs: planned } = await planUnplanned(deps, {
      bookings: [...new Set(bookings)],
      conversations: [...new Set(conversations)],
    });
    return { planned };
  });
}
