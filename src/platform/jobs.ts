import { z } from 'zod';
import { idSchema } from './ids.ts';
import { sampleSchema } from './latency/sample.ts';

/** The body of a message on the queue `emotions`: the message whose emotion is to be read. */
export const emotionJobSchema = z.strictObject({
  conversationId: idSchema<'conversation'>(),
  seq: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
  /** The duration of the request that stored the message. It is counted when the message is folded. */
  sample: sampleSchema.optional(),
});
export type EmotionJob = z.infer<typeof emotionJobSchema>;

/**
 * The body of a message on the queue `follow-ups`: the booking or conversation to plan for, or the
 * venue whose free places are to be offered to its waitlist.
 */
export const followUpJobSchema = z.union([
  z.strictObject({
    bookingId: idSchema<'booking'>(),
    /** The version that the request gave the booking. */
    version: z.int().min(1).optional(),
    /** The duration of that request. It is counted when the event of the version is planned. */
    sample: sampleSchema.optional(),
  }),
  z.strictObject({ conversationId: idSchema<'conversation'>() }),
  z.strictObject({ venueId: idSchema<'venue'>() }),
]);
export type FollowUpJob = z.input<typeof followUpJobSchema>;

/**
 * The body of a message on the queue `telemetry`: the duration of a request that no other message
 * carries. It may get lost.
 */
export const telemetryJobSchema = z.strictObject({
  /** Makes the sample count once; it identifies nothing else. */
  id: z.uuid(),
  /** Null for a request without a genuine key. */
  workspaceId: idSchema<'workspace'>().nullable(),
  sample: sampleSchema,
});
export type TelemetryJob = z.infer<typeof telemetryJobSchema>;

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
