import type { Combination, Floor, FloorBooking, Venue } from '../../../client/index.ts';
import { MINUTE } from './floor-data.ts';
import { nameOf, sizeText } from './words.ts';

/** `until`: free, but not for the whole stay. `other`: free, but not meant for so many guests. */
export type Fit = 'free' | 'until' | 'other' | 'taken';

/** A resource, or a combination of them, and whether a party can have it. */
export interface Place {
  /** The ids of the resources, with spaces between them. */
  readonly value: string;
  readonly name: string;
  readonly size: string;
  /** undefined while the time is not known. */
  readonly fit: Fit | undefined;
  /** Until when it is free or taken. */
  readonly until?: number | undefined;
  /** Who has it then: the name of a party, or the reason of a block. */
  readonly by?: string | undefined;
}

/** What is asked for. Without a span only the sizes are known. */
export interface Asked {
  readonly partySize: number;
  readonly span?: { readonly from: number; readonly to: number } | undefined;
  /** A booking whose own place counts as free. */
  readonly except?: string;
}

interface Taken {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

const ORDER: readonly (Fit | undefined)[] = ['free', undefined, 'until', 'other', 'taken'];
const OCCUPIES: readonly FloorBooking['state'][] = ['held', 'requested', 'confirmed', 'seated'];
/** A place that is free for a shorter time counts as taken. */
const LEAST = 5 * MINUTE;

/** For how long a party of this size stays. */
export function turnOf({ turnTimes }: Venue, partySize: number): number {
  const found = turnTimes.find(({ maxParty }) => maxParty >= partySize) ?? turnTimes.at(-1);
  return (found?.minutes ?? 120) * MINUTE;
}

/** When resources are taken. A party that stays over its time still sits there at the asked time. */
function takenOf(floor: Floor, ids: readonly string[], { except, span }: Asked): Taken[] {
  const bookings = floor.bookings
    .filter(({ id, state }) => id !== except && OCCUPIES.includes(state))
    .filter(({ resources }) => resources.some(({ id }) => ids.includes(id)))
    .map((booking) => {
      const end = Date.parse(booking.end);
      const isOver = booking.state === 'seated' && end < Date.parse(floor.now);
      const to = isOver ? Math.max(end, (span?.from ?? 0) + MINUTE) : end;
      return { from: Date.parse(booking.start), to, by: nameOf(booking) };
    });
  const areas = floor.resources.filter(({ id }) => ids.includes(id)).map(({ area }) => area);
  const blocks = floor.blocks
    .filter(
      ({ all, area, resourceIds }) =>
        all ||
        (area !== null && areas.includes(area)) ||
        resourceIds?.some((id) => ids.includes(id)),
    )
    .flatMap(({ occurrences, reason }) =>
      occurrences.map(({ start, end }) => ({
        ...{ from: Date.parse(start), to: Date.parse(end), by: reason ?? '' },
      })),
    );
  return [...bookings, ...blocks].sort((one, other) => one.from - other.from);
}

/**
 * Where a party can sit, the places that are free and fit it first, otherwise in the order of the floor.
 * The service decides in the end.
 * @param combinations those that fit the party are places too
 */
export function placesFor(
  floor: Floor,
  venue: Pick<Venue, 'bufferBefore' | 'bufferAfter'>,
  asked: Asked,
  combinations: readonly Combination[] = [],
): readonly Place[] {
  const { partySize, span } = asked;
  const gap = (venue.bufferBefore + venue.bufferAfter) * MINUTE;
  const fits = (each: { minParty: number; maxParty: number }) =>
    !(partySize < each.minParty || partySize > each.maxParty);
  const placeOf = (ids: readonly string[], size: { minParty: number; maxParty: number }): Place => {
    const names = ids.map((id) => floor.resources.find((each) => each.id === id)?.name ?? '–');
    const place = { value: ids.join(' '), name: names.join(' + '), size: sizeText(size) };
    if (span === undefined) return { ...place, fit: fits(size) ? undefined : 'other' };
    const { from, to } = span;
    const next = takenOf(floor, ids, asked).find((each) => each.to + gap > from);
    const by = next?.by === '' ? undefined : next?.by;
    if (next !== undefined && next.from - gap < from + LEAST) {
      return { ...place, fit: 'taken', until: next.to + gap, by };
    }
    const isShort = next !== undefined && next.from - gap < to;
    const end = isShort ? { until: next.from - gap, by } : {};
    return { ...place, fit: !fits(size) ? 'other' : isShort ? 'until' : 'free', ...end };
  };
  const known = new Set(floor.resources.map(({ id }) => id));
  return [
    ...floor.resources.map((each) => placeOf([each.id], each)),
    ...combinations
      .filter((each) => fits(each) && each.resourceIds.every((id) => known.has(id)))
      .map((each) => placeOf(each.resourceIds, each)),
  ].sort((one, other) => ORDER.indexOf(one.fit) - ORDER.indexOf(other.fit));
}
