import { createRoute, z } from '@hono/zod-openapi';
import { emotionLabelSchema, givenEmotionSchema } from '../../conversations/emotion.ts';
import type { Ports } from '../../platform/ports.ts';
import { answer, body, operation, refusals, router } from '../../platform/route.ts';
import { callerIdSchema } from '../../platform/schemas.ts';
import { correctEmotion } from '../corrections/correct-emotion.ts';

const correctionSchema = givenEmotionSchema.omit({ confidence: true }).openapi('EmotionCorrection');

const correctedSchema = z
  .object({
    id: z.string(),
    conversationId: z.string(),
    label: emotionLabelSchema,
    valence: z.number().openapi({ description: 'From -1 (bad) to 1 (good).' }),
  })
  .openapi('CorrectedEmotion');

const correct = createRoute({
  method: 'patch',
  path: '/v1/conversations/{conversationId}/messages/{messageId}/emotion',
  ...operation({
    id: 'correctEmotion',
    tag: 'Emotions',
    summary: 'Correct the emotion of a message',
    description:
      'The correction is recorded with the API key that made it and the previous emotion. Statistics change by the exact difference. A later model does not read the message again.',
    scope: 'admin',
    body: { maxBytes: 4096 },
    idempotencyKey: true,
  }),
  request: {
    params: z.strictObject({ conversationId: callerIdSchema, messageId: callerIdSchema }),
    body: body(correctionSchema),
  },
  responses: {
    200: answer(correctedSchema, 'The corrected emotion'),
    ...refusals('message_not_found', 'conversation_erased', 'idempotency_key_reused'),
  },
});

export const correctionRoutes = router<Ports>().openapi(correct, async (c) => {
  const { conversationId, messageId } = c.req.valid('param');
  const { deps, caller } = c.var;
  const emotion = c.req.valid('json');
  return c.json(await correctEmotion(deps, caller, conversationId, messageId, emotion), 200);
});
