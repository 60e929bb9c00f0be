import { createRoute, z } from '@hono/zod-openapi';
import { answer, operation, refusals, router } from '../../platform/route.ts';
import { instantSchema } from '../../platform/schemas.ts';
import { grainSchema, latencySchema, measuredSchema, ofSchema } from '../latency/latency.ts';
import { showLatency } from '../latency/show-latency.ts';
import { OPEN_METRICS } from '../metrics/open-metrics.ts';
import { showMetrics } from '../metrics/show-metrics.ts';
import type { OperationsPorts } from '../ports.ts';

const show = createRoute({
  method: 'get',
  path: '/v1/operations/latency',
  ...operation({
    id: 'showLatency',
    tag: 'Operations',
    summary: 'Show how long requests took, by operation, against their targets',
    description:
      'Every key may read the durations of its workspace. They are counted seconds after the request, and some may get lost. A long range is read by hours or days and widened to whole ones. Minutes are kept for two days, hours for sixty days, and days for two years.',
    scope: [],
  }),
  request: {
    query: z.strictObject({
      of: ofSchema,
      from: instantSchema
        .optional()
        .openapi({ description: 'The default is an hour before `to`.' }),
      to: instantSchema.optional().openapi({ description: 'The default is now.' }),
      operation: measuredSchema.optional(),
      region: z
        .string()
        .max(20)
        .optional()
        .openapi({ description: 'Counts only requests of this region, of the platform.' }),
      interval: grainSchema.optional().openapi({
        description: 'Shows the durations by time, 750 points at most. It needs an `operation`.',
      }),
    }),
  },
  responses: { 200: answer(latencySchema, 'The durations, by operation'), ...refusals() },
});

const metrics = createRoute({
  method: 'get',
  path: '/v1/operations/metrics',
  ...operation({
    id: 'showMetrics',
    tag: 'Operations',
    summary: 'Show the requests of this day as OpenMetrics text',
    description:
      'For Prometheus and what reads its format. Counters begin again each day (UTC). Of the platform it also shows the traffic light.',
    scope: [],
  }),
  request: { query: z.strictObject({ of: ofSchema }) },
  responses: {
    200: {
      description: 'OpenMetrics 1.0',
      content: { 'application/openmetrics-text': { schema: z.string() } },
    },
    ...refusals(),
  },
});

export const latencyRoutes = router<OperationsPorts>()
  .openapi(show, async (c) =>
    c.json(await showLatency(c.var.deps, c.var.caller, c.req.valid('query')), 200),
  )
  .openapi(metrics, async (c) => {
    const text = await showMetrics(c.var.deps, c.var.caller, c.req.valid('query'));
    return c.body(text, 200, { 'Content-Type': OPEN_METRICS });
  });
