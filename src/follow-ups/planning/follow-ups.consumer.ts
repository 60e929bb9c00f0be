import type { MessageBatch } from '@cloudflare/workers-types';
import type { Deps } from '../../deps.ts';
import { followUpJobSchema } from '../../platform/jobs.ts';
import { consumeJobs } from '../../platform/queue.ts';
import { planUnplanned } from './plan-follow-ups.ts';

/**
 * Consumes the queue `follow-ups`: plans what has happened to bookings and conversations. What the
 * messages name may have been planned already, by another one or by the sweep: then there is
 * nothing to do.
 */
export function consumeFollowUps(
  deps: Pick<Deps, 'database' | 'now' | 'log' | 'sendDeliveries' | 'enqueueFollowUp'>,
  batch: MessageBatch,
): Promise<void> {
  return consumeJobs(deps, batch, followUpJobSchema, async (jobs) => {
    const bookings = jobs.flatMap((job) => ('bookingId' in job ? job.bookingId : []));
    const conversations = jobs.flatMap((job) =>
      'conversationId' in job ? job.conversationId : [],
    );
    const planned = await planUnplanned(deps, {
      bookings: [...new Set(bookings)],
      conversations: [...new Set(conversations)],
    });
    return { planned };
  });
}
