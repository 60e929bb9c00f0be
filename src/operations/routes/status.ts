import { createRoute, z } from '@hono/zod-openapi';
import { answer, operation, refusals, router } from '../../platform/route.ts';
import { instantSchema } from '../../platform/schemas.ts';
import { backlogSchema } from '../backlog/backlog.ts';
import { showBacklog } from '../backlog/show-backlog.ts';
import { ofSchema } from '../latency/latency.ts';
import { showHistory } from '../light/show-history.ts';
import { showStatus } from '../light/show-status.ts';
import { historySchema, statusSchema } from '../light/status.ts';
import type { OperationsPorts } from '../ports.ts';
import { writeOpenSlo } from '../slo/open-slo.ts';
import { showServiceLevels } from '../slo/show-slo.ts';
import { serviceLevelsSchema } from '../slo/slo.ts';

const query = z.strictObject({ of: ofSchema });

const status = createRoute({
  method: 'get',
  path: '/v1/operations/status',
  ...operation({
    id: 'showStatus',
    tag: 'Operations',
    summary: 'Show the traffic light, its signals and what to do',
    description:
      'The light of the platform is evaluated once a minute, with a history. That of a workspace is evaluated for the answer, from its own requests and its own work. The answer is red, with 200, when the database cannot be reached.',
    scope: [],
  }),
  request: { query },
  responses: { 200: answer(statusSchema, 'The light'), ...refusals() },
});

const history = createRoute({
  method: 'get',
  path: '/v1/operations/status/history',
  ...operation({
    id: 'showStatusHistory',
    tag: 'Operations',
    summary: 'Show how the traffic light of the platform has changed',
    scope: 'operator',
  }),
  request: {
    query: z.strictObject({
      from: instantSchema.optional().openapi({ description: 'The default is a week before `to`.' }),
      to: instantSchema.optional().openapi({ description: 'The default is now.' }),
    }),
  },
  responses: { 200: answer(historySchema, 'The changes, the newest first'), ...refusals() },
});

const backlog = createRoute({
  method: 'get',
  path: '/v1/operations/backlog',
  ...operation({
    id: 'showBacklog',
    tag: 'Operations',
    summary: 'Show what background work is waiting',
    scope: [],
  }),
  request: { query },
  responses: { 200: answer(backlogSchema, 'What is waiting, by kind'), ...refusals() },
});

const slo = createRoute({
  method: 'get',
  path: '/v1/operations/slo',
  ...operation({
    id: 'showServiceLevels',
    tag: 'Operations',
    summary: 'Show the service levels with their error budgets',
    description:
      'An error budget is what an objective allows to go wrong: with 99.9 %, one request in a thousand. With `Accept: application/yaml` the answer is OpenSLO v1.',
    scope: [],
  }),
  request: { query },
  responses: {
    200: {
      description: 'The service levels',
      content: {
        'application/json': { schema: serviceLevelsSchema },
        'application/yaml': { schema: z.string().openapi({ description: 'OpenSLO v1.' }) },
      },
    },
    ...refusals(),
  },
});

export const statusRoutes = router<OperationsPorts>()
  .openapi(status, async (c) =>
    c.json(await showStatus(c.var.deps, c.var.caller, c.req.valid('query')), 200),
  )
  .openapi(history, async (c) =>
    c.json(await showHistory(c.var.deps, c.var.caller, c.req.valid('query')), 200),
  )
  .openapi(backlog, async (c) =>
    c.json(await showBacklog(c.var.deps, c.var.caller, c.req.valid('query')), 200),
  )
  .openapi(slo, async (c) => {
    const levels = await showServiceLevels(c.var.deps, c.var.caller, c.req.valid('query'));
    c.header('Vary', 'Accept', { append: true });
    if (!/\byaml\b/.test(c.req.header('Accept') ?? '')) return c.json(levels, 200);
    return c.body(writeOpenSlo(levels), 200, { 'Content-Type': 'application/yaml' });
  });
