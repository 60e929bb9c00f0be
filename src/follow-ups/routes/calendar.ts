import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { etag } from 'hono/etag';
import { requireScope } from '../../platform/auth/require-scope.ts';
import { limitAddress } from '../../platform/http.ts';
import { readId, showId } from '../../platform/ids.ts';
import type { GatePorts } from '../../platform/ports.ts';
import { Problem } from '../../platform/problem.ts';
import { publicOrigin } from '../../platform/public-url.ts';
import { answer, noContent, operation, refusals, router } from '../../platform/route.ts';
import { idInRequest } from '../../platform/schemas.ts';
import { createVenueCalendar } from '../calendars/create-venue-calendar.ts';
import { deleteVenueCalendar } from '../calendars/delete-venue-calendar.ts';
import { showBookingCalendar } from '../calendars/show-booking-calendar.ts';
import { showVenueCalendar } from '../calendars/show-venue-calendar.ts';
import { type CalendarFile, mediaTypeOf } from '../channels/calendar-file.ts';
import type { FollowUpPorts } from '../ports.ts';

const SUFFIX = '.ics';
const params = z.strictObject({ venueId: idInRequest('venue') });

const create = createRoute({
  method: 'post',
  path: '/v1/venues/{venueId}/calendar',
  ...operation({
    id: 'createVenueCalendar',
    tag: 'Calendars',
    summary: 'Create or replace the URL of a venue’s calendar',
    description:
      'Calendar programs subscribe to the URL without a key. Everyone who has the URL can read party sizes, resources, times and references, but nothing about the guests. The URL is shown only once, and the previous URL stops working.',
    scope: ['admin', 'bookings:read'],
    idempotencyKey: true,
  }),
  request: { params },
  responses: {
    201: answer(
      z.object({
        url: z.url().openapi({ description: 'An iCalendar feed (RFC 5545).' }),
      }),
      'The URL of the calendar',
    ),
    ...refusals('venue_not_found', 'idempotency_key_reused', 'public_url_missing'),
  },
});

const remove = createRoute({
  method: 'delete',
  path: '/v1/venues/{venueId}/calendar',
  ...operation({
    id: 'deleteVenueCalendar',
    tag: 'Calendars',
    summary: 'End the URL of a venue’s calendar',
    description: 'For a venue whose calendar has no URL, nothing changes.',
    scope: 'admin',
    idempotencyKey: true,
  }),
  request: { params },
  responses: {
    ...noContent('The calendar has no URL'),
    ...refusals('venue_not_found', 'idempotency_key_reused'),
  },
});

export const calendarRoutes = router<FollowUpPorts & GatePorts>()
  .openapi(create, async (c) => {
    const { venueId } = c.req.valid('param');
    const { deps, caller } = c.var;
    const origin = publicOrigin(deps.publicUrl, c.req.url);
    const secret = await createVenueCalendar(deps, caller, venueId);
    return c.json({ url: `${origin}/calendars/${secret}${SUFFIX}` }, 201);
  })
  .openapi(remove, async (c) => {
    await deleteVenueCalendar(c.var.deps, c.var.caller, c.req.valid('param').venueId);
    return c.body(null, 204);
  });

/**
 * The internal path of a request, by which Hono finds its route. The file of a booking has a
 * special internal path: with both a plain parameter and one with a suffix (`:bookingId.ics`), Hono
 * would use its slower router for the whole API.
 */
export function routedPath(path: string): string {
  return path.endsWith(SUFFIX)
    ? path.replace(/^\/v1\/bookings\/([^/]+)\.ics$/, '/v1/bookings/$1/calendar.ics')
    : path;
}

const showBooking = {
  id: 'showBookingCalendar',
  tag: 'Calendars',
  summary: 'Show a booking as a calendar file',
  description:
    'The file’s method is `CANCEL` when the booking is cancelled, else `PUBLISH`. The `Content-Type` names it too.',
  scope: 'bookings:read',
} as const;
const { middleware: _, ...documented } = operation(showBooking);

// The route is documented by hand, because clients use another path than the one it is routed by.
calendarRoutes.openAPIRegistry.registerPath({
  method: 'get',
  path: '/v1/bookings/{bookingId}.ics',
  ...documented,
  request: { params: z.strictObject({ bookingId: idInRequest('booking') }) },
  responses: {
    200: {
      description: 'An iCalendar file (RFC 5545)',
      content: { 'text/calendar': { schema: z.string() } },
    },
    304: { description: 'The file is the one that `If-None-Match` names' },
    ...refusals('booking_not_found', 'customer_erased', 'booking_erased'),
  },
});
calendarRoutes.get(
  '/v1/bookings/:bookingId/calendar.ics',
  requireScope(showBooking.scope),
  etag(),
  async (c) => {
    const booking = readId('booking', c.req.param('bookingId'));
    if (booking === undefined) throw new Problem('booking_not_found');
    const shown = await showBookingCalendar(c.var.deps, c.var.caller, booking);
    return calendarAnswer(c, shown, `${showId('booking', booking)}${SUFFIX}`);
  },
);

calendarRoutes.get('/calendars/:file', etag(), async (c) => {
  await limitAddress(c);
  const file = c.req.param('file');
  if (!file.endsWith(SUFFIX)) throw new Problem('calendar_not_found');
  const shown = await showVenueCalendar(c.var.deps, file.slice(0, -SUFFIX.length));
  return calendarAnswer(c, shown, `bookings${SUFFIX}`);
});

/** An iCalendar file. Its ETag, a digest of its bytes, changes when a booking or the venue does. */
function calendarAnswer(c: Context, file: CalendarFile, filename: string): Response {
  return c.body(file.text, 200, {
    'Content-Type': mediaTypeOf(file),
    'Content-Disposition': `attachment; filename="${filename}"`,
    'Cache-Control': 'private, no-cache',
  });
}
