import type { MessageBatch } from '@cloudflare/workers-types';
import { deliveryJobSchema } from '../../platform/jobs.ts';
import { consumeJobs } from '../../platform/queue.ts';
import { type Deliverer, deliverJobs } from './deliver-jobs.ts';

/**
 * Consumes the queues `deliveries` and `webhooks`: carries out claimed jobs. Each takes jobs of both
 * kinds, because an earlier version of the Worker sends webhooks to `deliveries`, too.
 */
export function consumeDeliveries(deps: Deliverer, batch: MessageBatch): Promise<void> {
  return consumeJobs(deps, batch, deliveryJobSchema, (jobs) => deliverJobs(deps, jobs));
}
