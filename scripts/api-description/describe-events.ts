import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from '@hono/zod-openapi';
import { timestampSchema } from '../../src/platform/schemas.ts';
import {
  ALL_EVENT_TYPES,
  attentionEventDataSchema,
  bookingEventDataSchema,
  type EventType,
  messageEventDataSchema,
  STATUS_CHANGED,
  statusEventDataSchema,
  TEST_EVENT,
  testDataSchema,
  VERIFICATION,
  verificationAnswerSchema,
  verificationDataSchema,
} from '../../src/webhooks/event.ts';

type Registry = OpenAPIHono['openAPIRegistry'];

/** The headers that sign each request (https://www.standardwebhooks.com). */
const signatureHeaders = z.object({
  'webhook-id': z.string().openapi({
    description: 'Identifies the message. It is the same at each attempt.',
    example: 'job_019ac0ffee007000800000000000cafe',
  }),
  'webhook-timestamp': z.string().openapi({
    description:
      'The time of this attempt, in seconds since 1970. Refuse a request whose time is more than a few minutes ago.',
    example: '1795717800',
  }),
  'webhook-signature': z.string().openapi({
    description:
      'One signature for each valid secret, separated by spaces. A signature is `v1,` and the base64 of the HMAC-SHA-256 of `id.timestamp.body` with the secret. Accept the request when one of them matches.',
    example: 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  }),
});

const responses = {
  '2XX': {
    description: 'The endpoint received the event. The body of the answer does not matter.',
  },
  410: { description: 'The endpoint refuses further events. The webhook is disabled.' },
  default: {
    description:
      'The attempt failed, and another follows later. A redirect and a request without an answer within ten seconds count as failed. `Retry-After` is respected with 429 and 503.',
  },
};

/** Adds the requests that endpoints receive to the description of the API, under `webhooks`. */
export function describeEvents(registry: Registry): void {
  describeVerification(registry);
  describeTest(registry);
  for (const type of ALL_EVENT_TYPES) {
    const [summary, description] = TEXTS[type];
    registry.registerWebhook({
      method: 'post',
      path: type,
      operationId: operationIdOf(type),
      tags: ['Webhooks'],
      summary,
      description,
      request: {
        headers: signatureHeaders,
        body: { required: true, content: { 'application/json': { schema: bodyOf(type) } } },
      },
      responses,
    });
  }
}

function describeVerification(registry: Registry): void {
  registry.registerWebhook({
    method: 'post',
    path: VERIFICATION,
    operationId: 'webhookVerificationEvent',
    tags: ['Webhooks'],
    summary: 'An endpoint is to prove that it wants events',
    description:
      'Sent for a new webhook and for another URL. Verify the signature, then answer 2xx with `data.challenge`, as the field `challenge` of a JSON object or as the whole text. The webhook is `pending` until then. After another answer the request is sent again later, with another challenge.',
    request: {
      headers: signatureHeaders,
      body: {
        required: true,
        content: {
          'application/json': { schema: bodySchema(VERIFICATION, verificationDataSchema) },
        },
      },
    },
    responses: {
      ...responses,
      '2XX': {
        description: 'The endpoint proves itself.',
        content: {
          'application/json': { schema: verificationAnswerSchema },
          'text/plain': { schema: z.string() },
        },
      },
    },
  });
}

function describeTest(registry: Registry): void {
  registry.registerWebhook({
    method: 'post',
    path: TEST_EVENT,
    operationId: 'webhookTestEvent',
    tags: ['Webhooks'],
    summary: 'A test of an endpoint',
    description:
      'Sent by `POST /v1/webhooks/{webhookId}/test` only. Verify the signature and answer 2xx, as for any event.',
    request: {
      headers: signatureHeaders,
      body: {
        required: true,
        content: { 'application/json': { schema: bodySchema(TEST_EVENT, testDataSchema) } },
      },
    },
    responses,
  });
}

/** `bookingNoShowEvent` for `booking.no_show`. */
function operationIdOf(type: EventType): string {
  return `${type.replace(/[._](\w)/g, (_, letter: string) => letter.toUpperCase())}Event`;
}

const bodyOf = (type: EventType) => bodySchema(type, dataOf(type));

function bodySchema(type: string, data: z.ZodType) {
  return z.object({
    type: z.literal(type),
    timestamp: timestampSchema.openapi({ description: 'The time of the event.' }),
    data,
  });
}

function dataOf(type: EventType) {
  if (type === 'message.created') return messageEventDataSchema;
  if (type === 'conversation.needs_attention') return attentionEventDataSchema;
  if (type === STATUS_CHANGED) return statusEventDataSchema;
  return bookingEventDataSchema;
}

/** The summary and the description of each type. */
const TEXTS: Record<EventType, readonly [string, string]> = {
  'message.created': [
    'A message was stored',
    'Sent for each message of each role, but not for a retry of a stored message.',
  ],
  'conversation.needs_attention': [
    'A conversation needs attention',
    'Sent when the mood of the customer’s messages falls so low that a person should look at the conversation.',
  ],
  'booking.held': [
    'A place is held',
    'Sent when a hold is made, also as an offer to a party on the waitlist.',
  ],
  'booking.confirmed': [
    'A booking was confirmed',
    'Sent when a booking is made without a hold, when a hold is confirmed, or when the venue approves a request.',
  ],
  'booking.requested': [
    'A booking was requested',
    'Sent when a booking waits for the approval of the venue: when it is made, or when its hold is confirmed.',
  ],
  'booking.declined': [
    'A request was declined',
    'Sent when the venue declines a request. `reason` is the reason that the guest is told.',
  ],
  'booking.rescheduled': [
    'A booking was changed',
    'Sent when the time, the end of the stay, the party size or the resources of a booking change.',
  ],
  'booking.cancelled': [
    'A booking was cancelled',
    'Sent when a hold, a request or a confirmed booking is cancelled, by a request or by the erasure of its customer, and when a walk-in is undone.',
  ],
  'booking.seated': ['A party was seated', 'Sent when the party of a booking takes its place.'],
  'booking.finished': ['A party has left', 'Sent when the visit of a seated party has ended.'],
  'booking.no_show': [
    'A party did not come',
    'Sent when a booking is marked as a no-show, by a request or by the venue’s `noShowAfter`.',
  ],
  'operations.status_changed': [
    'The traffic light of the platform has changed',
    'Sent when the light changes its colour, to endpoints that a key with the scope `operator` has made.',
  ],
  'booking.expired': [
    'A hold or a request has expired',
    'Sent when a hold ends without having been confirmed, or a request without an answer of the venue.',
  ],
  'booking.restored': [
    'An act was undone',
    'Sent when seating, finishing, a no-show, a cancellation or the expiry of a hold was undone. `state` is the state before that act, and `undone` names the act.',
  ],
};
