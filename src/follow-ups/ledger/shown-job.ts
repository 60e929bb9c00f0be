import { z } from '@hono/zod-openapi';
import { idSchema, showId } from '../../platform/ids.ts';
import { shownId, timestampSchema } from '../../platform/schemas.ts';
import { JOB_CHANNELS, JOB_KINDS } from '../job.ts';

/** A job as the database writes it. Jobs that are claimed or being carried out count as planned. */
export const storedJobSchema = z.object({
  id: idSchema<'job'>(),
  kind: z.enum(JOB_KINDS),
  channel: z.enum(JOB_CHANNELS),
  event: z.string().nullable(),
  webhookId: idSchema<'webhook'>().nullable(),
  bookingId: idSchema<'booking'>().nullable(),
  version: z.int().nullable(),
  scheduleVersion: z.int().nullable(),
  state: z.enum(['planned', 'delivered', 'suppressed', 'dead']),
  reason: z.string().nullable(),
  when: z.string().nullable(),
  dueAt: timestampSchema,
  nextAttemptAt: timestampSchema.nullable(),
  finishedAt: timestampSchema.nullable(),
  attempts: z.array(
    z.object({
      at: timestampSchema,
      outcome: z.string().openapi({
        description: '`delivered`, `retry`, `suppressed` or `dead`.',
        example: 'delivered',
      }),
      reason: z.string().nullable().openapi({
        description: 'A code for the failure, such as `timeout`.',
      }),
      status: z.int().nullable().openapi({ description: 'The receiver’s HTTP status.' }),
      latencyMs: z.int().nullable().openapi({ description: 'How long the attempt took.' }),
    }),
  ),
});
export type StoredJob = z.infer<typeof storedJobSchema>;

/** A planned piece of follow-up work, with its attempts and its outcome. */
export const jobSchema = storedJobSchema
  .extend({
    id: shownId('job').openapi({
      description: 'For a webhook job it is also the `webhook-id` of the requests.',
    }),
    kind: z.enum(JOB_KINDS).openapi({
      description:
        'What the job does: it sends a text to the guest, checks for a no-show (`no_show_check`), or reports an event to a webhook (`event`).',
    }),
    channel: z.enum(JOB_CHANNELS).openapi({
      description:
        'How the job is delivered: to the guest by email or in the conversation, to a webhook, or as a change of the booking itself.',
    }),
    event: z.string().nullable().openapi({
      description: 'The type of event that a webhook receives; null for other kinds.',
      example: 'booking.confirmed',
    }),
    webhookId: shownId('webhook').nullable(),
    bookingId: shownId('booking').nullable(),
    version: z.int().nullable().openapi({
      description: 'The version of the booking that the job was planned for.',
    }),
    scheduleVersion: z.int().nullable().openapi({
      description:
        'The version that set the booking’s time and party when the job was planned. If another version has set them since, the job is suppressed as `superseded`. Null: later changes do not suppress the job.',
    }),
    state: z.enum(['planned', 'delivered', 'suppressed', 'dead']).openapi({
      description:
        '`dead`: given up after its last attempt. A booking’s timeline also shows a job that is not due yet as `suppressed` when, in the current state, it will not be delivered, for example a reminder of a cancelled booking. Its `finishedAt` is null.',
    }),
    reason: z.string().nullable().openapi({
      description:
        'Why the job is suppressed, dead or postponed, or what went wrong at its last attempt: for example `cancelled` (the booking’s state), `superseded`, `switched_off` or `channel_off` (the venue’s settings no longer ask for it), or `http_500`.',
    }),
    when: z.string().nullable().openapi({
      description:
        'The local time that the text names, or would name if it were sent now; null for jobs without a text.',
    }),
    dueAt: timestampSchema.openapi({ description: 'When the job was planned to be carried out.' }),
    nextAttemptAt: timestampSchema.nullable().openapi({
      description: 'When the job is next attempted; null when no attempt is waiting.',
    }),
    finishedAt: timestampSchema.nullable().openapi({
      description: 'When the job was delivered, suppressed or given up.',
    }),
  })
  .openapi('Job');

/** A job as clients see it. */
export function showJob({ webhookId, bookingId, ...job }: StoredJob) {
  return {
    ...job,
    id: showId('job', job.id),
    webhookId: webhookId && showId('webhook', webhookId),
    bookingId: bookingId && showId('booking', bookingId),
  };
}
