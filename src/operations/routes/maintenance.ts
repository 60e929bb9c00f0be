import { createRoute, z } from '@hono/zod-openapi';
import { answer, body, noContent, operation, refusals, router } from '../../platform/route.ts';
import { idInRequest } from '../../platform/schemas.ts';
import { maintenanceWindowSchema } from '../light/status.ts';
import { cancelMaintenance } from '../maintenance/cancel-maintenance.ts';
import { newMaintenanceSchema } from '../maintenance/maintenance.ts';
import { planMaintenance } from '../maintenance/plan-maintenance.ts';
import type { OperationsPorts } from '../ports.ts';

const plan = createRoute({
  method: 'post',
  path: '/v1/operations/maintenance',
  ...operation({
    id: 'planMaintenance',
    tag: 'Operations',
    summary: 'Plan a maintenance window of the platform',
    description:
      'While it lasts the light stays as it is. Requests of its minutes are not judged, and those of the hours that it touches count for no service level.',
    scope: 'operator',
    body: { maxBytes: 4 * 1024 },
    idempotencyKey: true,
  }),
  request: { body: body(newMaintenanceSchema) },
  responses: {
    201: answer(maintenanceWindowSchema, 'The maintenance window'),
    ...refusals('idempotency_key_reused'),
  },
});

const cancel = createRoute({
  method: 'delete',
  path: '/v1/operations/maintenance/{maintenanceWindowId}',
  ...operation({
    id: 'cancelMaintenance',
    tag: 'Operations',
    summary: 'Delete a maintenance window',
    description: 'What was left out because of it is counted again.',
    scope: 'operator',
    idempotencyKey: true,
  }),
  request: { params: z.strictObject({ maintenanceWindowId: idInRequest('maintenanceWindow') }) },
  responses: {
    ...noContent('The window is deleted'),
    ...refusals('maintenance_window_not_found', 'idempotency_key_reused'),
  },
});

export const maintenanceRoutes = router<OperationsPorts>()
  .openapi(plan, async (c) =>
    c.json(await planMaintenance(c.var.deps, c.var.caller, c.req.valid('json')), 201),
  )
  .openapi(cancel, async (c) => {
    const { maintenanceWindowId } = c.req.valid('param');
    await cancelMaintenance(c.var.deps, c.var.caller, maintenanceWindowId);
    return c.body(null, 204);
  });
