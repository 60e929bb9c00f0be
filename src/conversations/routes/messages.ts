import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { bookingSchema } from '../../bookings/booking.ts';
import type { AppEnv } from '../../legacy-env.ts';
import { refuseInvalid } from '../../platform/http.ts';
import { json, problems, secured, securedWithBody } from '../../platform/openapi.ts';
import { pageQuerySchema } from '../../platform/pagination.ts';
import { callerIdSchema } from '../../platform/schemas.ts';
import { storedMessageSchema } from '../conversation.ts';
import { listMessages } from '../list-messages.ts';
import { MAX_MESSAGE_BODY_BYTES, newMessageSchema } from '../message.ts';
import { storeMessage } from '../store-message.ts';

const path = '/v1/conversations/{conversationId}/messages';
const params = z.strictObject({ conversationId: callerIdSchema });

const receiptSchema = z
  .object({
    id: z.string(),
    conversationId: z.string(),
    seq: z.int(),
    status: z.enum(['created', 'replayed']),
    sentAt: z.string(),
    createdAt: z.string(),
    booking: bookingSchema.optional(),
  })
  .openapi('MessageReceipt');

const post = createRoute({
  method: 'post',
  path,
  summary: 'Store a message',
  ...securedWithBody('messages:write', MAX_MESSAGE_BODY_BYTES),
  request: {
    params,
    body: { required: true, content: { 'application/json': { schema: newMessageSchema } } },
  },
  responses: {
    201: json(receiptSchema, 'Stored'),
    200: json(receiptSchema, 'Stored before: the same id and content'),
    ...problems,
  },
});

const list = createRoute({
  method: 'get',
  path,
  summary: "List a conversation's messages in seq order",
  ...secured('messages:read'),
  request: { params, query: pageQuerySchema },
  responses: {
    200: json(
      z.object({
        data: z.array(storedMessageSchema),
        page: z.object({ next: z.string().nullable(), previous: z.string().nullable() }),
      }),
      'A page of messages',
    ),
    ...problems,
  },
});

export const messageRoutes = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid })
  .openapi(post, async (c) => {
    const { conversationId } = c.req.valid('param');
    const message = c.req.valid('json');
    const stored = await storeMessage(c.var.deps, c.var.caller, conversationId, message);
    return stored.status === 'created' ? c.json(stored, 201) : c.json(stored, 200);
  })
  .openapi(list, async (c) => {
    const { conversationId } = c.req.valid('param');
    const query = c.req.valid('query');
    return c.json(await listMessages(c.var.deps, c.var.caller, conversationId, query), 200);
  });
