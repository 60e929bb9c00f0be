import type { MessageBatch } from '@cloudflare/workers-types';
import { createApp } from '../../src/app.ts';
import { sweepBlocks } from '../../src/bookings/blocks/sweep-blocks.ts';
import { sweepBookings } from '../../src/bookings/sweep-bookings.ts';
import { type Client, createClient } from '../../src/client/index.ts';
import { compose, type Deps } from '../../src/compose.ts';
import { sweepCustomers } from '../../src/customers/sweep-customers.ts';
import { sweepSeenCustomers } from '../../src/customers/sweep-seen-customers.ts';
import { consumeEmotions } from '../../src/emotions/consume-emotions.ts';
import { sweepEmotions } from '../../src/emotions/sweep-emotions.ts';
import { consumeDeliveries } from '../../src/follow-ups/delivery/deliveries.consumer.ts';
import { consumeFollowUps } from '../../src/follow-ups/planning/follow-ups.consumer.ts';
import type { Delivery } from '../../src/follow-ups/ports.ts';
import { sweepFollowUps } from '../../src/follow-ups/sweep.ts';
import { createBudgets } from '../../src/platform/budgets/budgets.ts';
import { sweepWaitlist } from '../../src/waitlist/sweep-waitlist.ts';
import { createModelInNode } from '../emotions/model-in-node.ts';
import { answerAsReceiver } from './receivers.ts';

export interface DemoApiOptions {
  readonly databaseUrl: string;
  readonly keySecret: string;
  /** The origin of the URLs in follow-ups. */
  readonly publicUrl: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A number from 0 to below 1. */
  readonly random: () => number;
}

/** The API in this process, with its queues, and with receivers that are played. */
export interface DemoApi {
  readonly deps: Deps;
  client(key: string): Client;
  /** Delivers the queue messages that are due, until none is left. */
  drain(): Promise<void>;
  /** Does the work of the Cron Trigger that bookings, guests and follow-ups need. */
  sweep(): Promise<void>;
}

type Queue = 'emotions' | 'follow-ups' | Delivery['queue'];
const BATCH = 100;
const CONSUMERS = {
  emotions: consumeEmotions,
  'follow-ups': consumeFollowUps,
  deliveries: consumeDeliveries,
  webhooks: consumeDeliveries,
};

const quiet = { info() {}, warn() {}, error() {} };
const sink = { send: async () => {}, sendBatch: async () => {} };
const admitsAll = { limit: async () => ({ success: true }) };

/**
 * Opens the API on a database whose clock is set by hand. Emails are dropped, webhooks are answered in
 * this process, and requests are not measured, so nothing leaves the machine.
 */
export function openDemoApi({ now, random, publicUrl, ...options }: DemoApiOptions): DemoApi {
  const waiting: { at: number; queue: Queue; body: unknown }[] = [];
  const put = (queue: Queue, body: unknown, delaySeconds = 0) => {
    waiting.push({ at: now() + delaySeconds * 1000, queue, body });
  };
  const bindings = {
    ...{ DATABASE_URL: options.databaseUrl, KEY_SECRET: options.keySecret, PUBLIC_URL: publicUrl },
    ...{ DATABASE_TIMEOUT_MS: '30000', EMOTIONS: sink, FOLLOW_UPS: sink, DELIVERIES: sink },
    ...{
      WEBHOOKS: sink,
      TELEMETRY: sink,
      KEY_RATE_LIMIT: admitsAll,
      ADDRESS_RATE_LIMIT: admitsAll,
    },
  };
  const played = {
    ...{ now, random, log: quiet, classifier: createModelInNode() },
    budgets: createBudgets({ rates: { requests: 1e9, databaseMs: 1e12 } }),
    ...{ learnRates() {}, noteSample() {}, noteKeyUse() {} },
    enqueueEmotion: (job) => put('emotions', job),
    mailer: { from: 'bookings@maitred.example', async send() {} },
    async fetchOutside(_: string, { body }: RequestInit) {
      const { status, text } = answerAsReceiver(String(body), false);
      return new Response(text === '' ? null : text, { status });
    },
    enqueueFollowUp: (job) => put('follow-ups', job),
    enqueueDelivery: (job, queue) => put(queue, job),
    async sendDeliveries(deliveries) {
      for (const { queue, job, delaySeconds } of deliveries) put(queue, job, delaySeconds);
    },
  } satisfies Partial<Deps>;
  const open = () => ({ ...compose(bindings, () => {}), ...played });
  const deps = open();
  const app = createApp(open);
  const context = { waitUntil() {}, passThroughOnException() {}, props: {} };

  async function drain(): Promise<void> {
    for (;;) {
      const due = waiting.filter(({ at }) => at <= now());
      if (due.length === 0) return;
      for (const each of due) waiting.splice(waiting.indexOf(each), 1);
      for (const [queue, all] of Map.groupBy(due, (each) => each.queue)) {
        const bodies = all.map(({ body }) => body);
        for (let start = 0; start < bodies.length; start += BATCH) {
          await CONSUMERS[queue](deps, batchOf(queue, bodies.slice(start, start + BATCH)));
        }
      }
    }
  }

  /** A batch of messages as a consumer gets it. A message that is retried is posted again. */
  function batchOf(queue: Queue, bodies: readonly unknown[]): MessageBatch {
    const messages = bodies.map((body, at) => ({
      ...{ id: String(at), timestamp: new Date(now()), body, attempts: 1, ack() {} },
      retry: ({ delaySeconds = 5 }: { delaySeconds?: number } = {}) =>
        put(queue, body, delaySeconds),
    }));
    const metadata = { metrics: { backlogCount: 0, backlogBytes: 0 } };
    return { queue, messages, metadata, ackAll() {}, retryAll() {} };
  }

  return {
    deps,
    client: (key) =>
      createClient({
        ...{ url: 'http://demo.localhost', key, attempts: 1, timeoutMs: 60_000 },
        fetch: async (input, init) => app.fetch(new Request(input, init), bindings, context),
      }),
    drain,
    async sweep() {
      await sweepBookings(deps);
      await sweepWaitlist(deps);
      await drain();
      await sweepFollowUps(deps);
      await drain();
      await sweepBlocks(deps);
      await sweepEmotions(deps, '0 seconds');
      await sweepCustomers(deps);
      await sweepSeenCustomers(deps);
    },
  };
}
