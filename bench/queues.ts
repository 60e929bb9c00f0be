import { z } from 'zod';

/** The queues of wrangler.toml, by the binding that sends to each, with their batches and consumers. */
export const QUEUES = {
  EMOTIONS: { name: 'emotions', batch: 100, concurrency: 4 },
  FOLLOW_UPS: { name: 'follow-ups', batch: 50, concurrency: 4 },
  DELIVERIES: { name: 'deliveries', batch: 20, concurrency: 20 },
} as const;
export type QueueName = (typeof QUEUES)[keyof typeof QUEUES]['name'];

/** What the queues' stand-in says of one of them. */
export const queueStatsSchema = z.object({
  accepted: z.number(),
  delivered: z.number(),
  failedBatches: z.number(),
  waiting: z.number(),
});
export type QueueStats = z.infer<typeof queueStatsSchema>;

/** The header that tells the queues' stand-in which of them a request is about. */
export const QUEUE_HEADER = 'X-Queue';
