import { z } from 'zod';
import { idSchema } from './ids.ts';

/** The body of a message on the queue `emotions`: the message whose emotion is to be read. */
export const emotionJobSchema = z.strictObject({
  conversationId: idSchema<'conversation'>(),
  seq: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
});
export type EmotionJob = z.infer<typeof emotionJobSchema>;

/**
 * The body of a message on the queue `follow-ups`: the booking or conversation to plan for, or the
 * venue whose free places are to be offered to its waitlist.
 */
export const followUpJobSchema = z.union([
  z.strictObject({ bookingId: idSchema<'booking'>() }),
  z.strictObject({ conversationId: idSchema<'conversation'>() }),
  z.strictObject({ venueId: idSchema<'venue'>() }),
]);
export type FollowUpJob = z.input<typeof followUpJobSchema>;

/** The largest number of a claim. A job that has been claimed so often is given up. */
export const MAX_ATTEMPTS = 30_000;

/**
 * The body of a message on the queues `deliveries` and `webhooks`: the job to carry out. `attempt` identifies the
 * claim; a message that carries another number than the job's current claim is ignored.
 */
export const deliveryJobSchema = z.strictObject({
  jobId: idSchema<'job'>(),
  attempt: z.int().min(1).max(MAX_ATTEMPTS),
});
export type DeliveryJob = z.infer<typeof deliveryJobSchema>;

/**
 * The queues of jobs: `deliveries` for guests (email, conversations, bookings), and `webhooks` for the
 * endpoints of tenants, which may be slow. The consumer of each takes the jobs of both.
 */
export type DeliveryQueue = 'deliveries' | 'webhooks';
