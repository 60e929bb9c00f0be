/**
 * Histograms of durations with a relative error of at most 1 %, from 0.1 ms to 120 s.
 *
 * The buckets grow by 2 %: bucket n has the durations over `0.1 · 1.02^(n-1)` up to `0.1 · 1.02^n`
 * milliseconds. A duration is shown as the value of its bucket whose relative distance from both ends is
 * the same, `2 · upper / (1.02 + 1)`, which is off by at most 0.02 / 2.02 = 0.99 %. Source: DDSketch
 * (Masson, Rim, Lee, 2019), with a fixed range.
 */
export type Histogram = ReadonlyMap<number, number>;

const GROWTH = 1.02;
const LOWEST_MS = 0.1;
const HIGHEST_MS = 120_000;
const LOG_GROWTH = Math.log(GROWTH);

/** The bucket of the longest duration. Longer ones are counted in it. */
export const LAST_BUCKET = Math.ceil(Math.log(HIGHEST_MS / LOWEST_MS) / LOG_GROWTH);

/** The bucket of a duration in milliseconds. Durations of 0.1 ms or less are in bucket 0. */
export function bucketOf(ms: number): number {
  if (!(ms > LOWEST_MS)) return 0;
  return Math.min(Math.ceil(Math.log(ms / LOWEST_MS) / LOG_GROWTH), LAST_BUCKET);
}

/** The duration that stands for a bucket, in milliseconds. */
export function durationOf(bucket: number): number {
  if (bucket === 0) return LOWEST_MS;
  return (2 * LOWEST_MS * GROWTH ** bucket) / (GROWTH + 1);
}

/** The sum of histograms. The order and the grouping of the histograms change nothing. */
export function merge(histograms: Iterable<Histogram>): Histogram {
  const sum = new Map<number, number>();
  for (const histogram of histograms) {
    for (const [bucket, count] of histogram) sum.set(bucket, (sum.get(bucket) ?? 0) + count);
  }
  return sum;
}

/** How many durations a histogram has. */
export function countOf(histogram: Histogram): number {
  let count = 0;
  for (const each of histogram.values()) count += each;
  return count;
}

/**
 * The smallest duration that at least this share of the durations do not exceed (the nearest-rank
 * percentile), within 1 %.
 * @param shares between 0 and 1, for example 0.95
 * @returns milliseconds in the order of the shares; null where the histogram is empty
 */
export function percentiles(histogram: Histogram, shares: readonly number[]): (number | null)[] {
  const buckets = [...histogram].sort(([a], [b]) => a - b);
  const count = countOf(histogram);
  return shares.map((share) => {
    const rank = Math.max(1, Math.ceil(share * count));
    let below = 0;
    for (const [bucket, durations] of buckets) {
      below += durations;
      if (below >= rank) return durationOf(bucket);
    }
    return null;
  });
}

/** How many digits of base 10,000 one bucket has in {@link readHistogram}. */
const DIGITS = 3;
const BASE = 10_000;

/**
 * Reads a histogram as the database keeps it: one number, in which bucket n has the decimal digits
 * 12n to 12n + 11. So the database adds histograms by adding numbers.
 * @param hex the number in PostgreSQL's binary format (numeric_send in
 *   src/backend/utils/adt/numeric.c), in hexadecimal digits: four words of 16 bits, of which the first
 *   is the number of digits and the second the power of 10,000 of the first digit, and a word for each
 *   digit of base 10,000, the highest first
 */
export function readHistogram(hex: string): Histogram {
  const word = (n: number) => Number.parseInt(hex.slice(4 * n, 4 * n + 4), 16);
  const digits = word(0);
  const highest = word(1);
  const histogram = new Map<number, number>();
  for (let n = 0; n < digits; n += 1) {
    const digit = word(4 + n);
    if (digit === 0) continue;
    const power = highest - n;
    const bucket = Math.floor(power / DIGITS);
    const count = digit * BASE ** (power % DIGITS);
    histogram.set(bucket, (histogram.get(bucket) ?? 0) + count);
  }
  return histogram;
}
