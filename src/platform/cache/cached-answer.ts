import type { Context } from 'hono';
import { isKnown } from '../entity-tags.ts';
import type { RoomEnv } from '../http.ts';
import type { CachePorts } from '../ports.ts';
import { type Answer, answerOf, type Place } from './answer-cache.ts';
import {
  CACHED_CLASSES,
  type CachedClass,
  type CacheOutcome,
  cacheControlOf,
  mayChange,
} from './classes.ts';
import { readDirectives } from './request-directives.ts';

/** What an answer is about, besides the workspace. */
export interface About {
  /** The id that a change names to have the answer forgotten. */
  readonly subject: string;
  /** The parameters that decide about the answer besides. */
  readonly query?: object;
}

/**
 * Answers a request of a cached class from the cache, or else with what `make` reads; 304 for a client
 * that has the answer already. An answer is the same for every key that passes the scopes of the route,
 * so `make` must not look at the caller's scopes.
 *
 * A cached answer is given only to a key that the database has accepted within the last five seconds.
 * A revoked key therefore reads nothing from the cache later than that.
 * @param make reads the answer in one request to the database, which also checks the key
 * @throws Problem invalid_field (`If-None-Match`), and the problems of `make`
 */
export async function cachedAnswer<RoomPorts extends CachePorts>(
  c: Context<RoomEnv<RoomPorts>>,
  { subject, query }: About,
  make: () => Promise<object>,
) {
  const { deps, caller, cacheClass } = c.var;
  if (cacheClass === undefined) throw new Error('the route has no cached class');
  const now = deps.now();
  const place = {
    owner: caller.workspaceId,
    subject,
    key: `${c.req.routePath} ${JSON.stringify(query)}`,
  };
  const { answer, outcome } = await findOrMake(c, cacheClass, place, now, make);
  c.set('cacheOutcome', outcome);
  // A malformed condition is refused before the headers of the answer are set.
  const isUnchanged = isKnown(answer.etag, c.req.header('If-None-Match'));

  c.header('ETag', answer.etag);
  c.header('Cache-Control', cacheControlOf(caller, cacheClass, answer.ttlMs));
  // A client's own cache must not give one workspace's answer to the key of another.
  c.header('Vary', 'Authorization', { append: true });
  // Rounded up, so that the age here and in a client's cache together stays within the class.
  if (outcome === 'hit') c.header('Age', String(Math.ceil((now - answer.at) / 1000)));
  if (isUnchanged) return c.body(null, 304);
  return c.body(answer.json, 200, { 'Content-Type': 'application/json' });
}

async function findOrMake<RoomPorts extends CachePorts>(
  c: Context<RoomEnv<RoomPorts>>,
  cacheClass: CachedClass,
  place: Place,
  now: number,
  make: () => Promise<object>,
): Promise<{ answer: Answer; outcome: CacheOutcome }> {
  const { deps, caller } = c.var;
  const cache = deps.answerCaches[cacheClass];
  const { maxAgeMs, mayBeKept } = readDirectives(c.req.header('Cache-Control'));
  const ttlMs = CACHED_CLASSES[cacheClass].seconds * 1000;
  if (!mayBeKept) {
    return { answer: (await answerOf(await make(), now, ttlMs)).answer, outcome: 'bypass' };
  }

  let outcome: CacheOutcome = 'bypass';
  const isServed = CACHED_CLASSES[cacheClass].servesChangers || !mayChange(caller, cacheClass);
  if (isServed && maxAgeMs > 0) {
    const found = cache.find(place, now);
    if (found === undefined) outcome = 'miss';
    else if (now - found.at <= maxAgeMs) {
      if (deps.confirmedKeys.isConfirmed(caller, now)) return { answer: found, outcome: 'hit' };
      outcome = 'unconfirmed';
    }
  }
  return {
    answer: await cache.make(place, now, make, () => c.var.databaseUse.cacheFactor),
    outcome,
  };
}
