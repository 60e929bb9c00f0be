import { confirmedAs, judgeAnswerer } from './approval.ts';
import { TRANSITIONS, UNDOABLE } from './life-cycle.ts';
import type { StoredEvent } from './records.ts';
import type { Scene } from './scene.ts';
import { isSame } from './seating.ts';
import type { Tracked } from './tracked.ts';

const MINUTE = 60_000;
/** How long after its expiry a hold may still be acted on, because the clock is read before. */
const LATEST_MS = 3_000;

/** Judges an act by the state of the booking and by the time. */
export function judgeAct(scene: Scene, before: Tracked, event: StoredEvent): void {
  const rule = TRANSITIONS[event.event];
  const { state, venue, start, holdUntil, expectedAt, late } = before;
  const { at } = event;
  if (rule === undefined || !rule.from.includes(state)) {
    scene.find('life cycle', event, `not allowed in the state ${state}`);
  } else if (
    event.state !==
    (event.event === 'confirm' ? confirmedAs(scene, before, event.key) : (rule.to ?? state))
  ) {
    scene.find('life cycle', event, `leads from ${state} to ${event.state}`);
  }
  judgeAnswerer(scene, event, event.event);
  const { seatingWindow, lateGrace } = venue.plan;
  if (['seat', 'finish'].includes(event.event) && at < start - seatingWindow * MINUTE) {
    scene.find('too early', event, 'before the seating window');
  }
  const awaited = Math.max(start, (late ? expectedAt : null) ?? 0);
  if (event.event === 'no_show' && at < awaited + lateGrace * MINUTE) {
    scene.find('too early', event, 'before the grace time has passed');
  }
  const isExpiry = event.event === 'expired';
  if (isExpiry && (event.key !== null || (holdUntil ?? 0) > at + 1000)) {
    scene.find('life cycle', event, 'the hold had not expired');
  } else if (!isExpiry && holdUntil !== null && holdUntil < at - LATEST_MS) {
    scene.find('life cycle', event, 'the hold had expired');
  }
  if (!['reschedule', 'change'].includes(event.event)) sameStay(scene, before, event);
}

/** Judges an undo: it takes back the newest act that can be undone, and restores the state before it. */
export function judgeUndo(scene: Scene, before: Tracked, event: StoredEvent): void {
  const { events, venue } = before;
  const taken = new Set(events.map(({ undoes }) => undoes).filter((each) => each !== null));
  const newest = events.findLast(
    (each) => UNDOABLE.includes(each.event) && !taken.has(each.version),
  );
  if (newest === undefined || newest.version !== event.undoes) {
    scene.find('undo', event, `undoes ${event.undoes}, not ${newest?.version}`);
    return;
  }
  const earlier = events.find(({ version }) => version === newest.version - 1)?.state;
  // A walk-in is the first event of its booking, and cancelled once it is undone.
  const wanted = newest.event === 'walk_in' ? 'cancelled' : earlier;
  if (wanted !== event.state) {
    scene.find('undo', event, `the state is ${event.state}, and not ${wanted}`);
  }
  if (newest.undoneBy !== event.version) {
    scene.find('undo', event, `version ${newest.version} is undone by ${newest.undoneBy}`);
  }
  if (newest.at < event.at - venue.plan.undoMinutes * MINUTE) {
    scene.find('undo', event, 'the time to undo it had passed');
  }
  judgeAnswerer(scene, event, newest.event);
  sameStay(scene, before, event);
}

/** An act that is no move keeps the time, the size and the tables. */
function sameStay(scene: Scene, before: Tracked, event: StoredEvent): void {
  const { start, end, partySize, resources } = before;
  if (
    event.start !== start ||
    event.end !== end ||
    event.partySize !== partySize ||
    !isSame(event.resources, resources)
  ) {
    scene.find('stay', event, 'the act changes the time, the size or the tables');
  }
}
