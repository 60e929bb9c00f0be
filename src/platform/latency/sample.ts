import { z } from 'zod';
import { bucketOf, LAST_BUCKET } from './histogram.ts';

/** What requests are measured as. */
export const MEASURED = [
  'store_message',
  'confirm_booking',
  'hold_booking',
  'change_booking',
  'search_availability',
  'read',
  'write',
  'canary_message',
  'canary_booking',
  'canary_other',
] as const;
export type Measured = (typeof MEASURED)[number];

/** How a request ended: with a 2xx or 304, with another 4xx, or with a 5xx. */
export const OUTCOMES = ['done', 'refused', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The region of a request whose place is not known. */
export const UNKNOWN_REGION = 'unknown';

const bucketSchema = z.int().min(0).max(LAST_BUCKET);

/**
 * The duration of one request and of its parts, as buckets of a histogram. It names no guest, no
 * conversation and no booking.
 */
export const sampleSchema = z.strictObject({
  measured: z.enum(MEASURED),
  outcome: z.enum(OUTCOMES),
  /** The continent and the data centre of the Worker, such as `EU-CDG`. */
  region: z.string().regex(/^(unknown|[A-Z]{2}-[A-Z]{3})$/),
  /** When the request ended, in milliseconds since 1970 on the isolate's clock. */
  at: z.int().min(0).max(8.64e15),
  /** How many requests the sample stands for: more than one where only some are measured. */
  weight: z.int().min(1).max(1000),
  /** Whether the request took as long as its target, or longer. False without a target. */
  isSlow: z.boolean(),
  total: bucketSchema,
  /** The time in which the database executed the statement; null when it is not known. */
  inDatabase: bucketSchema.nullable(),
  /** The rest of the time until the database's answer; null when it is not known. */
  wait: bucketSchema.nullable(),
});
export type Sample = z.infer<typeof sampleSchema>;

/** Of how many requests that do not fail one is measured. Reads are many, and each sample costs a queue message. */
export const WEIGHTS: Readonly<Record<Measured, number>> = {
  store_message: 1,
  confirm_booking: 1,
  hold_booking: 1,
  change_booking: 1,
  search_availability: 10,
  read: 10,
  write: 1,
  canary_message: 1,
  canary_booking: 1,
  canary_other: 1,
};

/**
 * How many requests the sample of a request stands for; 0 when it makes none. Every failure is counted
 * by itself, because a few of them decide about an error budget. A refusal without a genuine key is not
 * counted: nobody must be able to raise the traffic without one.
 * @param random between 0 and 1
 */
export function weightOf(
  measured: Measured | undefined,
  status: number,
  hasCaller: boolean,
  random: number,
): number {
  if (measured === undefined || (!hasCaller && outcomeOf(status) === 'refused')) return 0;
  if (outcomeOf(status) === 'failed') return 1;
  const weight = WEIGHTS[measured];
  return random * weight < 1 ? weight : 0;
}

/** What a request tells about itself when it has ended. Durations are in milliseconds. */
export interface Ended {
  readonly measured: Measured;
  readonly status: number;
  /** The `cf` of the request, which only Cloudflare sets. */
  readonly cf: unknown;
  readonly at: number;
  readonly weight: number;
  /** The target of the operation; undefined when it has none. */
  readonly targetMs: number | undefined;
  readonly totalMs: number;
  readonly databaseMs: number;
  readonly inDatabaseMs: number | undefined;
}

/** Makes the sample of a request. */
export function sampleOf(ended: Ended): Sample {
  const { measured, status, cf, at, weight, targetMs, totalMs, databaseMs, inDatabaseMs } = ended;
  const isKnown = inDatabaseMs !== undefined;
  return {
    measured,
    outcome: outcomeOf(status),
    region: regionOf(cf),
    at,
    weight,
    isSlow: targetMs !== undefined && totalMs >= targetMs,
    total: bucketOf(totalMs),
    inDatabase: isKnown ? bucketOf(inDatabaseMs) : null,
    wait: isKnown ? bucketOf(databaseMs - inDatabaseMs) : null,
  };
}

const outcomeOf = (status: number): Outcome =>
  status >= 500 ? 'failed' : status >= 400 ? 'refused' : 'done';

const placeSchema = z.object({
  continent: z.string().regex(/^[A-Z]{2}$/),
  colo: z.string().regex(/^[A-Z]{3}$/),
});

/** The regions of the places that this isolate has seen: a few, since it is in one of them. */
const regions = new Map<string, string>();
const MOST_REGIONS = 100;

function regionOf(cf: unknown): string {
  if (typeof cf !== 'object' || cf === null) return UNKNOWN_REGION;
  const place = `${Reflect.get(cf, 'continent')}-${Reflect.get(cf, 'colo')}`;
  const known = regions.get(place);
  if (known !== undefined) return known;
  const region = placeSchema.safeParse(cf).success ? place : UNKNOWN_REGION;
  if (regions.size < MOST_REGIONS) regions.set(place, region);
  return region;
}
