import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { emotionLabelSchema, givenEmotionSchema } from '../../conversations/emotion.ts';
import type { AppEnv } from '../../legacy-env.ts';
import { refuseInvalid } from '../../platform/http.ts';
import { json, problems, securedWithBody } from '../../platform/openapi.ts';
import { callerIdSchema } from '../../platform/schemas.ts';
import { correctEmotion } from '../corrections/correct-emotion.ts';

const correct = createRoute({
  method: 'patch',
  path: '/v1/conversations/{conversationId}/messages/{messageId}/emotion',
  summary: 'Correct the emotion of a message',
  description: 'Who corrected it and what was there before is kept; statistics follow exactly.',
  ...securedWithBody('admin', 4096),
  request: {
    params: z.strictObject({ conversationId: callerIdSchema, messageId: callerIdSchema }),
    body: {
      required: true,
      content: { 'application/json': { schema: givenEmotionSchema.omit({ confidence: true }) } },
    },
  },
  responses: {
    200: json(
      z.object({
        id: z.string(),
        conversationId: z.string(),
        label: emotionLabelSchema,
        valence: z.number(),
      }),
      'As corrected',
    ),
    ...problems,
  },
});

export const correctionRoutes = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid }).openapi(
  correct,
  async (c) => {
    const { conversationId, messageId } = c.req.valid('param');
    const { deps, caller } = c.var;
    const emotion = c.req.valid('json');
    return c.json(await correctEmotion(deps, caller, conversationId, messageId, emotion), 200);
  },
);
