import { z } from '@hono/zod-openapi';
import { emotionLabelSchema } from '../../conversations/emotion.ts';
import { trendSchema } from '../../conversations/trend.ts';
import { timestampSchema } from '../../platform/schemas.ts';

/**
 * The highest count of pending or set-apart messages. Counting stops there, so that a long backlog
 * does not make the statement slow.
 */
export const MOST_COUNTED = 10_000;

/** How many messages at each end of a conversation are searched for the trend. */
export const EDGE_OF_CONVERSATION = 2000;
/** How many of a customer's first and last conversations are searched for the trend. */
export const CONVERSATIONS_AT_EDGE = 100;
/** How many messages at each end of each of those conversations are searched. */
export const EDGE_IN_CUSTOMER = 100;

const valence = z.number().openapi({ description: 'From -1 (bad) to 1 (good).' });

const labelSummarySchema = z.object({
  label: emotionLabelSchema,
  messages: z.int(),
  share: z.number().openapi({ description: 'The share of all labelled messages, 0 to 1.' }),
  meanValence: valence,
});

export const emotionSummarySchema = z
  .object({
    messages: z.int().openapi({ description: 'Messages that have a label and are counted.' }),
    abstained: z.int().openapi({
      description:
        'Messages that the classifier gave no label, which is not the same as `neutral`. The built-in classifier reads English only, so without Workers AI all messages in other languages are counted here.',
    }),
    meanValence: valence.nullable(),
    spread: z
      .number()
      .nullable()
      .openapi({ description: 'The standard deviation of the valence over all messages.' }),
    labels: z
      .array(labelSummarySchema)
      .openapi({ description: 'The labels that messages have, in alphabetical order.' }),
  })
  .openapi('EmotionSummary');
export type EmotionSummary = z.infer<typeof emotionSummarySchema>;

const emotionTrendSchema = trendSchema.openapi('EmotionTrend', {
  description: `The mean valence at the beginning and at the end. null: too few messages have a label. The labels are searched in the first and the last ${EDGE_OF_CONVERSATION} messages of a conversation. Of a customer they are searched in the first and the last ${CONVERSATIONS_AT_EDGE} conversations, in ${EDGE_IN_CUSTOMER} messages at each end.`,
});

const freshnessSchema = z
  .object({
    asOf: timestampSchema.openapi({
      description: 'Every message that was stored before this time is counted.',
    }),
    pending: z.int().openapi({
      description: `Messages whose emotion has not been read yet; at most ${MOST_COUNTED}.`,
    }),
    setApart: z.int().openapi({
      description: 'Messages whose emotion could not be read, and that are not tried again.',
    }),
    modelVersion: z.string().openapi({ description: 'The version of the current classifier.' }),
    messagesByModel: z
      .record(z.string(), z.int())
      .openapi({ description: 'How many messages each model version has read.' }),
  })
  .openapi('EmotionFreshness');

/** The statistics of one conversation. */
export const conversationEmotionsSchema = emotionSummarySchema
  .extend({
    conversationId: z.string(),
    trend: emotionTrendSchema,
    freshness: freshnessSchema.extend({
      asOfSeq: z.int().openapi({ description: 'Every message up to this seq is counted.' }),
    }),
  })
  .openapi('ConversationEmotions');

/** The statistics of one customer. */
export const customerEmotionsSchema = emotionSummarySchema
  .extend({
    customerId: z.string(),
    trend: emotionTrendSchema,
    freshness: freshnessSchema,
  })
  .openapi('CustomerEmotions');

export const intervalSchema = z.enum(['hour', 'day']);

/** The statistics of a workspace over a range of time. */
export const workspaceEmotionsSchema = emotionSummarySchema
  .extend({
    from: timestampSchema,
    to: timestampSchema,
    interval: intervalSchema,
    timeZone: z.string(),
    trend: emotionTrendSchema,
    buckets: z.array(emotionSummarySchema.extend({ from: timestampSchema })).openapi({
      description: 'One for each hour or day that has messages, in order of time.',
    }),
    freshness: freshnessSchema,
  })
  .openapi('WorkspaceEmotions');
