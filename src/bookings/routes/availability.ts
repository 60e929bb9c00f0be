import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { AppEnv } from '../../legacy-env.ts';
import { refuseInvalid } from '../../platform/http.ts';
import { json, problems, secured } from '../../platform/openapi.ts';
import { availabilitySchema, searchAvailability } from '../availability.ts';

const show = createRoute({
  method: 'get',
  path: '/v1/venues/{venueId}/availability',
  summary: 'Search for a place: slots by local date',
  ...secured('bookings:read'),
  request: {
    params: z.strictObject({ venueId: z.string().min(1).max(64) }),
    query: z.strictObject({
      from: z.iso.date(),
      to: z.iso.date(),
      partySize: z.coerce.number().int().min(1).max(1000),
      bookingId: z.string().min(1).max(64).optional().openapi({
        description: 'A booking to be moved, whose own place counts as free.',
      }),
    }),
  },
  responses: {
    200: json(availabilitySchema, 'The slots; Age tells how many seconds old, at most 5'),
    304: { description: 'As If-None-Match knows it' },
    ...problems,
  },
});

export const availabilityRoutes = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid }).openapi(
  show,
  async (c) => {
    const { deps, caller } = c.var;
    const { venueId } = c.req.valid('param');
    const { body, etag, at } = await searchAvailability(
      deps,
      caller,
      venueId,
      c.req.valid('query'),
    );
    const headers = {
      ETag: etag,
      Age: String(Math.floor((deps.now() - at) / 1000)),
      'Cache-Control': 'private, no-cache',
    };
    if (c.req.header('If-None-Match') === etag) return c.body(null, 304, headers);
    return c.json(body, 200, headers);
  },
);
