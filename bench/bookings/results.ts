import { z } from 'zod';
import { cellSchema, commonResults } from '../results.ts';

const availabilityResultsSchema = z.object({
  /** Of the venue, in the month that is searched. */
  bookings: z.number(),
  /** Median milliseconds of the query, by EXPLAIN ANALYZE. */
  databaseMs: z.number(),
  cells: z.array(cellSchema),
  /** Maitred asked for the same again. */
  kept: z.array(cellSchema),
});
export type AvailabilityResults = z.infer<typeof availabilityResultsSchema>;

const dueJobsResultsSchema = z.object({
  due: z.number(),
  claimedPerSecond: z.number(),
  deliveredPerSecond: z.number(),
});
/** Follow-ups that are all due at once. */
export type DueJobsResults = z.infer<typeof dueJobsResultsSchema>;

export const bookingResultsSchema = z.object({
  ...commonResults,
  /** One venue that every client books at. */
  hot: z.array(cellSchema),
  availability: availabilityResultsSchema.nullable(),
  dueJobs: dueJobsResultsSchema.nullable(),
});
export type BookingResults = z.infer<typeof bookingResultsSchema>;

/** Nothing measured yet. */
export const noBookingResults: BookingResults = {
  ...{ measured: {}, cells: [], turns: [], hot: [], availability: null, dueJobs: null },
};
