/**
 * Reproducible random numbers: each name has a number from 0 to below 1, which is the same in each
 * run with the same seed. Because numbers are looked up by name, and not drawn from a stream, they
 * do not depend on the order of concurrent callers.
 */
export type Chance = (what: string) => number;

export function createChance(seed: string): Chance {
  return (what) => {
    // FNV-1a, then murmur3's finalizer, so that names that differ in one letter get unrelated
    // numbers.
    let hash = 0x811c9dc5;
    for (const character of `${seed}/${what}`) {
      hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
  };
}

/** The item that a number from 0 to below 1 selects. */
export function pick<T>(chance: number, all: readonly [T, ...T[]]): T {
  return all[Math.floor(chance * all.length)] ?? all[0];
}

/** The item whose share a number falls into. The shares add up to at most 1; the rest is `otherwise`. */
export function lot<T>(chance: number, shares: readonly (readonly [T, number])[], otherwise: T): T {
  let below = 0;
  for (const [what, share] of shares) {
    below += share;
    if (chance < below) return what;
  }
  return otherwise;
}
