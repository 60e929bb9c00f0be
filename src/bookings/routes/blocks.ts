import { createRoute, z } from '@hono/zod-openapi';
import { listQuerySchema, pageSchema } from '../../platform/pagination.ts';
import type { Ports } from '../../platform/ports.ts';
import { answer, body, noContent, operation, refusals, router } from '../../platform/route.ts';
import { idInRequest } from '../../platform/schemas.ts';
import { blockSchema, madeBlockSchema, newBlockSchema } from '../blocks/block.ts';
import { createBlock } from '../blocks/create-block.ts';
import { deleteBlock } from '../blocks/delete-block.ts';
import { listBlocks } from '../blocks/list-blocks.ts';

const params = z.strictObject({ venueId: idInRequest('venue') });

const create = createRoute({
  method: 'post',
  path: '/v1/venues/{venueId}/blocks',
  ...operation({
    id: 'createBlock',
    tag: 'Venues',
    summary: 'Block resources, an area or the whole venue for a time',
    description:
      'No booking gets a blocked place. Bookings that lie in the block refuse it with their ids in `bookings`; with `keepBookings` it is stored around them. When such a booking ends or moves, its place is blocked too, within about a minute.',
    scope: 'bookings:staff',
    body: { maxBytes: 64 * 1024 },
    idempotencyKey: true,
  }),
  request: { params, body: body(newBlockSchema) },
  responses: {
    201: answer(madeBlockSchema, 'The block, and the bookings around which it is stored'),
    ...refusals(
      ...(['venue_not_found', 'resource_not_found', 'area_not_found'] as const),
      ...(['bookings_in_block', 'block_too_large', 'limit_reached'] as const),
      'idempotency_key_reused',
    ),
  },
});

const list = createRoute({
  method: 'get',
  path: '/v1/venues/{venueId}/blocks',
  ...operation({
    id: 'listBlocks',
    tag: 'Venues',
    summary: 'List the blocks of a venue that have not ended, the newest first',
    scope: 'bookings:read',
  }),
  request: { params, query: listQuerySchema },
  responses: {
    200: answer(pageSchema(blockSchema), 'A page of blocks'),
    ...refusals('invalid_cursor', 'venue_not_found'),
  },
});

const remove = createRoute({
  method: 'delete',
  path: '/v1/venues/{venueId}/blocks/{blockId}',
  ...operation({
    id: 'deleteBlock',
    tag: 'Venues',
    summary: 'Delete a block, or end it early',
    description:
      'Its places are free at once, and are offered to the waitlist. A repeating block ends with all of its occurrences.',
    scope: 'bookings:staff',
    idempotencyKey: true,
  }),
  request: { params: params.extend({ blockId: idInRequest('block') }) },
  responses: {
    ...noContent('The block is deleted'),
    ...refusals('venue_not_found', 'block_not_found', 'idempotency_key_reused'),
  },
});

export const blockRoutes = router<Ports>()
  .openapi(create, async (c) => {
    const { venueId } = c.req.valid('param');
    return c.json(await createBlock(c.var.deps, c.var.caller, venueId, c.req.valid('json')), 201);
  })
  .openapi(list, async (c) => {
    const { venueId } = c.req.valid('param');
    return c.json(await listBlocks(c.var.deps, c.var.caller, venueId, c.req.valid('query')), 200);
  })
  .openapi(remove, async (c) => {
    const { venueId, blockId } = c.req.valid('param');
    await deleteBlock(c.var.deps, c.var.caller, venueId, blockId);
    return c.body(null, 204);
  });
