import { invalidField } from '../../platform/problem.ts';

/** The lengths of time by which durations are counted. */
export const GRAINS = ['minute', 'hour', 'day'] as const;
export type Grain = (typeof GRAINS)[number];

const MINUTE_MS = 60_000;
export const GRAIN_MS: Readonly<Record<Grain, number>> = {
  minute: MINUTE_MS,
  hour: 60 * MINUTE_MS,
  day: 24 * 60 * MINUTE_MS,
};

/** How many points a series has at most: twelve hours of minutes, a month of hours. */
const MOST_POINTS = 750;
/** The longest range of each grain when no interval is wanted; a longer one is read by the next grain. */
const LONGEST_MS: Readonly<Record<Grain, number>> = {
  minute: 60 * MINUTE_MS,
  hour: 48 * GRAIN_MS.hour,
  day: 732 * GRAIN_MS.day,
};

export interface Range {
  readonly grain: Grain;
  /** Milliseconds since 1970, whole grains. */
  readonly from: number;
  readonly to: number;
}

/** Since when rows of each grain are kept, in milliseconds since 1970. */
export type KeptSince = Readonly<Record<Grain, number>>;

/**
 * The rows that a range of time is read from, widened to whole minutes, hours or days (UTC).
 * @param interval the grain that is wanted. Without it, the coarser the longer the range is, so that
 *   the same number of rows is read at most
 * @param keptSince without an interval, a grain is not read where its rows are deleted already
 * @throws Problem invalid_field (query.to)
 */
export function rangeOf(from: number, to: number, keptSince: KeptSince, interval?: Grain): Range {
  if (from >= to) throw invalidField('query.to', 'must be after from');
  const grain =
    interval ??
    GRAINS.find((each) => to - from <= LONGEST_MS[each] && from >= keptSince[each]) ??
    'day';
  const ms = GRAIN_MS[grain];
  const range = { grain, from: Math.floor(from / ms) * ms, to: Math.ceil(to / ms) * ms };
  const most = interval === undefined ? LONGEST_MS[grain] / ms + 1 : MOST_POINTS;
  if ((range.to - range.from) / ms > most) {
    throw invalidField('query.to', `must be at most ${most} ${grain}s after from`);
  }
  return range;
}
