import { createRandom } from '../simulate/random.ts';

/** Reproducible draws of one client. */
export interface Draws {
  /** A whole number from 0 to below `below`. */
  below(below: number): number;
  /** A whole number from `least` to `most`. */
  from(least: number, most: number): number;
  /** Whether something with this probability happens. */
  happens(probability: number): boolean;
  /** One of some items. Throws when there are none. */
  one<T>(all: readonly T[]): T;
  /** Some of the items, each with this probability. */
  some<T>(all: readonly T[], probability: number): T[];
}

export function createDraws(seed: number): Draws {
  const random = createRandom(seed);
  const below = (most: number) => Math.floor(random.next() * most);
  const happens = (probability: number) => random.next() < probability;
  return {
    below,
    happens,
    from: (least, most) => least + below(most - least + 1),
    one<T>(all: readonly T[]): T {
      const [drawn] = all.slice(below(all.length)).slice(0, 1);
      if (drawn === undefined) throw new Error('nothing to draw from');
      return drawn;
    },
    some: (all, probability) => all.filter(() => happens(probability)),
  };
}
