import { z } from '@hono/zod-openapi';
import canonicalize from 'canonicalize';
import {
  callerIdSchema,
  instantSchema,
  localeSchema,
  storableObject,
  storableText,
  timeZoneSchema,
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

const guestSchema = z.strictObject({
  id: callerIdSchema,
  name: storableText(256).optional(),
  email: z.email().max(254).optional(),
  phone: storableText(32).optional(),
  locale: localeSchema.optional(),
  timeZone: timeZoneSchema.optional(),
});

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

/**
 * SHA-256 of the request's canonical JSON (RFC 8785) without its id: two requests of the same id
 * are the same message when their digests are equal, whatever the order of their fields.
 */
export async function digestOf(message: NewMessage): Promise<Uint8Array> {
  const { id: _, ...content } = message;
  const canonical = new TextEncoder().encode(canonicalize(content));
  return new Uint8Array(await crypto.subtle.digest('SHA-256', canonical));
}
