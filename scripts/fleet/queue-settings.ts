import { unstable_readConfig } from 'wrangler';
import { z } from 'zod';

/** How a queue hands its messages to its consumer. */
export interface QueueSettings {
  readonly name: string;
  /** The binding by which the Worker sends to it; undefined for a dead letter queue. */
  readonly binding: string | undefined;
  readonly batchSize: number;
  /** How long a batch that is not full waits for further messages. */
  readonly batchTimeoutMs: number;
  /** How often a message is delivered at most. */
  readonly attempts: number;
  readonly retryDelaySeconds: number;
  /** How many batches consumers have at the same time. */
  readonly concurrency: number;
  readonly deadLetterQueue: string | undefined;
}

const consumerSchema = z.object({
  queue: z.string(),
  max_batch_size: z.int(),
  max_batch_timeout: z.number(),
  max_retries: z.int(),
  retry_delay: z.number(),
  max_concurrency: z.int(),
  dead_letter_queue: z.string().optional(),
});

const queuesSchema = z.object({
  producers: z.array(z.object({ queue: z.string(), binding: z.string() })),
  consumers: z.array(consumerSchema),
});

/** The queues of wrangler.toml. */
export function readQueueSettings(): QueueSettings[] {
  const { producers, consumers } = queuesSchema.parse(
    unstable_readConfig({ config: 'wrangler.toml' }).queues,
  );
  const bindings = new Map(producers.map(({ queue, binding }) => [queue, binding]));
  return consumers.map((each) => ({
    name: each.queue,
    binding: bindings.get(each.queue),
    batchSize: each.max_batch_size,
    batchTimeoutMs: each.max_batch_timeout * 1000,
    attempts: each.max_retries + 1,
    retryDelaySeconds: each.retry_delay,
    concurrency: each.max_concurrency,
    deadLetterQueue: each.dead_letter_queue,
  }));
}
