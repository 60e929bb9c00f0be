import { createRoute } from '@hono/zod-openapi';
import type { Ports } from '../../platform/ports.ts';
import { answer, body, operation, refusals, router } from '../../platform/route.ts';
import { retentionSchema } from '../retention.ts';
import { setRetention } from '../set-retention.ts';
import { showRetention } from '../show-retention.ts';

const show = createRoute({
  method: 'get',
  path: '/v1/retention',
  ...operation({
    id: 'showRetention',
    tag: 'Customers',
    summary: 'Show how long conversations and bookings are kept',
    scope: 'admin',
  }),
  responses: { 200: answer(retentionSchema, 'The retention'), ...refusals() },
});

const set = createRoute({
  method: 'put',
  path: '/v1/retention',
  ...operation({
    id: 'setRetention',
    tag: 'Customers',
    summary: 'Set how long conversations and bookings are kept',
    description:
      'What is older is erased within a day: texts, metadata, notes, tags, reasons, and the texts of follow-ups. Requests for it are then answered with 410. Statistics and outcomes stay as they are, and so do customers with their contacts. What was erased does not come back when the time is made longer.',
    scope: 'admin',
    body: { maxBytes: 1024 },
    idempotencyKey: true,
  }),
  request: { body: body(retentionSchema) },
  responses: {
    200: answer(retentionSchema, 'The retention'),
    ...refusals('idempotency_key_reused'),
  },
});

export const retentionRoutes = router<Ports>()
  .openapi(show, async (c) => c.json(await showRetention(c.var.deps, c.var.caller), 200))
  .openapi(set, async (c) =>
    c.json(await setRetention(c.var.deps, c.var.caller, c.req.valid('json')), 200),
  );
