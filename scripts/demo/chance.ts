import { createRandom } from '../simulate/random.ts';

/** What is drawn by chance: the same seed gives the same. */
export interface Chance {
  /** From 0 to below 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  of<Item>(all: readonly Item[]): Item;
  /** The items in another order. */
  shuffle<Item>(all: readonly Item[]): Item[];
}

export function createChance(seed: number): Chance {
  const { next } = createRandom(seed);
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    of(all) {
      const item = all[between(0, all.length - 1)];
      if (item === undefined) throw new Error('nothing can be drawn');
      return item;
    },
    shuffle: (all) =>
      all
        .map((item) => ({ item, order: next() }))
        .sort((a, b) => a.order - b.order)
        .map(({ item }) => item),
  };
}
