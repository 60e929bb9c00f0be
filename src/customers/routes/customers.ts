import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { bookingSchema } from '../../bookings/booking.ts';
import { shownConversationSchema, storedMessageSchema } from '../../conversations/conversation.ts';
import { jobSchema } from '../../follow-ups/ledger/shown-job.ts';
import { type AppEnv, refuseInvalid } from '../../platform/http.ts';
import { json, problems, secured } from '../../platform/openapi.ts';
import { listQuerySchema } from '../../platform/pagination.ts';
import { callerIdSchema } from '../../platform/schemas.ts';
import { entrySchema } from '../../waitlist/entry.ts';
import { attentionEventSchema, customerSchema, receiptSchema } from '../customer.ts';
import { eraseCustomer, exportCustomer, showCustomer } from '../customers.ts';

const params = z.strictObject({ customerId: callerIdSchema });

const show = createRoute({
  method: 'get',
  path: '/v1/customers/{customerId}',
  summary: 'Show a customer',
  ...secured('messages:read'),
  request: { params },
  responses: { 200: json(customerSchema, 'The customer'), ...problems },
});

const exported = createRoute({
  method: 'get',
  path: '/v1/customers/{customerId}/export',
  summary: 'Export everything kept about a customer',
  ...secured('messages:read'),
  request: {
    params,
    query: listQuerySchema.extend({
      limit: z.coerce.number().int().min(1).max(1000).default(1000),
    }),
  },
  responses: {
    200: json(
      z
        .object({
          customer: customerSchema,
          conversations: z.array(shownConversationSchema).openapi({
            description: 'Those that the messages of this page belong to.',
          }),
          messages: z.array(storedMessageSchema),
          attentionEvents: z.array(attentionEventSchema),
          bookings: z
            .array(bookingSchema)
            .openapi({ description: 'All of them, on the first page.' }),
          waitlist: z
            .array(entrySchema)
            .openapi({ description: 'All of them, on the first page.' }),
          jobs: z
            .array(jobSchema.extend({ text: z.string().nullable() }))
            .openapi({ description: 'What was planned for the bookings, on the first page.' }),
          page: z.object({ next: z.string().nullable() }),
        })
        .openapi('CustomerExport'),
      'A page of the export',
    ),
    ...problems,
  },
});

const erase = createRoute({
  method: 'delete',
  path: '/v1/customers/{customerId}',
  summary: 'Erase a customer',
  description:
    'Texts, names and contacts are gone, their exact share of every statistic with them. Ids stay as tombstones: a late retry or queue message revives nothing, and a returning guest needs a new id.',
  ...secured('admin'),
  request: { params },
  responses: {
    200: json(receiptSchema.extend({ customerId: z.string() }).openapi('ErasureReceipt'), 'Erased'),
    ...problems,
  },
});

export const customerRoutes = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid })
  .openapi(show, async (c) =>
    c.json(await showCustomer(c.var.deps, c.var.caller, c.req.valid('param').customerId), 200),
  )
  .openapi(exported, async (c) => {
    const { customerId } = c.req.valid('param');
    const query = c.req.valid('query');
    return c.json(await exportCustomer(c.var.deps, c.var.caller, customerId, query), 200);
  })
  .openapi(erase, async (c) =>
    c.json(await eraseCustomer(c.var.deps, c.var.caller, c.req.valid('param').customerId), 200),
  );
