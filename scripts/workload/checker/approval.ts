import { APPROVAL_MINUTES } from '../plans.ts';
import type { StoredEvent } from './records.ts';
import type { Scene } from './scene.ts';
import type { Tracked } from './tracked.ts';

const MINUTE = 60_000;
/** How far the stored expiry may be from the computed one, because the clock is read again. */
const DOUBT_MS = 1_000;

/** Whether the venue has to approve a booking of this size that the key of guests asks for. */
export const needsApproval = (scene: Scene, { venue, partySize }: Tracked, key: string | null) =>
  key === scene.ran.guestKey && partySize >= (venue.plan.approvalFrom ?? Number.POSITIVE_INFINITY);

/** The state of a booking that is to be confirmed. */
export const confirmedAs = (scene: Scene, booking: Tracked, key: string | null) =>
  needsApproval(scene, booking, key) ? 'requested' : 'confirmed';

/** A request waits for its answer for the time of the venue, and not past its start. */
export function judgeExpiry(scene: Scene, booking: Tracked, event: StoredEvent): void {
  const { state, start, holdUntil } = booking;
  if (state !== 'requested' || !['requested', 'confirm', 'undo'].includes(event.event)) return;
  const due = Math.min(event.at + APPROVAL_MINUTES * MINUTE, start);
  if (holdUntil === null || Math.abs(holdUntil - due) > DOUBT_MS) {
    scene.find('approval', event, `waits until ${holdUntil}, not ${due}`);
  }
}

/** Only the staff answer requests, and take an answer back. */
export function judgeAnswerer(scene: Scene, event: StoredEvent, act: string): void {
  if (['approve', 'decline'].includes(act) && event.key === scene.ran.guestKey) {
    scene.find('approval', event, `${act} by a key without bookings:staff`);
  }
}

/** Guests do not move or enlarge a confirmed booking that the venue has to approve. */
export function judgeMoveOfApproved(
  scene: Scene,
  booking: Tracked,
  before: Tracked,
  event: StoredEvent,
): void {
  const isOther = booking.start !== before.start || booking.partySize > before.partySize;
  if (before.state === 'confirmed' && isOther && needsApproval(scene, booking, event.key)) {
    scene.find('approval', event, 'a confirmed booking is moved without an approval');
  }
}
