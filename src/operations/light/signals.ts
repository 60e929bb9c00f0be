import { z } from '@hono/zod-openapi';
import type { OperationsSettings, Steps } from '../settings.ts';

/** The colours of a signal, from the best to the worst. */
export const LEVELS = ['green', 'yellow', 'orange', 'red'] as const;
export type Level = (typeof LEVELS)[number];

/** The colours of the light. Grey: nothing is known. */
export const LIGHTS = ['grey', ...LEVELS] as const;
export type Light = (typeof LIGHTS)[number];

export const isWorse = (a: Level, b: Level) => LEVELS.indexOf(a) > LEVELS.indexOf(b);
export const worstOf = (levels: readonly Level[]): Level =>
  levels.reduce((worst, each) => (isWorse(each, worst) ? each : worst), 'green');

/** What the light is decided by. */
export const SIGNALS = [
  'message_p95',
  'booking_p95',
  'region_p95',
  'traffic',
  'connections',
  'overdue',
  'burn_availability',
  'burn_messages',
  'burn_bookings',
] as const;
export type SignalName = (typeof SIGNALS)[number];

/** The units of the values. */
export const UNITS: Readonly<Record<SignalName, 'ms' | 'percent' | 'ratio' | 'rows'>> = {
  message_p95: 'ms',
  booking_p95: 'ms',
  region_p95: 'percent',
  traffic: 'ratio',
  connections: 'percent',
  overdue: 'rows',
  burn_availability: 'ratio',
  burn_messages: 'ratio',
  burn_bookings: 'ratio',
};

/** Why a signal is not green. */
export const CAUSES = [
  'database_slow',
  'network_slow',
  'locks',
  'region_slow',
  'traffic',
  'connections',
  'consumer_behind',
  'messages_lost',
  'queue_full',
  'work_failing',
  'sweep_behind',
  'requests_failing',
  'requests_slow',
  'database_unreachable',
  'not_evaluated',
] as const;
export type Cause = (typeof CAUSES)[number];

/** A signal at one moment, before it is compared with what it was. */
export interface Measurement {
  readonly signal: SignalName;
  /**
   * The values that are compared with the steps. They are the same for most signals; a burn rate has
   * one for the windows of each colour. Null: it cannot be measured now.
   */
  readonly values: Readonly<Record<Exclude<Level, 'green'>, number>> | null;
  /** How many requests, connections or rows the values were taken from. */
  readonly events: number;
  /** What the value was taken from, where it is not the requests of all clients. */
  readonly source?: 'canary' | undefined;
  readonly cause: Cause | null;
  /** The region, operation, kind of work or rule of the baseline that explains the value. */
  readonly detail: string | null;
}

const levelSchema = z.enum(LEVELS);

/** A signal as it is stored and shown. Times are milliseconds since 1970. */
export const signalStateSchema = z.object({
  signal: z.enum(SIGNALS),
  level: levelSchema,
  /** Since when the signal has this level. */
  since: z.number(),
  /** Since when a lower level would do, and the highest that was needed since. */
  calm: z.object({ since: z.number(), level: levelSchema }).nullable(),
  /** Since when the signal cannot be measured; its level does not change until it can be. */
  unmeasuredSince: z.number().nullable(),
  value: z.number().nullable(),
  threshold: z.number().nullable(),
  events: z.int(),
  source: z.enum(['requests', 'canary']),
  cause: z.enum(CAUSES).nullable(),
  detail: z.string().nullable(),
});
export type SignalState = z.infer<typeof signalStateSchema>;

/** The values at which a signal changes its colour. */
export function stepsOf({ light }: OperationsSettings, signal: SignalName): Steps {
  switch (signal) {
    case 'burn_availability':
    case 'burn_messages':
    case 'burn_bookings':
      return light.burn;
    default:
      return light[signal];
  }
}
