import { createRoute, z } from '@hono/zod-openapi';
import { cachedAnswer } from '../../platform/cache/cached-answer.ts';
import { cachedAnswers } from '../../platform/cache/cached-answers.ts';
import { operation, refusals, router } from '../../platform/route.ts';
import { idInRequest } from '../../platform/schemas.ts';
import { availabilityQuerySchema, availabilitySchema } from '../availability.ts';
import type { BookingPorts } from '../ports.ts';
import { showAvailability } from '../show-availability.ts';

const search = createRoute({
  method: 'get',
  path: '/v1/venues/{venueId}/availability',
  ...operation({
    id: 'searchAvailability',
    tag: 'Availability',
    measured: 'search_availability',
    summary: 'Search for free slots of a venue',
    description:
      'Lists every slot by the local date on which its period opens, with its status. A request for a booking always checks the current state.',
    scope: 'bookings:read',
    cache: '5s',
  }),
  request: {
    params: z.strictObject({ venueId: idInRequest('venue') }),
    query: availabilityQuerySchema,
  },
  responses: {
    ...cachedAnswers(availabilitySchema, 'The slots'),
    ...refusals('venue_not_found', 'area_not_found', 'booking_not_found'),
  },
});

export const availabilityRoutes = router<BookingPorts>().openapi(search, (c) => {
  const { deps, caller } = c.var;
  const { venueId } = c.req.valid('param');
  const query = c.req.valid('query');
  return cachedAnswer(c, { subject: venueId, query }, () =>
    showAvailability(deps, caller, venueId, query),
  );
});
