import { createRoute } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { RoomEnv } from '../../platform/http.ts';
import type { BookingId } from '../../platform/ids.ts';
import type { Ports } from '../../platform/ports.ts';
import { body, operation, refusals, router, tagged, versionsOf } from '../../platform/route.ts';
import { actOnBooking } from '../act-on-booking.ts';
import { details, everyAct, request, theBooking } from '../act-operation.ts';
import {
  type ActDetails,
  bookingChangeSchema,
  cancellationSchema,
  plainActSchema,
  rescheduleSchema,
} from '../booking.ts';
import { SEAT_REFUSALS, START_REFUSALS } from '../explain-refusal.ts';
import type { BookingAct } from '../lifecycle.ts';

/** Further codes of the problems for a change that keeps the start. */
const CHANGE_REFUSALS = ['stay_overlaps', 'stay_ended', 'needs_approval'] as const;

const change = createRoute({
  method: 'patch',
  path: '/v1/bookings/{bookingId}',
  ...operation({
    id: 'changeBooking',
    tag: 'Bookings',
    measured: 'change_booking',
    summary: 'Change notes, tags, party size, resources or end of a booking',
    description:
      'Fields that are left out stay as they are. The start stays the same, so the lead time, the opening hours and the horizon are not checked again. A booking keeps its resources if the party fits in them and they are free; otherwise it gets others. Another party size may change the end, if it has another turn time. Once the booking has begun, new resources must be free from now on only, and those that a seated party leaves are free at once. `override` and `end` need the scope `bookings:staff`.',
    scope: 'bookings:write',
    body: details,
    idempotencyKey: true,
  }),
  request: { ...request, body: body(bookingChangeSchema) },
  responses: {
    ...theBooking,
    ...refusals(...everyAct, 'hold_expired', ...SEAT_REFUSALS, ...CHANGE_REFUSALS),
  },
});

const reschedule = createRoute({
  method: 'post',
  path: '/v1/bookings/{bookingId}/reschedule',
  ...operation({
    id: 'rescheduleBooking',
    tag: 'Bookings',
    measured: 'change_booking',
    summary: 'Move a booking to another time',
    description:
      'The booking keeps its resources if the party fits in them and they are free at the new time; otherwise it gets others. The lead time, the opening hours and the horizon are checked only for another start. A refused booking stays as it was. Where the venue has to approve the booking, only the staff move it once it is confirmed (409 `needs_approval`). `override` needs the scope `bookings:staff`.',
    scope: 'bookings:write',
    body: details,
    idempotencyKey: true,
  }),
  request: { ...request, body: body(rescheduleSchema) },
  responses: {
    ...theBooking,
    ...refusals(
      ...(['hold_expired', 'needs_approval'] as const),
      ...START_REFUSALS,
      ...everyAct,
      ...SEAT_REFUSALS,
    ),
  },
});

const cancel = createRoute({
  method: 'post',
  path: '/v1/bookings/{bookingId}/cancel',
  ...operation({
    id: 'cancelBooking',
    tag: 'Bookings',
    measured: 'change_booking',
    summary: 'Cancel a booking, release a hold or withdraw a request',
    description:
      'The body is optional. A cancellation after `cancelBefore` is recorded as late, and is not refused.',
    scope: 'bookings:write',
    body: { ...details, optional: true },
    idempotencyKey: true,
  }),
  request: { ...request, body: body(cancellationSchema, { optional: true }) },
  responses: { ...theBooking, ...refusals(...everyAct, 'hold_expired') },
});

/** The acts that change only the state. */
const PLAIN_ACTS = {
  confirm: {
    path: 'confirm',
    id: 'confirmBooking',
    summary: 'Confirm a hold',
    description:
      'A hold that has expired cannot be confirmed. Where the venue has to approve the booking, it becomes `requested`, unless the key has the scope `bookings:staff`.',
    codes: ['hold_expired', 'guest_refused', 'too_late'],
  },
  seat: {
    path: 'seat',
    id: 'seatBooking',
    summary: 'Record that the party has arrived',
    description:
      'At most the venue’s `seatingWindow` before the start; earlier it is 409 `too_early`. A party that is seated before its start has its resources from now on. If another booking or a block has one of them until then, the answer is 409 `stay_overlaps`. A seated booking can only be changed or finished.',
    codes: ['too_early', 'stay_overlaps'],
  },
  finish: {
    path: 'finish',
    id: 'finishBooking',
    summary: 'Record that the party has left',
    description:
      'The resources of the booking become free for others at once. Earlier than the venue’s `seatingWindow` before the start it is 409 `too_early`.',
    codes: ['too_early'],
  },
  no_show: {
    path: 'no-show',
    id: 'markNoShow',
    summary: 'Record that the party did not come',
    description:
      'Possible from the venue’s `lateGrace` after the start on, or after the expected time of a party that is late. The resources of the booking become free for others.',
    codes: ['too_early'],
  },
} as const satisfies Partial<Record<BookingAct, object>>;

const plainRoute = <Act extends keyof typeof PLAIN_ACTS>(act: Act) => {
  const { id, summary, description, codes } = PLAIN_ACTS[act];
  return createRoute({
    method: 'post',
    path: `/v1/bookings/{bookingId}/${PLAIN_ACTS[act].path}` as const,
    ...operation({
      id,
      tag: 'Bookings',
      measured: 'change_booking',
      summary,
      description: `${description} The body is optional.`,
      scope: 'bookings:write',
      body: { ...details, optional: true, isNew: true },
      idempotencyKey: true,
    }),
    request: { ...request, body: body(plainActSchema, { optional: true }) },
    responses: { ...theBooking, ...refusals(...everyAct, ...codes) },
  });
};

/** The validated part that the requests of all acts have. */
interface ActInput {
  out: { param: { bookingId: BookingId }; header: { 'if-match'?: string | undefined } };
}

/** Carries out an act and answers the booking with its ETag. */
async function perform<Path extends string>(
  c: Context<RoomEnv<Ports>, Path, ActInput>,
  act: BookingAct,
  given?: ActDetails,
) {
  const { bookingId } = c.req.valid('param');
  const versions = versionsOf(c.req.valid('header'));
  const { deps, caller } = c.var;
  const booking = await actOnBooking(deps, caller, bookingId, act, given, versions);
  return c.json(tagged(c, booking), 200);
}

export const actRoutes = router<Ports>()
  .openapi(change, (c) => perform(c, 'change', c.req.valid('json')))
  .openapi(reschedule, (c) => perform(c, 'reschedule', c.req.valid('json')))
  .openapi(cancel, (c) => perform(c, 'cancel', c.req.valid('json')))
  .openapi(plainRoute('confirm'), (c) => perform(c, 'confirm', c.req.valid('json')))
  .openapi(plainRoute('seat'), (c) => perform(c, 'seat', c.req.valid('json')))
  .openapi(plainRoute('finish'), (c) => perform(c, 'finish', c.req.valid('json')))
  .openapi(plainRoute('no_show'), (c) => perform(c, 'no_show', c.req.valid('json')));
