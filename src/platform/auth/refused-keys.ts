import type { ProblemCode } from '../problem.ts';

/** Genuine keys that the database has refused, such as revoked ones, in this isolate. */
export interface RefusedKeys {
  /** The code with which the database refused a key within the last minute. */
  refusalOf(key: string): ProblemCode | undefined;
  /** Remembers a key with the code of its refusal. */
  remember(key: string, code: ProblemCode): void;
}

const REMEMBERED_MS = 60_000;
/** The most keys that an isolate remembers. The oldest is forgotten first. */
const MOST = 1000;

/**
 * Remembers refused keys for a minute, so that their requests do not reach the database.
 * @param now milliseconds since 1970
 */
export function createRefusedKeys(now: () => number): RefusedKeys {
  // In the order in which the keys were remembered.
  const refused = new Map<string, { readonly code: ProblemCode; readonly until: number }>();
  return {
    refusalOf(key) {
      const known = refused.get(key);
      if (known === undefined) return undefined;
      if (known.until > now()) return known.code;
      refused.delete(key);
      return undefined;
    },

    remember(key, code) {
      refused.delete(key);
      const oldest = refused.keys().next();
      if (refused.size >= MOST && oldest.done !== true) refused.delete(oldest.value);
      refused.set(key, { code, until: now() + REMEMBERED_MS });
    },
  };
}
