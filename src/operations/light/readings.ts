import { z } from 'zod';
import type { WORKS } from '../../platform/failed-work/work.ts';
import { histogramSchema } from '../../platform/latency/histogram-schema.ts';
import { MEASURED } from '../../platform/latency/sample.ts';
import { LIGHTS, signalStateSchema } from './signals.ts';

/** The windows of burn rates; see burn-rates.ts. */
export const WINDOWS = ['5m', '30m', '1h', '6h', '3d'] as const;
export type Window = (typeof WINDOWS)[number];

/** What is waiting in an outbox. */
export const OUTBOXES = ['messages', 'moods', 'events', 'jobs'] as const;
export type Outbox = (typeof OUTBOXES)[number];

/** The requests of an operation in one region that ended well, in the window of the light. */
const recentSchema = z.object({
  measured: z.enum(MEASURED),
  region: z.string(),
  total: histogramSchema,
  inDatabase: histogramSchema,
  wait: histogramSchema,
});

/** The requests of an operation in a window. */
export const countsSchema = z.object({
  window: z.enum(WINDOWS),
  measured: z.enum(MEASURED),
  requests: z.int(),
  done: z.int(),
  failed: z.int(),
  slow: z.int(),
});
export type Counts = z.infer<typeof countsSchema>;

/** The requests of a whole hour. Times are milliseconds since 1970. */
const hourSchema = z.object({ at: z.number(), requests: z.int() });

/** What the database says about the platform, from which the signals are measured. */
export const readingsSchema = z.object({
  recent: z.array(recentSchema),
  counts: z.array(countsSchema),
  traffic: z.object({
    /** All requests of the last minute that is over. */
    requests: z.int(),
    /** When the first hour with requests began; null when there is none. */
    firstHour: z.number().nullable(),
    hours: z.array(hourSchema),
  }),
  /** Null for a workspace, which shares its connections with all others. */
  connections: z.object({ used: z.int(), most: z.int(), waitingForLocks: z.int() }).nullable(),
  overdue: z.array(z.object({ outbox: z.enum(OUTBOXES), rows: z.int() })),
  /** How many subjects of a kind of work have failed in the last ten minutes. */
  failing: z.array(z.object({ work: z.string(), subjects: z.int() })),
});
export type Readings = z.infer<typeof readingsSchema>;

/** The light as it was decided before. Times are milliseconds since 1970. */
export const storedLightSchema = z.object({
  light: z.enum(LIGHTS),
  since: z.number(),
  evaluatedAt: z.number(),
  signals: z.array(signalStateSchema),
});
export type StoredLight = z.infer<typeof storedLightSchema>;

/** What a queue says about itself; null where it does not say it. */
export interface QueueMetrics {
  readonly queue: string;
  readonly messages: number;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly oldestAt: number | null;
}

/** The work of the classifier. Its failures are counted on the messages themselves. */
export const READ_EMOTION = 'read_emotion';

/** The work that fails when an outbox does not empty. */
export const WORKS_OF: Readonly<
  Record<Outbox, readonly (keyof typeof WORKS | typeof READ_EMOTION)[]>
> = {
  messages: [READ_EMOTION, 'fold_messages'],
  moods: ['walk_mood'],
  events: ['plan_booking', 'plan_conversation'],
  jobs: ['claim_job'],
};

/** The queues that bring the work of an outbox to its consumer. */
export const QUEUES_OF: Readonly<Record<Outbox, readonly string[]>> = {
  messages: ['emotions'],
  moods: [],
  events: ['follow-ups'],
  jobs: ['deliveries', 'webhooks'],
};
