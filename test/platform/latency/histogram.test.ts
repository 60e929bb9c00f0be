import { sql as drizzle } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bucketOf,
  countOf,
  durationOf,
  type Histogram,
  LAST_BUCKET,
  merge,
  percentiles,
} from '../../../src/platform/latency/histogram.ts';
import { histogramSchema } from '../../../src/platform/latency/histogram-schema.ts';
import { histogramText } from '../../../src/platform/latency/histogram-store.ts';
import { sql } from '../../support/sql.ts';

const dialect = new PgDialect();
const SHARES = [0.5, 0.75, 0.95, 0.99, 0.999];
const SAMPLES = 20_000;

/** The nearest-rank percentile of the sorted durations themselves. */
const exactly = (sorted: readonly number[], share: number) =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;

const histogramOf = (durations: readonly number[]): Histogram =>
  merge(durations.map((ms) => new Map([[bucketOf(ms), 1]])));

/** A generator of numbers between 0 and 1 with a fixed seed (mulberry32). */
function randomly(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomly(7);
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const within = (ms: number) => Math.min(Math.max(ms, 0.1), 120_000);

/** Durations in milliseconds. */
const DISTRIBUTIONS: Record<string, () => number> = {
  uniform: () => 0.1 + random() * 2000,
  normal: () => within(100 + 12 * normal()),
  'log-normal': () => within(Math.exp(4 + 0.8 * normal())),
  exponential: () => within(-80 * Math.log(1 - random())),
  'bimodal: a cache and a database': () =>
    within(random() < 0.4 ? 0.4 + 0.1 * normal() : 110 + 9 * normal()),
  'heavy-tailed (Pareto, 1.1)': () => within(5 / (1 - random()) ** (1 / 1.1)),
};

describe('percentiles', () => {
  for (const [name, draw] of Object.entries(DISTRIBUTIONS)) {
    it(`are within 1 % of the exact ones: ${name}`, () => {
      const durations = Array.from({ length: SAMPLES }, draw);
      const sorted = durations.toSorted((a, b) => a - b);
      percentiles(histogramOf(durations), SHARES).forEach((estimate, index) => {
        const exact = exactly(sorted, SHARES[index] ?? 0);
        expect(Math.abs((estimate ?? 0) - exact) / exact).toBeLessThanOrEqual(0.01);
      });
    });
  }

  it('of nothing are null', () => {
    expect(percentiles(new Map(), [0.5])).toEqual([null]);
  });

  it('of one duration are that duration', () => {
    expect(new Set(percentiles(histogramOf([97]), SHARES)).size).toBe(1);
  });
});

describe('a bucket', () => {
  it('shows each of its durations within 1 %', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 120_000, noNaN: true }), (ms) => {
        expect(Math.abs(durationOf(bucketOf(ms)) - ms) / ms).toBeLessThanOrEqual(0.01);
      }),
      { numRuns: 5000 },
    );
  });

  it('is the first for durations that are too short, and the last for those that are too long', () => {
    expect([-5, 0, 0.05, 0.1, Number.NaN].map(bucketOf)).toEqual([0, 0, 0, 0, 0]);
    expect([120_000, 1e9, Number.POSITIVE_INFINITY].map(bucketOf)).toEqual([
      LAST_BUCKET,
      LAST_BUCKET,
      LAST_BUCKET,
    ]);
  });
});

describe('histograms', () => {
  const histogram = fc
    .array(fc.tuple(fc.integer({ min: 0, max: LAST_BUCKET }), fc.integer({ min: 1, max: 1e6 })))
    .map((entries) => new Map(entries));
  const sorted = (each: Histogram) => [...each].sort(([a], [b]) => a - b);

  it('add up to the same in every order and grouping', () => {
    fc.assert(
      fc.property(histogram, histogram, histogram, (a, b, c) => {
        expect(sorted(merge([a, b, c]))).toEqual(sorted(merge([c, merge([b, a])])));
        expect(countOf(merge([a, b, c]))).toBe(countOf(a) + countOf(b) + countOf(c));
      }),
    );
  });

  it('are read from the number that the database keeps', async () => {
    const wanted = [new Map(), ...fc.sample(histogram, 100)];
    const numbers = wanted.map((each) =>
      String(
        [...each].reduce((sum, [n, count]) => sum + BigInt(count) * 10n ** BigInt(12 * n), 0n),
      ),
    );
    const texts = await sql.query(
      `select ${dialect.sqlToQuery(histogramText(drizzle`x::numeric`)).sql} as histogram
         from unnest($1::text[]) with ordinality as n (x, at) order by at`,
      [numbers],
    );
    const read = texts.map(({ histogram }) => sorted(histogramSchema.parse(histogram)));
    expect(read).toEqual(wanted.map(sorted));
  });
});
