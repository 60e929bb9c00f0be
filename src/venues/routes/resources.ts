import { createRoute, z } from '@hono/zod-openapi';
import { cachedAnswer } from '../../platform/cache/cached-answer.ts';
import { cachedAnswers } from '../../platform/cache/cached-answers.ts';
import { answer, body, operation, refusals, router } from '../../platform/route.ts';
import { idInRequest } from '../../platform/schemas.ts';
import { addCombination } from '../add-combination.ts';
import { addResource } from '../add-resource.ts';
import { deletionSchema } from '../affected-bookings.ts';
import { changeResource } from '../change-resource.ts';
import { deleteCombination } from '../delete-combination.ts';
import { deleteResource } from '../delete-resource.ts';
import { listResources } from '../list-resources.ts';
import type { VenuePorts } from '../ports.ts';
import {
  changedResourceSchema,
  combinationSchema,
  newCombinationSchema,
  newResourceSchema,
  resourceChangeSchema,
  resourceSchema,
} from '../resource.ts';

const settings = { maxBytes: 64 * 1024 };
const params = z.strictObject({ venueId: idInRequest('venue') });
const resourceParams = params.extend({ resourceId: idInRequest('resource') });
const combinationParams = params.extend({ combinationId: idInRequest('combination') });

const add = createRoute({
  method: 'post',
  path: '/v1/venues/{venueId}/resources',
  ...operation({
    id: 'addResource',
    tag: 'Venues',
    summary: 'Add a table, chair, room or person',
    scope: 'admin',
    body: settings,
    idempotencyKey: true,
  }),
  request: { params, body: body(newResourceSchema) },
  responses: {
    201: answer(resourceSchema, 'The resource'),
    ...refusals(
      'venue_not_found',
      'resource_name_taken',
      'limit_reached',
      'idempotency_key_reused',
    ),
  },
});

const list = createRoute({
  method: 'get',
  path: '/v1/venues/{venueId}/resources',
  ...operation({
    id: 'listResources',
    tag: 'Venues',
    summary: 'List a venue’s resources and combinations',
    scope: 'bookings:read',
    cache: '60s',
  }),
  request: { params },
  responses: {
    ...cachedAnswers(
      z.object({ data: z.array(resourceSchema), combinations: z.array(combinationSchema) }),
      'All resources and combinations',
    ),
    ...refusals('venue_not_found'),
  },
});

const change = createRoute({
  method: 'patch',
  path: '/v1/venues/{venueId}/resources/{resourceId}',
  ...operation({
    id: 'changeResource',
    tag: 'Venues',
    summary: 'Change a resource',
    description:
      'Existing bookings keep the resource. After a change of `maxParty`, `affectedBookings` names those whose party is too large for their resources. None is cancelled.',
    scope: 'admin',
    body: settings,
    idempotencyKey: true,
  }),
  request: { params: resourceParams, body: body(resourceChangeSchema) },
  responses: {
    200: answer(changedResourceSchema, 'The resource, and the bookings that no longer fit it'),
    ...refusals(
      'venue_not_found',
      'resource_not_found',
      'resource_name_taken',
      'idempotency_key_reused',
    ),
  },
});

const remove = createRoute({
  method: 'delete',
  path: '/v1/venues/{venueId}/resources/{resourceId}',
  ...operation({
    id: 'deleteResource',
    tag: 'Venues',
    summary: 'Take a resource out of service',
    description:
      'No new booking gets the resource. Existing bookings keep it, and `affectedBookings` names them. A repeated request gets the list again.',
    scope: 'admin',
    idempotencyKey: true,
  }),
  request: { params: resourceParams },
  responses: {
    200: answer(deletionSchema, 'The resource is out of service'),
    ...refusals('venue_not_found', 'resource_not_found', 'idempotency_key_reused'),
  },
});

const combine = createRoute({
  method: 'post',
  path: '/v1/venues/{venueId}/combinations',
  ...operation({
    id: 'addCombination',
    tag: 'Venues',
    summary: 'Let resources be taken together',
    description: 'A party that no single resource fits is seated at a combination of them.',
    scope: 'admin',
    body: settings,
    idempotencyKey: true,
  }),
  request: { params, body: body(newCombinationSchema) },
  responses: {
    201: answer(combinationSchema, 'The combination'),
    ...refusals('venue_not_found', 'resource_not_found', 'limit_reached', 'idempotency_key_reused'),
  },
});

const separate = createRoute({
  method: 'delete',
  path: '/v1/venues/{venueId}/combinations/{combinationId}',
  ...operation({
    id: 'deleteCombination',
    tag: 'Venues',
    summary: 'Delete a combination',
    description:
      'Its resources can no longer be taken together. Existing bookings keep them, and `affectedBookings` names the bookings. A repeated request gets the list again.',
    scope: 'admin',
    idempotencyKey: true,
  }),
  request: { params: combinationParams },
  responses: {
    200: answer(deletionSchema, 'The combination is deleted'),
    ...refusals('venue_not_found', 'combination_not_found', 'idempotency_key_reused'),
  },
});

export const resourceRoutes = router<VenuePorts>()
  .openapi(add, async (c) => {
    const { venueId } = c.req.valid('param');
    return c.json(await addResource(c.var.deps, c.var.caller, venueId, c.req.valid('json')), 201);
  })
  .openapi(list, (c) => {
    const { deps, caller } = c.var;
    const { venueId } = c.req.valid('param');
    return cachedAnswer(c, { subject: venueId }, () => listResources(deps, caller, venueId));
  })
  .openapi(change, async (c) => {
    const { venueId, resourceId } = c.req.valid('param');
    const { deps, caller } = c.var;
    const changed = await changeResource(deps, caller, venueId, resourceId, c.req.valid('json'));
    return c.json(changed, 200);
  })
  .openapi(remove, async (c) => {
    const { venueId, resourceId } = c.req.valid('param');
    return c.json(await deleteResource(c.var.deps, c.var.caller, venueId, resourceId), 200);
  })
  .openapi(combine, async (c) => {
    const { venueId } = c.req.valid('param');
    const combination = c.req.valid('json');
    return c.json(await addCombination(c.var.deps, c.var.caller, venueId, combination), 201);
  })
  .openapi(separate, async (c) => {
    const { venueId, combinationId } = c.req.valid('param');
    return c.json(await deleteCombination(c.var.deps, c.var.caller, venueId, combinationId), 200);
  });
