import { percentile } from '../scripts/percentile.ts';
import type { Cell, Turn } from './results.ts';

export interface Gate {
  name: string;
  limit: string;
  measured: number | null;
  /** Whether the gate passed. Null when the run did not measure it. */
  passed: boolean | null;
}

/** A gate that passes when the measured figure is at most `most`. */
export function atMost(name: string, most: number, measured: number | null): Gate {
  const passed = measured === null ? null : measured <= most;
  return { name, limit: `at most ${most}`, measured, passed };
}

/** A gate that passes when the measured figure is at least `least`. */
export function atLeast(name: string, least: number, measured: number | null): Gate {
  const passed = measured === null ? null : measured >= least;
  return { name, limit: `at least ${least}`, measured, passed };
}

/** The median of values. Null without values. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.length === 0 ? null : percentile(sorted, 50);
}

/** The gates of every measured endpoint. Each is a ratio within this run, or a count. */
export function judgeTurns(cells: readonly Cell[], turns: readonly Turn[]): Gate[] {
  /** The median of each round's ratio of Maitred to another variant. */
  const toOther = (
    other: string,
    delayMs: number,
    clients: number,
    figure: (cell: Cell) => number | undefined,
  ): number | null => {
    const rounds = Map.groupBy(
      turns.filter((turn) => turn.delayMs === delayMs && turn.clients === clients),
      ({ round }) => round,
    );
    const ratios = [...rounds.values()].flatMap((round) => {
      const ours = round.find(({ variant }) => variant === 'maitred');
      const theirs = round.find(({ variant }) => variant === other);
      if (ours === undefined || theirs === undefined) return [];
      return (figure(ours) ?? Number.NaN) / (figure(theirs) ?? Number.NaN);
    });
    return medianOf(ratios);
  };
  const ours = [...cells, ...turns].filter(({ variant }) => variant === 'maitred');
  const trips = ours.map(({ roundTrips }) => roundTrips ?? Number.NaN);
  const failures = ours.flatMap((cell) => Object.values(cell.failures));
  return [
    atMost('blocking round trips per request', 1, trips.length === 0 ? null : Math.max(...trips)),
    atMost(
      'requests that failed',
      0,
      trips.length === 0 ? null : failures.reduce((sum, count) => sum + count, 0),
    ),
    atMost(
      'P50 at 90 ms, 16 clients, to the statement',
      1.05,
      toOther('statement', 90, 16, ({ p50 }) => p50),
    ),
    atMost(
      'P95 at 90 ms, 16 clients, to the statement',
      1.15,
      toOther('statement', 90, 16, ({ p95 }) => p95),
    ),
    atLeast(
      'requests a second at 90 ms, 64 clients, to the bare Worker',
      0.93,
      toOther('bare', 90, 64, ({ perSecond }) => perSecond),
    ),
    atMost(
      'CPU per request without delay, 16 clients, to the bare Worker',
      1.25,
      toOther('bare', 0, 16, ({ cpu }) => cpu['server']),
    ),
  ];
}
