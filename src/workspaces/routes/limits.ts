import { createRoute } from '@hono/zod-openapi';
import type { GatePorts, Ports } from '../../platform/ports.ts';
import { answer, operation, refusals, router } from '../../platform/route.ts';
import { limitsSchema } from '../limits/limit.ts';
import { showLimits } from '../limits/show-limits.ts';

const show = createRoute({
  method: 'get',
  path: '/v1/limits',
  ...operation({
    id: 'showLimits',
    tag: 'Operations',
    summary: 'Show the limits of the workspace and how much of them is used',
    description: 'Every key may read them. The operator of the service can raise a limit.',
    scope: [],
  }),
  responses: { 200: answer(limitsSchema, 'The limits, by name'), ...refusals() },
});

export const limitRoutes = router<Ports & GatePorts>().openapi(show, async (c) =>
  c.json(await showLimits(c.var.deps, c.var.caller), 200),
);
