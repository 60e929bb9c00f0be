/** Reproducible random numbers: the same seed gives the same ones. */
export interface Random {
  /** From 0 to below 1. */
  next(): number;
  /** A number whose logarithm is normal, with this median. */
  logNormal(median: number, sigma: number): number;
  /** How many of independent events happen, of which `mean` are expected. */
  poisson(mean: number): number;
}

/** mulberry32 (public domain), with Box and Muller's normal and Knuth's Poisson numbers. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    logNormal: (median, sigma) => median * Math.exp(sigma * normal()),
    poisson(mean) {
      // The sum of many events is as good as normal.
      if (mean > 100) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
      const least = Math.exp(-mean);
      let events = 0;
      for (let product = next(); product > least; product *= next()) events += 1;
      return events;
    },
  };
}
