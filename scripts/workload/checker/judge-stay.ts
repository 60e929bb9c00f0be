import type { Success } from '../log.ts';
import { judgeMoveOfApproved } from './approval.ts';
import { turnOf } from './hours.ts';
import { judgeLimits } from './judge-guest.ts';
import { judgeSize } from './judge-place.ts';
import type { StoredEvent } from './records.ts';
import { judgeOverlap, judgePacing, judgeStart, plainly, type Verdict } from './rules.ts';
import type { Scene } from './scene.ts';
import type { Tracked } from './tracked.ts';

const MINUTE = 60_000;

/** Judges another time, size or place of a booking. */
export function judgeMove(
  scene: Scene,
  booking: Tracked,
  before: Tracked,
  event: StoredEvent,
  request: Success['request'],
): void {
  const isMoved = booking.start !== before.start;
  const { at } = event;
  if (isMoved && booking.end - booking.start !== turnOf(booking.venue, booking.partySize)) {
    scene.find('stay', event, 'the stay is not the turn time');
  }
  const start = judgeStart(booking, event, scene.blocksOf(booking.venue));
  const kept = plainly(false);
  const root = scene.rootNow(booking);
  const asksForPlace = ['start', 'end', 'partySize', 'resourceIds', 'area'].some(
    (field) => field in request,
  );
  compare(
    scene,
    {
      ...(isMoved ? start : { hours: kept, slot: kept, lead_time: kept, horizon: kept }),
      pacing: asksForPlace
        ? judgePacing(booking, at, isMoved ? undefined : before.partySize, scene.live)
        : kept,
      party_size: judgeSize(scene, booking, before, event, request),
      guest_overlap:
        isMoved || booking.end > before.end ? judgeOverlap(booking, at, root, scene.live) : kept,
    },
    event,
    request,
  );
  if (isMoved && event.key === scene.ran.guestKey) judgeLimits(scene, booking, event, false);
  judgeMoveOfApproved(scene, booking, before, event);
}

/** A booking that is live again must fit in with what has happened since. */
export function judgeRestored(scene: Scene, booking: Tracked, event: StoredEvent): void {
  if (booking.state === 'seated') return;
  const root = scene.rootNow(booking);
  if (judgeOverlap(booking, event.at, root, scene.live).surely) {
    scene.find('guest_overlap', event, 'another booking of the guest is at the same time');
  }
  if (booking.start <= event.at) return;
  if (judgePacing(booking, event.at, undefined, scene.live).surely) {
    scene.find('pacing', event, 'more than the pacing allows');
  }
  if (event.key === scene.ran.guestKey) judgeLimits(scene, booking, event, true);
}

/** A walk-in starts in this minute and stays for its turn time, or at least for `minStay`. */
export function judgeWalkIn(
  scene: Scene,
  booking: Tracked,
  event: StoredEvent,
  request: Success['request'],
): void {
  const turn = turnOf(booking.venue, booking.partySize);
  const { minStay } = request;
  const shortest = typeof minStay === 'number' ? Math.min(turn, minStay * MINUTE) : turn;
  const stay = booking.end - booking.start;
  if (stay > turn || stay < shortest) {
    scene.find('stay', event, `stays for ${stay / MINUTE} minutes`);
  }
  if (booking.start !== Math.floor(event.at / MINUTE) * MINUTE) {
    scene.find('stay', event, 'does not start in this minute');
  }
}

/** Compares the rules that an event breaks with the overrides that it has on record. */
export function compare(
  scene: Scene,
  verdicts: Readonly<Record<string, Verdict>>,
  event: StoredEvent,
  request: Success['request'],
): void {
  const { override } = request;
  const allowed: readonly unknown[] = Array.isArray(override) ? override : [];
  if (event.overrides.length > 0 && event.key === scene.ran.guestKey) {
    scene.find('override', event, 'a key without bookings:staff broke a rule');
  }
  for (const [rule, { surely, possibly }] of Object.entries(verdicts)) {
    const isRecorded = event.overrides.includes(rule);
    if (isRecorded) scene.overrides.set(rule, (scene.overrides.get(rule) ?? 0) + 1);
    if (surely && !isRecorded) scene.find(rule, event, 'broken without an override on record');
    if (isRecorded && !possibly) scene.find('override', event, `${rule}, which was not broken`);
    if (isRecorded && !allowed.includes(rule)) {
      scene.find('override', event, `${rule}, for which nobody asked`);
    }
  }
}
