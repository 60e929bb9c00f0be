import { z } from '@hono/zod-openapi';
import { BOOKING_STATES } from '../bookings/lifecycle.ts';
import { emotionLabelSchema } from '../conversations/emotion.ts';
import { roleSchema } from '../conversations/message.ts';

/** What a webhook may be told of. */
export const EVENT_TYPES = [
  'message.created',
  'conversation.needs_attention',
  'booking.held',
  'booking.confirmed',
  'booking.rescheduled',
  'booking.cancelled',
  'booking.seated',
  'booking.finished',
  'booking.no_show',
  'booking.expired',
] as const;
export const eventTypeSchema = z.enum(EVENT_TYPES);
export type EventType = (typeof EVENT_TYPES)[number];

/** A booking as it was at that version; notes and tags are not sent, and can be read by its id. */
export const bookingEventDataSchema = z
  .object({
    bookingId: z.string(),
    version: z.int(),
    state: z.enum(BOOKING_STATES),
    venueId: z.string(),
    timeZone: z.string(),
    start: z.string(),
    partySize: z.int(),
    resourceIds: z.array(z.string()),
    customerId: z.string().nullable().openapi({ description: 'Null once erased.' }),
    conversationId: z.string().nullable(),
    messageSeq: z.int().nullable(),
    reason: z.string().nullable(),
  })
  .openapi('BookingEvent');

export const messageEventDataSchema = z
  .object({
    conversationId: z.string(),
    seq: z.int(),
    id: z.string(),
    role: roleSchema,
    text: z.string(),
    sentAt: z.string(),
    customerId: z.string().nullable(),
  })
  .openapi('MessageEvent');

export const attentionEventDataSchema = z
  .object({
    conversationId: z.string(),
    seq: z.int().openapi({ description: 'The message at which the mood turned.' }),
    mood: z.number().openapi({ description: '-1 to 1' }),
    label: emotionLabelSchema,
    customerId: z.string().nullable(),
  })
  .openapi('NeedsAttentionEvent');

/** The body of a webhook (Standard Webhooks: type, timestamp, data). */
export const eventSchema = z.object({
  type: eventTypeSchema,
  /** When it happened. */
  timestamp: z.string(),
  data: z.union([bookingEventDataSchema, messageEventDataSchema, attentionEventDataSchema]),
});
