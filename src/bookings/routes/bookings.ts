import { createRoute, z } from '@hono/zod-openapi';
import { pageSchema } from '../../platform/pagination.ts';
import type { Ports } from '../../platform/ports.ts';
import { answer, body, operation, refusals, router, tagged } from '../../platform/route.ts';
import { idInRequest } from '../../platform/schemas.ts';
import { book } from '../book.ts';
import { bookingSchema, bookingWithMoodSchema, madeBookingSchema } from '../booking.ts';
import { bookingFilterSchema } from '../booking-filter.ts';
import { SEAT_REFUSALS, START_REFUSALS } from '../explain-refusal.ts';
import { listBookings } from '../list-bookings.ts';
import { showBooking } from '../show-booking.ts';
import { requestedBookingSchema } from '../walk-in.ts';

const create = createRoute({
  method: 'post',
  path: '/v1/bookings',
  ...operation({
    id: 'createBooking',
    tag: 'Bookings',
    measured: 'confirm_booking',
    summary: 'Make a booking, or hold a place',
    description:
      'Of several requests for the last free table, one succeeds; the others get the nearest free times as `alternatives`. A refusal has the word that availability has for the slot. Where the venue has to approve the booking, it is `requested` and keeps its place until `holdExpiresAt`, unless the key has the scope `bookings:staff`. With `walkIn: true`, a party that is there is seated at once; that and `override` need the scope `bookings:staff`.',
    grows: true,
    scope: 'bookings:write',
    body: { maxBytes: 64 * 1024 },
    idempotencyKey: true,
  }),
  request: { body: body(requestedBookingSchema) },
  responses: {
    201: answer(madeBookingSchema, 'The booking, held, requested, confirmed or seated'),
    ...refusals(
      ...(['venue_not_found', 'conversation_not_found', 'customer_mismatch'] as const),
      ...START_REFUSALS,
      ...SEAT_REFUSALS,
      ...(['guest_refused', 'conversation_erased', 'customer_erased'] as const),
      'idempotency_key_reused',
    ),
  },
});

const show = createRoute({
  method: 'get',
  path: '/v1/bookings/{bookingId}',
  ...operation({
    id: 'showBooking',
    tag: 'Bookings',
    summary: 'Show a booking',
    scope: 'bookings:read',
  }),
  request: { params: z.strictObject({ bookingId: idInRequest('booking') }) },
  responses: {
    200: answer(bookingWithMoodSchema, 'The booking'),
    ...refusals('booking_not_found', 'customer_erased', 'booking_erased'),
  },
});

const list = createRoute({
  method: 'get',
  path: '/v1/bookings',
  ...operation({
    id: 'listBookings',
    tag: 'Bookings',
    summary:
      'List bookings of a venue’s day, a customer or a conversation, or a venue’s requests, or find them',
    description:
      'The bookings of a venue’s day are those of the periods that open on that local date, also when they start after midnight. They are in the order of their start times. With `state=requested` and without a date, the list has the venue’s open requests, those that expire first at the beginning. All others are listed newest first. A guest who rings up is found by the reference of the booking, or by email or phone. Only bookings of the key’s own workspace are found.',
    scope: 'bookings:read',
  }),
  request: { query: bookingFilterSchema },
  responses: {
    200: answer(pageSchema(bookingSchema), 'A page of bookings'),
    ...refusals('invalid_cursor', 'venue_not_found'),
  },
});

export const bookingRoutes = router<Ports>()
  .openapi(create, async (c) => {
    const wanted = c.req.valid('json');
    const isHold = wanted.walkIn !== true && wanted.hold;
    c.set('measured', isHold ? 'hold_booking' : 'confirm_booking');
    const booking = await book(c.get('deps'), c.get('caller'), wanted);
    return c.json(tagged(c, booking), 201);
  })
  .openapi(show, async (c) => {
    const { bookingId } = c.req.valid('param');
    return c.json(tagged(c, await showBooking(c.get('deps'), c.get('caller'), bookingId)), 200);
  })
  .openapi(list, async (c) =>
    c.json(await listBookings(c.get('deps'), c.get('caller'), c.req.valid('query')), 200),
  );
