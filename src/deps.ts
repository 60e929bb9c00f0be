import type { Availability } from './bookings/availability.ts';
import type { Classifier } from './emotions/classifier.ts';
import { createModelClassifier } from './emotions/model/model-classifier.ts';
import { createPolyglotClassifier } from './emotions/polyglot-classifier.ts';
import { createWorkersAiClassifier } from './emotions/workers-ai-classifier.ts';
import type { DeliveryJob, EmotionJob, Env, FollowUpJob } from './env.ts';
import { createMailer, type Mailer } from './follow-ups/channels/email.ts';
import { throughProxy } from './follow-ups/channels/outbound-proxy.ts';
import { type AnswerCache, createAnswerCache } from './platform/answer-cache.ts';
import { type Cipher, createCipher } from './platform/cipher.ts';
import { type Database, openDatabase } from './platform/database.ts';
import { consoleLog, describeFault, type Log } from './platform/log.ts';
import type { EndpointRules } from './webhooks/endpoint-url.ts';
import { createSigner, type Signer } from './workspaces/key.ts';

/** Everything that the verbs need from outside. */
export interface Deps {
  readonly database: Database;
  readonly signer: Signer;
  readonly classifier: Classifier;
  readonly availabilityCache: AnswerCache<Availability>;
  readonly log: Log;
  /** Milliseconds since 1970. */
  now(): number;
  /** 0 to 1. */
  random(): number;
  /** Has a message's emotion read soon. The row itself is the outbox: losing this loses nothing. */
  enqueueEmotion(job: EmotionJob): void;
  /** Has follow-ups planned soon; losing this loses nothing either. */
  enqueueFollowUp(job: FollowUpJob): void;
  /** Has a claimed job carried out soon, when the response is on its way. */
  enqueueDelivery(job: DeliveryJob): void;
  /** Has claimed jobs carried out, each after so many seconds; losing this costs their lease. */
  sendDeliveries(deliveries: readonly Delivery[]): Promise<void>;
  /** How webhooks leave this service. */
  fetchOutside(url: string, init: RequestInit): Promise<Response>;
  /** Which URLs webhooks may have. */
  readonly endpointRules: EndpointRules;
  /** Undefined where no email is sent. */
  readonly mailer: Mailer | undefined;
  /** Encrypts what is kept secret in the database. */
  readonly cipher: Cipher;
}

export interface Delivery {
  readonly job: DeliveryJob;
  readonly delaySeconds: number;
}

interface Opened {
  database: Database;
  signer: Signer;
  classifier: Classifier;
  availabilityCache: AnswerCache<Availability>;
  mailer: Mailer | undefined;
  cipher: Cipher;
}
const opened = new WeakMap<Env, Opened>();

/** The composition root: what outlives a request is opened once for each isolate. */
export function composeDeps(env: Env, waitUntil: (work: Promise<unknown>) => void): Deps {
  let open = opened.get(env);
  if (open === undefined) {
    open = {
      database: openDatabase({ url: env.DATABASE_URL, timeoutMs: env.DATABASE_TIMEOUT_MS }),
      signer: createSigner(env.KEY_SECRET),
      classifier: openClassifier(env),
      availabilityCache: createAnswerCache({ ttlMs: 5000, most: 200 }),
      mailer: createMailer(env.EMAIL, env.EMAIL_FROM),
      cipher: createCipher(env.KEY_SECRET),
    };
    opened.set(env, open);
  }
  return {
    ...open,
    log: consoleLog,
    now: Date.now,
    random: Math.random,
    fetchOutside: throughProxy(env.OUTBOUND_PROXY_URL),
    endpointRules: { allowLoopback: env.ALLOW_LOOPBACK_WEBHOOKS },
    enqueueEmotion: (job) => later('emotion_not_queued', () => env.EMOTIONS.send(job)),
    enqueueFollowUp: (job) => later('follow_up_not_queued', () => env.FOLLOW_UPS.send(job)),
    enqueueDelivery: (job) => later('delivery_not_queued', () => env.DELIVERIES.send(job)),
    async sendDeliveries(deliveries) {
      for (let start = 0; start < deliveries.length; start += QUEUE_BATCH) {
        const batch = deliveries.slice(start, start + QUEUE_BATCH);
        await env.DELIVERIES.sendBatch(
          batch.map(({ job, delaySeconds }) => ({ body: job, delaySeconds })),
        );
      }
    },
  };

  function later(failure: string, send: () => Promise<unknown>): void {
    waitUntil(
      nextTurn()
        .then(send)
        .catch((error: unknown) => consoleLog.warn(failure, describeFault(error))),
    );
  }
}

function openClassifier({ AI, AI_MODEL }: Env): Classifier {
  const own = createModelClassifier();
  if (AI === undefined) return own;
  return createPolyglotClassifier(own, createWorkersAiClassifier(AI, AI_MODEL), consoleLog);
}

/** How many messages a queue takes at once. */
const QUEUE_BATCH = 100;

/** Resolves when the response is on its way: what waits for it takes no time of the client's. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
