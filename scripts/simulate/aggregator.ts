import type { Counts, Readings } from '../../src/operations/light/readings.ts';
import { type Histogram, merge } from '../../src/platform/latency/histogram.ts';
import type { Measured, Sample } from '../../src/platform/latency/sample.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The requests that were measured alike, and ended alike. */
type Sums = Omit<{ -readonly [Key in keyof Counts]: Counts[Key] }, 'window'>;

/** The durations of the requests of a minute that were measured and came from alike, and ended well. */
interface Durations {
  readonly measured: Measured;
  readonly region: string;
  readonly histograms: Readonly<Record<Part, Map<number, number>>>;
}
const PARTS = ['total', 'inDatabase', 'wait'] as const;
type Part = (typeof PARTS)[number];

/** A window of planned work, in milliseconds since 1970. */
export interface Maintenance {
  readonly from: number;
  readonly to: number;
}

type RequestReadings = Pick<Readings, 'recent' | 'counts' | 'traffic'>;

const WITH_TARGET = ['store_message', 'confirm_booking', 'canary_message', 'canary_booking'];
const isCanary = (measured: Measured) => measured.startsWith('canary_');

/** The windows of burn rates: their grain, and how far back they begin, in milliseconds. */
const WINDOWS = [
  ['5m', MINUTE_MS, 5 * MINUTE_MS],
  ['30m', MINUTE_MS, 30 * MINUTE_MS],
  ['1h', MINUTE_MS, HOUR_MS],
  ['6h', HOUR_MS, 6 * HOUR_MS],
  ['3d', HOUR_MS, 72 * HOUR_MS],
] as const;

/**
 * Counts samples in memory as the database does, and reads them as the statement `selectReadings`. It
 * shares no code with them; test/operations/simulated-readings.test.ts compares the two.
 */
export function createAggregator(maintenance: readonly Maintenance[] = []) {
  const durations = new Map<number, Map<string, Durations>>();
  const minutes = new Map<number, Map<Measured, Sums>>();
  const hours = new Map<number, Map<Measured, Sums>>();
  let firstHour: number | null = null;

  const isLeftOut = (at: number, grainMs: number) =>
    maintenance.some(({ from, to }) => from < at + grainMs && to > at);

  /** What a range has, whose ends belong to it. */
  function inRange<T>(of: Map<number, Map<unknown, T>>, grainMs: number, from: number, to: number) {
    const all: T[] = [];
    for (let at = Math.ceil(from / grainMs) * grainMs; at <= to; at += grainMs) {
      const ofTime = of.get(at);
      if (ofTime === undefined || isLeftOut(at, grainMs)) continue;
      for (const each of ofTime.values()) all.push(each);
    }
    return all;
  }
  const sumsOf = (grainMs: number, from: number, to: number) =>
    inRange(grainMs === MINUTE_MS ? minutes : hours, grainMs, from, to);

  return {
    /** Counts a sample. @param now the database's clock, which no sample is ahead of */
    add(sample: Sample, now: number): void {
      const at = Math.min(sample.at, now);
      const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
      const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
      if (sample.outcome === 'done') addDurations(of(durations, minute), sample);
      if (isCanary(sample.measured)) return;
      addSums(of(minutes, minute), sample);
      addSums(of(hours, hour), sample);
      firstHour = Math.min(hour, firstHour ?? hour);
    },

    /** Forgets what no later reading needs. */
    forget(now: number): void {
      for (const each of [durations, minutes]) {
        for (const at of each.keys()) if (at < now - 2 * HOUR_MS) each.delete(at);
      }
      for (const at of hours.keys()) if (at < now - 30 * 24 * HOUR_MS) hours.delete(at);
    },

    read(now: number, windowMinutes: number, baseline: readonly number[]): RequestReadings {
      const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
      const last = minute - MINUTE_MS;
      const requestsOf = (sums: readonly Sums[]) =>
        sums.reduce((sum, { requests }) => sum + requests, 0);
      return {
        recent: recent(inRange(durations, MINUTE_MS, minute - windowMinutes * MINUTE_MS, now)),
        counts: WINDOWS.flatMap(([window, grainMs, length]) => {
          const from = Math.floor(now / grainMs) * grainMs - length;
          return countsOf(window, sumsOf(grainMs, from, now));
        }),
        traffic: {
          requests: requestsOf(sumsOf(MINUTE_MS, last, last)),
          firstHour,
          hours: baseline.flatMap((at) => {
            const requests = requestsOf(sumsOf(HOUR_MS, at, at));
            return requests === 0 ? [] : [{ at, requests }];
          }),
        },
      };
    },
  };
}

/** What a map has at an instant; a new map when it has nothing. */
function of<Key, Value>(times: Map<number, Map<Key, Value>>, at: number): Map<Key, Value> {
  const known = times.get(at);
  if (known !== undefined) return known;
  const added = new Map<Key, Value>();
  times.set(at, added);
  return added;
}

function addSums(sums: Map<Measured, Sums>, sample: Sample): void {
  const { measured, outcome, weight, isSlow } = sample;
  const sum = sums.get(measured) ?? { measured, requests: 0, done: 0, failed: 0, slow: 0 };
  sums.set(measured, sum);
  sum.requests += weight;
  if (outcome === 'failed') sum.failed += weight;
  if (outcome !== 'done') return;
  sum.done += weight;
  if (isSlow) sum.slow += weight;
}

function addDurations(durations: Map<string, Durations>, sample: Sample): void {
  const { measured, region, weight } = sample;
  if (!WITH_TARGET.includes(measured)) return;
  const key = `${measured} ${region}`;
  const row = durations.get(key) ?? {
    ...{ measured, region },
    histograms: { total: new Map(), inDatabase: new Map(), wait: new Map() },
  };
  durations.set(key, row);
  for (const part of PARTS) {
    const bucket = sample[part];
    const histogram = row.histograms[part];
    if (bucket !== null) histogram.set(bucket, (histogram.get(bucket) ?? 0) + weight);
  }
}

function recent(rows: readonly Durations[]): Readings['recent'] {
  const groups = Map.groupBy(rows, ({ measured, region }) => `${measured} ${region}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const sumOf = (part: Part): Histogram => merge(group.map(({ histograms }) => histograms[part]));
    const parts = { total: sumOf('total'), inDatabase: sumOf('inDatabase'), wait: sumOf('wait') };
    return [{ measured: first.measured, region: first.region, ...parts }];
  });
}

function countsOf(window: Counts['window'], all: readonly Sums[]): Counts[] {
  const counts = new Map<Measured, Sums>();
  for (const { measured, requests, done, failed, slow } of all) {
    const sum = counts.get(measured);
    if (sum === undefined) {
      counts.set(measured, { measured, requests, done, failed, slow });
    } else {
      sum.requests += requests;
      sum.done += done;
      sum.failed += failed;
      sum.slow += slow;
    }
  }
  return [...counts.values()].map((sum) => ({ window, ...sum }));
}
