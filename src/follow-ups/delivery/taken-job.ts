import { z } from 'zod';
import { storedBookingSchema } from '../../bookings/booking.ts';
import { idSchema } from '../../platform/ids.ts';
import { followUpsSchema } from '../../venues/follow-up-settings.ts';
import { storedProfileFields } from '../../venues/profile.ts';
import { JOB_CHANNELS, JOB_KINDS } from '../job.ts';
import { togetherSchema } from '../together.ts';
import { storedEventDataSchema } from './event-data.ts';
import { afterUndoSchema, judgedBookingSchema, judgedEndpointSchema } from './verdict.ts';

/**
 * A job that a consumer has taken, with everything that it needs to decide on it and to carry it out.
 * Instants are milliseconds since 1970.
 */
export const takenJobSchema = z.object({
  id: idSchema<'job'>(),
  /** The number of the claim that the job was taken under. */
  attempt: z.int(),
  failures: z.int(),
  kind: z.enum(JOB_KINDS),
  channel: z.enum(JOB_CHANNELS),
  event: z.string().nullable(),
  scheduleVersion: z.int().nullable(),
  dueAt: z.int(),
  bookingId: idSchema<'booking'>().nullable(),
  booking: judgedBookingSchema.nullable(),
  /** Null for a webhook, and for a job without a booking. */
  afterUndo: afterUndoSchema.nullable(),
  partySize: z.int().nullable(),
  /** What is told together with it; null for a job about one booking. */
  together: togetherSchema.nullable(),
  /** Why the request was declined; null for other kinds. */
  declineReason: z.string().nullable(),
  /** Whether the guest was sent a calendar entry for the booking before. */
  isInvited: z.boolean(),
  /** The booking that an email's calendar file is about; null on other channels. */
  calendarBooking: storedBookingSchema.nullable(),
  /** The booking's venue with its present settings; null for an event. */
  venue: z
    .object({
      name: z.string(),
      timeZone: z.string(),
      followUps: followUpsSchema,
      ...storedProfileFields,
    })
    .nullable(),
  email: z.string().nullable(),
  /** The guest's BCP 47 tag. */
  locale: z.string().nullable(),
  workspaceId: idSchema<'workspace'>(),
  webhookId: idSchema<'webhook'>().nullable(),
  /** What the endpoint and its workspace are doing; null for a job of another channel. */
  load: z
    .object({
      health: z.object({
        failures: z.int(),
        slow: z.int(),
        opened: z.int(),
        openUntil: z.int().nullable(),
      }),
      /** The version of the stored health; 0 when none is stored. */
      version: z.int(),
      probe: idSchema<'job'>().nullable(),
      running: z.int(),
      runningOfWorkspace: z.int(),
      receiverMs: z.int(),
    })
    .nullable(),
  endpoint: judgedEndpointSchema
    .extend({
      id: idSchema<'webhook'>(),
      url: z.string(),
      /** Encrypted, as hexadecimal text. */
      secret: z.string(),
      /** The secret before the last rotation, while it still signs; encrypted too. */
      previousSecret: z.string().nullable(),
    })
    .nullable(),
  /** The data of an event; null for other kinds, or when the data no longer exists. */
  data: storedEventDataSchema.nullable(),
  turnedAt: z.int().nullable(),
});
export type TakenJob = z.infer<typeof takenJobSchema>;
