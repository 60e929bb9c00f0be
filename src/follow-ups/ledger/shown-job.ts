import { z } from '@hono/zod-openapi';
import { showId } from '../../platform/ids.ts';
import { JOB_CHANNELS, JOB_KINDS } from '../job.ts';

/** A job as the database writes it. */
export const storedJobSchema = z.object({
  id: z.string(),
  kind: z.enum(JOB_KINDS),
  channel: z.enum(JOB_CHANNELS),
  event: z.string().nullable(),
  webhookId: z.string().nullable(),
  bookingId: z.string().nullable(),
  version: z.int().nullable(),
  scheduleVersion: z.int().nullable(),
  state: z.enum(['planned', 'delivered', 'suppressed', 'dead']),
  reason: z.string().nullable(),
  when: z.string().nullable(),
  dueAt: z.string(),
  nextAttemptAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  attempts: z.array(
    z.object({
      at: z.string(),
      outcome: z.string(),
      reason: z.string().nullable(),
      status: z.int().nullable(),
      latencyMs: z.int().nullable(),
    }),
  ),
});
export type StoredJob = z.infer<typeof storedJobSchema>;

/** A planned piece of follow-up work, with what became of it. */
export const jobSchema = storedJobSchema
  .extend({
    id: z.string().openapi({ description: 'The `webhook-id` of a webhook.' }),
    version: z
      .int()
      .nullable()
      .openapi({ description: 'Of the booking, that it was planned for.' }),
    scheduleVersion: z.int().nullable().openapi({
      description:
        'Suppressed when the booking has another one by then; null: told whatever follows.',
    }),
    reason: z
      .string()
      .nullable()
      .openapi({ description: 'Why it was suppressed, or what it met.' }),
    when: z.string().nullable().openapi({ description: 'The local time that it says.' }),
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
