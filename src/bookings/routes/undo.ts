import { createRoute } from '@hono/zod-openapi';
import type { Ports } from '../../platform/ports.ts';
import { body, operation, refusals, router, tagged, versionsOf } from '../../platform/route.ts';
import { actOnBooking } from '../act-on-booking.ts';
import { details, everyAct, request, theBooking } from '../act-operation.ts';
import { lateSchema, plainActSchema } from '../booking.ts';
import { undoAct } from '../undo-act.ts';

const late = createRoute({
  method: 'post',
  path: '/v1/bookings/{bookingId}/late',
  ...operation({
    id: 'markLate',
    tag: 'Bookings',
    measured: 'change_booking',
    summary: 'Record that the party will be late',
    description:
      'The body is optional. The booking can become a no-show only after the expected time and the venue’s `lateGrace`. Marking it again replaces the expected time.',
    scope: 'bookings:write',
    body: { ...details, optional: true },
    idempotencyKey: true,
  }),
  request: { ...request, body: body(lateSchema, { optional: true }) },
  responses: { ...theBooking, ...refusals(...everyAct) },
});

const undo = createRoute({
  method: 'post',
  path: '/v1/bookings/{bookingId}/undo',
  ...operation({
    id: 'undoBooking',
    tag: 'Bookings',
    measured: 'change_booking',
    summary: 'Undo the last act on a booking',
    description:
      'Undoes `seat`, `finish`, `no-show`, `cancel`, `approve`, `decline`, the expiry of a hold or request, or a walk-in, the newest of them that has not been undone, for as long as the venue’s `undoMinutes` allow. The booking is again in the state before the act, with a new version. It gets the same resources back, if they are free from now on. A walk-in becomes `cancelled` and frees its resources, and that undo cannot be undone. A restored hold or request gets a new `holdExpiresAt`; a request is not restored after its start. `approve` and `decline` are undone only by keys with the scope `bookings:staff`. Follow-ups are planned again, and the guest is told only if the guest has been told of what was undone. The body is optional.',
    scope: 'bookings:write',
    body: { ...details, optional: true },
    idempotencyKey: true,
  }),
  request: { ...request, body: body(plainActSchema, { optional: true }) },
  responses: {
    ...theBooking,
    ...refusals(
      ...(['booking_not_found', 'nothing_to_undo', 'undo_expired', 'slot_taken'] as const),
      ...(['limit_reached', 'guest_overlap', 'customer_erased', 'booking_erased'] as const),
      ...(['version_stale', 'idempotency_key_reused'] as const),
    ),
  },
});

export const undoRoutes = router<Ports>()
  .openapi(late, async (c) => {
    const { bookingId } = c.req.valid('param');
    const versions = versionsOf(c.req.valid('header'));
    const { deps, caller } = c.var;
    const given = c.req.valid('json');
    const booking = await actOnBooking(deps, caller, bookingId, 'late', given, versions);
    return c.json(tagged(c, booking), 200);
  })
  .openapi(undo, async (c) => {
    const { bookingId } = c.req.valid('param');
    const versions = versionsOf(c.req.valid('header'));
    const { deps, caller } = c.var;
    const booking = await undoAct(deps, caller, bookingId, c.req.valid('json'), versions);
    return c.json(tagged(c, booking), 200);
  });
