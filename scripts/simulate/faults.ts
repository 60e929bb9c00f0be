import type { Cause, Light } from '../../src/operations/light/signals.ts';
import type { Conditions } from './conditions.ts';

/** Something that goes wrong at an instant and stays so. */
export interface Fault {
  /** What the light must be, and the cause that it must name; null where it must stay as it is. */
  readonly light: Light;
  readonly cause: Cause | null;
  /** How the conditions change. @param sinceMs how long ago it began */
  apply(conditions: Conditions, sinceMs: number): Partial<Conditions>;
}

/** So many of the requests store a message. */
export const MESSAGES_SHARE = 0.6;
const OVERDUE_AFTER_MS = 30_000;
const GIGABYTE = 1e9;

/** The messages that nobody has folded since a fault began, and those of them that are overdue. */
function unfolded({ perMinute }: Conditions, sinceMs: number) {
  const rowsOf = (ms: number) =>
    Math.floor((perMinute * MESSAGES_SHARE * Math.max(0, ms)) / 60_000);
  const overdue = [{ outbox: 'messages' as const, rows: rowsOf(sinceMs - OVERDUE_AFTER_MS) }];
  return { overdue, waiting: rowsOf(sinceMs) };
}

const emotions = (messages: number, bytes = messages * 300) => [
  { queue: 'emotions', messages, bytes, oldestAt: null },
];

export const FAULTS = {
  'slow-database': {
    ...{ light: 'red', cause: 'database_slow' },
    apply: ({ databaseMs }) => ({ databaseMs: databaseMs + 1500 }),
  },
  'slow-network': {
    ...{ light: 'red', cause: 'network_slow' },
    apply: ({ networkMs }) => ({ networkMs: networkMs + 1500 }),
  },
  'lock-wait': {
    ...{ light: 'red', cause: 'locks' },
    apply: ({ databaseMs, connections }) => ({
      databaseMs: databaseMs + 3000,
      connections: { ...connections, waitingForLocks: 6 },
    }),
  },
  'dead-consumer': {
    ...{ light: 'red', cause: 'consumer_behind' },
    apply(conditions, sinceMs) {
      const { overdue, waiting } = unfolded(conditions, sinceMs);
      return { overdue, queues: emotions(waiting) };
    },
  },
  'lost-queue': {
    ...{ light: 'red', cause: 'messages_lost' },
    apply: (conditions, sinceMs) => ({
      overdue: unfolded(conditions, sinceMs).overdue,
      queues: emotions(0),
    }),
  },
  'full-queue': {
    ...{ light: 'red', cause: 'queue_full' },
    apply: (conditions, sinceMs) => ({
      overdue: unfolded(conditions, sinceMs).overdue,
      queues: emotions(50_000_000, 25 * GIGABYTE),
    }),
  },
  'connection-leak': {
    ...{ light: 'red', cause: 'connections' },
    apply: ({ connections }) => ({ connections: { ...connections, used: connections.most - 2 } }),
  },
  'traffic-5x': {
    ...{ light: 'red', cause: 'traffic' },
    // The expected traffic is a fifth more than five times the baseline, because it comes by chance.
    apply: ({ perMinute }) => ({ perMinute: 6 * perMinute }),
  },
  'region-slow': {
    ...{ light: 'red', cause: 'region_slow' },
    apply: () => ({ slowRegion: { region: 'NA-EWR', ms: 1500 } }),
  },
  'clock-skew': {
    ...{ light: 'green', cause: null },
    apply: () => ({ skewsMs: [-90_000, 0, 90_000] }),
  },
  'cron-missed': {
    ...{ light: 'grey', cause: 'not_evaluated' },
    apply: () => ({ cronRuns: false }),
  },
  'classifier-failing': {
    ...{ light: 'red', cause: 'work_failing' },
    apply(conditions, sinceMs) {
      const { overdue, waiting } = unfolded(conditions, sinceMs);
      const failing = [{ work: 'read_emotion', subjects: Math.min(waiting, 1000) }];
      return { overdue, failing, queues: emotions(waiting) };
    },
  },
} as const satisfies Readonly<Record<string, Fault>>;
export type FaultName = keyof typeof FAULTS;
