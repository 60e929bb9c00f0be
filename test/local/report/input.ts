import type { ReportInput } from '../../../scripts/report/input.ts';
import type { OperationLatency } from '../../../src/operations/latency/latency.ts';
import type { LightHistory, ShownSignal } from '../../../src/operations/light/status.ts';

// A report's input with numbers that are all different, so that a test sees which one is shown.

const signal = (given: Partial<ShownSignal> & Pick<ShownSignal, 'signal'>): ShownSignal => ({
  ...{ level: 'green', since: '2026-11-27T00:30:00.000Z', unmeasuredSince: null, value: 101.1 },
  ...{ unit: 'ms', threshold: 900, events: 211, source: 'requests', cause: null, detail: null },
  ...given,
});

const booking = signal({
  ...{ signal: 'booking_p95', level: 'orange', since: '2026-11-27T01:10:00.000Z' },
  ...{ value: 483.3, threshold: 475, events: 87, cause: 'database_slow' },
});
const calm = signal({ signal: 'booking_p95', since: '2026-11-27T01:25:00.000Z', value: 307.7 });
const traffic = signal({
  ...{ signal: 'traffic', unit: 'ratio', value: null, threshold: null, events: 823 },
  ...{ unmeasuredSince: '2026-11-27T00:30:00.000Z', detail: 'no baseline' },
});

const history: LightHistory = {
  ...{ from: '2026-11-27T01:00:00.000Z', to: '2026-11-27T02:00:00.000Z', isWhole: true },
  seconds: { grey: 300, green: 2400, yellow: 0, orange: 900, red: 0 },
  data: [
    {
      ...{ at: '2026-11-27T01:25:00.000Z', light: 'green', former: 'orange', kind: 'evaluated' },
      signals: [calm, traffic],
    },
    {
      ...{ at: '2026-11-27T01:10:00.000Z', light: 'orange', former: 'green', kind: 'evaluated' },
      signals: [booking, traffic],
    },
    {
      ...{ at: '2026-11-27T01:05:00.000Z', light: 'green', former: 'grey', kind: 'evaluated' },
      signals: [signal({ signal: 'booking_p95', value: 291.9 }), traffic],
    },
  ],
  maintenance: [],
};

const message: OperationLatency = {
  ...{ operation: 'store_message', requests: 2467, done: 2431, refused: 25, failed: 11, slow: 7 },
  target: { percentile: 95, ms: 1000 },
  margin: { ms: 768.6, percent: 76.9 },
  total: { p50: 121.3, p75: 144.6, p95: 231.4, p99: 352.8, p999: 618.9 },
  parts: {
    db: { p50: 1.13, p75: 1.52, p95: 4.71, p99: 8.83, p999: 19.2 },
    wait: { p50: 108.7, p75: 131.9, p95: 198.6, p99: 287.3, p999: 399.4 },
    cpu: null,
  },
  regions: [
    {
      ...{ region: 'EU-CDG', requests: 1401, done: 1396, refused: 5, failed: 0, slow: 2 },
      margin: { ms: 811.7, percent: 81.2 },
      total: { p50: 118.4, p75: 137.2, p95: 188.3, p99: 266.5, p999: 437.6 },
    },
    {
      ...{ region: 'NA-DFW', requests: 1066, done: 1035, refused: 20, failed: 11, slow: 5 },
      margin: { ms: 733.2, percent: 73.3 },
      total: { p50: 126.9, p75: 151.1, p95: 266.8, p99: 381.7, p999: 633.5 },
    },
  ],
  series: [],
};

const bookings: OperationLatency = {
  ...{ operation: 'confirm_booking', requests: 163, done: 157, refused: 6, failed: 0, slow: 1 },
  target: { percentile: 95, ms: 500 },
  margin: { ms: 212.2, percent: 42.4 },
  total: { p50: 133.5, p75: 156.4, p95: 287.8, p99: 306.1, p999: 579.3 },
  parts: {
    db: { p50: 6.64, p75: 12.7, p95: 34.3, p99: 41.4, p999: 55.8 },
    wait: { p50: 110.5, p75: 129.3, p95: 207.4, p99: 241.2, p999: 253.9 },
    cpu: null,
  },
  ...{ regions: [], series: [] },
};

const reads: OperationLatency = {
  ...{ operation: 'read', requests: 190, done: 190, refused: 0, failed: 0, slow: 0 },
  ...{ target: null, margin: null },
  total: { p50: 91.7, p75: 97.8, p95: 145.2, p99: 172.6, p999: 172.6 },
  parts: { db: null, wait: null, cpu: null },
  ...{ regions: [], series: [] },
};

/** A whole input. */
export const INPUT: ReportInput = {
  ...{ made: '2026-11-27T02:00:00.000Z', of: 'platform', host: 'api.example' },
  asked: { from: '2026-11-27T01:00:00.000Z', to: '2026-11-27T02:00:00.000Z' },
  ...{ serviceVersion: '0.9.8', reportVersion: '0.9.7', node: '24.21.0' },
  ...{ note: null, roundTripMs: 90, history, failures: [] },
  latency: {
    ...{ of: 'platform', from: '2026-11-27T01:00:00.000Z', to: '2026-11-27T02:00:00.000Z' },
    ...{ grain: 'minute', operations: [message, bookings, reads] },
  },
  status: {
    ...{ of: 'platform', light: 'green', since: '2026-11-27T01:25:00.000Z' },
    ...{ evaluatedAt: '2026-11-27T01:59:00.000Z', recommendation: 'Nothing is to be done.' },
    ...{ causes: [], signals: [signal({ signal: 'message_p95', value: 222.6 }), calm, traffic] },
    maintenance: null,
  },
  levels: {
    ...{ of: 'platform', from: '2026-10-31T00:00:00.000Z', to: '2026-11-27T02:00:00.000Z' },
    objectives: [
      {
        ...{ name: 'messages', objective: 0.95, targetMs: 1000, requests: 2439, bad: 129 },
        budget: { allowed: 121.95, left: -7.05, percent: -5.8 },
        burn: [{ window: '1h', requests: 2433, bad: 128, rate: 1.06 }],
        goneInHours: 0,
      },
    ],
    excluded: [],
  },
  backlog: {
    of: 'platform',
    data: [{ kind: 'unfolded', rows: 13, oldestAt: '2026-11-27T01:58:00.000Z' }],
    queues: null,
  },
  floors: {
    store_message: {
      ...{ p50: 99.4, p95: 108.6, turns: 17, requests: 8098, clients: 16, roundTripMs: 90 },
      ...{ date: '2026-11-26', machine: '2 cores of an AMD EPYC, Node v24.21.0' },
      file: 'bench/results/messages.json',
    },
    confirm_booking: null,
  },
};

/** The same without any request. */
export const EMPTY: ReportInput = {
  ...INPUT,
  latency: { ...INPUT.latency, operations: [] },
  ...{ status: null, history: null, levels: null, backlog: null },
  floors: { store_message: null, confirm_booking: null },
};
