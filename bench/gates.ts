import { type Interval, intervalOfMedian, medianOf } from './interval.ts';

export interface Gate {
  readonly name: string;
  readonly limit: string;
  readonly measured: number | null;
  /** The 95 % interval of a median of ratios. Null for a count and for a single figure. */
  readonly interval: Interval | null;
  /**
   * A ratio is decided when its whole interval is on one side of the limit. `not decided` says that
   * the machine was too uneven, or that there were too few turns.
   */
  readonly outcome: 'held' | 'missed' | 'not decided' | 'not measured';
}

type Side = 'at most' | 'at least';

/** A gate on a count or on a figure that is measured once. Null is a figure that was not measured. */
export function gateOn(name: string, side: Side, limit: number, measured: number | null): Gate {
  const holds = measured !== null && isWithin(side, limit, measured);
  const outcome = measured === null ? 'not measured' : holds ? 'held' : 'missed';
  return { name, limit: `${side} ${limit}`, measured, interval: null, outcome };
}

/** A gate on the median of ratios of neighbouring turns. */
export function gateOnRatios(
  name: string,
  side: Side,
  limit: number,
  ratios: readonly number[],
): Gate {
  const interval = intervalOfMedian(ratios);
  const gate = { name, limit: `${side} ${limit}`, measured: medianOf(ratios), interval };
  if (ratios.length === 0) return { ...gate, outcome: 'not measured' };
  if (interval === null) return { ...gate, outcome: 'not decided' };
  const ends = [interval.low, interval.high].map((end) => isWithin(side, limit, end));
  const isDecided = ends[0] === ends[1];
  return { ...gate, outcome: isDecided ? (ends[0] ? 'held' : 'missed') : 'not decided' };
}

const isWithin = (side: Side, limit: number, value: number) =>
  side === 'at most' ? value <= limit : value >= limit;
