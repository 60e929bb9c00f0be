import type { Counts, Readings } from '../../src/operations/light/readings.ts';
import type { Measurement, SignalName } from '../../src/operations/light/signals.ts';
import { operationsSettingsSchema } from '../../src/operations/settings.ts';
import { bucketOf } from '../../src/platform/latency/histogram.ts';

/** The settings without any variable. */
export const SETTINGS = operationsSettingsSchema.parse({});

/** Readings in which nothing has happened. */
export const SILENCE: Readings = {
  recent: [],
  counts: [],
  traffic: { requests: 0, firstHour: null, hours: [] },
  connections: { used: 1, most: 100, waitingForLocks: 0 },
  overdue: [],
  failing: [],
};

/** So many durations of so many milliseconds each. */
export const histogramOf = (...durations: readonly (readonly [ms: number, count: number])[]) =>
  new Map(durations.map(([ms, count]) => [bucketOf(ms), count]));

/** Requests of one operation in one region that took so long. */
export const took = (
  measured: Readings['recent'][number]['measured'],
  region: string,
  ...durations: readonly (readonly [ms: number, count: number])[]
): Readings['recent'][number] => ({
  ...{ measured, region, total: histogramOf(...durations) },
  ...{ inDatabase: histogramOf(...durations), wait: histogramOf([1, 1]) },
});

/** Requests in a window, all of which are done unless it is said that they failed. */
export const counted = (
  window: Counts['window'],
  requests: number,
  { failed = 0, slow = 0 } = {},
): Counts => ({
  ...{ window, measured: 'store_message', requests, failed, slow },
  done: requests - failed,
});

/** A signal with one value; null: it cannot be measured. */
export const measured = (signal: SignalName, value: number | null): Measurement => ({
  ...{ signal, events: 1, cause: 'database_slow', detail: null },
  values: value === null ? null : { yellow: value, orange: value, red: value },
});
