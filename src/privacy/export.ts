import { z } from '@hono/zod-openapi';
import { bookingSchema } from '../bookings/booking.ts';
import { conversationSchema } from '../conversations/conversation.ts';
import { emotionLabelSchema } from '../conversations/emotion.ts';
import { messageSchema } from '../conversations/message.ts';
import { customerSchema } from '../customers/customer.ts';
import { jobSchema } from '../follow-ups/ledger/shown-job.ts';
import { timestampSchema } from '../platform/schemas.ts';
import { entrySchema } from '../waitlist/entry.ts';

/** A turn of a conversation's mood that asked for attention. */
export const attentionEventSchema = z
  .object({
    conversationId: z.string(),
    seq: z.int().openapi({ description: 'The message at which the mood turned.' }),
    mood: z.number().openapi({ description: 'From -1 to 1.' }),
    label: emotionLabelSchema,
    raisedAt: timestampSchema,
  })
  .openapi('AttentionEvent');

/** A page of everything that is stored about a customer. */
export const customerExportSchema = z
  .object({
    customer: customerSchema,
    conversations: z
      .array(conversationSchema)
      .openapi({ description: 'The conversations of this page’s messages.' }),
    messages: z
      .array(messageSchema)
      .openapi({ description: 'In the order of conversation and seq.' }),
    attentionEvents: z
      .array(attentionEventSchema)
      .openapi({ description: 'Those raised by this page’s messages.' }),
    bookings: z.array(bookingSchema).openapi({ description: 'All bookings, on the first page.' }),
    waitlist: z
      .array(entrySchema)
      .openapi({ description: 'All waitlist entries, on the first page.' }),
    jobs: z
      .array(jobSchema.extend({ text: z.string().nullable() }))
      .openapi({ description: 'All follow-ups of the bookings, on the first page.' }),
    page: z.object({
      next: z
        .string()
        .nullable()
        .openapi({ description: 'The cursor of the next page; null on the last page.' }),
    }),
  })
  .openapi('CustomerExport');
