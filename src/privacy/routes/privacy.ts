import { createRoute, z } from '@hono/zod-openapi';
import { listQuerySchema } from '../../platform/pagination.ts';
import type { Ports } from '../../platform/ports.ts';
import { answer, operation, refusals, router } from '../../platform/route.ts';
import { callerIdSchema } from '../../platform/schemas.ts';
import { eraseCustomer } from '../erase-customer.ts';
import { receiptSchema } from '../erasure.ts';
import { customerExportSchema } from '../export.ts';
import { exportCustomer } from '../export-customer.ts';
import { showErasure } from '../show-erasure.ts';

const params = z.strictObject({ customerId: callerIdSchema });

const exported = createRoute({
  method: 'get',
  path: '/v1/customers/{customerId}/export',
  ...operation({
    id: 'exportCustomer',
    tag: 'Customers',
    summary: 'Export everything that is stored about a customer',
    description:
      'The items come in this order: messages with what was read from them, bookings, their events, jobs, waitlist entries, idempotency keys. A page ends after `limit` items or about 512 KB, so follow `page.next` until it is null: a kind of item that a page lacks may be on a later page. The pages are read one after the other. A change between two of them may be missing from the export.',
    scope: ['messages:read', 'bookings:read'],
  }),
  request: {
    params,
    query: listQuerySchema.extend({
      limit: z.coerce.number().int().min(1).max(1000).default(1000).openapi({
        description: 'The most items of all kinds that the answer holds.',
      }),
    }),
  },
  responses: {
    200: answer(customerExportSchema, 'A page of the export'),
    ...refusals('invalid_cursor', 'customer_not_found', 'customer_erased'),
  },
});

const erase = createRoute({
  method: 'delete',
  path: '/v1/customers/{customerId}',
  ...operation({
    id: 'eraseCustomer',
    tag: 'Customers',
    summary: 'Erase a customer',
    description:
      'Removes texts, names and contacts, and subtracts the customer’s exact share from every statistic. Future bookings are cancelled. Ids stay as tombstones: a late retry or queue message restores nothing, and a guest who returns needs a new id. From the answer on, nothing about the customer is shown or stored, whatever its status. 202: the customer has more rows than one request erases. The service erases the others within minutes, and `Location` names the URL that shows the progress. A second request erases what the first has left, and answers with the time of the first.',
    scope: 'admin',
    idempotencyKey: true,
  }),
  request: { params },
  responses: {
    200: answer(receiptSchema, 'What was erased'),
    202: {
      ...answer(receiptSchema, 'What was erased so far; the rest follows'),
      headers: z.object({
        Location: z.string().openapi({ description: 'The path that shows the progress.' }),
      }),
    },
    ...refusals('customer_not_found', 'idempotency_key_reused'),
  },
});

const progress = createRoute({
  method: 'get',
  path: '/v1/customers/{customerId}/erasure',
  ...operation({
    id: 'showErasure',
    tag: 'Customers',
    summary: 'Show how far the erasure of a customer has come',
    description: 'The counts are those of the last request to erase the customer.',
    scope: 'admin',
  }),
  request: { params },
  responses: {
    200: answer(receiptSchema, 'The erasure'),
    ...refusals('erasure_not_found'),
  },
});

export const privacyRoutes = router<Ports>()
  .openapi(exported, async (c) => {
    const { customerId } = c.req.valid('param');
    const query = c.req.valid('query');
    return c.json(await exportCustomer(c.var.deps, c.var.caller, customerId, query), 200);
  })
  .openapi(erase, async (c) => {
    const { customerId } = c.req.valid('param');
    const receipt = await eraseCustomer(c.var.deps, c.var.caller, customerId);
    if (receipt.state === 'finished') return c.json(receipt, 200);
    c.header('Location', `/v1/customers/${encodeURIComponent(customerId)}/erasure`);
    return c.json(receipt, 202);
  })
  .openapi(progress, async (c) =>
    c.json(await showErasure(c.var.deps, c.var.caller, c.req.valid('param').customerId), 200),
  );
