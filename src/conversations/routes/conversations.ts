import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { AppEnv } from '../../legacy-env.ts';
import { refuseInvalid } from '../../platform/http.ts';
import { json, problems, secured } from '../../platform/openapi.ts';
import { listQuerySchema } from '../../platform/pagination.ts';
import { callerIdSchema, instantSchema } from '../../platform/schemas.ts';
import { shownConversationSchema } from '../conversation.ts';
import { listConversations } from '../list-conversations.ts';
import { channelSchema } from '../message.ts';
import { showConversation } from '../show-conversation.ts';

const show = createRoute({
  method: 'get',
  path: '/v1/conversations/{conversationId}',
  summary: 'Show a conversation',
  ...secured('messages:read'),
  request: { params: z.strictObject({ conversationId: callerIdSchema }) },
  responses: { 200: json(shownConversationSchema, 'The conversation'), ...problems },
});

const list = createRoute({
  method: 'get',
  path: '/v1/conversations',
  summary: 'List conversations, the newest first',
  ...secured('messages:read'),
  request: {
    query: listQuerySchema.extend({
      customer: callerIdSchema.optional(),
      channel: channelSchema.optional(),
      since: instantSchema.optional(),
      attention: z.literal('needed').optional(),
    }),
  },
  responses: {
    200: json(
      z.object({
        data: z.array(shownConversationSchema),
        page: z.object({ next: z.string().nullable() }),
      }),
      'A page of conversations',
    ),
    ...problems,
  },
});

export const conversationRoutes = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid })
  .openapi(show, async (c) => {
    const { conversationId } = c.req.valid('param');
    return c.json(await showConversation(c.var.deps, c.var.caller, conversationId), 200);
  })
  .openapi(list, async (c) =>
    c.json(await listConversations(c.var.deps, c.var.caller, c.req.valid('query')), 200),
  );
