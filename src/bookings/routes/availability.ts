import { createRoute, z } from '@hono/zod-openapi';
import { isKnown } from '../../platform/entity-tags.ts';
import { answer, operation, refusals, router } from '../../platform/route.ts';
import { idInRequest } from '../../platform/schemas.ts';
import { availabilityQuerySchema, availabilitySchema } from '../availability.ts';
import type { BookingPorts } from '../ports.ts';
import { searchAvailability } from '../search-availability.ts';

const search = createRoute({
  method: 'get',
  path: '/v1/venues/{venueId}/availability',
  ...operation({
    id: 'searchAvailability',
    tag: 'Availability',
    summary: 'Search for free slots of a venue',
    description:
      'Lists every slot by the local date on which its period opens, with its status. An answer may be up to five seconds old; `Age` gives its age in seconds. A request for a booking always checks the current state.',
    scope: 'bookings:read',
  }),
  request: {
    params: z.strictObject({ venueId: idInRequest('venue') }),
    query: availabilityQuerySchema,
  },
  responses: {
    200: answer(availabilitySchema, 'The slots'),
    304: { description: 'The slots are those of an ETag in `If-None-Match`' },
    ...refusals('venue_not_found', 'booking_not_found'),
  },
});

export const availabilityRoutes = router<BookingPorts>().openapi(search, async (c) => {
  const { deps, caller } = c.var;
  const { venueId } = c.req.valid('param');
  const query = c.req.valid('query');
  const { json, etag, at } = await searchAvailability(deps, caller, venueId, query);
  const headers = {
    ETag: etag,
    Age: String(Math.floor((deps.now() - at) / 1000)),
    'Cache-Control': 'private, no-cache',
  };
  if (isKnown(etag, c.req.header('If-None-Match'))) return c.body(null, 304, headers);
  return c.body(json, 200, { ...headers, 'Content-Type': 'application/json' });
});
