import { createRoute, z } from '@hono/zod-openapi';
import { emailSchema } from '../../platform/email-address.ts';
import { listQuerySchema, pageSchema } from '../../platform/pagination.ts';
import type { Ports } from '../../platform/ports.ts';
import {
  answer,
  body,
  noContent,
  operation,
  refusals,
  router,
  tagged,
  versionHeaderSchema,
  versionsOf,
} from '../../platform/route.ts';
import { callerIdSchema, lineOfText } from '../../platform/schemas.ts';
import { admitCustomer } from '../admit-customer.ts';
import { changeCustomer } from '../change-customer.ts';
import { customerSchema, listedCustomerSchema } from '../customer.ts';
import { customerChangeSchema, tagSchema } from '../customer-change.ts';
import { listCustomers } from '../list-customers.ts';
import { mergeCustomers } from '../merge-customers.ts';
import { newRefusalSchema, refusalSchema } from '../refusal.ts';
import { refuseCustomer } from '../refuse-customer.ts';
import { showCustomer } from '../show-customer.ts';

const params = z.strictObject({ customerId: callerIdSchema });

const list = createRoute({
  method: 'get',
  path: '/v1/customers',
  ...operation({
    id: 'listCustomers',
    tag: 'Customers',
    summary: 'Search the guest book',
    description:
      'Lists the customers that match all conditions. Those that were seen last come first, by quarter hours. If more than 1,000 customers match each condition, a page reads 4,000 customers at most. It may then hold fewer than asked for, or none, although another page follows: follow `page.next` until it is null, or ask for more letters of the name.',
    scope: 'messages:read',
  }),
  request: {
    query: listQuerySchema.extend({
      name: lineOfText(128).optional().openapi({
        description:
          'Each word begins a word of the name. Case, accents and punctuation are ignored.',
        example: 'mar sch',
      }),
      email: emailSchema.optional().openapi({ description: 'The whole address. Case is ignored.' }),
      phone: z.string().min(1).max(64).optional().openapi({
        description: 'The whole number, in E.164 or as it is written in `country`.',
        example: '+33123456789',
      }),
      country: z
        .string()
        .regex(/^[A-Z]{2}$/)
        .optional()
        .openapi({
          description:
            'The country of `phone` if it has no country code (ISO 3166-1 alpha-2). Stored numbers without a country code are read as numbers of the country of `phone`.',
          example: 'FR',
        }),
      tag: tagSchema.optional(),
      refused: z
        .literal('true')
        .transform(() => true as const)
        .optional()
        .openapi({
          description: 'Only guests who may not book. Needs the scope `bookings:staff`.',
        }),
    }),
  },
  responses: {
    200: answer(pageSchema(listedCustomerSchema), 'A page of customers'),
    ...refusals('invalid_cursor'),
  },
});

const show = createRoute({
  method: 'get',
  path: '/v1/customers/{customerId}',
  ...operation({
    id: 'showCustomer',
    tag: 'Customers',
    summary: 'Show a customer',
    scope: 'messages:read',
  }),
  request: { params },
  responses: {
    200: answer(customerSchema, 'The customer'),
    ...refusals('customer_not_found', 'customer_erased'),
  },
});

const change = createRoute({
  method: 'patch',
  path: '/v1/customers/{customerId}',
  ...operation({
    id: 'changeCustomer',
    tag: 'Customers',
    summary: 'Change a customer',
    description:
      'Fields that are left out stay as they are. `staffNotes` needs the scope `customers:notes` too.',
    scope: ['customers:write', 'messages:read'],
    body: { maxBytes: 16 * 1024 },
    idempotencyKey: true,
  }),
  request: { params, headers: versionHeaderSchema, body: body(customerChangeSchema) },
  responses: {
    200: answer(customerSchema, 'The customer after the change'),
    ...refusals('customer_not_found', 'customer_erased', 'version_stale', 'idempotency_key_reused'),
  },
});

