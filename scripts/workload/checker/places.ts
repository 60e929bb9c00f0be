import { isThere, type KnownBlock, mayBeThere, type Span } from './known-blocks.ts';
import type { StoredEvent } from './records.ts';
import { isLiveAt } from './rules.ts';
import { isMeantFor, seatingsOf } from './seating.ts';
import type { LiveBookings, Occupied, Tracked } from './tracked.ts';

const MINUTE = 60_000;
const TWELVE_HOURS = 12 * 60 * MINUTE;
type Places = ReadonlyMap<string, Occupied>;

const whole = ({ venue, start, end }: Tracked): Span => ({
  from: start - venue.plan.bufferBefore * MINUTE,
  to: end + venue.plan.bufferAfter * MINUTE,
});

/** What a new booking occupies: its stay with the buffers, a party at the door from this moment on. */
export function placesOfNew(booking: Tracked, { event, at }: StoredEvent): Places {
  const { from, to } = whole(booking);
  const begins = event === 'walk_in' ? at - booking.venue.plan.bufferBefore * MINUTE : from;
  const place = { from: begins, to, orFrom: begins };
  return new Map(booking.resources.map((id) => [id, place]));
}

/**
 * What a booking occupies after a change of its time, size, tables or area.
 * @param before the booking before the change
 */
export function placesOfChanged(booking: Tracked, before: Tracked, { at }: StoredEvent): Places {
  const { from, to } = whole(booking);
  const isMoved = booking.start !== before.start;
  const hasBegun = !isMoved && (before.state === 'seated' || booking.start <= at);
  const now = Math.max(at, booking.start - TWELVE_HOURS);
  const isKept =
    booking.end <= before.end && booking.resources.every((id) => before.occupied.has(id));
  return new Map(
    booking.resources.map((id) => {
      const had = isMoved ? undefined : before.occupied.get(id);
      const again = !hasBegun ? from : !had || had.to < now ? now : Math.min(had.from, now);
      // A booking that only gets shorter, or has its tables already, keeps its beginning.
      return isKept && had !== undefined
        ? [id, { from: had.from, to, orFrom: again }]
        : [id, { from: again, to, orFrom: had?.from ?? again }];
    }),
  );
}

/** What a party occupies that is seated: its places from now on, also before its start. */
export function placesOfSeated(booking: Tracked, { at }: StoredEvent): Places {
  if (at >= whole(booking).from) return booking.occupied;
  const now = Math.max(at, booking.start - TWELVE_HOURS);
  return new Map(
    [...booking.occupied].map(([id, { from, orFrom, to }]) => [
      id,
      { from: Math.min(from, now), orFrom: Math.min(orFrom, now), to },
    ]),
  );
}

/** What a booking occupies when it is no longer seated: nothing before its time with the buffer. */
export function placesOfAwaited(booking: Tracked): Places {
  const begins = whole(booking).from;
  if ([...booking.occupied.values()].every(({ from }) => from >= begins)) return booking.occupied;
  return new Map(
    [...booking.occupied].map(([id, { from, orFrom, to }]) => [
      id,
      { from: Math.max(from, begins), orFrom: Math.max(orFrom, begins), to },
    ]),
  );
}

/** What a booking occupies after an undo: its own places from now on. */
export function placesOfRestored(booking: Tracked, { at }: StoredEvent): Places {
  const { from, to } = whole(booking);
  const begins = Math.max(booking.state === 'seated' ? booking.start - TWELVE_HOURS : from, at);
  if (to <= begins) return new Map();
  return new Map(booking.resources.map((id) => [id, { from: begins, to, orFrom: begins }]));
}

/** The bookings that have one of the places too, at a time that is still to come. */
export function othersIn(booking: Tracked, at: number, live: LiveBookings): Tracked[] {
  const found = new Set<Tracked>();
  for (const [resource, { from, orFrom, to }] of booking.occupied) {
    for (const other of live.onResource(resource)) {
      const place = other.occupied.get(resource);
      if (other === booking || place === undefined || !isLiveAt(other, at)) continue;
      const begins = Math.max(from, orFrom, place.from, place.orFrom, at);
      if (begins < Math.min(to, place.to)) found.add(other);
    }
  }
  return [...found];
}

/** A place that a booking or a block has left, and when. */
export interface Freed extends Span {
  readonly resource: string;
  readonly at: number;
}

/** Cuts spans out of a span. */
export function without(span: Span, cuts: readonly Span[]): Span[] {
  let left = [span];
  for (const { from, to } of cuts) {
    left = left.flatMap((each) =>
      [
        { from: each.from, to: Math.min(each.to, from) },
        { from: Math.max(each.from, to), to: each.to },
      ].filter((part) => part.from < part.to),
    );
  }
  return left;
}

/**
 * The blocks in which a booking surely lies without leave: it did not have the place before, and nobody
 * has left the place within the time that a sweep takes to block it.
 */
export function blocksAround(
  booking: Tracked,
  before: Tracked | undefined,
  at: number,
  blocks: readonly KnownBlock[],
  freed: readonly Freed[],
): KnownBlock[] {
  return blocks.filter(
    (block) =>
      !block.isWhole &&
      isThere(block, at) &&
      block.resources.some((resource) => {
        const place = booking.occupied.get(resource);
        if (place === undefined) return false;
        const own = before?.occupied.get(resource);
        const cuts = [
          ...(own === undefined ? [] : [own]),
          ...freed.filter((each) => each.resource === resource),
        ];
        const taken = { from: Math.max(place.from, at), to: place.to };
        return block.spans.some(({ from, to }) => {
          const part = { from: Math.max(from, taken.from), to: Math.min(to, taken.to) };
          return part.from < part.to && without(part, cuts).length > 0;
        });
      }),
  );
}

/**
 * Whether a table or a combination that is meant for the party was surely free for a span.
 * @param area only places in this area
 */
export function isAnyFree(
  booking: Tracked,
  span: Span,
  area: string | undefined,
  at: number,
  live: LiveBookings,
  blocks: readonly KnownBlock[],
): boolean {
  const isFree = (resource: string) => {
    for (const other of live.onResource(resource)) {
      const place = other.occupied.get(resource);
      if (other === booking || place === undefined) continue;
      // Also a hold that expires at this moment, and a place that may begin earlier.
      if (Math.min(place.from, place.orFrom) < span.to && place.to > span.from) return false;
    }
    return !blocks.some(
      (block) =>
        mayBeThere(block, at) &&
        block.resources.includes(resource) &&
        block.spans.some(({ from, to }) => from < span.to && to > span.from),
    );
  };
  return seatingsOf(booking.venue).some(
    (seating) =>
      isMeantFor(booking.venue, seating.resources, booking.partySize) &&
      (area === undefined || seating.area === area) &&
      seating.resources.every(isFree),
  );
}
