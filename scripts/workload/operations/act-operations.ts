import type { KeyName } from '../log.ts';
import type { Asked, Seen, Visitor } from '../visitor.ts';
import {
  drawAnyStart,
  drawArea,
  drawOverride,
  drawResources,
  drawStart,
} from './booking-operations.ts';

const MINUTE = 60_000;

/** Most clients act on the version that they have seen, some on any, and a few on an old one. */
const drawIfMatch = (visitor: Visitor, { booking }: Seen): string | undefined =>
  visitor.happens(0.3) ? `"${Math.max(1, booking.version - visitor.below(2))}"` : undefined;

/**
 * An act on a booking that a client knows, mostly in one of these states. `draw` returns the rest of the
 * request.
 */
const onBooking =
  (
    operation: string,
    states: readonly string[],
    draw: (visitor: Visitor, seen: Seen) => Pick<Asked, 'method' | 'body'> & { path?: string },
    keyOf: (visitor: Visitor) => KeyName = (visitor) => (visitor.happens(0.5) ? 'guest' : 'staff'),
  ) =>
  async (visitor: Visitor): Promise<void> => {
    const seen = visitor.someBooking(
      ({ state, start }) =>
        states.includes(state) && (operation !== 'no_show' || start < Date.now()),
    );
    if (seen === undefined) return;
    const { path = '', ...request } = draw(visitor, seen);
    await visitor.ask({
      ...{ operation, key: keyOf(visitor), actor: true, venue: seen.venue, ...request },
      path: `/v1/bookings/${seen.booking.id}${path}`,
      ifMatch: drawIfMatch(visitor, seen),
    });
  };

const plain = (operation: string, states: readonly string[], path = operation) =>
  onBooking(operation, states, () => ({ method: 'POST', path: `/${path}`, body: {} }));
const AHEAD = ['held', 'requested', 'confirmed'];
const LIVE = [...AHEAD, 'seated'];
const staff = (): KeyName => 'staff';

export const confirm = plain('confirm', ['held']);
export const seat = plain('seat', ['confirmed']);
export const finish = plain('finish', ['seated']);
export const noShow = plain('no_show', ['confirmed'], 'no-show');
export const cancel = plain('cancel', AHEAD);
export const approve = plain('approve', ['requested']);
export const decline = plain('decline', ['requested']);
const ENDED = ['finished', 'no_show', 'cancelled', 'declined', 'expired'];
export const undo = plain('undo', ['seated', ...ENDED]);
/** Mostly the booking was confirmed without an approval, and there is nothing to undo. */
export const undoApproval = plain('undo', ['confirmed']);

export const late = onBooking('late', ['confirmed'], (visitor, { booking }) => ({
  method: 'POST',
  path: '/late',
  body: visitor.happens(0.5)
    ? { expectedAt: new Date(booking.start + visitor.from(1, 60) * MINUTE).toISOString() }
    : {},
}));

export const reschedule = onBooking('reschedule', AHEAD, (visitor, { venue }) => ({
  method: 'POST',
  path: '/reschedule',
  body: {
    start: drawStart(visitor, venue),
    ...(visitor.happens(0.2) ? { partySize: visitor.from(1, 10) } : {}),
    ...(visitor.happens(0.1) ? { area: drawArea(visitor) } : {}),
    ...(visitor.happens(0.1) ? { resourceIds: drawResources(visitor, venue) } : {}),
  },
}));

export const rescheduleWithOverride = onBooking(
  'reschedule',
  AHEAD,
  (visitor, { venue }) => ({
    method: 'POST',
    path: '/reschedule',
    body: {
      start: visitor.happens(0.6) ? drawAnyStart(visitor) : drawStart(visitor, venue),
      override: drawOverride(visitor),
      ...(visitor.happens(0.3) ? { partySize: visitor.from(1, 16) } : {}),
    },
  }),
  staff,
);

export const changeParty = onBooking('change', LIVE, (visitor) => ({
  method: 'PATCH',
  body: { partySize: visitor.from(1, 10) },
}));

export const changePartyWithOverride = onBooking(
  'change',
  LIVE,
  (visitor) => ({
    method: 'PATCH',
    body: { partySize: visitor.from(1, 16), override: drawOverride(visitor) },
  }),
  staff,
);

/** Other tables: a move, a second table (join), or one less (split). */
export const changeTables = onBooking(
  'change',
  LIVE,
  (visitor, { venue, booking }) => {
    const own = booking.resources;
    const other = drawResources(visitor, venue);
    const joined = [...new Set([...own, ...other])];
    const resourceIds = visitor.happens(0.4)
      ? joined
      : visitor.happens(0.3) && own.length > 1
        ? own.slice(1)
        : other;
    const override = visitor.happens(0.3) ? { override: drawOverride(visitor) } : {};
    return { method: 'PATCH', body: { resourceIds, ...override } };
  },
  staff,
);

/** A longer or a shorter stay. */
export const changeEnd = onBooking(
  'change',
  LIVE,
  (visitor, { booking }) => {
    const least = (Math.ceil(Math.max(booking.start, Date.now()) / MINUTE) + 5) * MINUTE;
    const end = Math.max(booking.end + visitor.from(-45, 60) * MINUTE, least);
    const override = visitor.happens(0.3) ? { override: drawOverride(visitor) } : {};
    return { method: 'PATCH', body: { end: new Date(end).toISOString(), ...override } };
  },
  staff,
);

export const changeArea = onBooking('change', LIVE, (visitor) => ({
  method: 'PATCH',
  body: { area: visitor.happens(0.2) ? null : drawArea(visitor) },
}));

export const changeNotes = onBooking('change', LIVE, (visitor) => ({
  method: 'PATCH',
  body: { notes: `note ${visitor.below(4)}` },
}));

/** Ends the bookings that the client has forgotten, so that the venues do not stay full. */
export async function release(visitor: Visitor): Promise<void> {
  for (const { venue, booking } of visitor.forgotten.splice(0)) {
    const operation = booking.state === 'seated' ? 'finish' : 'cancel';
    if (!LIVE.includes(booking.state)) continue;
    const path = `/v1/bookings/${booking.id}/${operation}`;
    const request = { method: 'POST', path, body: {}, actor: true, venue };
    await visitor.ask({ operation, key: 'staff', ...request });
    // The answer is forgotten too.
    visitor.seen.splice(
      0,
      visitor.seen.length,
      ...visitor.seen.filter((each) => each.booking.id !== booking.id),
    );
  }
  visitor.forgotten.splice(0);
}
