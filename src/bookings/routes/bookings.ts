import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { AppEnv } from '../../legacy-env.ts';
import { refuseInvalid } from '../../platform/http.ts';
import { json, problems, secured, securedWithBody } from '../../platform/openapi.ts';
import { listQuerySchema } from '../../platform/pagination.ts';
import { callerIdSchema } from '../../platform/schemas.ts';
import {
  bookingChangeSchema,
  bookingSchema,
  newBookingSchema,
  reasonSchema,
  rescheduleSchema,
} from '../booking.ts';
import { act, book, readBooking } from '../bookings.ts';
import { BOOKING_STATES } from '../lifecycle.ts';
import { listBookings } from '../list-bookings.ts';

const MAX_BOOKING_BYTES = 64 * 1024;

const params = z.strictObject({ bookingId: z.string().min(1).max(64) });
const body = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});
const versioned = z.object({
  'if-match': z
    .string()
    .regex(/^"[1-9]\d{0,8}"$/, 'must be an ETag of the booking, like "3"')
    .optional()
    .openapi({ description: 'The ETag believed to be current; 412 when it is not.' }),
});
const answer = { 200: json(bookingSchema, 'The booking'), ...problems };

const create = createRoute({
  method: 'post',
  path: '/v1/bookings',
  summary: 'Book, or hold a place',
  ...securedWithBody('bookings:write', MAX_BOOKING_BYTES),
  request: {
    headers: z.object({
      'idempotency-key': z
        .string()
        .regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 visible ASCII characters')
        .optional()
        .openapi({ description: 'Makes the request safe to repeat for a day.' }),
    }),
    body: body(newBookingSchema),
  },
  responses: {
    201: json(bookingSchema, 'Held or confirmed; the header Idempotency-Replayed tells a replay'),
    ...problems,
  },
});

const show = createRoute({
  method: 'get',
  path: '/v1/bookings/{bookingId}',
  summary: 'Show a booking',
  ...secured('bookings:read'),
  request: { params },
  responses: {
    200: json(
      bookingSchema.extend({
        mood: z
          .object({
            asOfSeq: z.int().openapi({ description: 'The newest message when it was made.' }),
            mood: z.number().nullable().openapi({ description: '-1 to 1' }),
            pending: z.int().openapi({ description: 'Messages up to there still unlabelled.' }),
          })
          .nullable()
          .openapi({ description: "Its conversation's; null without one." }),
      }),
      'The booking',
    ),
    ...problems,
  },
});

const list = createRoute({
  method: 'get',
  path: '/v1/bookings',
  summary: "List bookings: of a venue's day, of a customer or of a conversation",
  ...secured('bookings:read'),
  request: {
    query: listQuerySchema
      .extend({
        venueId: z.string().min(1).max(64).optional(),
        date: z.iso.date().optional().openapi({ description: 'A local date; with venueId.' }),
        customer: callerIdSchema.optional(),
        conversation: callerIdSchema.optional(),
        state: z.enum(BOOKING_STATES).optional(),
      })
      .refine(
        ({ venueId, customer, conversation }) =>
          [venueId, customer, conversation].filter((each) => each !== undefined).length === 1,
        { message: 'one of venueId, customer and conversation', path: ['venueId'] },
      )
      .refine(({ venueId, date }) => (venueId === undefined) === (date === undefined), {
        message: 'goes with venueId',
        path: ['date'],
      }),
  },
  responses: {
    200: json(
      z.object({ data: z.array(bookingSchema), page: z.object({ next: z.string().nullable() }) }),
      'A page of bookings',
    ),
    ...problems,
  },
});

const change = createRoute({
  method: 'patch',
  path: '/v1/bookings/{bookingId}',
  summary: 'Change notes, tags or the size of the party',
  ...securedWithBody('bookings:write', MAX_BOOKING_BYTES),
  request: { params, headers: versioned, body: body(bookingChangeSchema) },
  responses: answer,
});

const reschedule = createRoute({
  method: 'post',
  path: '/v1/bookings/{bookingId}/reschedule',
  summary: 'Move a booking',
  ...securedWithBody('bookings:write', MAX_BOOKING_BYTES),
  request: { params, headers: versioned, body: body(rescheduleSchema) },
  responses: answer,
});

