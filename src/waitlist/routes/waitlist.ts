import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { bookingSchema } from '../../bookings/booking.ts';
import type { AppEnv } from '../../legacy-env.ts';
import { refuseInvalid } from '../../platform/http.ts';
import { json, problems, secured, securedWithBody } from '../../platform/openapi.ts';
import { listQuerySchema } from '../../platform/pagination.ts';
import { entrySchema, newEntrySchema, WAITLIST_STATES } from '../entry.ts';
import { accept, join, leave, listEntries } from '../waitlist.ts';

const MAX_ENTRY_BYTES = 64 * 1024;

const id = z.string().min(1).max(64);
const params = z.strictObject({ venueId: id });
const entryParams = params.extend({ entryId: id });

const create = createRoute({
  method: 'post',
  path: '/v1/venues/{venueId}/waitlist',
  summary: 'Wait for a place',
  description: 'A place that gets free is held for whoever has waited longest and fits.',
  ...securedWithBody('bookings:write', MAX_ENTRY_BYTES),
  request: {
    params,
    body: { required: true, content: { 'application/json': { schema: newEntrySchema } } },
  },
  responses: { 201: json(entrySchema, 'The entry'), ...problems },
});

const list = createRoute({
  method: 'get',
  path: '/v1/venues/{venueId}/waitlist',
  summary: 'List a waitlist in the order of joining',
  ...secured('bookings:read'),
  request: { params, query: listQuerySchema.extend({ state: z.enum(WAITLIST_STATES).optional() }) },
  responses: {
    200: json(
      z.object({ data: z.array(entrySchema), page: z.object({ next: z.string().nullable() }) }),
      'A page of entries',
    ),
    ...problems,
  },
});

const remove = createRoute({
  method: 'delete',
  path: '/v1/venues/{venueId}/waitlist/{entryId}',
  summary: 'Leave a waitlist; what is offered is cancelled',
  ...secured('bookings:write'),
  request: { params: entryParams },
  responses: { 204: { description: 'Left' }, ...problems },
});

const confirm = createRoute({
  method: 'post',
  path: '/v1/venues/{venueId}/waitlist/{entryId}/accept',
  summary: 'Accept what is offered',
  ...secured('bookings:write'),
  request: { params: entryParams },
  responses: { 200: json(bookingSchema, 'The booking, confirmed'), ...problems },
});

export const waitlistRoutes = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid })
  .openapi(create, async (c) => {
    const { venueId } = c.req.valid('param');
    return c.json(await join(c.var.deps, c.var.caller, venueId, c.req.valid('json')), 201);
  })
  .openapi(list, async (c) => {
    const { venueId } = c.req.valid('param');
    return c.json(await listEntries(c.var.deps, c.var.caller, venueId, c.req.valid('query')), 200);
  })
  .openapi(remove, async (c) => {
    const { venueId, entryId } = c.req.valid('param');
    await leave(c.var.deps, c.var.caller, venueId, entryId);
    return c.body(null, 204);
  })
  .openapi(confirm, async (c) => {
    const { venueId, entryId } = c.req.valid('param');
    const booking = await accept(c.var.deps, c.var.caller, venueId, entryId);
    c.header('ETag', `"${booking.version}"`);
    return c.json(booking, 200);
  });
