import { createRoute, z } from '@hono/zod-openapi';
import type { Ports } from '../../platform/ports.ts';
import { answer, operation, refusals, router } from '../../platform/route.ts';
import { instantSchema } from '../../platform/schemas.ts';
import { outcomesSchema } from '../outcomes/outcome.ts';
import { showOutcomes } from '../outcomes/show-outcomes.ts';

const outcomes = createRoute({
  method: 'get',
  path: '/v1/outcomes',
  ...operation({
    id: 'showOutcomes',
    tag: 'Emotions',
    summary: 'Show how bookings ended, by the mood of the conversations that made them',
    description:
      'Counts bookings that start in the range and were finished, missed or cancelled. The range is at most 93 days. Moods follow emotions, which are read in English only unless Workers AI is configured.',
    scope: ['bookings:read', 'messages:read'],
  }),
  request: { query: z.strictObject({ from: instantSchema, to: instantSchema }) },
  responses: { 200: answer(outcomesSchema, 'The outcomes of each mood'), ...refusals() },
});

export const outcomeRoutes = router<Ports>().openapi(outcomes, async (c) =>
  c.json(await showOutcomes(c.var.deps, c.var.caller, c.req.valid('query')), 200),
);
