import fc from 'fast-check';

/** Draws random values. The same seed gives the same values in the same order. */
export interface Draw {
  /** A value of a fast-check arbitrary. */
  value<T>(arbitrary: fc.Arbitrary<T>): T;
  /** One of the items. The list must not be empty. */
  oneOf<T>(items: readonly T[]): T;
  /** True in this share of the calls, from 0 to 1. */
  chance(share: number): boolean;
  /** An integer from `min` to `max`. */
  integer(min: number, max: number): number;
}

/** Makes one thing from random values. */
export function drawOnce<T>(seed: number, make: (draw: Draw) => T): T {
  const arbitrary = fc.gen().map((generate) => {
    const value = <V>(wanted: fc.Arbitrary<V>): V => generate(() => wanted);
    return make({
      value,
      oneOf: (items) => value(fc.noBias(fc.constantFrom(...items))),
      // fast-check prefers small numbers, which would make rare things frequent.
      chance: (share) => value(fc.noBias(fc.integer({ min: 0, max: 9999 }))) < share * 10_000,
      integer: (min, max) => value(fc.noBias(fc.integer({ min, max }))),
    });
  });
  const [made] = fc.sample(arbitrary, { seed, numRuns: 1 });
  if (made === undefined) throw new Error('fast-check made nothing');
  return made;
}
