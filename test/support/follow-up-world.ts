import type { MessageBatch } from '@cloudflare/workers-types';
import type { Deps } from '../../src/compose.ts';
import { createUnsubscribeLinks } from '../../src/follow-ups/addresses/unsubscribe-links.ts';
import type { Mail } from '../../src/follow-ups/channels/email.ts';
import { consumeDeliveries } from '../../src/follow-ups/delivery/deliveries.consumer.ts';
import { consumeFollowUps } from '../../src/follow-ups/planning/follow-ups.consumer.ts';
import type { Delivery } from '../../src/follow-ups/ports.ts';
import { sweepFollowUps } from '../../src/follow-ups/sweep.ts';
import { createCipher } from '../../src/platform/cipher.ts';
import type { Database } from '../../src/platform/database.ts';
import type { FollowUpJob } from '../../src/platform/jobs.ts';
import type { Log, LogFields } from '../../src/platform/log.ts';
import { ringOf } from '../../src/platform/secret-ring.ts';
import { answerChallenge, challengeIn } from './challenges.ts';

/** A request to an endpoint, as its receiver saw it. */
export interface Received {
  readonly at: number;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

export interface WorldOptions {
  database: Database;
  /** The KEY_SECRET of the Worker under test, which encrypts the secrets of webhooks. */
  keySecret: string;
  /** Milliseconds since 1970. */
  startsAt: number;
  /** Answers the challenges to endpoints, which are not logged; by default each is met. */
  challenged?: (received: Received) => Promise<Response> | Response;
  /** The answer of receivers; 204 by default. */
  receive?: (received: Received, init: RequestInit) => Promise<Response> | Response;
  /** Takes or refuses an email; takes it by default. */
  mail?: (mail: Mail) => Promise<void>;
  /** How often a queue message is delivered: 0 loses it, 2 doubles it. Once by default. */
  copies?: () => number;
  /** Gets what the consumers and the sweep log; by default only the errors are kept. */
  log?: Log;
}

export type World = ReturnType<typeof createWorld>;

/**
 * The environment of follow-ups: queues, a mailbox, receivers and the Cron Trigger, with a clock
 * that the test sets.
 */
export function createWorld(options: WorldOptions) {
  const { database, keySecret, copies = () => 1 } = options;
  let clock = options.startsAt;
  const waiting: { at: number; queue: Queue; body: unknown }[] = [];
  const received: Received[] = [];
  const mails: (Mail & { at: number })[] = [];
  const errors: { event: string }[] = [];
  const put = (queue: Queue, body: unknown, delaySeconds = 0) => {
    for (let copy = copies(); copy > 0; copy -= 1) {
      waiting.push({ at: clock + delaySeconds * 1000, queue, body });
    }
  };
  const deps = {
    database,
    now: () => clock,
    random: () => 0.5,
    log: {
      info: (event: string, fields?: LogFields) => options.log?.info(event, fields),
      warn: (event: string, fields?: LogFields) => options.log?.warn(event, fields),
      error(event: string, fields?: LogFields) {
        errors.push({ event, ...fields });
        options.log?.error(event, fields);
      },
    },
    cipher: createCipher(ringOf(keySecret)),
    endpointRules: { allowLoopback: false },
    publicUrl: 'https://maitred.example',
    unsubscribeLinks: createUnsubscribeLinks(ringOf(keySecret)),
    mailer: {
      from: 'bookings@maitred.example',
      async send(mail: Mail) {
        await options.mail?.(mail);
        mails.push({ ...mail, at: clock });
      },
    },
    async fetchOutside(url: string, init: RequestInit) {
      const seen = {
        at: clock,
        url,
        headers: new Headers(init.headers),
        body: String(init.body),
      };
      if (challengeIn(seen.body) !== undefined) {
        const met = await (options.challenged ?? (({ body }) => answerChallenge(body)))(seen);
        if (met !== undefined) return met;
      }
      received.push(seen);
      return (await options.receive?.(seen, init)) ?? new Response(null, { status: 204 });
    },
    enqueueFollowUp: (job: FollowUpJob) => put('follow-ups', job),
    venueChanged() {},
    enqueueDelivery: (job: Delivery['job'], queue: Delivery['queue']) => put(queue, job),
    async sendDeliveries(deliveries: readonly Delivery[]) {
      for (const { queue, job, delaySeconds } of deliveries) put(queue, job, delaySeconds);
    },
  } satisfies Partial<Deps>;

  /** Delivers the messages that are due, in batches, until none is left. Retries come later. */
  async function drain(): Promise<void> {
    for (;;) {
      const due = waiting.filter(({ at }) => at <= clock);
      if (due.length === 0) return;
      for (const each of due) waiting.splice(waiting.indexOf(each), 1);
      for (const queue of QUEUES) {
        const bodies = due.filter((each) => each.queue === queue).map(({ body }) => body);
        for (let start = 0; start < bodies.length; start += 20) {
          const batch = batchOf(queue, bodies.slice(start, start + 20), put);
          await (queue === 'follow-ups'
            ? consumeFollowUps(deps, batch)
            : consumeDeliveries(deps, batch));
        }
      }
    }
  }

  return {
    deps,
    received,
    mails,
    /** The errors that were logged. */
    errors,
    now: () => clock,
    /** Bindings for the Worker under test. Its queues post to this world. */
    bindings: {
      FOLLOW_UPS: { send: async (job: FollowUpJob) => put('follow-ups', job) },
      DELIVERIES: {
        send: async (job: Delivery['job']) => put('deliveries', job),
        sendBatch: async () => {},
      },
      WEBHOOKS: {
        send: async (job: Delivery['job']) => put('webhooks', job),
        sendBatch: async () => {},
      },
    },
    /** Sets the clock, and does the work of the queues and the Cron Trigger at that time. */
    async goTo(at: number): Promise<void> {
      clock = at;
      await drain();
      await sweepFollowUps(deps);
      await drain();
    },
    /** Lets time pass minute by minute. */
    async passTo(at: number): Promise<void> {
      while (clock < at) await this.goTo(Math.min(clock + 60_000, at));
    },
    /** Delivers the queue messages that are due now. */
    drain,
  };
}

export const QUEUES = ['follow-ups', 'deliveries', 'webhooks'] as const;
export type Queue = (typeof QUEUES)[number];

/** A batch of messages as a consumer gets it. A message that is retried is posted again. */
export function batchOf(
  queue: Queue,
  bodies: readonly unknown[],
  post: (queue: Queue, body: unknown, delaySeconds: number) => void,
): MessageBatch {
  const messages = bodies.map((body, at) => ({
    id: String(at),
    timestamp: new Date(),
    body,
    attempts: 1,
    ack() {},
    retry: ({ delaySeconds = 5 }: { delaySeconds?: number } = {}) =>
      post(queue, body, delaySeconds),
  }));
  const metadata = { metrics: { backlogCount: 0, backlogBytes: 0 } };
  return { queue, messages, metadata, ackAll() {}, retryAll() {} };
}
