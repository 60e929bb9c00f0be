import { GUEST_BOOKINGS, GUEST_HOLDS } from '../plans.ts';
import type { StoredEvent } from './records.ts';
import { isLiveAt } from './rules.ts';
import type { Scene } from './scene.ts';
import type { Tracked } from './tracked.ts';

/**
 * Judges the limits of one guest, which hold for keys without bookings:staff.
 * @param isCounted whether the booking was not counted among those to come before
 */
export function judgeLimits(
  scene: Scene,
  booking: Tracked,
  event: StoredEvent,
  isCounted: boolean,
): void {
  const root = scene.rootNow(booking);
  if (root === undefined) return;
  const { venue, date, state } = booking;
  const { guestBookings, guestHolds, guestBookingsPerDay } = venue.plan;
  const { at } = event;
  const others = [...scene.live.ofGuest(root)].filter((other) => other !== booking);
  const ahead = others.filter(
    (other) => other.start > at && other.state !== 'seated' && isLiveAt(other, at),
  );
  const here = ahead.filter((other) => other.venue === venue);
  const holds = others.filter(
    (other) => other.venue === venue && other.state === 'held' && isLiveAt(other, at),
  );
  const ofDay = others.filter(
    (other) =>
      other.venue === venue &&
      other.date === date &&
      !['cancelled', 'declined', 'expired'].includes(other.state) &&
      (!['held', 'requested'].includes(other.state) || isLiveAt(other, at)),
  );
  const isHold = state === 'held';
  const reached = [
    ...(isCounted && ahead.length >= GUEST_BOOKINGS ? ['guest_bookings'] : []),
    ...(isCounted && isHold && holds.length >= GUEST_HOLDS ? ['guest_holds'] : []),
    ...(isCounted && here.length >= (guestBookings ?? Infinity) ? ['guestBookings'] : []),
    ...(isCounted && isHold && holds.length >= (guestHolds ?? Infinity) ? ['guestHolds'] : []),
    ...(ofDay.length >= (guestBookingsPerDay ?? Infinity) ? ['guestBookingsPerDay'] : []),
  ];
  for (const limit of reached) scene.find('limit', event, `${limit} was reached`);
}

/** A guest who may not book gets no booking, and no confirmation. */
export function judgeRefusal(scene: Scene, booking: Tracked, event: StoredEvent): void {
  if (booking.guest === null) return;
  if (scene.refusals.isRefused(booking.guest, event.at, (guest) => scene.rootOf(guest))) {
    scene.find('refused', event, `${booking.guest} may not book`);
  }
}
