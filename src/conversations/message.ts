import { z } from '@hono/zod-openapi';
import { placeSchema } from '../bookings/booking.ts';
import { guestSchema } from '../customers/guest.ts';
import {
  callerIdSchema,
  instantSchema,
  storableObject,
  storableText,
} from '../platform/schemas.ts';
import { givenEmotionSchema } from './emotion.ts';

export const MAX_TEXT_BYTES = 32 * 1024;
export const MAX_METADATA_BYTES = 4 * 1024;
/** A text of 32 KB may take six bytes of JSON for each character (\u00e9). */
export const MAX_MESSAGE_BODY_BYTES = 256 * 1024;
/** How far ahead a sender's clock may run. */
export const MAX_AHEAD_MS = 24 * 60 * 60 * 1000;

export const roleSchema = z.enum(['customer', 'assistant', 'agent', 'system']);
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
      description: 'Makes the request safe to repeat. Unique within the conversation.',
    }),
    role: roleSchema,
    text: storableText(MAX_TEXT_BYTES),
    sentAt: instantSchema.optional().openapi({ description: 'At most a day ahead of now.' }),
    channel: channelSchema.optional(),
    customer: guestSchema.optional(),
    emotion: givenEmotionSchema.optional(),
    metadata: storableObject(MAX_METADATA_BYTES).optional(),
    booking: placeSchema.optional().openapi({
      description: 'A booking for the customer: both are stored, or neither.',
    }),
  })
  .openapi('NewMessage');
export type NewMessage = z.infer<typeof newMessageSchema>;

/**
 * Whether a message's emotion is still to be folded. A customer's message gets a label, an agent's
 * is walked because an answer ends the need for attention, and a given emotion counts for any role.
 */
export function emotionStateAtFirst(message: NewMessage): 'pending' | 'none' {
  const awaited =
    message.role === 'customer' || message.role === 'agent' || message.emotion !== undefined;
  return awaited ? 'pending' : 'none';
}
