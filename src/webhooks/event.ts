import { z } from '@hono/zod-openapi';
import { BOOKING_STATES } from '../bookings/lifecycle.ts';
import { emotionLabelSchema } from '../conversations/emotion.ts';
import { roleSchema } from '../conversations/message.ts';
import { localTimestampSchema, shownId, timestampSchema } from '../platform/schemas.ts';

/** The types of events about guests, which `*` stands for. */
export const EVENT_TYPES = [
  'message.created',
  'conversation.needs_attention',
  'booking.held',
  'booking.requested',
  'booking.confirmed',
  'booking.rescheduled',
  'booking.cancelled',
  'booking.declined',
  'booking.seated',
  'booking.finished',
  'booking.no_show',
  'booking.expired',
  'booking.restored',
] as const;
/** The event about the platform. Only keys with the scope `operator` may have it sent. */
export const STATUS_CHANGED = 'operations.status_changed';

/** All types of events that webhooks can receive. */
export const ALL_EVENT_TYPES = [...EVENT_TYPES, STATUS_CHANGED] as const;
export const eventTypeSchema = z.enum(ALL_EVENT_TYPES);
export type EventType = (typeof ALL_EVENT_TYPES)[number];

/** The type of the request with which an endpoint proves that it wants events. */
export const VERIFICATION = 'webhook.verification';

/** The type of the event that a request sends to try out an endpoint. */
export const TEST_EVENT = 'webhook.test';

/** Requests of these types are about the endpoint itself. The limits of events do not apply to them. */
export const ABOUT_ENDPOINT: readonly (string | null)[] = [VERIFICATION, TEST_EVENT];

/** The data of a test event. */
export const testDataSchema = z
  .object({ webhookId: shownId('webhook') })
  .openapi('WebhookTestEvent');

/** A challenge to an endpoint. It is another one at each attempt. */
export const verificationDataSchema = z
  .object({
    webhookId: shownId('webhook'),
    challenge: z.string().openapi({
      description: 'A random text that the answer must contain.',
      example: '8pUR2bqHqRz8hYq0ZzZkD0kzXJf4vW1uZ3Xc0VqQJmE',
    }),
  })
  .openapi('WebhookVerification');

/** The answer of an endpoint to a challenge. */
export const verificationAnswerSchema = z
  .object({ challenge: z.string().openapi({ description: '`data.challenge` of the request.' }) })
  .openapi('WebhookVerificationAnswer');

const callersCustomer = z
  .string()
  .nullable()
  .openapi({ description: 'Your own id of the customer; null once the customer is erased.' });
const callersConversation = z.string().openapi({ description: 'Your own id of the conversation.' });

/** A booking as it was at one version. Its notes and tags are left out. */
export const bookingEventDataSchema = z
  .object({
    bookingId: shownId('booking'),
    seriesId: shownId('series')
      .nullable()
      .openapi({ description: 'The series of the booking; null for one that was made by itself.' }),
    version: z.int().openapi({ description: 'The version of the booking that the event made.' }),
    state: z.enum(BOOKING_STATES),
    venueId: shownId('venue'),
    timeZone: z.string(),
    start: localTimestampSchema,
    end: localTimestampSchema
      .nullable()
      .openapi({ description: 'The end of the stay; null for some events of earlier versions.' }),
    partySize: z.int(),
    resourceIds: z.array(shownId('resource')),
    customerId: callersCustomer,
    conversationId: callersConversation.nullable(),
    messageSeq: z.int().nullable().openapi({
      description: 'The `seq` of the conversation’s last message when the booking was made.',
    }),
    reason: z.string().nullable().openapi({ description: 'The reason that the caller gave.' }),
    actor: z.string().nullable().openapi({
      description: 'The person who acted, as the request named them; null when it named nobody.',
    }),
    undone: z.string().nullable().openapi({
      description:
        'Of `booking.restored`: the act that was undone: `seat`, `finish`, `no_show`, `cancel`, `approve`, `decline` or `expired`. Of `booking.cancelled`: `walk_in` when a walk-in was undone. Otherwise null.',
    }),
  })
  .openapi('BookingEvent');

/** A stored message. */
export const messageEventDataSchema = z
  .object({
    conversationId: callersConversation,
    seq: z.int(),
    id: z.string().openapi({ description: 'The id of the message within its conversation.' }),
    role: roleSchema,
    text: z.string(),
    sentAt: timestampSchema,
    customerId: callersCustomer,
  })
  .openapi('MessageEvent');

/** A turn of a conversation's mood that asks for attention. */
export const attentionEventDataSchema = z
  .object({
    conversationId: callersConversation,
    seq: z.int().openapi({ description: 'The message at which the mood turned.' }),
    mood: z.number().openapi({ description: 'From -1 to 1.' }),
    label: emotionLabelSchema,
    customerId: callersCustomer,
  })
  .openapi('NeedsAttentionEvent');

/** A change of the traffic light of the platform. */
export const statusEventDataSchema = z
  .object({
    light: z.enum(['grey', 'green', 'yellow', 'orange', 'red']),
    former: z.enum(['grey', 'green', 'yellow', 'orange', 'red']).nullable(),
    causes: z
      .array(
        z.object({
          signal: z.string(),
          level: z.string(),
          cause: z.string(),
          detail: z.string().nullable(),
          value: z.number().nullable(),
          threshold: z.number().nullable(),
        }),
      )
      .openapi({
        description: 'The signals that are not green, as `/v1/operations/status` has them.',
      }),
  })
  .openapi('StatusChangedEvent');
