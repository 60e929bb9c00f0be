import type { Availability } from './bookings/availability.ts';
import type { Classifier } from './emotions/classifier.ts';
import { createLexiconClassifier } from './emotions/lexicon-classifier.ts';
import type { EmotionJob, Env } from './env.ts';
import { type AnswerCache, createAnswerCache } from './platform/answer-cache.ts';
import { type Database, openDatabase } from './platform/database.ts';
import { consoleLog, describeFault, type Log } from './platform/log.ts';
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
  /** Has a message's emotion read soon. The row itself is the outbox: losing this loses nothing. */
  enqueueEmotion(job: EmotionJob): void;
}

interface Opened {
  database: Database;
  signer: Signer;
  classifier: Classifier;
  availabilityCache: AnswerCache<Availability>;
}
const opened = new WeakMap<Env, Opened>();

/** The composition root: what outlives a request is opened once for each isolate. */
export function composeDeps(env: Env, waitUntil: (work: Promise<unknown>) => void): Deps {
  let open = opened.get(env);
  if (open === undefined) {
    open = {
      database: openDatabase({ url: env.DATABASE_URL, timeoutMs: env.DATABASE_TIMEOUT_MS }),
      signer: createSigner(env.KEY_SECRET),
      classifier: createLexiconClassifier(),
      availabilityCache: createAnswerCache({ ttlMs: 5000, most: 200 }),
    };
    opened.set(env, open);
  }
  return {
    ...open,
    log: consoleLog,
    now: Date.now,
    enqueueEmotion(job) {
      waitUntil(
        nextTurn()
          .then(() => env.EMOTIONS.send(job))
          .catch((error: unknown) => consoleLog.warn('emotion_not_queued', describeFault(error))),
      );
    },
  };
}

/** Resolves when the response is on its way: what waits for it takes no time of the client's. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
