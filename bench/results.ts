import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { VARIANT_NAMES } from './variants.ts';

export const cellSchema = z.object({
  variant: z.enum(VARIANT_NAMES),
  delayMs: z.number(),
  clients: z.number(),
  /** The counted requests. `sent` also includes the requests of the warm-up. */
  requests: z.number(),
  sent: z.number(),
  perSecond: z.number(),
  p50: z.number(),
  p95: z.number(),
  /** Null with fewer than 1,000 samples, which are too few for a P99. */
  p99: z.number().nullable(),
  /** How many answers were not successful, by status. 0 is a failed connection. */
  failures: z.record(z.string(), z.number()),
  /** Blocking round trips per request, counted at the proxy. */
  roundTrips: z.number().nullable(),
  /** Round trips per request of background work, as far as it was done during the run. */
  backgroundRoundTrips: z.number().optional(),
  /** Milliseconds of CPU per request, by process. */
  cpu: z.record(z.string(), z.number()),
});
export type Cell = z.infer<typeof cellSchema>;

/** Maitred and another variant, measured in turns. */
const pairSchema = z.object({
  other: z.enum(VARIANT_NAMES),
  delayMs: z.number(),
  clients: z.number(),
  /** In the order of measurement: the other, Maitred, the other, …, the other. */
  turns: z.array(cellSchema),
});
export type Pair = z.infer<typeof pairSchema>;

const openLoopSchema = z.object({
  /** The closed loops with 64 clients. That of Maitred has the highest rate. */
  closed: z.array(cellSchema),
  cells: z.array(
    cellSchema
      .pick({ variant: true, delayMs: true, p50: true, p95: true, p99: true, failures: true })
      .extend({
        /** The part of the highest rate, and the requests a second. */
        share: z.number(),
        rate: z.number(),
        /** The counted requests, and how many of them the load generator started late. */
        due: z.number(),
        late: z.number(),
      }),
  ),
});
/** Requests at a fixed rate, with latencies from the time at which each was due. */
export type OpenLoop = z.infer<typeof openLoopSchema>;

/** The fields that every file of results has. */
export const commonResults = {
  /** The day on which each part was measured. */
  measured: z.record(z.string(), z.string()),
  cells: z.array(cellSchema),
  /** What the gates compare. */
  pairs: z.array(pairSchema).default([]),
  openLoop: openLoopSchema.nullable().default(null),
};

/** The results of an earlier run, if there was one. */
export function readResults<Results>(
  file: string,
  schema: z.ZodType<Results>,
): Results | undefined {
  return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}
