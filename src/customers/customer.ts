import { z } from '@hono/zod-openapi';
import { emotionLabelSchema } from '../conversations/emotion.ts';

/** A customer as shown. */
export const customerSchema = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    locale: z.string().nullable(),
    timeZone: z.string().nullable(),
    createdAt: z.string(),
    lastSeenAt: z.string(),
    conversations: z.int(),
  })
  .openapi('Customer');

/** A turn of a conversation's mood, as exported. */
export const attentionEventSchema = z
  .object({
    conversationId: z.string(),
    seq: z.int(),
    mood: z.number(),
    label: emotionLabelSchema,
    raisedAt: z.string(),
  })
  .openapi('AttentionEvent');

/** What an erasure has done; a second one of the same customer shows the first one's time. */
export const receiptSchema = z.object({
  erasedAt: z.string(),
  conversations: z.int(),
  messages: z.int(),
  statisticsSubtracted: z.int(),
  bookings: z.int(),
  jobs: z.int(),
});
