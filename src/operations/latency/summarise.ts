import { countOf, type Histogram, merge, percentiles } from '../../platform/latency/histogram.ts';
import type { Measured, Outcome } from '../../platform/latency/sample.ts';
import type { OperationLatency, Percentiles } from './latency.ts';
import type { LatencyPoint, LatencyRow } from './store.ts';

const SHARES = [0.5, 0.75, 0.95, 0.99, 0.999] as const;

const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits;

/** The percentiles of a histogram; null when it is empty. */
export function percentilesOf(histogram: Histogram): Percentiles | null {
  if (countOf(histogram) === 0) return null;
  const [p50 = 0, p75 = 0, p95 = 0, p99 = 0, p999 = 0] = percentiles(histogram, SHARES).map((ms) =>
    round(ms ?? 0, 2),
  );
  return { p50, p75, p95, p99, p999 };
}

/** How far a P95 is below a target. */
export function marginOf(total: Percentiles | null, targetMs: number | undefined) {
  if (total === null || targetMs === undefined) return null;
  const ms = targetMs - total.p95;
  return { ms: round(ms, 2), percent: round((100 * ms) / targetMs, 1) };
}

type Counted = { readonly outcome: Outcome; readonly requests: number; readonly slow: number };

function countsOf(rows: readonly Counted[]) {
  const counts = { requests: 0, done: 0, refused: 0, failed: 0, slow: 0 };
  for (const { outcome, requests, slow } of rows) {
    counts.requests += requests;
    counts[outcome] += requests;
    if (outcome === 'done') counts.slow += slow;
  }
  return counts;
}

/** The merged histogram of the requests that succeeded. */
const done = <Row extends Counted>(rows: readonly Row[], part: (row: Row) => Histogram) =>
  merge(rows.filter(({ outcome }) => outcome === 'done').map(part));

/** Summarises the rows of one operation. */
export function summariseOperation(
  operation: Measured,
  targetMs: number | undefined,
  rows: readonly LatencyRow[],
  points: readonly LatencyPoint[],
): OperationLatency {
  const total = percentilesOf(done(rows, (row) => row.total));
  const regions = Map.groupBy(
    rows.filter(({ region }) => region !== ''),
    ({ region }) => region,
  );
  const times = Map.groupBy(points, ({ at }) => at);
  return {
    operation,
    ...countsOf(rows),
    target: targetMs === undefined ? null : { percentile: 95, ms: targetMs },
    margin: marginOf(total, targetMs),
    total,
    parts: {
      db: percentilesOf(done(rows, (row) => row.inDatabase)),
      wait: percentilesOf(done(rows, (row) => row.wait)),
      cpu: null,
    },
    regions: [...regions]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([region, some]) => {
        const ofRegion = percentilesOf(done(some, (row) => row.total));
        const margin = marginOf(ofRegion, targetMs);
        return { region, ...countsOf(some), margin, total: ofRegion };
      }),
    series: [...times].map(([at, some]) => ({
      at,
      ...countsOf(some),
      total: percentilesOf(done(some, (row) => row.total)),
    })),
  };
}
