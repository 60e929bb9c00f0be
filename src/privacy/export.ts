import { z } from '@hono/zod-openapi';
import { bookingEventSchema, bookingSchema } from '../bookings/booking.ts';
import { seriesFactsSchema } from '../bookings/series/series.ts';
import { conversationFactsSchema } from '../conversations/conversation.ts';
import { emotionLabelSchema, statisticsLabelSchema } from '../conversations/emotion.ts';
import { messageSchema, roleSchema } from '../conversations/message.ts';
import { customerSchema } from '../customers/customer.ts';
import { jobSchema } from '../follow-ups/ledger/shown-job.ts';
import { shownId, timestampSchema } from '../platform/schemas.ts';
import { entrySchema } from '../waitlist/entry.ts';

const moodSchema = z.number().openapi({ description: 'From -1 to 1.' });

/** What an export tells of a conversation besides its facts. */
export const conversationExtras = {
  mood: z
    .object({
      mood: moodSchema,
      asOfSeq: z.int().openapi({ description: 'The last message that the mood includes.' }),
    })
    .nullable()
    .openapi({ description: 'null before a message was read.' }),
  statistics: z
    .array(
      z.object({
        role: roleSchema,
        label: statisticsLabelSchema,
        modelVersion: z.string(),
        messages: z.int(),
        valenceSum: z.number(),
        valenceSquares: z.number(),
      }),
    )
    .openapi({
      description:
        'How many messages have each emotion, with the sum of their valences and of the squares.',
    }),
};

/** A turn of a conversation's mood that asked for attention. */
export const attentionEventSchema = z
  .object({
    conversationId: z.string(),
    seq: z.int().openapi({ description: 'The message at which the mood turned.' }),
    mood: moodSchema,
    label: emotionLabelSchema,
    raisedAt: timestampSchema,
  })
  .openapi('AttentionEvent');

/** The fields of a correction that the database writes as clients see them. */
export const correctionFields = {
  conversationId: z.string(),
  seq: z.int().openapi({ description: 'The message whose emotion was corrected.' }),
  fromLabel: statisticsLabelSchema.nullable(),
  fromValence: z.number().nullable(),
  fromModelVersion: z.string().nullable(),
  toLabel: emotionLabelSchema,
  toValence: z.number(),
  at: timestampSchema,
};

const correctionSchema = z
  .object({
    ...correctionFields,
    keyId: shownId('key').openapi({ description: 'The API key that made the correction.' }),
  })
  .openapi('ExportedCorrection');

export const exportedAttemptSchema = jobSchema.shape.attempts.element.extend({
  answer: z
    .string()
    .nullable()
    .openapi({ description: 'The first bytes of the answer of a webhook’s receiver.' }),
});

const exportedJobSchema = jobSchema.extend({
  state: jobSchema.shape.state.openapi({
    description:
      'The stored state. A `planned` job may still be suppressed when it is due; the timeline of its booking shows that in advance.',
  }),
  locale: z.string().nullable().openapi({ description: 'The language of the text.' }),
  subject: z.string().nullable(),
  text: z.string().nullable(),
  conversationId: z.string().nullable().openapi({
    description: 'The conversation that a webhook reports; null for a job of a booking.',
  }),
  seq: z.int().nullable().openapi({ description: 'The message that a webhook reports.' }),
  attempts: z.array(exportedAttemptSchema),
});

/** What an export tells of a waitlist entry besides what its list shows. */
export const entryExtras = {
  leftAt: timestampSchema
    .nullable()
    .openapi({ description: 'When the entry ended; null while it lasts.' }),
};

export const idempotencyKeySchema = z.object({
  key: z.string(),
  createdAt: timestampSchema,
  operation: z.string().nullable().openapi({ description: 'The operation that was requested.' }),
  status: z.int().nullable().openapi({ description: 'The HTTP status of the answer.' }),
  code: z.string().nullable().openapi({ description: 'The code of a refusal.' }),
  thingId: z
    .string()
    .nullable()
    .openapi({ description: 'The id in the answer as it is stored, without a prefix.' }),
  version: z.int().nullable().openapi({ description: 'The version in the answer.' }),
  answer: z.record(z.string(), z.unknown()).nullable().openapi({
    description: 'The answer as it is stored, to be given again to a retry; null after a day.',
  }),
});

/** A page of everything that is stored about a customer. */
export const customerExportSchema = z
  .object({
    customer: customerSchema,
    conversations: z
      .array(conversationFactsSchema.extend(conversationExtras))
      .openapi({ description: 'The conversations of this page’s messages.' }),
    messages: z
      .array(messageSchema)
      .openapi({ description: 'In the order of conversation and seq.' }),
    attentionEvents: z
      .array(attentionEventSchema)
      .openapi({ description: 'Those raised by this page’s messages.' }),
    corrections: z
      .array(correctionSchema)
      .openapi({ description: 'Corrections of the emotions of this page’s messages.' }),
    bookings: z.array(bookingSchema),
    series: z
      .array(seriesFactsSchema)
      .openapi({ description: 'The series of which this page has the first booking.' }),
    timeline: z.array(bookingEventSchema.extend({ bookingId: shownId('booking') })).openapi({
      description: 'What happened to the bookings, with the reasons that were given.',
    }),
    jobs: z.array(exportedJobSchema).openapi({
      description:
        'The follow-ups of the bookings, and the webhooks about bookings, messages and moods: what was sent, when and over which channel, with all attempts.',
    }),
    waitlist: z.array(entrySchema.extend(entryExtras)),
    idempotencyKeys: z.array(idempotencyKeySchema).openapi({
      description: 'The requests with an Idempotency-Key, for 30 days.',
    }),
    page: z.object({
      next: z
        .string()
        .nullable()
        .openapi({ description: 'The cursor of the next page; null on the last page.' }),
    }),
  })
  .openapi('CustomerExport');
