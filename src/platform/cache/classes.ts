import { type Action, may } from '../auth/actions.ts';
import type { Caller } from '../auth/key.ts';

/** What a class of answers promises. */
interface Rules {
  /** The class, for the description of an operation. */
  readonly description: string;
  /** The greatest age of an answer, in seconds. */
  readonly seconds: number;
  /** The actions that change what the answers show. */
  readonly changedBy: readonly Action[];
  /**
   * Whether a key that may change what the answers show gets cached ones. The changes that were made
   * in this isolate are never missing in them; those made in another isolate may be.
   */
  readonly servesChangers: boolean;
}

/**
 * The classes of answers that are cached in the isolate. A route names its class; one that names none
 * has the class `never`. Answers that contain data of guests or secrets are never cached.
 */
export const CACHED_CLASSES = {
  /** Availability. It is only a hint: a booking checks its place again. */
  '5s': {
    description:
      'Cache class `5s`: an answer may be up to five seconds old, or three times as old while the service is under load (limit `busy_cache_factor`). `Age` gives the age of a cached answer. A request with `Cache-Control: no-cache` gets a new one.',
    seconds: 5,
    changedBy: ['writeBookings', 'manageVenues'],
    servesChangers: true,
  },
  /**
   * Descriptions, which change seldom. A program that changes them reads them back, so a key that may
   * change them always reads from the database.
   */
  '60s': {
    description:
      'Cache class `60s`: an answer may be up to a minute old, or three times as old while the service is under load (limit `busy_cache_factor`). `Age` gives the age of a cached answer. A request with `Cache-Control: no-cache`, or with a key that has the scope `admin`, gets a new one.',
    seconds: 60,
    changedBy: ['manageVenues'],
    servesChangers: false,
  },
} as const satisfies Record<string, Rules>;

export type CachedClass = keyof typeof CACHED_CLASSES;
export type CacheClass = 'never' | CachedClass;

/**
 * How an answer was found: `hit` in the cache; `miss`: it was not there; `unconfirmed`: the database
 * had to check the key first; `bypass`: the request or the key wants it from the database.
 */
export type CacheOutcome = 'hit' | 'miss' | 'unconfirmed' | 'bypass';

/** Whether a key may change what the answers of a class show. */
export const mayChange = (caller: Caller, name: CachedClass) =>
  CACHED_CLASSES[name].changedBy.some((action) => may(caller, action));

/**
 * The value of `Cache-Control` of a cached answer (RFC 9111, 5.2.2). A client may use the answer again
 * until its age, which `Age` gives, reaches `ttlMs`. A client whose key may change what the
 * answer shows asks each time, because its own cache does not know what it has changed.
 */
export const cacheControlOf = (caller: Caller, name: CachedClass, ttlMs: number) =>
  mayChange(caller, name) ? 'private, no-cache' : `private, max-age=${ttlMs / 1000}`;
