import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { etag } from 'hono/etag';
import type { AppEnv } from '../../legacy-env.ts';
import { requireScope } from '../../platform/auth/require-scope.ts';
import { limitAddress, refuseInvalid } from '../../platform/http.ts';
import { json, problems, secured } from '../../platform/openapi.ts';
import { Problem } from '../../platform/problem.ts';
import {
  makeVenueCalendar,
  readBookingCalendar,
  readVenueCalendar,
  removeVenueCalendar,
} from '../calendars/calendars.ts';

const SUFFIX = '.ics';
const id = z.string().min(1).max(64);
const params = z.strictObject({ venueId: id });

const make = createRoute({
  method: 'post',
  path: '/v1/venues/{venueId}/calendar',
  summary: "Make or replace the URL of a venue's calendar",
  description:
    'Calendars subscribe to it without a key: whoever has the URL reads party sizes, resources and ' +
    'times, and nothing of the guests. It is shown this once; the one before ends.',
  ...secured('admin'),
  request: { params },
  responses: {
    201: json(z.object({ url: z.url() }), 'The URL of an iCalendar feed (RFC 5545)'),
    ...problems,
  },
});

const remove = createRoute({
  method: 'delete',
  path: '/v1/venues/{venueId}/calendar',
  summary: "End the URL of a venue's calendar",
  ...secured('admin'),
  request: { params },
  responses: { 204: { description: 'Ended' }, ...problems },
});

export const calendarRoutes = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid })
  .openapi(make, async (c) => {
    const { venueId } = c.req.valid('param');
    const secret = await makeVenueCalendar(c.var.deps, c.var.caller, venueId);
    return c.json({ url: new URL(`/calendars/${secret}${SUFFIX}`, c.req.url).href }, 201);
  })
  .openapi(remove, async (c) => {
    await removeVenueCalendar(c.var.deps, c.var.caller, c.req.valid('param').venueId);
    return c.body(null, 204);
  });

/**
 * The path that a request is routed by: a booking's file has one of its own, as a pattern with a
 * suffix beside a plain parameter would take the whole API to a slower router.
 */
export function routedPath(path: string): string {
  return path.endsWith(SUFFIX)
    ? path.replace(/^\/v1\/bookings\/([^/]+)\.ics$/, '/v1/bookings/$1/calendar.ics')
    : path;
}

// Documented by the path that clients use.
calendarRoutes.openAPIRegistry.registerPath({
  method: 'get',
  path: '/v1/bookings/{bookingId}.ics',
  summary: 'A booking as a file for a calendar',
  security: [{ apiKey: ['bookings:read'] }],
  request: { params: z.strictObject({ bookingId: id }) },
  responses: {
    200: {
      description: 'An iCalendar file (RFC 5545); its METHOD is CANCEL once it is cancelled',
      content: { 'text/calendar': { schema: z.string() } },
    },
    304: { description: 'As If-None-Match knows it' },
    ...problems,
  },
});
calendarRoutes.get(
  '/v1/bookings/:bookingId/calendar.ics',
  requireScope('bookings:read'),
  etag(),
  async (c) => {
    const bookingId = c.req.param('bookingId');
    const { deps, caller } = c.var;
    const text = await readBookingCalendar(deps, caller, bookingId, organizerOf(c));
    return calendarAnswer(c, text, `${bookingId}${SUFFIX}`);
  },
);

calendarRoutes.get('/calendars/:file', etag(), async (c) => {
  await limitAddress(c);
  const name = c.req.param('file');
  if (!name.endsWith(SUFFIX)) throw new Problem('calendar_not_found');
  const secret = name.slice(0, -SUFFIX.length);
  const text = await readVenueCalendar(c.var.deps, secret, organizerOf(c));
  return calendarAnswer(c, text, `bookings${SUFFIX}`);
});

function organizerOf(c: Context<AppEnv>): string | undefined {
  return c.var.deps.organizer;
}

/** Its tag is of its bytes, which change with each version, and with the venue's name. */
function calendarAnswer(c: Context<AppEnv>, text: string, filename: string): Response {
  return c.body(text, 200, {
    'Content-Type': 'text/calendar; charset=utf-8',
    'Content-Disposition': `attachment; filename="${filename}"`,
    'Cache-Control': 'private, no-cache',
  });
}
