import { countOf, type Histogram, percentiles } from '../../platform/latency/histogram.ts';

const SHARE = 0.95;
/** How often a healthy P95 is taken for too high. */
const ERROR = 0.025;
/** From so many durations on, the binomial distribution is as good as normal. */
const MANY = 10_000;
/** The quantile of the normal distribution for {@link ERROR}. */
const DEVIATIONS = 1.96;

/**
 * The duration that the P95 of all requests like these exceeds, with 97.5 % confidence: the lower end of
 * its binomial confidence interval. Of 5 durations it is the second longest, of 50 the seventh, and of
 * 10,000 the 544th, while the P95 of the durations themselves is the 501st. The one request in a thousand
 * that takes long for no reason does not move it, also where there are few.
 * @returns milliseconds, within 1 %; null when there are too few durations to say so
 */
export function surelyP95Of(histogram: Histogram): number | null {
  const count = countOf(histogram);
  const longest = longestOf(count);
  if (longest > count) return null;
  // The half keeps the rank from being rounded up.
  return percentiles(histogram, [(count - longest + 0.5) / count])[0] ?? null;
}

/**
 * So many of the longest durations would be above a P95 with a probability of at most {@link ERROR}.
 */
export function longestOf(count: number): number {
  const above = 1 - SHARE;
  if (count > MANY) return Math.ceil(count * above + DEVIATIONS * Math.sqrt(count * above * SHARE));
  let longest = 0;
  let chance = SHARE ** count;
  let below = 0;
  // `below` is the probability of at most `longest - 1`.
  while (1 - below > ERROR) {
    below += chance;
    longest += 1;
    chance *= ((count - longest + 1) / longest) * (above / SHARE);
  }
  return longest;
}
