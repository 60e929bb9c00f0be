import { z } from 'zod';
import type { Measured } from '../platform/latency/sample.ts';

const share = z.number().positive().max(1);
const positive = z.number().positive();
const minutes = z
  .int()
  .min(1)
  .max(24 * 60);

/** An object whose fields all have defaults, and which may be absent. */
const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.preprocess((given) => given ?? {}, z.strictObject(shape));

/** The values at which a signal turns yellow, orange and red. Null: it never has that colour. */
export interface Steps {
  readonly yellow: number | null;
  readonly orange: number | null;
  readonly red: number | null;
}

/** Each colour has a default of its own, so that a setting may replace one of them. */
const steps = ({ yellow = null, orange = null, red = null }: Partial<Steps>) =>
  section({
    yellow: positive.nullable().default(yellow),
    orange: positive.nullable().default(orange),
    red: positive.nullable().default(red),
  });

/**
 * The numbers behind the operations routes: service levels, the traffic light, retention. All have
 * defaults, which are those of the table of triggers in docs/operations.md.
 */
export const operationsSettingsSchema = section({
  /** The P95 of an operation must be below its target, in milliseconds. */
  targets: section({
    store_message: positive.default(1000),
    confirm_booking: positive.default(500),
  }),
  /** The share of requests that must succeed, and of those that must be faster than their target. */
  objectives: section({
    availability: share.default(0.999),
    latency: share.default(0.95),
  }),
  /** The days over which an error budget is counted. */
  budgetDays: z.int().min(1).max(60).default(28),
  /** For how many days durations are kept, by the length of time in which they are counted. */
  kept: section({
    minute: z.int().min(1).default(2),
    /** The baseline of traffic needs four weeks of hours. */
    hour: z.int().min(30).default(60),
    day: z.int().min(60).default(732),
  }),
  light: section({
    /** P95 in milliseconds. */
    message_p95: steps({ yellow: 900, orange: 950, red: 1000 }),
    booking_p95: steps({ yellow: 450, orange: 475, red: 500 }),
    /** The P95 of the slowest region, in percent of its target. */
    region_p95: steps({ yellow: 90, orange: 95, red: 100 }),
    /** Requests of the last minute, as a multiple of the baseline. */
    traffic: steps({ yellow: 2, orange: 3, red: 5 }),
    /** Connections in percent of those that PostgreSQL allows. */
    connections: steps({ orange: 80, red: 90 }),
    /** Rows of the outboxes that wait longer than `overdueSeconds`. */
    overdue: steps({ red: 100 }),
    /** How much faster than allowed an error budget is used; see burn-rates.ts. */
    burn: steps({ yellow: 1, orange: 6, red: 14.4 }),
    /**
     * A colour ends when the signal has been below this share of the value at which the colour begins,
     * for `settleMinutes`.
     */
    offShare: share.default(0.95),
    settleMinutes: minutes.default(10),
    /** The time over which P95 is taken. */
    windowMinutes: minutes.max(60).default(5),
    /** A P95 needs so many requests. With fewer, the canary's durations are used. */
    leastRequests: z.int().min(1).default(50),
    /** A baseline below so many requests a minute counts as this number. */
    leastTraffic: z.int().min(1).default(100),
    /** A burn rate needs so many bad requests in its longer window. */
    leastBad: z.int().min(1).default(20),
    overdueSeconds: z.int().min(1).max(3600).default(30),
    /** Without an evaluation for so long, nothing is known. */
    lateMinutes: minutes.default(2),
  }),
});
export type OperationsSettings = z.infer<typeof operationsSettingsSchema>;

/** The P95 target of an operation in milliseconds; undefined for one that has none. */
export function targetOf({ targets }: OperationsSettings, measured: Measured): number | undefined {
  switch (measured) {
    case 'store_message':
    case 'canary_message':
      return targets.store_message;
    case 'confirm_booking':
    case 'canary_booking':
      return targets.confirm_booking;
    default:
      return undefined;
  }
}
