import type { Venue } from '../furnish.ts';
import type { Success } from '../log.ts';
import { OFFER_SECONDS } from '../plans.ts';
import type { Ran } from '../workload.ts';
import { confirmedAs, judgeExpiry } from './approval.ts';
import { openingOf, turnOf } from './hours.ts';
import { judgeAct, judgeUndo } from './judge-act.ts';
import { judgeLimits, judgeRefusal } from './judge-guest.ts';
import { judgePlace, judgeSize } from './judge-place.ts';
import { compare, judgeMove, judgeRestored, judgeWalkIn } from './judge-stay.ts';
import { BEGINNINGS, isLive } from './life-cycle.ts';
import {
  placesOfAwaited,
  placesOfChanged,
  placesOfNew,
  placesOfRestored,
  placesOfSeated,
} from './places.ts';
import type { Records, StoredEvent } from './records.ts';
import { judgeOverlap, judgePacing, judgeStart, plainly } from './rules.ts';
import { Scene } from './scene.ts';
import { isSame } from './seating.ts';
import type { Tracked } from './tracked.ts';

/**
 * Replays the timelines of all bookings in the order of their times, and judges each event by the rules
 * of docs/guides/bookings.md. It knows the places, guests and blocks at each moment from the events and
 * from what clients were answered, and uses nothing of the product.
 */
export class Replay {
  readonly scene: Scene;
  readonly bookings = new Map<string, Tracked>();
  readonly #byActor: ReadonlyMap<string, Success>;
  readonly #byVersion: ReadonlyMap<string, Success>;
  readonly #venues: ReadonlyMap<string, Venue>;
  /** To whom the waitlist has offered a booking. */
  readonly #entries: ReadonlyMap<string, string>;

