import type { BookingPorts } from './bookings/ports.ts';
import type { Classifier } from './emotions/classifier.ts';
import { createModelClassifier } from './emotions/model/model-classifier.ts';
import { createPolyglotClassifier } from './emotions/polyglot-classifier.ts';
import type { EmotionPorts } from './emotions/ports.ts';
import { createWorkersAiClassifier } from './emotions/workers-ai-classifier.ts';
import { type Env, parseEnv } from './env.ts';
import { createUnsubscribeLinks } from './follow-ups/addresses/unsubscribe-links.ts';
import { createCalendarSecrets } from './follow-ups/calendars/calendar-secret.ts';
import { createMailer } from './follow-ups/channels/email.ts';
import { throughProxy } from './follow-ups/channels/outbound-proxy.ts';
import type { FollowUpPorts } from './follow-ups/ports.ts';
import type { CanaryPorts } from './operations/canary/run-canary.ts';
import type { OperationsPorts } from './operations/ports.ts';
import { createConfirmedKeys } from './platform/auth/confirmed-keys.ts';
import { type Caller, createSigner, SESSIONS } from './platform/auth/key.ts';
import { createRefusedKeys } from './platform/auth/refused-keys.ts';
import { createBudgets } from './platform/budgets/budgets.ts';
import { createAnswerCache } from './platform/cache/answer-cache.ts';
import { CACHED_CLASSES, type CachedClass } from './platform/cache/classes.ts';
import { createCipher } from './platform/cipher.ts';
import { createCursors } from './platform/cursors.ts';
import { openDatabase } from './platform/database.ts';
import type { DeliveryQueue, EmotionJob, FollowUpJob } from './platform/jobs.ts';
import { dataPointOf } from './platform/latency/data-point.ts';
import { createRequestSample } from './platform/latency/request-sample.ts';
import type { Sample } from './platform/latency/sample.ts';
import { consoleLog, describeFault } from './platform/log.ts';
import type { GatePorts } from './platform/ports.ts';
import { ringOfVariables } from './platform/secret-ring.ts';
import { VENUE_LIST } from './venues/list-venues.ts';
import type { WebhookPorts } from './webhooks/ports.ts';
import { createKeyUses } from './workspaces/key-uses.ts';
import { learnRates } from './workspaces/limits/learn-rates.ts';
import { writeKeyUse } from './workspaces/store.ts';

/** The dependencies of all rooms and of the HTTP layer. */
export interface Deps
  extends BookingPorts,
    EmotionPorts,
    WebhookPorts,
    FollowUpPorts,
    OperationsPorts,
    CanaryPorts,
    GatePorts {
  /** Takes the sample of this request, when it has ended; see RequestSample. */
  noteSample(sample: Sample, caller: Caller | undefined): void;
  /** Writes that a key was used, after the response and at most once an hour. */
  noteKeyUse(caller: Caller): void;
  /** Origins that may call from a browser; empty: none, `*`: all. */
  readonly corsOrigins: readonly string[];
}

const KIB = 1024;

/** A cache of answers of a class. An isolate has 128 MB of memory. */
const cacheOf = (name: CachedClass, megabytes: number) =>
  createAnswerCache({
    ttlMs: CACHED_CLASSES[name].seconds * 1000,
    bytes: megabytes * KIB * KIB,
    bytesOfOwner: (megabytes * KIB * KIB) / 4,
    bytesOfAnswer: 256 * KIB,
  });

type LongLived = ReturnType<typeof openLongLived>;
const opened = new WeakMap<Env, LongLived>();

/**
 * The composition root: builds the dependencies of the rooms from the Worker's bindings. Those that
 * outlive a request are opened once for each isolate.
 * @param waitUntil keeps the Worker running until the work is done, after the response
 * @throws Error naming the bindings that are missing or wrong
 */
export function compose(bindings: object, waitUntil: (work: Promise<unknown>) => void): Deps {
  const env = parseEnv(bindings);
  let longLived = opened.get(env);
  if (longLived === undefined) {
    longLived = openLongLived(env);
    opened.set(env, longLived);
  }
  let workspaceId: Caller['workspaceId'] | null = null;
  const ofRequest = createRequestSample((sample) =>
    afterResponse('sample_not_queued', () =>
      env.TELEMETRY.send({ id: crypto.randomUUID(), workspaceId, sample }),
    ),
  );
  return {
    ...longLived,
    noteSample: (sample, caller) => {
      workspaceId = caller?.workspaceId ?? null;
      ofRequest.end(sample);
      env.ANALYTICS?.writeDataPoint(dataPointOf(sample));
    },
    noteKeyUse: ({ keyId, workspaceId }) => {
      const { database, keyUses, now } = longLived;
      if (!keyUses.isDue(keyId, now())) return;
      afterResponse('key_use_not_written', () =>
        database.run(writeKeyUse, { key: keyId, workspace: workspaceId }),
      );
    },
    venueChanged: (workspace, venue, what) => {
      const { answerCaches } = longLived;
      answerCaches['5s'].forget(workspace, venue);
      if (what === 'settings') {
        answerCaches['60s'].forget(workspace, venue);
        answerCaches['60s'].forget(workspace, VENUE_LIST);
      }
    },
    keysRevoked: (workspace) => longLived.confirmedKeys.forget(workspace, longLived.now()),
    learnRates: (workspace) =>
      afterResponse('rates_not_learnt', () => learnRates(longLived, workspace)),
    enqueueEmotion: (job, of) => {
      const sampleOf = of === 'stored' ? ofRequest.carry() : noSample;
      afterResponse('emotion_not_queued', () => env.EMOTIONS.send(withSample(job, sampleOf())));
    },
    enqueueFollowUp: (job) => {
      const isCarrier = 'bookingId' in job && job.version !== undefined;
      const sampleOf = isCarrier ? ofRequest.carry() : noSample;
      afterResponse('follow_up_not_queued', () => env.FOLLOW_UPS.send(withSample(job, sampleOf())));
    },
    enqueueDelivery: (job, queue) =>
      afterResponse('delivery_not_queued', () => queueOf(env, queue).send(job)),
  };

  /**
   * Calls `send` after the response. A failure is only logged: a sweep finds the row and sends
   * again, and the use of a key is written an hour later.
   */
  function afterResponse(failure: string, send: () => Promise<unknown>): void {
    waitUntil(
      nextTurn()
        .then(send)
        .catch((error: unknown) => consoleLog.warn(failure, describeFault(error))),
    );
  }
}

