import type {
  Floor,
  FloorBlock,
  FloorBooking,
  FloorWaitlistEntry,
  Resource,
} from '../../../client/index.ts';
import { addDays, instantIn, timeOf } from '../time.ts';

export const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What the columns of the timeline span, in milliseconds since 1970: whole hours of the venue. */
export interface Axis {
  readonly from: number;
  readonly to: number;
}

/** `late`: the party has said so. `due`: it should be there. `over`: it should have left. */
export type Mark = 'late' | 'due' | 'over';

/** A booking at one of its resources. */
export interface Bar {
  readonly booking: FloorBooking;
  readonly from: number;
  readonly to: number;
  readonly mark: Mark | undefined;
  /** How many seats there are, where the party is larger than its place. */
  readonly seats: number | undefined;
}

/** An occurrence of a block at a resource. */
export interface Shade {
  readonly block: FloorBlock;
  readonly from: number;
  readonly to: number;
  /** Whether it is the first one that is drawn of the block, which is the one with a name. */
  readonly isFirst: boolean;
  /** What is written on it; undefined where another one has the label, empty without a reason. */
  readonly label: string | undefined;
}

export interface Row {
  readonly resource: Resource;
  readonly bars: readonly Bar[];
  readonly shades: readonly Shade[];
}

export interface Area {
  readonly name: string | null;
  readonly rows: readonly Row[];
}

const GONE: readonly string[] = ['cancelled', 'declined', 'no_show', 'expired'];

/** Whether a booking has or had its place, so that it is drawn at its resources. */
export const hasPlace = ({ state }: Pick<FloorBooking, 'state'>) => !GONE.includes(state);

const at = (time: string) => Date.parse(time);

/** What the timeline spans: the opening periods, and the bookings that reach beyond them. */
export function axisOf({ periods, bookings, date, venue }: Floor): Axis {
  const placed = bookings.filter(hasPlace);
  const starts = [
    ...periods.map(({ opens }) => at(opens)),
    ...placed.map(({ start }) => at(start)),
  ];
  const ends = [...periods.map(({ closes }) => at(closes)), ...placed.map(({ end }) => at(end))];
  const noon = at(instantIn(venue.timeZone, date, '12:00'));
  const first = starts.length === 0 ? noon : Math.min(...starts);
  const last = ends.length === 0 ? noon + 11 * HOUR : Math.max(...ends);
  const from = first - Number(timeOf(first, venue.timeZone).slice(3)) * MINUTE - (first % MINUTE);
  return { from, to: from + Math.max(4, Math.ceil((last - from) / HOUR)) * HOUR };
}

/** What a host should notice about a booking. */
export function markOf(booking: FloorBooking, now: number): Mark | undefined {
  if (booking.state === 'seated') return at(booking.end) < now ? 'over' : undefined;
  if (booking.state !== 'confirmed') return undefined;
  return booking.late ? 'late' : at(booking.start) < now ? 'due' : undefined;
}

/** How many seats a booking has, if these are too few for its party. */
export function seatsShort({ resources }: Floor, booking: FloorBooking): number | undefined {
  const known = resources.filter(({ id }) => booking.resources.some((each) => each.id === id));
  const seats = known.reduce((sum, { maxParty }) => sum + maxParty, 0);
  const isShort = known.length === booking.resources.length && booking.partySize > seats;
  return isShort && hasPlace(booking) && booking.state !== 'finished' ? seats : undefined;
}

function barsOf(floor: Floor, resource: Resource, now: number): Bar[] {
  const bars = floor.bookings
    .filter((each) => hasPlace(each) && each.resources.some(({ id }) => id === resource.id))
    .map((booking) => ({
      booking,
      from: at(booking.start),
      to: at(booking.end),
      mark: markOf(booking, now),
      seats: seatsShort(floor, booking),
    }));
  // The place of a party that has left may have been taken before the end of its stay.
  return bars.map((bar, n) => ({ ...bar, to: Math.min(bar.to, bars[n + 1]?.from ?? bar.to) }));
}

function shadesOf(floor: Floor, resource: Resource, drawn: Set<string>): Shade[] {
  const here = floor.blocks.filter(
    (block) =>
      block.all ||
      block.resourceIds?.includes(resource.id) ||
      (block.area !== null && block.area === resource.area),
  );
  return here.flatMap((block) =>
    block.occurrences.map(({ start, end }) => {
      const id = `${block.id} ${start}`;
      const isFirst = !drawn.has(id);
      drawn.add(id);
      return { block, from: at(start), to: at(end), isFirst, label: '' };
    }),
  );
}

/** Gives blocks that lie over each other one label, with the reasons of all. */
function labelled(shades: readonly Shade[]): Shade[] {
  const named = shades.filter(({ isFirst }) => isFirst);
  return shades.map((shade) => {
    const over = named.filter(({ from, to }) => from < shade.to && shade.from < to);
    const isLabelled = shade.isFirst && over[0] === shade;
    const reasons = over.flatMap(({ block }) => block.reason ?? []);
    return { ...shade, label: isLabelled ? [...new Set(reasons)].join(' · ') : undefined };
  });
}

/**
 * The rows of the timeline, by area. A row that is as it was before is the same object, so that it is
 * not drawn again.
 */
export function areasOf(floor: Floor, now: number, before: readonly Area[]): readonly Area[] {
  const known = new Map(before.flatMap(({ rows }) => rows).map((row) => [row.resource.id, row]));
  const names = [...new Set(floor.resources.map(({ area }) => area))];
  const ordered = [...names.filter((name) => name === null), ...names.filter((n) => n !== null)];
  const drawn = new Set<string>();
  return ordered.map((name) => ({
    name,
    rows: floor.resources
      .filter(({ area }) => area === name)
      .map((resource) => {
        const bars = barsOf(floor, resource, now);
        const row = { resource, bars, shades: labelled(shadesOf(floor, resource, drawn)) };
        const old = known.get(resource.id);
        return old !== undefined && JSON.stringify(old) === JSON.stringify(row) ? old : row;
      }),
  }));
}

/** The bookings that no row has: those that have no place any more. */
export function goneOf({ bookings, resources }: Floor): readonly FloorBooking[] {
  const known = new Set(resources.map(({ id }) => id));
  return bookings.filter(
    (each) => !hasPlace(each) || !each.resources.some(({ id }) => known.has(id)),
  );
}

/** The instant of a local time of the day that is shown, which may lie after midnight. */
export function instantOf(floor: Floor, time: string): string {
  const { from, to } = axisOf(floor);
  const today = instantIn(floor.venue.timeZone, floor.date, time);
  const after = instantIn(floor.venue.timeZone, addDays(floor.date, 1), time);
  return at(today) < from && at(after) <= to ? after : today;
}

/** The next start on the venue's grid of slots, which begins when the venue opens. */
export function snap(floor: Floor, instant: number): number {
  const step = floor.venue.slotInterval * MINUTE;
  const opens = floor.periods[0]?.opens;
  const anchor = opens === undefined ? axisOf(floor).from : at(opens);
  return anchor + Math.round((instant - anchor) / step) * step;
}

/** The covers of the day: of all that have or will have a place, and of those that are there now. */
export function coversOf({ bookings }: Floor) {
  const sum = (all: readonly FloorBooking[]) => all.reduce((n, each) => n + each.partySize, 0);
  return {
    all: sum(bookings.filter(hasPlace)),
    seated: sum(bookings.filter(({ state }) => state === 'seated')),
  };
}

export type Party = FloorBooking | FloorWaitlistEntry;
