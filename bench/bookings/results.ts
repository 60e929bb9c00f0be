import { z } from 'zod';
import { cellSchema, commonResults } from '../results.ts';

const availabilityResultsSchema = z.object({
  /** The number of bookings of the venue in the searched month. */
  bookings: z.number(),
  /** The median execution time of the query by EXPLAIN ANALYZE, in milliseconds. */
  databaseMs: z.number(),
  cells: z.array(cellSchema),
  /** Maitred's cached answers. */
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
  /** One venue at which every client books. */
  hot: z.array(cellSchema),
  availability: availabilityResultsSchema.nullable(),
  dueJobs: dueJobsResultsSchema.nullable(),
});
export type BookingResults = z.infer<typeof bookingResultsSchema>;

/** Results before any measurement. */
export const noBookingResults: BookingResults = {
  ...{
    measured: {},
    cells: [],
    pairs: [],
    openLoop: null,
    hot: [],
    availability: null,
    dueJobs: null,
  },
};
