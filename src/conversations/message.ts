import { z } from '@hono/zod-openapi';
import { bookingSchema, placeSchema, unchangedSchema } from '../bookings/booking.ts';
import { guestSchema } from '../customers/guest.ts';
import {
  callerIdSchema,
  instantSchema,
  storableObject,
  storableText,
  timestampSchema,
} from '../platform/schemas.ts';
import { ABSTENTIONS, emotionLabelSchema, givenEmotionSchema } from './emotion.ts';

export const MAX_TEXT_BYTES = 32 * 1024;
export const MAX_METADATA_BYTES = 4 * 1024;
/** JSON may write each character of a text as an escape of six bytes (\u00e9). */
export const MAX_MESSAGE_BODY_BYTES = 256 * 1024;
/** How far `sentAt` may lie ahead of the Worker's clock. */
export const MAX_AHEAD_MS = 24 * 60 * 60 * 1000;

export const roleSchema = z
  .enum(['customer', 'assistant', 'agent', 'system'])
  .openapi('MessageRole');
export type Role = z.infer<typeof roleSchema>;

export const channelSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, 'must be 1 to 32 of a-z, 0-9, _ and -')
  .openapi({ example: 'web' });

/** The channel of a conversation whose first message names none. */
export const DEFAULT_CHANNEL = 'web';

export const newMessageSchema = z
  .strictObject({
    id: callerIdSchema.optional().openapi({
      description:
        'The caller’s own id, unique within the conversation. It makes the request idempotent: a retry with the same id and content stores nothing. Without it the service makes an id.',
    }),
    role: roleSchema,
    text: storableText(MAX_TEXT_BYTES),
    sentAt: instantSchema.optional().openapi({
      description:
        'When the message was sent: at most a day in the future. The default is the time at which it is stored.',
    }),
    channel: channelSchema.optional().openapi({
      description: `The channel of the conversation. A new conversation gets \`${DEFAULT_CHANNEL}\` by default. If an existing conversation has another channel, the request is refused with 409 channel_mismatch.`,
    }),
    customer: guestSchema.optional().openapi({
      description:
        'The customer of the conversation. If an existing conversation has another customer, the request is refused with 409 customer_mismatch.',
    }),
    emotion: givenEmotionSchema.optional().openapi({
      description: 'The emotion, if the caller knows it. A classifier then does not read it.',
    }),
    metadata: storableObject(MAX_METADATA_BYTES).optional(),
    booking: placeSchema.optional().openapi({
      description:
        'A booking to make for the customer of the conversation. It also needs the scope `bookings:write`. The message and the booking are both stored, or neither is.',
    }),
  })
  .openapi('NewMessage');
export type NewMessage = z.infer<typeof newMessageSchema>;

/**
 * Whether a new message waits for the emotions consumer. A customer's message gets a label, an
 * agent's message ends the need for attention, and an emotion that came with a message of any role
 * is counted by the statistics.
 */
export function emotionStateAtFirst(message: NewMessage): 'pending' | 'none' {
  const awaited =
    message.role === 'customer' || message.role === 'agent' || message.emotion !== undefined;
  return awaited ? 'pending' : 'none';
}

/** The answer to a message that was stored. */
export const receiptSchema = z
  .object({
    id: z.string(),
    conversationId: z.string(),
    seq: z
      .int()
      .openapi({ description: 'The message’s number in its conversation, without gaps.' }),
    status: z.enum(['created', 'replayed']).openapi({
      description: '`replayed`: the message had been stored before, and nothing was changed.',
    }),
    sentAt: timestampSchema,
    createdAt: timestampSchema,
    unchanged: unchangedSchema,
    booking: bookingSchema
      .optional()
      .openapi({ description: 'The booking that was made with the message.' }),
  })
  .openapi('MessageReceipt');
export type MessageReceipt = z.infer<typeof receiptSchema>;

const messageEmotionSchema = z
  .object({
    label: emotionLabelSchema
      .nullable()
      .openapi({ description: 'null when the classifier abstained.' }),
    confidence: z
      .number()
      .nullable()
      .openapi({ description: 'How certain the label is, from 0 to 1.' }),
    valence: z
      .number()
      .nullable()
      .openapi({ description: 'How bad (-1) or good (1) the feeling is.' }),
    abstained: z.enum(ABSTENTIONS).nullable().openapi({
      description:
        'Why the classifier gave no label, which is not the same as `neutral`. `low_confidence`: no label is likely enough. `unsupported`: the text is in a language that the classifier does not read.',
    }),
    probabilities: z.partialRecord(emotionLabelSchema, z.number()).nullable().openapi({
      description:
        'For each label the probability that it applies, from 0 to 1. Several labels may apply, so the probabilities do not add up to 1.',
    }),
    modelVersion: z.string().openapi({
      description:
        'The classifier that read the emotion. `caller`: it came with the message. `operator`: it was corrected. `workers-ai/…`: a language model of Workers AI read it, which gives its own confidence and no probabilities.',
    }),
  })
  .openapi({
    description:
      'The emotion of a message, given by the caller or read by the classifier after the message was stored. The built-in classifier reads English only and abstains from other languages. If Workers AI is configured, it reads those languages.',
  });

/** A message as the database writes it and as clients see it. */
export const messageSchema = z
  .object({
    id: z.string(),
    conversationId: z.string(),
    seq: z.int(),
    role: roleSchema,
    text: z.string().nullable().openapi({ description: 'null once the customer is erased.' }),
    sentAt: timestampSchema,
    createdAt: timestampSchema,
    metadata: z.record(z.string(), z.unknown()).nullable(),
    emotionState: z.enum(['none', 'pending', 'folded', 'set_apart', 'erased']).openapi({
      description:
        '`none`: no emotion is read. `pending`: it is still to be read and counted. `folded`: it is in the statistics. `set_apart`: reading it failed too often, and it is not tried again. `erased`: the customer was erased.',
    }),
    emotion: messageEmotionSchema.nullable(),
  })
  .openapi('Message');
