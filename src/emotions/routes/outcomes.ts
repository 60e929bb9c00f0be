import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { AppEnv } from '../../legacy-env.ts';
import { refuseInvalid } from '../../platform/http.ts';
import { json, problems, secured } from '../../platform/openapi.ts';
import { instantSchema } from '../../platform/schemas.ts';
import { showOutcomes } from '../outcomes/show-outcomes.ts';

const rate = z.number().nullable();
const outcomes = createRoute({
  method: 'get',
  path: '/v1/outcomes',
  summary: 'How bookings ended, by the mood of the conversations that made them',
  ...secured('bookings:read'),
  request: { query: z.strictObject({ from: instantSchema, to: instantSchema }) },
  responses: {
    200: json(
      z
        .object({
          from: z.string(),
          to: z.string(),
          outcomes: z.array(
            z.object({
              mood: z.enum(['negative', 'neutral', 'positive', 'unknown', 'pending']).openapi({
                description: 'unknown: no conversation; pending: still unlabelled messages.',
              }),
              bookings: z.int(),
              finished: z.int(),
              noShow: z.int(),
              cancelled: z.int(),
              cancelledLate: z.int(),
              completionRate: rate,
              noShowRate: rate,
              cancellationRate: rate,
            }),
          ),
        })
        .openapi('Outcomes'),
      'Of bookings that start in that time and have ended',
    ),
    ...problems,
  },
});

export const outcomeRoutes = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid }).openapi(
  outcomes,
  async (c) => c.json(await showOutcomes(c.var.deps, c.var.caller, c.req.valid('query')), 200),
);
