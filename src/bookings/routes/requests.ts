import { createRoute } from '@hono/zod-openapi';
import type { Ports } from '../../platform/ports.ts';
import { body, operation, refusals, router, tagged, versionsOf } from '../../platform/route.ts';
import { actOnBooking } from '../act-on-booking.ts';
import { details, everyAct, request, theBooking } from '../act-operation.ts';
import { declineSchema, plainActSchema } from '../booking.ts';

const approve = createRoute({
  method: 'post',
  path: '/v1/bookings/{bookingId}/approve',
  ...operation({
    id: 'approveBooking',
    tag: 'Bookings',
    measured: 'change_booking',
    summary: 'Approve a request',
    description:
      'The requested booking becomes confirmed, in the place that it has kept. The guest gets the confirmation, and webhooks get `booking.confirmed`. A request that has expired is 409 `booking_state`. The body is optional.',
    scope: 'bookings:staff',
    body: { ...details, optional: true },
    idempotencyKey: true,
  }),
  request: { ...request, body: body(plainActSchema, { optional: true }) },
  responses: { ...theBooking, ...refusals(...everyAct, 'guest_refused') },
});

const decline = createRoute({
  method: 'post',
  path: '/v1/bookings/{bookingId}/decline',
  ...operation({
    id: 'declineBooking',
    tag: 'Bookings',
    measured: 'change_booking',
    summary: 'Decline a request',
    description:
      'The requested booking becomes `declined`, and its place is free for others. The guest is told, with the `reason` if there is one. A request that has expired is 409 `booking_state`. The body is optional.',
    scope: 'bookings:staff',
    body: { ...details, optional: true },
    idempotencyKey: true,
  }),
  request: { ...request, body: body(declineSchema, { optional: true }) },
  responses: { ...theBooking, ...refusals(...everyAct) },
});

export const requestRoutes = router<Ports>()
  .openapi(approve, async (c) => {
    const { bookingId } = c.req.valid('param');
    const versions = versionsOf(c.req.valid('header'));
    const { deps, caller } = c.var;
    const given = c.req.valid('json');
    const booking = await actOnBooking(deps, caller, bookingId, 'approve', given, versions);
    return c.json(tagged(c, booking), 200);
  })
  .openapi(decline, async (c) => {
    const { bookingId } = c.req.valid('param');
    const versions = versionsOf(c.req.valid('header'));
    const { deps, caller } = c.var;
    const given = c.req.valid('json');
    const booking = await actOnBooking(deps, caller, bookingId, 'decline', given, versions);
    return c.json(tagged(c, booking), 200);
  });
