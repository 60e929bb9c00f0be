import type {
  ExecutionContext,
  MessageBatch,
  ScheduledController,
} from '@cloudflare/workers-types';
import { app } from './app.ts';
import { sweepBookings } from './bookings/sweep.ts';
import { composeDeps } from './deps.ts';
import { consumeEmotions } from './emotions/emotions.consumer.ts';
import { sweepEmotions } from './emotions/sweep.ts';
import { parseEnv } from './env.ts';

export default {
  fetch: app.fetch,

  async queue(batch: MessageBatch, bindings: object, ctx: ExecutionContext): Promise<void> {
    const deps = composeDeps(parseEnv(bindings), (work) => ctx.waitUntil(work));
    await consumeEmotions(deps, batch);
  },

  async scheduled(_: ScheduledController, bindings: object, ctx: ExecutionContext): Promise<void> {
    const deps = composeDeps(parseEnv(bindings), (work) => ctx.waitUntil(work));
    // One that fails leaves the other to be done.
    const swept = await Promise.allSettled([sweepEmotions(deps), sweepBookings(deps)]);
    const failed = swept.find((each) => each.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  },
};
