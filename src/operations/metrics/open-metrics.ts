import { countOf, durationOf, type Histogram, merge } from '../../platform/latency/histogram.ts';
import type { LatencyRow } from '../latency/store.ts';
import type { StoredLight } from '../light/readings.ts';
import { LEVELS, LIGHTS } from '../light/signals.ts';

/** The content type of {@link writeOpenMetrics}. */
export const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/** The upper bounds of the buckets, in seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** A bound as OpenMetrics writes it ("Canonical Numbers"): `1.0` and not `1`. */
export const canonical = (bound: number) =>
  Number.isInteger(bound) ? bound.toFixed(1) : String(bound);

export interface Metrics {
  /** The requests since `since`. */
  readonly rows: readonly LatencyRow[];
  /** The beginning of the UTC day, in milliseconds since 1970: the counters begin again each day. */
  readonly since: number;
  /** The targets, in milliseconds: each is the bound of a bucket, too. */
  readonly targets: readonly number[];
  /** The light of the platform, where it is shown. */
  readonly light: StoredLight | undefined;
}

/**
 * Writes the metrics in the text format of OpenMetrics 1.0
 * (https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md).
 */
export function writeOpenMetrics({ rows, since, targets, light }: Metrics): string {
  const created = since / 1000;
  const bounds = [...new Set([...BOUNDS, ...targets.map((ms) => ms / 1000)])].sort((a, b) => a - b);
  const operations = Map.groupBy(rows, ({ measured }) => measured);
  const lines = [
    '# TYPE maitred_requests counter',
    '# HELP maitred_requests Requests since the beginning of the day (UTC).',
  ];
  for (const [operation, some] of operations) {
    for (const [outcome, those] of Map.groupBy(some, (row) => row.outcome)) {
      const labels = `{operation="${operation}",outcome="${outcome}"}`;
      const requests = those.reduce((sum, row) => sum + row.requests, 0);
      lines.push(`maitred_requests_total${labels} ${requests}`);
      lines.push(`maitred_requests_created${labels} ${created}`);
    }
  }
  lines.push(
    '# TYPE maitred_request_duration_seconds histogram',
    '# UNIT maitred_request_duration_seconds seconds',
    '# HELP maitred_request_duration_seconds Durations of requests that succeeded, since the beginning of the day (UTC).',
  );
  for (const [operation, some] of operations) {
    const done = some.filter(({ outcome }) => outcome === 'done');
    const histogram = merge(done.map(({ total }) => total));
    if (countOf(histogram) > 0) lines.push(...histogramLines(operation, histogram));
  }
  if (light !== undefined) lines.push(...lightLines(light));
  return `${lines.join('\n')}\n# EOF\n`;

  function histogramLines(operation: string, histogram: Histogram): string[] {
    const name = 'maitred_request_duration_seconds';
    const label = `operation="${operation}"`;
    const count = countOf(histogram);
    let sum = 0;
    for (const [bucket, each] of histogram) sum += (durationOf(bucket) / 1000) * each;
    const upTo = (seconds: number) => {
      let below = 0;
      for (const [bucket, each] of histogram) {
        if (durationOf(bucket) <= seconds * 1000) below += each;
      }
      return below;
    };
    return [
      ...bounds.map((le) => `${name}_bucket{${label},le="${canonical(le)}"} ${upTo(le)}`),
      `${name}_bucket{${label},le="+Inf"} ${count}`,
      `${name}_count{${label}} ${count}`,
      `${name}_sum{${label}} ${Number(sum.toPrecision(9))}`,
      `${name}_created{${label}} ${created}`,
    ];
  }
}

function lightLines({ light, evaluatedAt, signals }: StoredLight): string[] {
  const lines = [
    '# TYPE maitred_light stateset',
    '# HELP maitred_light The colour of the traffic light.',
    ...LIGHTS.map((each) => `maitred_light{maitred_light="${each}"} ${each === light ? 1 : 0}`),
    '# TYPE maitred_light_evaluated_timestamp_seconds gauge',
    '# UNIT maitred_light_evaluated_timestamp_seconds seconds',
    '# HELP maitred_light_evaluated_timestamp_seconds When the light was last evaluated.',
    `maitred_light_evaluated_timestamp_seconds ${evaluatedAt / 1000}`,
    '# TYPE maitred_signal_level gauge',
    '# HELP maitred_signal_level The level of a signal: 0 green, 1 yellow, 2 orange, 3 red.',
    ...signals.map(
      ({ signal, level }) => `maitred_signal_level{signal="${signal}"} ${LEVELS.indexOf(level)}`,
    ),
    '# TYPE maitred_signal_value gauge',
    '# HELP maitred_signal_value The value of a signal that is measured, in its own unit.',
  ];
  for (const { signal, value } of signals) {
    if (value !== null) lines.push(`maitred_signal_value{signal="${signal}"} ${value}`);
  }
  return lines;
}
