import type { Venue } from '../furnish.ts';
import type { Finding, Success } from '../log.ts';
import { GUEST_BOOKINGS, GUEST_HOLDS, OFFER_SECONDS } from '../plans.ts';
import type { Ran } from '../workload.ts';
import { createGroups, type Groups } from './groups.ts';
import { openingOf, turnOf } from './hours.ts';
import { type KnownBlock, knownBlocks } from './known-blocks.ts';
import { BEGINNINGS, isLive, TRANSITIONS, UNDOABLE } from './life-cycle.ts';
import {
  blocksAround,
  type Freed,
  isAnyFree,
  othersIn,
  placesOfChanged,
  placesOfNew,
  placesOfRestored,
} from './places.ts';
import type { Records, StoredEvent } from './records.ts';
import { createRefusals, type Refusals } from './refusals.ts';
import { isLiveAt, judgeOverlap, judgePacing, judgeStart, plainly, type Verdict } from './rules.ts';
import { fitsIn, isInArea, isMeantFor, isNeeded } from './seating.ts';
import { LiveBookings, type Tracked } from './tracked.ts';

const MINUTE = 60_000;
/** A sweep closes the gap that a booking leaves in a block. It takes this long and its own duration. */
const SWEEP_GRACE_MS = 3_000;

/**
 * Replays the timelines of all bookings in the order of their times, and judges each event by the rules
 * of docs/guides/bookings.md. It knows the places, guests and blocks at each moment from the events and
 * from what clients were answered, and uses nothing of the product.
 */
export class Replay {
  readonly findings: Finding[] = [];
  readonly bookings = new Map<string, Tracked>();
  readonly blocks: readonly KnownBlock[];
  /** How many events broke which rule with an override on record. */
  readonly overrides = new Map<string, number>();
  readonly #live = new LiveBookings();
  readonly #groups: Groups;
  readonly #refusals: Refusals;
  readonly #byActor: ReadonlyMap<string, Success>;
  readonly #byVersion: ReadonlyMap<string, Success>;
  readonly #venues: ReadonlyMap<string, Venue>;
  readonly #entries: ReadonlyMap<string, string>;
  readonly #current = new Map<string, KnownBlock[]>();
  readonly #freed = new Map<string, Freed[]>();
  readonly #grace: number;
  #nextBlock = 0;

  readonly ran: Ran;
  readonly records: Records;

