import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intervalOfMedian, medianOf, ratiosOfNeighbours } from '../../bench/interval.ts';

/** Ratios around 1, as turns on a shared machine have them. */
const ratios = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), {
  minLength: 6,
  maxLength: 20,
});

const width = (values: readonly number[]) => {
  const interval = intervalOfMedian(values);
  if (interval === null) throw new Error('no interval');
  return interval.high - interval.low;
};

describe('intervalOfMedian', () => {
  it('of constant ratios is that constant', () => {
    expect(intervalOfMedian(Array(10).fill(1.02))).toEqual({ low: 1.02, high: 1.02 });
  });

  it('encloses the median, and is within the values', () => {
    fc.assert(
      fc.property(ratios, (values) => {
        const interval = intervalOfMedian(values);
        const median = medianOf(values);
        if (interval === null || median === null) throw new Error('not measured');
        expect(interval.low).toBeLessThanOrEqual(median);
        expect(interval.high).toBeGreaterThanOrEqual(median);
        expect(interval.low).toBeGreaterThanOrEqual(Math.min(...values));
        expect(interval.high).toBeLessThanOrEqual(Math.max(...values));
      }),
      { numRuns: 50 },
    );
  });

  it('is the same for the same values', () => {
    fc.assert(
      fc.property(ratios, (values) => {
        expect(intervalOfMedian(values)).toEqual(intervalOfMedian([...values]));
      }),
      { numRuns: 20 },
    );
  });

  it('is wider with more noise', () => {
    const noise = [-0.9, 0.4, 0.1, -0.3, 0.8, -0.5, 0.2, 0.6, -0.1, -0.7];
    const widths = [0, 0.01, 0.05, 0.2].map((scale) =>
      width(noise.map((each) => 1 + scale * each)),
    );
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    expect(new Set(widths).size).toBe(4);
  });

  it('is narrower with more values', () => {
    const noise = [-0.9, 0.4, 0.1, -0.3, 0.8, -0.5, 0.2, 0.6, -0.1, -0.7];
    expect(width(Array(8).fill(noise).flat())).toBeLessThan(width(noise));
  });

  it('contains the true median of at least nine samples in ten', () => {
    // A linear congruential generator, so that the test shares no code with what it checks.
    let state = 12345;
    const draw = () => {
      state = (state * 1103515245 + 12345) % 2 ** 31;
      return state / 2 ** 31;
    };
    // The sum of three uniform numbers has the median 1.5.
    const samples = Array.from({ length: 100 }, () =>
      Array.from({ length: 12 }, () => draw() + draw() + draw()),
    );
    const covered = samples.filter((sample) => {
      const interval = intervalOfMedian(sample);
      return interval !== null && interval.low <= 1.5 && interval.high >= 1.5;
    });
    expect(covered.length).toBeGreaterThanOrEqual(90);
  });

  it('needs six values', () => {
    expect(intervalOfMedian([1, 1, 1, 1, 1])).toBeNull();
    expect(intervalOfMedian([1, 1, 1, 1, 1, 1])).not.toBeNull();
  });
});

describe('ratiosOfNeighbours', () => {
  const turns = (...figures: readonly number[]) =>
    figures.map((figure, at) => ({ ours: at % 2 === 1, figure }));

  it('divides each turn by the mean of the turns around it', () => {
    expect(ratiosOfNeighbours(turns(10, 12, 14, 14, 14))).toEqual([1, 1]);
  });

  it('takes one neighbour at the end', () => {
    expect(ratiosOfNeighbours(turns(10, 20))).toEqual([2]);
  });

  it('is not changed by a machine that becomes slower at an even pace', () => {
    const even = (at: number) => 100 + 7 * at;
    const figures = Array.from({ length: 9 }, (_, at) => even(at) * (at % 2 === 1 ? 1.1 : 1));
    for (const ratio of ratiosOfNeighbours(turns(...figures))) expect(ratio).toBeCloseTo(1.1, 10);
  });

  it('is empty when only one side was measured', () => {
    expect(ratiosOfNeighbours([{ ours: true, figure: 1 }])).toEqual([]);
  });
});