  constructor(ran: Ran, records: Records) {
    this.scene = new Scene(ran, records);
    const { successes } = ran.log;
    this.#byActor = new Map(successes.map((each) => [each.actor, each]));
    this.#byVersion = new Map(
      successes.flatMap((each) =>
        each.booking === undefined ? [] : [[`${each.booking.id}/${each.booking.version}`, each]],
      ),
    );
    this.#venues = new Map(ran.venues.map((venue) => [venue.id, venue]));
    const guests = new Map(
      successes
        .filter(({ operation }) => operation === 'join')
        .map(({ id, request }) => [id, guestOf(request)]),
    );
    this.#entries = new Map(
      records.entries.flatMap(({ id, booking, guest }) =>
        booking === null ? [] : [[booking, guests.get(id) ?? guest ?? '']],
      ),
    );
  }

  run(): this {
    for (const event of this.scene.records.events) {
      this.scene.advance(event.at);
      const known = this.bookings.get(event.booking);
      if (known === undefined) this.#begin(event);
      else this.#continue(known, event);
    }
    this.scene.advance(Number.POSITIVE_INFINITY);
    return this;
  }

  #begin(event: StoredEvent): void {
    const { scene } = this;
    const stored = scene.records.bookings.get(event.booking);
    const venue = this.#venues.get(stored?.venue ?? '');
    if (venue === undefined) return;
    const success = this.#byActor.get(event.actor ?? '');
    const offeredTo = this.#entries.get(event.booking);
    const isOffer = event.key === null && offeredTo !== undefined;
    if (event.version !== 1 || BEGINNINGS[event.event] !== event.state) {
      scene.find('life cycle', event, `a booking begins with version ${event.version}`);
    }
    if (success === undefined && !isOffer)
      scene.find('unexplained', event, 'no client asked for it');
    const { request, booking } = success ?? { request: {}, booking: undefined };
    const { start, end, partySize, resources, state, booking: id } = event;
    const tracked: Tracked = {
      ...{ id, venue, isOffer, state, start, end, partySize, resources },
      guest: isOffer ? offeredTo : guestOf(request),
      ...{ events: [event], late: false, expectedAt: null, past: [], since: event.at },
      area: booking?.area ?? null,
      holdUntil: isOffer
        ? Math.min(event.at + OFFER_SECONDS * 1000, start)
        : (booking?.holdExpiresAt ?? null),
      date: openingOf(venue, start, end).date,
      occupied: new Map(),
    };
    tracked.occupied = placesOfNew(tracked, event);
    this.bookings.set(id, tracked);
    if (event.event !== 'walk_in' && end - start !== turnOf(venue, partySize)) {
      scene.find('stay', event, 'the stay is not the turn time');
    }
    if (event.event === 'walk_in') judgeWalkIn(scene, tracked, event, request);
    const root = scene.rootNow(tracked);
    if (root !== undefined) scene.live.addOfGuest(root, tracked);
    scene.live.add(tracked);
    judgePlace(scene, tracked, undefined, event, request);
    const verdicts = {
      ...judgeStart(tracked, event, scene.blocksOf(venue)),
      pacing: judgePacing(tracked, event.at, undefined, scene.live),
      party_size: judgeSize(scene, tracked, undefined, event, request),
      guest_overlap: isOffer ? plainly(false) : judgeOverlap(tracked, event.at, root, scene.live),
    };
    compare(scene, verdicts, event, request);
    if (!isOffer && event.key === scene.ran.guestKey) judgeLimits(scene, tracked, event, true);
    judgeRefusal(scene, tracked, event);
    if (['requested', 'confirmed'].includes(state)) {
      const due = confirmedAs(scene, tracked, event.key);
      if (state !== due) scene.find('approval', event, `is ${state}, not ${due}`);
    }
    judgeExpiry(scene, tracked, event);
  }

  #continue(booking: Tracked, event: StoredEvent): void {
    const { scene } = this;
    const before: Tracked = { ...booking };
    const success =
      this.#byActor.get(event.actor ?? '') ??
      this.#byVersion.get(`${event.booking}/${event.version}`);
    const { request, booking: answer } = success ?? { request: {}, booking: undefined };
    if (event.version !== before.events.length + 1) {
      scene.find('versions', event, `follows version ${before.events.length}`);
    }
    scene.live.remove(booking);
    const { state, start, end, partySize, resources, at } = event;
    Object.assign(booking, { state, start, end, partySize, resources });
    booking.events = [...before.events, event];
    if (answer !== undefined) {
      const { area, late, expectedAt, holdExpiresAt } = answer;
      // Of a booking that is no longer awaited, the API shows no lateness.
      Object.assign(booking, { area, holdUntil: holdExpiresAt });
      if (state === 'confirmed') Object.assign(booking, { late, expectedAt });
    } else if (!['held', 'requested'].includes(state)) booking.holdUntil = null;
    const isUndo = event.event === 'undo';
    if (isUndo) judgeUndo(scene, before, event);
    else judgeAct(scene, before, event);
    const isMove = ['reschedule', 'change'].includes(event.event);
    // A booking that is live before the undo has its place.
    const isRestored = isUndo && !isLive(before.state) && isLive(state);
    if (!isLive(state)) booking.occupied = new Map();
    else if (isMove && isReseated(before, booking)) {
      booking.occupied = placesOfChanged(booking, before, event);
    } else if (isRestored) booking.occupied = placesOfRestored(booking, event);
    else if (event.event === 'seat') booking.occupied = placesOfSeated(booking, event);
    else if (isUndo && before.state === 'seated') booking.occupied = placesOfAwaited(booking);
    if (booking.occupied !== before.occupied) scene.leave(before, booking, at);
    if (booking.start !== before.start) {
      booking.date = openingOf(booking.venue, booking.start, booking.end).date;
    }
    if (isLive(state)) scene.live.add(booking);
    if (booking.occupied !== before.occupied) judgePlace(scene, booking, before, event, request);
    if (isMove) judgeMove(scene, booking, before, event, request);
    else if (event.overrides.length > 0) scene.find('override', event, 'overrides of a plain act');
    if (isRestored) judgeRestored(scene, booking, event);
    if (['confirm', 'approve'].includes(event.event)) judgeRefusal(scene, booking, event);
    judgeExpiry(scene, booking, event);
  }
}

function guestOf(request: Success['request']): string | null {
  const { customer } = request;
  if (typeof customer !== 'object' || customer === null || !('id' in customer)) return null;
  return String(customer.id);
}

/** Whether a change asks for a place: another time or other tables. */
const isReseated = (before: Tracked, after: Tracked): boolean =>
  before.start !== after.start ||
  before.end !== after.end ||
  before.partySize !== after.partySize ||
  before.area?.name !== after.area?.name ||
  before.area?.required !== after.area?.required ||
  !isSame(before.resources, after.resources);
