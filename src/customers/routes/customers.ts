import { createRoute, z } from '@hono/zod-openapi';
import type { Ports } from '../../platform/ports.ts';
import { answer, operation, refusals, router } from '../../platform/route.ts';
import { callerIdSchema } from '../../platform/schemas.ts';
import { customerSchema } from '../customer.ts';
import { showCustomer } from '../show-customer.ts';

const show = createRoute({
  method: 'get',
  path: '/v1/customers/{customerId}',
  ...operation({
    id: 'showCustomer',
    tag: 'Customers',
    summary: 'Show a customer',
    scope: 'messages:read',
  }),
  request: { params: z.strictObject({ customerId: callerIdSchema }) },
  responses: {
    200: answer(customerSchema, 'The customer'),
    ...refusals('customer_not_found', 'customer_erased'),
  },
});

export const customerRoutes = router<Ports>().openapi(show, async (c) =>
  c.json(await showCustomer(c.var.deps, c.var.caller, c.req.valid('param').customerId), 200),
);
