import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { VARIANTS, type VariantName } from './variants.ts';

const variantNames = Object.keys(VARIANTS) as [VariantName, ...VariantName[]];

const cellSchema = z.object({
  variant: z.enum(variantNames),
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
  /** Answers other than 2xx, by status; 0 is a connection that failed. */
  failures: z.record(z.string(), z.number()),
  /** Blocking round trips per request, counted at the proxy. */
  roundTrips: z.number().nullable(),
  /** Milliseconds of CPU per request, by process. */
  cpu: z.record(z.string(), z.number()),
});
export type Cell = z.infer<typeof cellSchema>;

const drainSchema = z.object({
  /** Messages a second that were accepted, and folded meanwhile. */
  acceptedPerSecond: z.number(),
  debtAtEnd: z.number(),
  /** Messages a second that the consumers fold when nothing else runs. */
  drainedPerSecond: z.number(),
  failedBatches: z.number(),
});
export type Drain = z.infer<typeof drainSchema>;

const resultsSchema = z.object({
  /** The day on which each part was measured. */
  measured: z.record(z.string(), z.string()),
  cells: z.array(cellSchema),
  /** Variants measured in turns, several times over: what the gates compare. */
  turns: z.array(cellSchema.extend({ round: z.number() })),
  drain: drainSchema.nullable(),
  /** Maitred without delay, in turns, by how many messages were stored before. */
  growth: z.array(
    z.object({
      messages: z.number(),
      round: z.number(),
      p50: z.number(),
      perSecond: z.number(),
    }),
  ),
  /** One conversation that every client writes to, and the same ids sent again and again. */
  hot: z.array(cellSchema),
  replayed: cellSchema.nullable(),
});
export type Results = z.infer<typeof resultsSchema>;

/** The results of an earlier run. */
export function readResults(file: string): Results {
  return resultsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