const merge = createRoute({
  method: 'post',
  path: '/v1/customers/{customerId}/merge',
  ...operation({
    id: 'mergeCustomers',
    tag: 'Customers',
    summary: 'Merge a customer into another one',
    description:
      'Conversations, bookings and waitlist entries move to the customer `into`, and statistics with them. From then on, `customerId` names that customer too, in every request. The customer `into` keeps its details and gets those that it lacks; tags, preferences and notes of both are kept. If both wait for the same window, the later entry ends. A merge cannot be undone. If both ids name one customer already, nothing changes.',
    scope: ['customers:write', 'messages:read'],
    body: { maxBytes: 1024 },
    idempotencyKey: true,
  }),
  request: {
    params,
    body: body(
      z
        .strictObject({
          into: callerIdSchema.openapi({
            description: 'The id of the customer that stays.',
            example: 'guest-7',
          }),
        })
        .openapi('Merge'),
    ),
  },
  responses: {
    200: answer(customerSchema, 'The customer that stays'),
    ...refusals(
      ...(['customer_not_found', 'customer_erased', 'merge_too_large'] as const),
      'idempotency_key_reused',
    ),
  },
});

const refuse = createRoute({
  method: 'put',
  path: '/v1/customers/{customerId}/refusal',
  ...operation({
    id: 'refuseCustomer',
    tag: 'Customers',
    summary: 'Let a guest book no more',
    description:
      'Bookings, holds, messages with a booking and waitlist entries of the guest are then refused with 409 guest_refused, at all venues and for every key. The answer does not contain the reason. Existing bookings stay, but holds cannot be confirmed, and waitlist entries get no offer. A second request replaces the reason.',
    scope: 'bookings:staff',
    body: { maxBytes: 16 * 1024 },
    idempotencyKey: true,
  }),
  request: { params, body: body(newRefusalSchema) },
  responses: {
    200: answer(refusalSchema, 'Since when the guest may not book'),
    ...refusals('customer_not_found', 'customer_erased', 'idempotency_key_reused'),
  },
});

const admit = createRoute({
  method: 'delete',
  path: '/v1/customers/{customerId}/refusal',
  ...operation({
    id: 'admitCustomer',
    tag: 'Customers',
    summary: 'Let a guest book again',
    description: 'The reason is deleted. For a guest who may book, nothing changes.',
    scope: 'bookings:staff',
    idempotencyKey: true,
  }),
  request: { params },
  responses: {
    ...noContent('The guest may book'),
    ...refusals('customer_not_found', 'customer_erased', 'idempotency_key_reused'),
  },
});

export const customerRoutes = router<Ports>()
  .openapi(list, async (c) =>
    c.json(await listCustomers(c.var.deps, c.var.caller, c.req.valid('query')), 200),
  )
  .openapi(show, async (c) => {
    const { customerId } = c.req.valid('param');
    return c.json(tagged(c, await showCustomer(c.var.deps, c.var.caller, customerId)), 200);
  })
  .openapi(change, async (c) => {
    const { customerId } = c.req.valid('param');
    const versions = versionsOf(c.req.valid('header'));
    const { deps, caller } = c.var;
    const changed = await changeCustomer(deps, caller, customerId, c.req.valid('json'), versions);
    return c.json(tagged(c, changed), 200);
  })
  .openapi(merge, async (c) => {
    const { customerId } = c.req.valid('param');
    const { into } = c.req.valid('json');
    const merged = await mergeCustomers(c.var.deps, c.var.caller, customerId, into);
    return c.json(tagged(c, merged), 200);
  })
  .openapi(refuse, async (c) => {
    const { customerId } = c.req.valid('param');
    const { reason } = c.req.valid('json');
    return c.json(await refuseCustomer(c.var.deps, c.var.caller, customerId, reason), 200);
  })
  .openapi(admit, async (c) => {
    await admitCustomer(c.var.deps, c.var.caller, c.req.valid('param').customerId);
    return c.body(null, 204);
  });
