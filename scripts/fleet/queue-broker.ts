import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { z } from 'zod';
import { QUEUE_HEADER } from '../local/queue-header.ts';
import { listen } from './listen.ts';
import type { QueueSettings } from './queue-settings.ts';

/** A message as a consumer gets it. */
export interface QueueMessage {
  readonly id: string;
  readonly timestamp: number;
  readonly body: unknown;
  /** 1 for the first delivery. */
  attempts: number;
}

/** What a consumer's runtime answers about a batch. */
export const batchOutcomeSchema = z.object({
  outcome: z.string(),
  retryBatch: z.object({ retry: z.boolean(), delaySeconds: z.number().optional() }),
  retryMessages: z.array(z.object({ msgId: z.string(), delaySeconds: z.number().optional() })),
});
export type BatchOutcome = z.infer<typeof batchOutcomeSchema>;

/** Messages of one queue for a consumer. */
export interface Batch {
  readonly queue: string;
  readonly messages: readonly QueueMessage[];
}

/** Gives a batch to a consumer. Rejects when the consumer does not answer. */
export type Consume = (batch: Batch) => Promise<BatchOutcome>;

/** A consumer that did not answer. */
const FAILED: BatchOutcome = {
  outcome: 'exception',
  retryBatch: { retry: true },
  retryMessages: [],
};

interface Queue {
  readonly settings: QueueSettings;
  readonly waiting: QueueMessage[];
  running: number;
  timer: NodeJS.Timeout | undefined;
}

/** The body of the runtime's request for several messages at once. */
const batchSchema = z.object({
  messages: z.array(z.object({ body: z.base64(), delaySecs: z.number().optional() })),
});

/**
 * Stands for Cloudflare Queues: takes the messages of producers in workerd, and gives them to
 * consumers with the batch sizes, timeouts, delays, retries and concurrency of wrangler.toml. It keeps
 * the messages in memory and loses and repeats none.
 */
export async function startQueueBroker(
  settings: readonly QueueSettings[],
  consume: Consume,
): Promise<{ address: string; close(): void }> {
  const queues = new Map(
    settings.map((each): [string, Queue] => [
      each.name,
      { settings: each, waiting: [], running: 0, timer: undefined },
    ]),
  );

  function post(name: string, message: QueueMessage, delaySeconds = 0): void {
    const queue = queues.get(name);
    if (queue === undefined) throw new Error(`wrangler.toml has no consumer of ${name}`);
    const put = () => {
      queue.waiting.push(message);
      pump(queue);
    };
    if (delaySeconds > 0) setTimeout(put, delaySeconds * 1000).unref();
    else put();
  }

  /** Starts full batches at once, and a smaller one after the timeout. */
  function pump(queue: Queue): void {
    const { batchSize, batchTimeoutMs, concurrency } = queue.settings;
    while (queue.waiting.length >= batchSize && queue.running < concurrency) void start(queue);
    if (queue.waiting.length === 0 || queue.timer !== undefined) return;
    queue.timer = setTimeout(() => {
      queue.timer = undefined;
      if (queue.waiting.length > 0 && queue.running < concurrency) void start(queue);
      pump(queue);
    }, batchTimeoutMs).unref();
  }

  async function start(queue: Queue): Promise<void> {
    const { name, batchSize, attempts, retryDelaySeconds, deadLetterQueue } = queue.settings;
    const messages = queue.waiting.splice(0, batchSize);
    queue.running += 1;
    const { outcome, retryBatch, retryMessages } = await consume({ queue: name, messages }).catch(
      () => FAILED,
    );
    queue.running -= 1;
    const delays = new Map(retryMessages.map((each) => [each.msgId, each.delaySeconds]));
    const retriesAll = outcome !== 'ok' || retryBatch.retry;
    for (const message of messages) {
      if (!retriesAll && !delays.has(message.id)) continue;
      if (message.attempts < attempts) {
        message.attempts += 1;
        const delay = delays.get(message.id) ?? retryBatch.delaySeconds ?? retryDelaySeconds;
        post(name, message, delay);
      } else if (deadLetterQueue !== undefined) {
        post(deadLetterQueue, { ...message, attempts: 1 });
      }
    }
    pump(queue);
  }

  const server = createServer(async (request, response) => {
    const name = request.headers[QUEUE_HEADER.toLowerCase()];
    if (typeof name !== 'string' || !queues.has(name)) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('content-type', 'application/json');
    // What `metrics()` of a queue asks.
    if (request.method === 'GET') {
      response.end(JSON.stringify(metricsOf(name)));
      return;
    }
    const text = Buffer.concat(await request.toArray()).toString();
    const delay = Number(request.headers['x-msg-delay-secs'] ?? 0);
    const all = request.url?.endsWith('/batch')
      ? batchSchema.parse(JSON.parse(text)).messages.map(({ body, delaySecs }) => ({
          body: JSON.parse(Buffer.from(body, 'base64').toString()),
          delaySeconds: delaySecs ?? delay,
        }))
      : [{ body: JSON.parse(text), delaySeconds: delay }];
    for (const { body, delaySeconds } of all) {
      const message = { id: randomUUID(), timestamp: Date.now(), body, attempts: 1 };
      post(name, message, delaySeconds);
    }
    response.end(JSON.stringify({ metadata: { metrics: metricsOf(name) } }));
  });
  const metricsOf = (name: string) => ({
    backlogCount: queues.get(name)?.waiting.length ?? 0,
    backlogBytes: 0,
  });
  const port = await listen(server);
  return {
    address: `127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
