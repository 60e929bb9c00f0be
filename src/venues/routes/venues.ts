import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { type AppEnv, refuseInvalid } from '../../platform/http.ts';
import { json, problems, secured, securedWithBody } from '../../platform/openapi.ts';
import { listQuerySchema } from '../../platform/pagination.ts';
import {
  addCombination,
  addResource,
  changeResource,
  listResources,
  removeCombination,
  removeResource,
} from '../resources.ts';
import {
  combinationSchema,
  hoursSchema,
  newCombinationSchema,
  newResourceSchema,
  newVenueSchema,
  resourceChangeSchema,
  resourceSchema,
  venueChangeSchema,
  venueSchema,
} from '../venue.ts';
import {
  changeVenue,
  createVenue,
  listVenues,
  putHours,
  readVenue,
  removeVenue,
} from '../venues.ts';

const MAX_SETTINGS_BYTES = 64 * 1024;

const id = z.string().min(1).max(64);
const params = z.strictObject({ venueId: id });
const body = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});

const create = createRoute({
  method: 'post',
  path: '/v1/venues',
  summary: 'Make a venue',
  ...securedWithBody('admin', MAX_SETTINGS_BYTES),
  request: { body: body(newVenueSchema) },
  responses: { 201: json(venueSchema, 'The venue; closed until it gets hours'), ...problems },
});

const list = createRoute({
  method: 'get',
  path: '/v1/venues',
  summary: 'List venues, the newest first',
  ...secured('bookings:read'),
  request: { query: listQuerySchema },
  responses: {
    200: json(
      z.object({ data: z.array(venueSchema), page: z.object({ next: z.string().nullable() }) }),
      'A page of venues',
    ),
    ...problems,
  },
});

const show = createRoute({
  method: 'get',
  path: '/v1/venues/{venueId}',
  summary: 'Show a venue',
  ...secured('bookings:read'),
  request: { params },
  responses: { 200: json(venueSchema, 'The venue'), ...problems },
});

const change = createRoute({
  method: 'patch',
  path: '/v1/venues/{venueId}',
  summary: 'Change settings of a venue',
  description: 'Bookings that stand keep their times and their cancellation cutoff.',
  ...securedWithBody('admin', MAX_SETTINGS_BYTES),
  request: { params, body: body(venueChangeSchema) },
  responses: { 200: json(venueSchema, 'The venue'), ...problems },
});

const remove = createRoute({
  method: 'delete',
  path: '/v1/venues/{venueId}',
  summary: 'Take a venue out of service; its bookings are lived out',
  ...secured('admin'),
  request: { params },
  responses: { 204: { description: 'Out of service' }, ...problems },
});

const hours = createRoute({
  method: 'put',
  path: '/v1/venues/{venueId}/hours',
  summary: 'Set the opening hours, all at once',
  ...securedWithBody('admin', MAX_SETTINGS_BYTES),
  request: { params, body: body(hoursSchema) },
  responses: { 200: json(venueSchema, 'The venue'), ...problems },
});

const createOfVenue = createRoute({
  method: 'post',
  path: '/v1/venues/{venueId}/resources',
  summary: 'Add a table, chair, room or person',
  ...securedWithBody('admin', MAX_SETTINGS_BYTES),
  request: { params, body: body(newResourceSchema) },
  responses: { 201: json(resourceSchema, 'The resource'), ...problems },
});

const listOfVenue = createRoute({
  method: 'get',
  path: '/v1/venues/{venueId}/resources',
  summary: "List a venue's resources and combinations",
  ...secured('bookings:read'),
  request: { params },
  responses: {
    200: json(
      z.object({ data: z.array(resourceSchema), combinations: z.array(combinationSchema) }),
      'All of them',
    ),
    ...problems,
  },
});

const changeOfVenue = createRoute({
  method: 'patch',
  path: '/v1/venues/{venueId}/resources/{resourceId}',
  summary: 'Change a resource; its bookings keep it',
  ...securedWithBody('admin', MAX_SETTINGS_BYTES),
  request: { params: params.extend({ resourceId: id }), body: body(resourceChangeSchema) },
  responses: { 200: json(resourceSchema, 'The resource'), ...problems },
});

const removeOfVenue = createRoute({
  method: 'delete',
  path: '/v1/venues/{venueId}/resources/{resourceId}',
  summary: 'Take a resource out of service; its bookings keep it',
  ...secured('admin'),
  request: { params: params.extend({ resourceId: id }) },
  responses: { 204: { description: 'Out of service' }, ...problems },
});

const combine = createRoute({
  method: 'post',
  path: '/v1/venues/{venueId}/combinations',
  summary: 'Let resources be taken together',
  ...securedWithBody('admin', MAX_SETTINGS_BYTES),
  request: { params, body: body(newCombinationSchema) },
  responses: { 201: json(combinationSchema, 'The combination'), ...problems },
});

const separate = createRoute({
  method: 'delete',
  path: '/v1/venues/{venueId}/combinations/{combinationId}',
  summary: 'Let resources no longer be taken together',
  ...secured('admin'),
  request: { params: params.extend({ combinationId: id }) },
  responses: { 204: { description: 'Out of service' }, ...problems },
});

export const venueRoutes = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid })
  .openapi(create, async (c) =>
    c.json(await createVenue(c.var.deps, c.var.caller, c.req.valid('json')), 201),
  )
  .openapi(list, async (c) =>
    c.json(await listVenues(c.var.deps, c.var.caller, c.req.valid('query')), 200),
  )
  .openapi(show, async (c) =>
    c.json(await readVenue(c.var.deps, c.var.caller, c.req.valid('param').venueId), 200),
  )
  .openapi(change, async (c) => {
    const { venueId } = c.req.valid('param');
    return c.json(await changeVenue(c.var.deps, c.var.caller, venueId, c.req.valid('json')), 200);
  })
  .openapi(remove, async (c) => {
    await removeVenue(c.var.deps, c.var.caller, c.req.valid('param').venueId);
    return c.body(null, 204);
  })
  .openapi(hours, async (c) => {
    const { venueId } = c.req.valid('param');
    return c.json(await putHours(c.var.deps, c.var.caller, venueId, c.req.valid('json')), 200);
  })
  .openapi(createOfVenue, async (c) => {
    const { venueId } = c.req.valid('param');
    return c.json(await addResource(c.var.deps, c.var.caller, venueId, c.req.valid('json')), 201);
  })
  .openapi(listOfVenue, async (c) =>
    c.json(await listResources(c.var.deps, c.var.caller, c.req.valid('param').venueId), 200),
  )
  .openapi(changeOfVenue, async (c) => {
    const { venueId, resourceId } = c.req.valid('param');
    const { deps, caller } = c.var;
    return c.json(
      await changeResource(deps, caller, venueId, resourceId, c.req.valid('json')),
      200,
    );
  })
  .openapi(removeOfVenue, async (c) => {
    const { venueId, resourceId } = c.req.valid('param');
    await removeResource(c.var.deps, c.var.caller, venueId, resourceId);
    return c.body(null, 204);
  })
  .openapi(combine, async (c) => {
    const { venueId } = c.req.valid('param');
    return c.json(
      await addCombination(c.var.deps, c.var.caller, venueId, c.req.valid('json')),
      201,
    );
  })
  .openapi(separate, async (c) => {
    const { venueId, combinationId } = c.req.valid('param');
    await removeCombination(c.var.deps, c.var.caller, venueId, combinationId);
    return c.body(null, 204);
  });
