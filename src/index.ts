import type {
  ExecutionContext,
  MessageBatch,
  ScheduledController,
} from '@cloudflare/workers-types';
import { createApp } from './app.ts';
import { sweepBlocks } from './bookings/blocks/sweep-blocks.ts';
import { sweepBookings } from './bookings/sweep-bookings.ts';
import { compose } from './compose.ts';
import { sweepCustomers } from './customers/sweep-customers.ts';
import { sweepSeenCustomers } from './customers/sweep-seen-customers.ts';
import { consumeEmotions } from './emotions/consume-emotions.ts';
import { sweepEmotions } from './emotions/sweep-emotions.ts';
import { sweepAddresses } from './follow-ups/addresses/sweep-addresses.ts';
import { consumeDeliveries } from './follow-ups/delivery/deliveries.consumer.ts';
import { consumeFollowUps } from './follow-ups/planning/follow-ups.consumer.ts';
import { sweepFollowUps } from './follow-ups/sweep.ts';
import { runCanary } from './operations/canary/run-canary.ts';
import { sweepCanary } from './operations/canary/sweep-canary.ts';
import { sweepLight } from './operations/light/sweep-light.ts';
import { consumeTelemetry } from './platform/latency/consume-telemetry.ts';
import { sweepLatency } from './platform/latency/sweep-latency.ts';
import { runStep } from './platform/run-step.ts';
import { sweepErasures } from './privacy/sweep-erasures.ts';
import { sweepRetentions } from './privacy/sweep-retentions.ts';
import { sweepWaitlist } from './waitlist/sweep-waitlist.ts';
import { sweepUsage } from './workspaces/limits/sweep-usage.ts';
import { sweepAnswers } from './workspaces/sweep-answers.ts';

/** Each queue's consumer. A dead letter queue, `<queue>-dead`, has the same consumer. */
const CONSUMERS = {
  emotions: consumeEmotions,
  'follow-ups': consumeFollowUps,
  deliveries: consumeDeliveries,
  webhooks: consumeDeliveries,
  telemetry: consumeTelemetry,
};

const isQueue = (name: string): name is keyof typeof CONSUMERS => Object.hasOwn(CONSUMERS, name);

const app = createApp(compose);

/** How long the sweeps wait for the canary. */
const MOST_OF_CANARY_MS = 20_000;

export default {
  fetch: app.fetch,

  async queue(batch: MessageBatch, bindings: object, ctx: ExecutionContext): Promise<void> {
    const deps = compose(bindings, (work) => ctx.waitUntil(work));
    const queue = batch.queue.replace(/-dead$/, '');
    if (!isQueue(queue)) throw new Error(`no consumer for the queue ${batch.queue}`);
    await CONSUMERS[queue](deps, batch);
  },

  async scheduled(_: ScheduledController, bindings: object, ctx: ExecutionContext): Promise<void> {
    const deps = compose(bindings, (work) => ctx.waitUntil(work));
    // The canary runs before the sweeps, because they would make it wait for connections and the CPU.
    const canary = runCanary(deps, async (request) => app.fetch(request, bindings, ctx));
    ctx.waitUntil(canary);
    // It must not keep the sweeps waiting.
    await Promise.race([canary, new Promise((resolve) => setTimeout(resolve, MOST_OF_CANARY_MS))]);
    // A sweep that fails does not stop the others.
    const swept = await Promise.allSettled([
      sweepEmotions(deps),
      runStep(deps, 'bookings', () => sweepBookings(deps)).then(() => sweepWaitlist(deps)),
      sweepFollowUps(deps),
      sweepBlocks(deps),
      sweepAnswers(deps),
      sweepAddresses(deps),
      sweepErasures(deps),
      sweepRetentions(deps),
      sweepCustomers(deps),
      sweepSeenCustomers(deps),
      sweepUsage(deps),
      sweepLatency(deps, deps.operations.kept),
      sweepLight(deps),
      sweepCanary(deps),
    ]);
    const failed = swept.find((each) => each.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  },
};
