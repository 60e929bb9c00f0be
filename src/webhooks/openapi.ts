import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from '@hono/zod-openapi';
import {
  attentionEventDataSchema,
  bookingEventDataSchema,
  EVENT_TYPES,
  type EventType,
  messageEventDataSchema,
} from './event.ts';

type Registry = OpenAPIHono['openAPIRegistry'];

/** The headers that sign each request (https://www.standardwebhooks.com). */
const signatureHeaders = z.object({
  'webhook-id': z.string().openapi({
    description: 'Which message it is: the same at each attempt, so that it can be told apart.',
  }),
  'webhook-timestamp': z.string().openapi({
    description: 'When this attempt was made, in seconds since 1970. Refuse what is old.',
  }),
  'webhook-signature': z.string().openapi({
    description:
      'v1,… for each secret in force, separated by spaces: the base64 of the HMAC-SHA-256 of ' +
      '“id.timestamp.body” under the secret. One that matches is enough.',
  }),
});

/** Adds what endpoints are sent to the description of the API, under `webhooks`. */
export function describeEvents(registry: Registry): void {
  for (const type of EVENT_TYPES) {
    registry.registerWebhook({
      method: 'post',
      path: type,
      summary: SUMMARIES[type],
      request: {
        headers: signatureHeaders,
        body: { required: true, content: { 'application/json': { schema: bodyOf(type) } } },
      },
      responses: {
        '2XX': { description: 'Taken. The answer’s body does not matter.' },
        410: { description: 'No more: the endpoint is disabled.' },
        default: {
          description:
            'Not taken, as are redirects and no answer within ten seconds: tried again later; ' +
            'Retry-After is heard with 429 and 503.',
        },
      },
    });
  }
}

/** The body of one kind of event; see {@link eventSchema} for all of them. */
function bodyOf(type: EventType) {
  return z.object({
    type: z.literal(type),
    timestamp: z.string().openapi({ format: 'date-time', description: 'When it happened.' }),
    data: dataOf(type),
  });
}

function dataOf(type: EventType) {
  if (type === 'message.created') return messageEventDataSchema;
  if (type === 'conversation.needs_attention') return attentionEventDataSchema;
  return bookingEventDataSchema;
}

const SUMMARIES: Record<EventType, string> = {
  'message.created': 'A message was stored',
  'conversation.needs_attention': 'The mood of a conversation has turned',
  'booking.held': 'A place is held',
  'booking.confirmed': 'A booking was confirmed',
  'booking.rescheduled': 'A booking was moved',
  'booking.cancelled': 'A booking was cancelled',
  'booking.seated': 'The party was seated',
  'booking.finished': 'The party has left',
  'booking.no_show': 'The party did not come',
  'booking.expired': 'A hold has ended',
};
