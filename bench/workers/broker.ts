import type { ExecutionContext } from '@cloudflare/workers-types';

// Stands in for Cloudflare Queues, which the runtime alone has not: it answers each message at
// once, and hands them to the consumer in the batches and with the concurrency of wrangler.toml.
// It keeps them in memory and tries none again.

const BATCH = 100;
const CONCURRENCY = 4;
const waiting: unknown[] = [];
const totals = { accepted: 0, delivered: 0, failedBatches: 0 };
let running = 0;
let paused = false;

interface Bindings {
  CONSUMER: { queue(name: string, messages: object[]): Promise<{ outcome: string }> };
}

export default {
  async fetch(request: Request, env: Bindings, ctx: ExecutionContext): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === '/stats') return stats();
    if (pathname === '/pause') paused = true;
    if (pathname === '/resume') paused = false;
    if (pathname !== '/message') {
      await Promise.all(Array.from({ length: CONCURRENCY }, () => deliver(env, 1)));
      return stats();
    }
    waiting.push(await request.json());
    totals.accepted += 1;
    if (waiting.length >= BATCH && !paused) ctx.waitUntil(deliver(env, BATCH));
    return Response.json({
      metadata: { metrics: { backlogCount: waiting.length, backlogBytes: 0 } },
    });
  },
};

function stats(): Response {
  return Response.json({ ...totals, waiting: waiting.length });
}

async function deliver(env: Bindings, atLeast: number): Promise<void> {
  if (paused || running >= CONCURRENCY) return;
  running += 1;
  try {
    while (waiting.length >= atLeast) {
      const messages = waiting.splice(0, BATCH).map((body) => ({
        id: crypto.randomUUID(),
        timestamp: new Date(),
        attempts: 1,
        body,
      }));
      const { outcome } = await env.CONSUMER.queue('emotions', messages);
      totals.delivered += messages.length;
      if (outcome !== 'ok') totals.failedBatches += 1;
    }
  } finally {
    running -= 1;
  }
}
