import { z } from 'zod';
import { cellSchema, commonResults } from '../results.ts';

const drainSchema = z.object({
  /** Messages a second that were accepted, and folded meanwhile. */
  acceptedPerSecond: z.number(),
  debtAtEnd: z.number(),
  /** Messages a second that the consumers fold when nothing else runs. */
  drainedPerSecond: z.number(),
  failedBatches: z.number(),
});
export type Drain = z.infer<typeof drainSchema>;

export const messageResultsSchema = z.object({
  ...commonResults,
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
export type MessageResults = z.infer<typeof messageResultsSchema>;

/** Nothing measured yet. */
export const noMessageResults: MessageResults = {
  ...{ measured: {}, cells: [], turns: [], drain: null, growth: [], hot: [], replayed: null },
};
