import { z } from 'zod';

/** The queues of wrangler.toml by their binding, with their batch size and their concurrency. */
export const QUEUES = {
  EMOTIONS: { name: 'emotions', batch: 100, concurrency: 4 },
  FOLLOW_UPS: { name: 'follow-ups', batch: 50, concurrency: 4 },
  DELIVERIES: { name: 'deliveries', batch: 20, concurrency: 20 },
  WEBHOOKS: { name: 'webhooks', batch: 5, concurrency: 20 },
  TELEMETRY: { name: 'telemetry', batch: 100, concurrency: 2 },
} as const;
export type QueueName = (typeof QUEUES)[keyof typeof QUEUES]['name'];

/** The broker's counts of one queue. */
export const queueStatsSchema = z.object({
  accepted: z.number(),
  delivered: z.number(),
  failedBatches: z.number(),
  waiting: z.number(),
});
export type QueueStats = z.infer<typeof queueStatsSchema>;

/** The names of the queues by their binding. */
export const QUEUE_NAMES = Object.fromEntries(
  Object.entries(QUEUES).map(([binding, { name }]) => [binding, name]),
);
