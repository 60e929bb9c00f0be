/**
 * Chance that can be repeated: a number from 0 up to 1 for whatever is named, the same in each run
 * with the same seed. What is asked by name, and not drawn from a stream, does not depend on who of
 * many that run at once asks first.
 */
export type Chance = (what: string) => number;

export function createChance(seed: string): Chance {
  return (what) => {
    // FNV-1a, then murmur3's finalizer, as names that differ in the last letter are to differ much.
    let hash = 0x811c9dc5;
    for (const character of `${seed}/${what}`) {
      hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
  };
}

/** One of several. */
export function pick<T>(chance: number, all: readonly [T, ...T[]]): T {
  return all[Math.floor(chance * all.length)] ?? all[0];
}

/** What chance says by shares that add up to 1 at the most; `otherwise` gets the rest. */
export function lot<T>(chance: number, shares: readonly (readonly [T, number])[], otherwise: T): T {
  let below = 0;
  for (const [what, share] of shares) {
    below += share;
    if (chance < below) return what;
  }
  return otherwise;
}
