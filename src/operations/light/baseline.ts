import type { Readings } from './readings.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEKS = 4;
const DAYS = 7;
/** Without four weeks of counts, the baseline needs so many days. */
const LEAST_DAYS = 3;

/**
 * The hours before `now` whose requests a baseline is taken from: the same hour and its neighbours, of
 * the last four weeks and of the last seven days. The neighbours allow for the change of clocks.
 * @returns their beginnings, in milliseconds since 1970
 */
export function hoursOfBaseline(now: number): number[] {
  const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
  const days = [...range(1, DAYS), ...range(2, WEEKS).map((week) => 7 * week)];
  return days.flatMap((ago) => NEIGHBOURS.map((by) => hour - ago * DAY_MS + by * HOUR_MS));
}

const NEIGHBOURS = [-1, 0, 1] as const;

/**
 * How many requests are usual in an hour at this time: the median of this hour of the week over the
 * last four weeks. Until there are four weeks, it is the median of this hour over the last days, at
 * least three. Of the hour and its two neighbours, the highest median counts.
 * @returns undefined when there are too few days
 */
export function baselineOf(
  { hours, firstHour }: Readings['traffic'],
  now: number,
): { readonly requests: number; readonly rule: 'weeks' | 'days' } | undefined {
  if (firstHour === null) return undefined;
  const counts = new Map(hours.map(({ at, requests }) => [at, requests]));
  const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
  const medianOf = (ago: readonly number[]) =>
    Math.max(
      ...NEIGHBOURS.map((by) =>
        median(ago.map((days) => counts.get(hour - days * DAY_MS + by * HOUR_MS) ?? 0)),
      ),
    );
  const isKnown = (days: number) => hour - days * DAY_MS - HOUR_MS >= firstHour;
  const weeks = range(1, WEEKS).map((week) => 7 * week);
  if (weeks.every(isKnown)) return { requests: medianOf(weeks), rule: 'weeks' };
  const days = range(1, DAYS).filter(isKnown);
  if (days.length < LEAST_DAYS) return undefined;
  return { requests: medianOf(days), rule: 'days' };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? 0)) / 2 : upper;
}

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
