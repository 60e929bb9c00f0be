import type { KeyId } from '../platform/ids.ts';

/** How often an isolate writes that a key is used. */
const INTERVAL_MS = 60 * 60 * 1000;

/** The most keys that an isolate remembers. A key that is forgotten is written once more. */
const REMEMBERED = 10_000;

/** Decides which uses of keys are written. */
export interface KeyUses {
  /**
   * Whether the use of a key is to be written: the first one in this isolate, and then one each hour.
   * @param now milliseconds since 1970
   */
  isDue(key: KeyId, now: number): boolean;
}

export function createKeyUses(): KeyUses {
  const written = new Map<KeyId, number>();
  return {
    isDue(key, now) {
      const last = written.get(key);
      if (last !== undefined && now - last < INTERVAL_MS) return false;
      if (last === undefined && written.size >= REMEMBERED) {
        const [oldest] = written.keys();
        if (oldest !== undefined) written.delete(oldest);
      }
      written.set(key, now);
      return true;
    },
  };
}
