import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { emotionLabelSchema } from '../../conversations/emotion.ts';
import { roleSchema } from '../../conversations/message.ts';
import type { AppEnv } from '../../legacy-env.ts';
import { refuseInvalid } from '../../platform/http.ts';
import { json, problems, secured } from '../../platform/openapi.ts';
import { callerIdSchema, instantSchema, timeZoneSchema } from '../../platform/schemas.ts';
import {
  showConversationEmotions,
  showCustomerEmotions,
  showWorkspaceEmotions,
} from '../statistics/show-emotions.ts';

const summarySchema = z
  .object({
    messages: z.int().openapi({ description: 'Labelled and folded messages.' }),
    abstained: z.int().openapi({
      description: 'Messages that were read and given no label, which is not the same as neutral.',
    }),
    meanValence: z.number().nullable().openapi({ description: '-1 to 1' }),
    spread: z.number().nullable().openapi({ description: 'Standard deviation of the valence.' }),
    labels: z.array(
      z.object({
        label: emotionLabelSchema,
        messages: z.int(),
        share: z.number(),
        meanValence: z.number(),
      }),
    ),
  })
  .openapi('EmotionSummary');

const trendSchema = z
  .object({
    beginning: z.number(),
    end: z.number(),
    change: z.number(),
    direction: z.enum(['rising', 'falling', 'steady']),
  })
  .nullable()
  .openapi({ description: 'Mean valence at the beginning against the end.' });

const freshnessSchema = z.object({
  asOf: z.string().openapi({ description: 'Everything stored before this is in the statistics.' }),
  pending: z.int().openapi({ description: 'Messages still to be folded; counted up to 10000.' }),
  setApart: z.int().openapi({ description: 'Messages whose emotion could not be read.' }),
  modelVersion: z.string().openapi({ description: 'The classifier now in service.' }),
  messagesByModel: z.record(z.string(), z.int()),
});

const roleFilter = z.strictObject({ role: roleSchema.optional() });

const ofConversation = createRoute({
  method: 'get',
  path: '/v1/conversations/{conversationId}/emotions',
  summary: 'Emotion statistics of a conversation',
  ...secured('messages:read'),
  request: { params: z.strictObject({ conversationId: callerIdSchema }), query: roleFilter },
  responses: {
    200: json(
      summarySchema
        .extend({
          conversationId: z.string(),
          trend: trendSchema,
          freshness: freshnessSchema.extend({
            asOfSeq: z
              .int()
              .openapi({ description: 'Everything up to this seq is in the statistics.' }),
          }),
        })
        .openapi('ConversationEmotions'),
      'The statistics',
    ),
    ...problems,
  },
});

const ofCustomer = createRoute({
  method: 'get',
  path: '/v1/customers/{customerId}/emotions',
  summary: 'Emotion statistics of a customer, over all conversations',
  ...secured('messages:read'),
  request: { params: z.strictObject({ customerId: callerIdSchema }), query: roleFilter },
  responses: {
    200: json(
      summarySchema
        .extend({ customerId: z.string(), trend: trendSchema, freshness: freshnessSchema })
        .openapi('CustomerEmotions'),
      'The statistics',
    ),
    ...problems,
  },
});

const ofWorkspace = createRoute({
  method: 'get',
  path: '/v1/emotions',
  summary: 'Emotion statistics of the workspace, by hour or day of a time zone',
  ...secured('messages:read'),
  request: {
    query: roleFilter.extend({
      from: instantSchema,
      to: instantSchema,
      interval: z.enum(['hour', 'day']).default('day'),
      timeZone: timeZoneSchema.default('UTC'),
    }),
  },
  responses: {
    200: json(
      summarySchema
        .extend({
          from: z.string(),
          to: z.string(),
          interval: z.enum(['hour', 'day']),
          timeZone: z.string(),
          trend: trendSchema,
          buckets: z
            .array(summarySchema.extend({ from: z.string() }))
            .openapi({ description: 'Only those that have messages, in order.' }),
          freshness: freshnessSchema,
        })
        .openapi('WorkspaceEmotions'),
      'The statistics',
    ),
    ...problems,
  },
});

export const emotionRoutes = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid })
  .openapi(ofConversation, async (c) => {
    const { conversationId } = c.req.valid('param');
    const query = c.req.valid('query');
    return c.json(
      await showConversationEmotions(c.var.deps, c.var.caller, conversationId, query),
      200,
    );
  })
  .openapi(ofCustomer, async (c) => {
    const { customerId } = c.req.valid('param');
    const query = c.req.valid('query');
    return c.json(await showCustomerEmotions(c.var.deps, c.var.caller, customerId, query), 200);
  })
  .openapi(ofWorkspace, async (c) =>
    c.json(await showWorkspaceEmotions(c.var.deps, c.var.caller, c.req.valid('query')), 200),
  );