const cancel = createRoute({
  method: 'post',
  path: '/v1/bookings/{bookingId}/cancel',
  summary: 'Cancel a booking, with a reason',
  ...securedWithBody('bookings:write', MAX_BOOKING_BYTES),
  request: { params, headers: versioned, body: body(reasonSchema) },
  responses: answer,
});

/** An act that takes nothing but the booking. */
const plain = <Path extends string>(path: Path, summary: string) =>
  createRoute({
    method: 'post',
    path: `/v1/bookings/{bookingId}/${path}` as const,
    summary,
    ...secured('bookings:write'),
    request: { params, headers: versioned },
    responses: answer,
  });
const confirm = plain('confirm', 'Confirm what is held');
const seat = plain('seat', 'The party has come');
const finish = plain('finish', 'The party has left');
const noShow = plain('no-show', 'The party did not come');

const versionOf = ({ 'if-match': tag }: { 'if-match'?: string | undefined }) =>
  tag === undefined ? undefined : Number(tag.slice(1, -1));

/** The booking with its version as ETag. */
function tagged<Booking extends { version: number }>(c: Context<AppEnv>, booking: Booking) {
  c.header('ETag', `"${booking.version}"`);
  return booking;
}

export const bookingRoutes = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid })
  .openapi(create, async (c) => {
    const { 'idempotency-key': key } = c.req.valid('header');
    const { deps, caller } = c.var;
    const { replayed, booking } = await book(deps, caller, c.req.valid('json'), key);
    if (replayed) c.header('Idempotency-Replayed', 'true');
    return c.json(tagged(c, booking), 201);
  })
  .openapi(show, async (c) => {
    const { bookingId } = c.req.valid('param');
    return c.json(tagged(c, await readBooking(c.var.deps, c.var.caller, bookingId)), 200);
  })
  .openapi(list, async (c) =>
    c.json(await listBookings(c.var.deps, c.var.caller, c.req.valid('query')), 200),
  )
  .openapi(change, async (c) => {
    const { deps, caller } = c.var;
    const { bookingId } = c.req.valid('param');
    const version = versionOf(c.req.valid('header'));
    const changed = await act(deps, caller, bookingId, 'change', c.req.valid('json'), version);
    return c.json(tagged(c, changed), 200);
  })
  .openapi(reschedule, async (c) => {
    const { deps, caller } = c.var;
    const { bookingId } = c.req.valid('param');
    const version = versionOf(c.req.valid('header'));
    const moved = await act(deps, caller, bookingId, 'reschedule', c.req.valid('json'), version);
    return c.json(tagged(c, moved), 200);
  })
  .openapi(cancel, async (c) => {
    const { deps, caller } = c.var;
    const { bookingId } = c.req.valid('param');
    const version = versionOf(c.req.valid('header'));
    const cancelled = await act(deps, caller, bookingId, 'cancel', c.req.valid('json'), version);
    return c.json(tagged(c, cancelled), 200);
  })
  .openapi(confirm, async (c) => {
    const { bookingId } = c.req.valid('param');
    const version = versionOf(c.req.valid('header'));
    const done = await act(c.var.deps, c.var.caller, bookingId, 'confirm', {}, version);
    return c.json(tagged(c, done), 200);
  })
  .openapi(seat, async (c) => {
    const { bookingId } = c.req.valid('param');
    const version = versionOf(c.req.valid('header'));
    const done = await act(c.var.deps, c.var.caller, bookingId, 'seat', {}, version);
    return c.json(tagged(c, done), 200);
  })
  .openapi(finish, async (c) => {
    const { bookingId } = c.req.valid('param');
    const version = versionOf(c.req.valid('header'));
    const done = await act(c.var.deps, c.var.caller, bookingId, 'finish', {}, version);
    return c.json(tagged(c, done), 200);
  })
  .openapi(noShow, async (c) => {
    const { bookingId } = c.req.valid('param');
    const version = versionOf(c.req.valid('header'));
    const done = await act(c.var.deps, c.var.caller, bookingId, 'no_show', {}, version);
    return c.json(tagged(c, done), 200);
  });
