import { z } from 'zod';
import { cellSchema, commonResults } from '../results.ts';

const drainSchema = z.object({
  /** Messages that were accepted per second. */
  acceptedPerSecond: z.number(),
  /** Messages that were not folded yet when the load ended. */
  debtAtEnd: z.number(),
  /** Messages that the consumers fold per second when nothing else runs. */
  drainedPerSecond: z.number(),
  failedBatches: z.number(),
});
export type Drain = z.infer<typeof drainSchema>;

const backlogSchema = z.object({
  /** How many messages were stored, and how many were waiting to be folded. */
  stored: z.number(),
  pending: z.number(),
  /** Messages that the consumers fold per second with the statistics from before the backlog. */
  stalePerSecond: z.number(),
  /** The same after ANALYZE. */
  freshPerSecond: z.number(),
});
export type Backlog = z.infer<typeof backlogSchema>;

export const messageResultsSchema = z.object({
  ...commonResults,
  drain: drainSchema.nullable(),
  backlog: backlogSchema.nullable().default(null),
  /** Maitred without delay, measured in turns, by the number of messages stored beforehand. */
  growth: z.array(
    z.object({
      messages: z.number(),
      round: z.number(),
      p50: z.number(),
      perSecond: z.number(),
    }),
  ),
  /** One conversation that every client writes to. */
  hot: z.array(cellSchema),
  /** Repeated requests with ids that are stored already. */
  replayed: cellSchema.nullable(),
});
export type MessageResults = z.infer<typeof messageResultsSchema>;

/** Results before any measurement. */
export const noMessageResults: MessageResults = {
  ...{
    measured: {},
    cells: [],
    pairs: [],
    openLoop: null,
    drain: null,
    backlog: null,
    growth: [],
    hot: [],
  },
  replayed: null,
};
