import type { ExecutionContext } from '@cloudflare/workers-types';
import { QUEUE_HEADER } from '../../scripts/local/queue-header.ts';
import { QUEUES } from '../queues.ts';

// Replaces Cloudflare Queues, which workerd alone does not have. It answers each message at once,
// and passes messages to the consumer in the batches and with the concurrency of wrangler.toml. It
// keeps them in memory, without delays and retries. Each request names its queue in a header.

interface Bindings {
  CONSUMER: { queue(name: string, messages: object[]): Promise<{ outcome: string }> };
}

interface Queue {
  readonly name: string;
  readonly batch: number;
  readonly concurrency: number;
  readonly waiting: unknown[];
  readonly totals: { accepted: number; delivered: number; failedBatches: number };
  running: number;
  paused: boolean;
}

const queues = new Map(
  Object.values(QUEUES).map((queue): [string, Queue] => [
    queue.name,
    {
      ...queue,
      waiting: [],
      totals: { accepted: 0, delivered: 0, failedBatches: 0 },
      running: 0,
      paused: false,
    },
  ]),
);

/** The body of the runtime's request for several messages at once. */
interface Batch {
  messages: { body: string }[];
}

export default {
  async fetch(request: Request, env: Bindings, ctx: ExecutionContext): Promise<Response> {
    const queue = queues.get(request.headers.get(QUEUE_HEADER) ?? '');
    // A request that asks whether the broker is up gets this answer too.
    if (queue === undefined) return new Response('which queue?', { status: 404 });
    const { pathname } = new URL(request.url);
    if (pathname === '/stats') return stats(queue);
    if (pathname === '/pause') queue.paused = true;
    if (pathname === '/resume') queue.paused = false;
    if (pathname !== '/message' && pathname !== '/batch') {
      await Promise.all(Array.from({ length: queue.concurrency }, () => deliver(queue, env, 1)));
      return stats(queue);
    }
    const bodies =
      pathname === '/message'
        ? [await request.json()]
        : ((await request.json()) as Batch).messages.map(({ body }) => JSON.parse(atob(body)));
    queue.waiting.push(...bodies);
    queue.totals.accepted += bodies.length;
    if (queue.waiting.length >= queue.batch && !queue.paused) {
      ctx.waitUntil(deliver(queue, env, queue.batch));
    }
    return Response.json({
      metadata: { metrics: { backlogCount: queue.waiting.length, backlogBytes: 0 } },
    });
  },
};

function stats({ totals, waiting }: Queue): Response {
  return Response.json({ ...totals, waiting: waiting.length });
}

async function deliver(queue: Queue, env: Bindings, atLeast: number): Promise<void> {
  if (queue.paused || queue.running >= queue.concurrency) return;
  queue.running += 1;
  try {
    while (queue.waiting.length >= atLeast) {
      const messages = queue.waiting.splice(0, queue.batch).map((body) => ({
        id: crypto.randomUUID(),
        timestamp: new Date(),
        attempts: 1,
        body,
      }));
      const { outcome } = await env.CONSUMER.queue(queue.name, messages);
      queue.totals.delivered += messages.length;
      if (outcome !== 'ok') queue.totals.failedBatches += 1;
    }
  } finally {
    queue.running -= 1;
  }
}
