import type { MessageBatch } from '@cloudflare/workers-types';
import { deliveryJobSchema } from '../../platform/jobs.ts';
import { consumeJobs } from '../../platform/queue.ts';
import { type Deliverer, deliverJobs } from './deliver-jobs.ts';

/** Consumes the queue `deliveries`: carries out claimed jobs. */
export function consumeDeliveries(deps: Deliverer, batch: MessageBatch): Promise<void> {
  return consumeJobs(deps, batch, deliveryJobSchema, (jobs) => deliverJobs(deps, jobs));
}
