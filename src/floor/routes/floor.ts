import { createRoute, z } from '@hono/zod-openapi';
import { isKnown, tagOf } from '../../platform/entity-tags.ts';
import type { Ports } from '../../platform/ports.ts';
import { answer, operation, refusals, router } from '../../platform/route.ts';
import { dateSchema, idInRequest } from '../../platform/schemas.ts';
import { floorSchema } from '../floor.ts';
import { showFloor } from '../show-floor.ts';

const headers = {
  ETag: {
    description:
      'Identifies the answer without `now`. With it in `If-None-Match`, an unchanged day is 304 without a body.',
    schema: { type: 'string' as const, example: '"q1ZqY9vXy2Wk0T3u"' },
  },
};

const show = createRoute({
  method: 'get',
  path: '/v1/venues/{venueId}/floor',
  ...operation({
    id: 'showFloor',
    tag: 'Bookings',
    summary: 'Show the day of a venue: resources, bookings with their guests, blocks and waitlist',
    description:
      'All that a page for the staff shows, in one request that may be repeated every few seconds. Staff notes of guests need the scope `customers:notes`, and moods `messages:read`.',
    scope: 'bookings:read',
  }),
  request: {
    params: z.strictObject({ venueId: idInRequest('venue') }),
    query: z.strictObject({
      date: dateSchema.optional().openapi({
        description:
          'A local date, with the bookings that `listBookings` has for it. Left out: the current business day, which is the date on which the period that is open began. A day lasts for four hours after its last period has closed, unless another period opens before.',
      }),
    }),
  },
  responses: {
    200: { ...answer(floorSchema, 'The day of the venue'), headers },
    304: { description: 'The ETag of the day is in `If-None-Match`', headers },
    ...refusals('venue_not_found'),
  },
});

export const floorRoutes = router<Ports>().openapi(show, async (c) => {
  const { deps, caller } = c.var;
  const { venueId } = c.req.valid('param');
  const { date } = c.req.valid('query');
  const { now, ...lasting } = await showFloor(deps, caller, venueId, date);
  const etag = await tagOf(new TextEncoder().encode(JSON.stringify(lasting)));
  // A malformed condition is refused before the header of the answer is set.
  const isUnchanged = isKnown(etag, c.req.header('If-None-Match'));
  c.header('ETag', etag);
  return isUnchanged ? c.body(null, 304) : c.json({ ...lasting, now }, 200);
});
