import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { VARIANT_NAMES } from './variants.ts';

export const cellSchema = z.object({
  variant: z.enum(VARIANT_NAMES),
  delayMs: z.number(),
  clients: z.number(),
  /** Requests that were counted; `sent` has the uncounted first ones too. */
  requests: z.number(),
  sent: z.number(),
  perSecond: z.number(),
  p50: z.number(),
  p95: z.number(),
  /** Null below 1,000 samples, which say nothing of it. */
  p99: z.number().nullable(),
  /** Answers that did not do what was asked, by status; 0 is a connection that failed. */
  failures: z.record(z.string(), z.number()),
  /** Blocking round trips per request, counted at the proxy. */
  roundTrips: z.number().nullable(),
  /** Those of work that has connections of its own, as far as it was done meanwhile. */
  backgroundRoundTrips: z.number().optional(),
  /** Milliseconds of CPU per request, by process. */
  cpu: z.record(z.string(), z.number()),
});
export type Cell = z.infer<typeof cellSchema>;

/** A cell of variants that are measured in turns, several times over. */
export const turnSchema = cellSchema.extend({ round: z.number() });
export type Turn = z.infer<typeof turnSchema>;

/** What each file of results has. */
export const commonResults = {
  /** The day on which each part was measured. */
  measured: z.record(z.string(), z.string()),
  cells: z.array(cellSchema),
  /** Variants measured in turns: what the gates compare. */
  turns: z.array(turnSchema),
};

/** The results of an earlier run, if there was one. */
export function readResults<Results>(
  file: string,
  schema: z.ZodType<Results>,
): Results | undefined {
  return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}