const noSample = () => undefined;

const withSample = <Job extends EmotionJob | FollowUpJob>(job: Job, sample: Sample | undefined) =>
  sample === undefined ? job : { ...job, sample };

function openLongLived(env: Env) {
  const secrets = ringOfVariables(env);
  return {
    database: openDatabase({ url: env.DATABASE_URL, timeoutMs: env.DATABASE_TIMEOUT_MS }),
    log: consoleLog,
    now: Date.now,
    random: Math.random,
    signer: createSigner(secrets),
    sessions: createSigner(secrets, SESSIONS),
    refusedKeys: createRefusedKeys(Date.now),
    budgets: createBudgets(),
    cipher: createCipher(secrets),
    cursors: createCursors(secrets),
    calendarSecrets: createCalendarSecrets(secrets),
    unsubscribeLinks: createUnsubscribeLinks(secrets),
    classifier: openClassifier(env),
    keyUses: createKeyUses(),
    answerCaches: { '5s': cacheOf('5s', 8), '60s': cacheOf('60s', 4) },
    confirmedKeys: createConfirmedKeys(),
    mailer: createMailer(env.EMAIL, env.EMAIL_FROM),
    organizer: env.EMAIL_FROM || undefined,
    publicUrl: env.PUBLIC_URL || undefined,
    corsOrigins: env.CORS_ORIGINS,
    operations: env.OPERATIONS,
    queueMetrics: () => metricsOf(env),
    isCanaryOn: env.CANARY === 'on',
    fetchOutside: throughProxy(env.OUTBOUND_PROXY_URL),
    endpointRules: { allowLoopback: env.ALLOW_LOOPBACK_WEBHOOKS },
    admitKey: (key: string) => admits(env.KEY_RATE_LIMIT, key),
    admitAddress: (address: string) => admits(env.ADDRESS_RATE_LIMIT, address),
    async sendDeliveries(deliveries: Parameters<FollowUpPorts['sendDeliveries']>[0]) {
      for (const [queue, all] of Map.groupBy(deliveries, (each) => each.queue)) {
        for (let start = 0; start < all.length; start += QUEUE_BATCH) {
          const batch = all.slice(start, start + QUEUE_BATCH);
          await queueOf(env, queue).sendBatch(
            batch.map(({ job, delaySeconds }) => ({ body: job, delaySeconds })),
          );
        }
      }
    },
  };
}

/** What each queue says about itself. A runtime without metrics of queues leaves them out. */
async function metricsOf(env: Env) {
  const queues = {
    ...{ emotions: env.EMOTIONS, 'follow-ups': env.FOLLOW_UPS, deliveries: env.DELIVERIES },
    ...{ webhooks: env.WEBHOOKS, telemetry: env.TELEMETRY },
  };
  const all = Object.entries(queues).map(async ([queue, binding]) => {
    if (!hasMetrics(binding)) return [];
    const { backlogCount, backlogBytes, oldestMessageTimestamp } = await binding.metrics();
    const oldestAt = backlogCount === 0 ? null : (oldestMessageTimestamp?.getTime() ?? null);
    return [{ queue, messages: backlogCount, bytes: backlogBytes, oldestAt }];
  });
  return (await Promise.all(all)).flat();
}

const hasMetrics = (binding: object) => typeof Reflect.get(binding, 'metrics') === 'function';

const queueOf = (env: Env, queue: DeliveryQueue) =>
  queue === 'webhooks' ? env.WEBHOOKS : env.DELIVERIES;

async function admits(limit: Env['KEY_RATE_LIMIT'], key: string): Promise<boolean> {
  const { success } = await limit.limit({ key });
  return success;
}

function openClassifier({ AI, AI_MODEL }: Env): Classifier {
  const own = createModelClassifier();
  if (AI === undefined) return own;
  return createPolyglotClassifier(own, createWorkersAiClassifier(AI, AI_MODEL), consoleLog);
}

/** How many messages a queue takes at once. */
const QUEUE_BATCH = 100;

/**
 * Resolves after the response has been handed over, so that the client does not wait for the
 * sending.
 */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
