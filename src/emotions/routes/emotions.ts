import { createRoute, z } from '@hono/zod-openapi';
import { roleSchema } from '../../conversations/message.ts';
import { answer, operation, refusals, router } from '../../platform/route.ts';
import { callerIdSchema, instantSchema, timeZoneSchema } from '../../platform/schemas.ts';
import type { EmotionPorts } from '../ports.ts';
import { showConversationEmotions } from '../statistics/show-conversation-emotions.ts';
import { showCustomerEmotions } from '../statistics/show-customer-emotions.ts';
import { showWorkspaceEmotions } from '../statistics/show-workspace-emotions.ts';
import {
  conversationEmotionsSchema,
  customerEmotionsSchema,
  intervalSchema,
  workspaceEmotionsSchema,
} from '../statistics/statistics.ts';

const roleFilter = z.strictObject({
  role: roleSchema
    .optional()
    .openapi({ description: 'Counts only messages of this role. The default is all roles.' }),
});

const ofConversation = createRoute({
  method: 'get',
  path: '/v1/conversations/{conversationId}/emotions',
  ...operation({
    id: 'showConversationEmotions',
    tag: 'Emotions',
    summary: 'Show the emotion statistics of a conversation',
    description: 'The trend is always that of the customer’s messages, also with another `role`.',
    scope: 'messages:read',
  }),
  request: { params: z.strictObject({ conversationId: callerIdSchema }), query: roleFilter },
  responses: {
    200: answer(conversationEmotionsSchema, 'The statistics'),
    ...refusals('conversation_not_found', 'conversation_erased'),
  },
});

const ofCustomer = createRoute({
  method: 'get',
  path: '/v1/customers/{customerId}/emotions',
  ...operation({
    id: 'showCustomerEmotions',
    tag: 'Emotions',
    summary: 'Show the emotion statistics of a customer, over all conversations',
    description: 'The trend is always that of the customer’s messages, also with another `role`.',
    scope: 'messages:read',
  }),
  request: { params: z.strictObject({ customerId: callerIdSchema }), query: roleFilter },
  responses: {
    200: answer(customerEmotionsSchema, 'The statistics'),
    ...refusals('customer_not_found', 'customer_erased'),
  },
});

const ofWorkspace = createRoute({
  method: 'get',
  path: '/v1/emotions',
  ...operation({
    id: 'showWorkspaceEmotions',
    tag: 'Emotions',
    summary: 'Show the emotion statistics of the workspace, by hour or day of a time zone',
    description:
      'A message is counted in the bucket of its `sentAt`. The range is widened to whole quarter hours. It is at most 31 days by hour, and 732 days by day. Days are those of `timeZone`: a range may have an hour more when clocks go back.',
    scope: 'messages:read',
  }),
  request: {
    query: roleFilter.extend({
      from: instantSchema,
      to: instantSchema,
      interval: intervalSchema.default('day'),
      timeZone: timeZoneSchema.default('UTC'),
    }),
  },
  responses: { 200: answer(workspaceEmotionsSchema, 'The statistics'), ...refusals() },
});

export const emotionRoutes = router<EmotionPorts>()
  .openapi(ofConversation, async (c) => {
    const { conversationId } = c.req.valid('param');
    const { deps, caller } = c.var;
    const filter = c.req.valid('query');
    return c.json(await showConversationEmotions(deps, caller, conversationId, filter), 200);
  })
  .openapi(ofCustomer, async (c) => {
    const { customerId } = c.req.valid('param');
    const filter = c.req.valid('query');
    return c.json(await showCustomerEmotions(c.var.deps, c.var.caller, customerId, filter), 200);
  })
  .openapi(ofWorkspace, async (c) =>
    c.json(await showWorkspaceEmotions(c.var.deps, c.var.caller, c.req.valid('query')), 200),
  );