  constructor(ran: Ran, records: Records) {
    this.ran = ran;
    this.records = records;
    const { successes, longestSweep } = ran.log;
    this.#grace = SWEEP_GRACE_MS + 2 * longestSweep;
    this.blocks = knownBlocks(ran.venues, successes);
    this.#refusals = createRefusals(successes);
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
    this.#groups = createGroups(records.merges, successes, this.findings, (from, into) =>
      this.#live.merge(from, into),
    );
  }

  /** The guest that an id names at the end. */
  rootOf = (guest: string): string => this.#groups.rootOf(guest);

  run(): this {
    for (const event of this.records.events) {
      this.#groups.advance(event.at);
      this.#advanceBlocks(event.at);
      const known = this.bookings.get(event.booking);
      if (known === undefined) this.#begin(event);
      else this.#continue(known, event);
    }
    this.#groups.advance(Number.POSITIVE_INFINITY);
    return this;
  }

  #advanceBlocks(at: number): void {
    for (
      let block = this.blocks[this.#nextBlock];
      block !== undefined && block.made.sentAt - 10 <= at;
      block = this.blocks[this.#nextBlock]
    ) {
      this.#nextBlock += 1;
      const { id } = block.venue;
      const kept = (this.#current.get(id) ?? []).filter(
        ({ ended }) => ended === undefined || ended.receivedAt + this.#grace > at,
      );
      this.#current.set(id, [...kept, block]);
    }
  }

  #find(kind: string, event: StoredEvent, what: string): void {
    const { booking, version, event: name, actor } = event;
    this.findings.push({
      kind,
      what: `${booking} version ${version}, ${name} by ${actor}: ${what}`,
    });
  }

  #begin(event: StoredEvent): void {
    const stored = this.records.bookings.get(event.booking);
    const venue = this.#venues.get(stored?.venue ?? '');
    if (venue === undefined) return;
    const success = this.#byActor.get(event.actor ?? '');
    const offeredTo = this.#entries.get(event.booking);
    const isOffer = event.key === null && offeredTo !== undefined;
    if (event.version !== 1 || BEGINNINGS[event.event] !== event.state) {
      this.#find('life cycle', event, `a booking begins with version ${event.version}`);
    }
    if (success === undefined && !isOffer)
      this.#find('unexplained', event, 'no client asked for it');
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
      this.#find('stay', event, 'the stay is not the turn time');
    }
    if (event.event === 'walk_in') this.#judgeWalkIn(tracked, event, request);
    const root = this.#rootNow(tracked);
    if (root !== undefined) this.#live.addOfGuest(root, tracked);
    this.#live.add(tracked);
    this.#judgePlace(tracked, undefined, event, request);
    const verdicts = {
      ...judgeStart(tracked, event, this.#blocksOf(venue)),
      pacing: judgePacing(tracked, event.at, undefined, this.#live),
      party_size: this.#judgeSize(tracked, undefined, event, request),
      guest_overlap: isOffer ? plainly(false) : judgeOverlap(tracked, event.at, root, this.#live),
    };
    this.#compare(verdicts, event, request);
    if (!isOffer && event.key === this.ran.guestKey) this.#judgeLimits(tracked, event, true);
    this.#judgeRefusal(tracked, event);
  }

  #continue(booking: Tracked, event: StoredEvent): void {
    const before: Tracked = { ...booking };
    const success =
      this.#byActor.get(event.actor ?? '') ??
      this.#byVersion.get(`${event.booking}/${event.version}`);
    const { request, booking: answer } = success ?? { request: {}, booking: undefined };
    if (event.version !== before.events.length + 1) {
      this.#find('versions', event, `follows version ${before.events.length}`);
    }
    this.#live.remove(booking);
    const { state, start, end, partySize, resources, at } = event;
    Object.assign(booking, { state, start, end, partySize, resources });
    booking.events = [...before.events, event];
    if (answer !== undefined) {
      const { area, late, expectedAt, holdExpiresAt } = answer;
      // Of a booking that is no longer awaited, the API shows no lateness.
      Object.assign(booking, { area, holdUntil: holdExpiresAt });
      if (state === 'confirmed') Object.assign(booking, { late, expectedAt });
    } else if (state !== 'held') booking.holdUntil = null;
    const isUndo = event.event === 'undo';
    if (isUndo) this.#judgeUndo(before, event);
    else this.#judgeAct(before, event);
    const isMove = ['reschedule', 'change'].includes(event.event);
    const isRestored = isUndo && before.state !== 'seated' && isLive(state);
    if (!isLive(state)) booking.occupied = new Map();
    else if (isMove && isReseated(before, booking)) {
      booking.occupied = placesOfChanged(booking, before, event);
    } else if (isRestored) booking.occupied = placesOfRestored(booking, event);
    if (booking.occupied !== before.occupied) this.#leave(before, booking, at);
    if (booking.start !== before.start) {
      booking.date = openingOf(booking.venue, booking.start, booking.end).date;
    }
    if (isLive(state)) this.#live.add(booking);
    if (booking.occupied !== before.occupied) this.#judgePlace(booking, before, event, request);
    if (isMove) this.#judgeMove(booking, before, event, request);
    else if (event.overrides.length > 0) this.#find('override', event, 'overrides of a plain act');
    if (isRestored) this.#judgeRestored(booking, event);
    if (event.event === 'confirm') this.#judgeRefusal(booking, event);
  }

  /** Remembers what a booking has left, for blocks that a sweep now closes. */
  #leave(before: Tracked, booking: Tracked, at: number): void {
    const { since, start, end, occupied } = before;
    booking.past.push({ since, until: at, start, end, occupied });
    booking.since = at;
    const freed = (this.#freed.get(booking.venue.id) ?? []).filter(
      (each) => each.at > at - this.#grace,
    );
    // An expired hold has left its place when it expired, which may be noticed later.
    for (const [resource, { from, to }] of occupied) freed.push({ resource, from, to, at });
    this.#freed.set(booking.venue.id, freed);
  }

  #judgeAct(before: Tracked, event: StoredEvent): void {
    const rule = TRANSITIONS[event.event];
    const { state, venue, start, holdUntil, expectedAt, late } = before;
    const { at } = event;
    if (rule === undefined || !rule.from.includes(state)) {
      this.#find('life cycle', event, `not allowed in the state ${state}`);
    } else if (event.state !== (rule.to ?? state)) {
      this.#find('life cycle', event, `leads from ${state} to ${event.state}`);
    }
    const { seatingWindow, lateGrace } = venue.plan;
    if (['seat', 'finish'].includes(event.event) && at < start - seatingWindow * MINUTE) {
      this.#find('too early', event, 'before the seating window');
    }
    const awaited = Math.max(start, (late ? expectedAt : null) ?? 0);
    if (event.event === 'no_show' && at < awaited + lateGrace * MINUTE) {
      this.#find('too early', event, 'before the grace time has passed');
    }
    const isExpiry = event.event === 'expired';
    if (isExpiry && (event.key !== null || (holdUntil ?? 0) > at + 1000)) {
      this.#find('life cycle', event, 'the hold had not expired');
    } else if (!isExpiry && holdUntil !== null && holdUntil < at - SWEEP_GRACE_MS) {
      this.#find('life cycle', event, 'the hold had expired');
    }
    if (!['reschedule', 'change'].includes(event.event)) this.#sameStay(before, event);
  }

  #sameStay(before: Tracked, event: StoredEvent): void {
    const { start, end, partySize, resources } = before;
    if (
      event.start !== start ||
      event.end !== end ||
      event.partySize !== partySize ||
      !isSame(event.resources, resources)
    ) {
      this.#find('stay', event, 'the act changes the time, the size or the tables');
    }
  }

  #judgeUndo(before: Tracked, event: StoredEvent): void {
    const { events, venue } = before;
    const taken = new Set(events.map(({ undoes }) => undoes).filter((each) => each !== null));
    const newest = events.findLast(
      (each) => UNDOABLE.includes(each.event) && !taken.has(each.version),
    );
    if (newest === undefined || newest.version !== event.undoes) {
      this.#find('undo', event, `undoes ${event.undoes}, not ${newest?.version}`);
      return;
    }
    const earlier = events.find(({ version }) => version === newest.version - 1);
    if (earlier?.state !== event.state) {
      this.#find('undo', event, `the state is ${event.state}, and was ${earlier?.state}`);
    }
    if (newest.undoneBy !== event.version) {
      this.#find('undo', event, `version ${newest.version} is undone by ${newest.undoneBy}`);
    }
    if (newest.at < event.at - venue.plan.undoMinutes * MINUTE) {
      this.#find('undo', event, 'the time to undo it had passed');
    }
    this.#sameStay(before, event);
  }

  /** A booking that is live again must fit in with what has happened since. */
  #judgeRestored(booking: Tracked, event: StoredEvent): void {
    if (booking.state === 'seated') return;
    const root = this.#rootNow(booking);
    if (judgeOverlap(booking, event.at, root, this.#live).surely) {
      this.#find('guest_overlap', event, 'another booking of the guest is at the same time');
    }
    if (booking.start <= event.at) return;
    if (judgePacing(booking, event.at, undefined, this.#live).surely) {
      this.#find('pacing', event, 'more than the pacing allows');
    }
    if (event.key === this.ran.guestKey) this.#judgeLimits(booking, event, true);
  }

  #judgeMove(
    booking: Tracked,
    before: Tracked,
    event: StoredEvent,
    request: Success['request'],
  ): void {
    const isMoved = booking.start !== before.start;
    const { at } = event;
    if (isMoved && booking.end - booking.start !== turnOf(booking.venue, booking.partySize)) {
      this.#find('stay', event, 'the stay is not the turn time');
    }
    const start = judgeStart(booking, event, this.#blocksOf(booking.venue));
    const kept = plainly(false);
    const root = this.#rootNow(booking);
    const asksForPlace = ['start', 'end', 'partySize', 'resourceIds', 'area'].some(
      (field) => field in request,
    );
    this.#compare(
      {
        ...(isMoved ? start : { hours: kept, slot: kept, lead_time: kept, horizon: kept }),
        pacing: asksForPlace
          ? judgePacing(booking, at, isMoved ? undefined : before.partySize, this.#live)
          : kept,
        party_size: this.#judgeSize(booking, before, event, request),
        guest_overlap:
          isMoved || booking.end > before.end ? judgeOverlap(booking, at, root, this.#live) : kept,
      },
      event,
      request,
    );
    if (isMoved && event.key === this.ran.guestKey) this.#judgeLimits(booking, event, false);
  }

  /** A walk-in starts in this minute and stays for its turn time, or at least for `minStay`. */
  #judgeWalkIn(booking: Tracked, event: StoredEvent, request: Success['request']): void {
    const turn = turnOf(booking.venue, booking.partySize);
    const { minStay } = request;
    const shortest = typeof minStay === 'number' ? Math.min(turn, minStay * MINUTE) : turn;
    const stay = booking.end - booking.start;
    if (stay > turn || (minStay !== undefined && stay < shortest)) {
      this.#find('stay', event, `stays for ${stay / MINUTE} minutes`);
    }
    if (booking.start !== Math.floor(event.at / MINUTE) * MINUTE) {
      this.#find('stay', event, 'does not start in this minute');
    }
  }

  #judgeSize(
    booking: Tracked,
    before: Tracked | undefined,
    event: StoredEvent,
    request: Success['request'],
  ): Verdict {
    const { venue, resources, partySize, start, end } = booking;
    const isChosen = request['resourceIds'] !== undefined;
    const isKept = before !== undefined && resources.every((id) => before.resources.includes(id));
    if (isChosen) {
      const isSamePlace = isKept && before.resources.length === resources.length;
      const isSameSize = isSamePlace && before.start === start && partySize <= before.partySize;
      if (event.key === this.ran.guestKey && !isNeeded(venue, resources, partySize)) {
        if (!(isSamePlace && partySize === before.partySize)) {
          this.#find('party_size', event, 'a guest got tables that the party does not need');
        }
      }
      return plainly(!isSameSize && !fitsIn(venue, resources, partySize));
    }
    const isSameSlot = before?.start === start && partySize <= before.partySize;
    if (isKept && (isSameSlot || fitsIn(venue, resources, partySize))) return plainly(false);
    const isBroken = !isMeantFor(venue, resources, partySize);
    if (isBroken && before === undefined && event.overrides.includes('party_size')) {
      const { bufferAfter, bufferBefore } = venue.plan;
      const span = { from: start - bufferBefore * MINUTE, to: end + bufferAfter * MINUTE };
      const area = booking.area?.required === true ? booking.area.name : undefined;
      const blocks = this.#blocksOf(venue);
      if (isAnyFree(booking, span, area, event.at, this.#live, blocks)) {
        this.#find('override', event, 'party_size, although a table for the party was free');
      }
    }
    return plainly(isBroken);
  }

  #judgePlace(
    booking: Tracked,
    before: Tracked | undefined,
    event: StoredEvent,
    request: Success['request'],
  ): void {
    const { at } = event;
    const { venue, area, resources, start, end } = booking;
    for (const other of othersIn(booking, at, this.#live)) {
      this.#find('overlap', event, `${other.id} has the place`);
    }
    const blocks = this.#blocksOf(venue);
    const freed = [...(this.#freed.get(venue.id) ?? []), ...this.#freedByBlocks(venue, at)];
    for (const block of blocksAround(booking, before, at, blocks, freed)) {
      this.#find('block', event, `lies in the block ${block.id}`);
    }
    const isInIt = area === null || isInArea(venue, resources, area.name);
    if (area?.required === true && !isInIt) {
      this.#find('area', event, `is not in the area ${area.name}, which it requires`);
    }
    const { bufferBefore, bufferAfter } = venue.plan;
    const span = { from: start - bufferBefore * MINUTE, to: end + bufferAfter * MINUTE };
    const isPlain =
      before === undefined && event.event !== 'walk_in' && !('resourceIds' in request);
    if (
      isPlain &&
      !isInIt &&
      !booking.isOffer &&
      !event.overrides.includes('party_size') &&
      isAnyFree(booking, span, area?.name, at, this.#live, blocks)
    ) {
      this.#find('area', event, `is not in the area ${area?.name}, where a place was free`);
    }
  }

  /** Another block may have been stored around a block that has ended now. */
  #freedByBlocks(venue: Venue, at: number): Freed[] {
    return this.#blocksOf(venue)
      .filter((block) => block.ended !== undefined && block.ended.sentAt <= at)
      .flatMap(({ resources, spans }) =>
        resources.flatMap((resource) => spans.map((span) => ({ resource, at, ...span }))),
      );
  }

  #judgeLimits(booking: Tracked, event: StoredEvent, isCounted: boolean): void {
    const root = this.#rootNow(booking);
    if (root === undefined) return;
    const { venue, date, state } = booking;
    const { guestBookings, guestHolds, guestBookingsPerDay } = venue.plan;
    const { at } = event;
    const others = [...this.#live.ofGuest(root)].filter((other) => other !== booking);
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
        !['cancelled', 'expired'].includes(other.state) &&
        (other.state !== 'held' || isLiveAt(other, at)),
    );
    const isHold = state === 'held';
    const reached = [
      ...(isCounted && ahead.length >= GUEST_BOOKINGS ? ['guest_bookings'] : []),
      ...(isCounted && isHold && holds.length >= GUEST_HOLDS ? ['guest_holds'] : []),
      ...(isCounted && here.length >= (guestBookings ?? Infinity) ? ['guestBookings'] : []),
      ...(isCounted && isHold && holds.length >= (guestHolds ?? Infinity) ? ['guestHolds'] : []),
      ...(ofDay.length >= (guestBookingsPerDay ?? Infinity) ? ['guestBookingsPerDay'] : []),
    ];
    for (const limit of reached) this.#find('limit', event, `${limit} was reached`);
  }

  #judgeRefusal(booking: Tracked, event: StoredEvent): void {
    if (booking.guest === null) return;
    if (this.#refusals.isRefused(booking.guest, event.at, (guest) => this.rootOf(guest))) {
      this.#find('refused', event, `${booking.guest} may not book`);
    }
  }

  /** Compares the rules that an event breaks with the overrides that it has on record. */
  #compare(
    verdicts: Readonly<Record<string, Verdict>>,
    event: StoredEvent,
    request: Success['request'],
  ): void {
    const { override } = request;
    const allowed: readonly unknown[] = Array.isArray(override) ? override : [];
    if (event.overrides.length > 0 && event.key === this.ran.guestKey) {
      this.#find('override', event, 'a key without bookings:staff broke a rule');
    }
    for (const [rule, { surely, possibly }] of Object.entries(verdicts)) {
      const isRecorded = event.overrides.includes(rule);
      if (isRecorded) this.overrides.set(rule, (this.overrides.get(rule) ?? 0) + 1);
      if (surely && !isRecorded) this.#find(rule, event, 'broken without an override on record');
      if (isRecorded && !possibly) this.#find('override', event, `${rule}, which was not broken`);
      if (isRecorded && !allowed.includes(rule)) {
        this.#find('override', event, `${rule}, for which nobody asked`);
      }
    }
  }

  #rootNow = ({ guest }: Tracked) => (guest === null ? undefined : this.rootOf(guest));
  #blocksOf = ({ id }: Venue): readonly KnownBlock[] => this.#current.get(id) ?? [];
}

function guestOf(request: Success['request']): string | null {
  const { customer } = request;
  if (typeof customer !== 'object' || customer === null || !('id' in customer)) return null;
  return String(customer.id);
}

const isSame = (some: readonly string[], others: readonly string[]) =>
  some.length === others.length && some.every((each) => others.includes(each));

/** Whether a change asks for a place: another time or other tables. */
const isReseated = (before: Tracked, after: Tracked): boolean =>
  before.start !== after.start ||
  before.end !== after.end ||
  before.partySize !== after.partySize ||
  before.area?.name !== after.area?.name ||
  before.area?.required !== after.area?.required ||
  !isSame(before.resources, after.resources);
