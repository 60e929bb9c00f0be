import { createRoute, z } from '@hono/zod-openapi';
import { listQuerySchema, pageSchema } from '../../platform/pagination.ts';
import type { Ports } from '../../platform/ports.ts';
import { answer, operation, refusals, router } from '../../platform/route.ts';
import { callerIdSchema, instantSchema } from '../../platform/schemas.ts';
import { taggedAnswer, taggedAnswers } from '../../platform/tagged-answer.ts';
import { conversationSchema } from '../conversation.ts';
import { listConversations } from '../list-conversations.ts';
import { channelSchema } from '../message.ts';
import { showConversation } from '../show-conversation.ts';

const show = createRoute({
  method: 'get',
  path: '/v1/conversations/{conversationId}',
  ...operation({
    id: 'showConversation',
    tag: 'Conversations',
    summary: 'Show a conversation',
    scope: 'messages:read',
  }),
  request: { params: z.strictObject({ conversationId: callerIdSchema }) },
  responses: {
    200: answer(conversationSchema, 'The conversation'),
    ...refusals('conversation_not_found', 'conversation_erased'),
  },
});

const list = createRoute({
  method: 'get',
  path: '/v1/conversations',
  ...operation({
    id: 'listConversations',
    tag: 'Conversations',
    summary: 'List conversations, the newest first',
    description:
      'Erased conversations are left out. `attention=needed` with `order=attention` lists those that need attention, the longest waiting first.',
    scope: 'messages:read',
  }),
  request: {
    query: listQuerySchema
      .extend({
        customer: callerIdSchema
          .optional()
          .openapi({ description: 'Lists the conversations of this customer.' }),
        channel: channelSchema
          .optional()
          .openapi({ description: 'Lists the conversations on this channel.' }),
        since: instantSchema
          .optional()
          .openapi({ description: 'Lists conversations that began at or after this time.' }),
        attention: z
          .literal('needed')
          .optional()
          .openapi({ description: 'Lists only conversations that need attention.' }),
        order: z.enum(['newest', 'attention']).default('newest').openapi({
          description:
            '`newest`: by the time at which they began, the newest first. `attention`: by `attention.since`, the longest waiting first; only with `attention=needed`.',
        }),
      })
      .refine(({ order, attention }) => order === 'newest' || attention === 'needed', {
        message: 'attention needs attention=needed',
        path: ['order'],
      }),
  },
  responses: {
    ...taggedAnswers(pageSchema(conversationSchema), 'A page of conversations'),
    ...refusals('invalid_cursor'),
  },
});

export const conversationRoutes = router<Ports>()
  .openapi(show, async (c) => {
    const { conversationId } = c.req.valid('param');
    return c.json(await showConversation(c.var.deps, c.var.caller, conversationId), 200);
  })
  .openapi(list, async (c) =>
    taggedAnswer(c, await listConversations(c.var.deps, c.var.caller, c.req.valid('query'))),
  );
