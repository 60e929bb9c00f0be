import { createRoute, z } from '@hono/zod-openapi';
import { SEAT_REFUSALS, START_REFUSALS } from '../../bookings/explain-refusal.ts';
import { pageQuerySchema, twoWayPageSchema } from '../../platform/pagination.ts';
import type { Ports } from '../../platform/ports.ts';
import { answer, body, operation, refusals, router } from '../../platform/route.ts';
import { callerIdSchema } from '../../platform/schemas.ts';
import { taggedAnswer, taggedAnswers } from '../../platform/tagged-answer.ts';
import { listMessages } from '../list-messages.ts';
import {
  MAX_MESSAGE_BODY_BYTES,
  messageSchema,
  newMessageSchema,
  receiptSchema,
} from '../message.ts';
import { storeMessage } from '../store-message.ts';

const path = '/v1/conversations/{conversationId}/messages';
const params = z.strictObject({ conversationId: callerIdSchema });

const store = createRoute({
  method: 'post',
  path,
  ...operation({
    id: 'storeMessage',
    tag: 'Conversations',
    summary: 'Store a message',
    measured: 'store_message',
    description:
      'The first message with a `conversationId` begins the conversation. The emotion of a customer’s message is read after the response. With `booking`, the message and the booking are both stored, or neither is.',
    grows: true,
    scope: 'messages:write',
    body: { maxBytes: MAX_MESSAGE_BODY_BYTES, anyJson: 'metadata' },
    idempotencyKey:
      'The `id` of the message, if the body has none; a stored message is then answered with `Idempotency-Replayed: true`, and another message with the key is refused with 422 idempotency_key_reused. The key is remembered in its conversation as long as the message is. If the body has an `id`, that alone makes the request safe to repeat, and the header changes nothing. A refused message is not kept, so a repetition is decided anew.',
  }),
  request: { params, body: body(newMessageSchema) },
  responses: {
    201: answer(receiptSchema, 'The message is stored'),
    200: answer(receiptSchema, 'The message had been stored before, with the same id and content'),
    ...refusals(
      'venue_not_found',
      'message_conflict',
      'customer_mismatch',
      'channel_mismatch',
      ...START_REFUSALS,
      ...SEAT_REFUSALS,
      'guest_refused',
      'conversation_erased',
      'customer_erased',
      'customer_missing',
      'idempotency_key_reused',
    ),
  },
});

const list = createRoute({
  method: 'get',
  path,
  ...operation({
    id: 'listMessages',
    tag: 'Conversations',
    summary: 'List the messages of a conversation in seq order',
    scope: 'messages:read',
  }),
  request: { params, query: pageQuerySchema },
  responses: {
    ...taggedAnswers(twoWayPageSchema(messageSchema), 'A page of messages'),
    ...refusals('invalid_cursor', 'conversation_not_found', 'conversation_erased'),
  },
});

export const messageRoutes = router<Ports>()
  .openapi(store, async (c) => {
    const { conversationId } = c.req.valid('param');
    const message = c.req.valid('json');
    const stored = await storeMessage(c.get('deps'), c.get('caller'), conversationId, message);
    return stored.status === 'created' ? c.json(stored, 201) : c.json(stored, 200);
  })
  .openapi(list, async (c) => {
    const { conversationId } = c.req.valid('param');
    const query = c.req.valid('query');
    return taggedAnswer(
      c,
      await listMessages(c.get('deps'), c.get('caller'), conversationId, query),
    );
  });
