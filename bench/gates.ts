import { percentile } from '../scripts/percentile.ts';
import type { Cell, Results } from './results.ts';

export interface Gate {
  name: string;
  limit: string;
  measured: number | null;
  /** Null when the run did not measure it. */
  passed: boolean | null;
}

/** Whether what was promised holds in this run; each is a ratio within it, or a count. */
export function judge(results: Results): Gate[] {
  const { turns } = results;
  const find = (round: number, variant: string, delayMs: number, clients: number) =>
    turns.find(
      (cell) =>
        cell.round === round &&
        cell.variant === variant &&
        cell.delayMs === delayMs &&
        cell.clients === clients,
    );
  /** The median of each round's ratio of Maitred to another variant. */
  const toOther = (
    other: string,
    delayMs: number,
    clients: number,
    figure: (cell: Cell) => number | undefined,
  ): number | null => {
    const ratios = [...new Set(turns.map(({ round }) => round))].flatMap((round) => {
      const ours = find(round, 'maitred', delayMs, clients);
      const theirs = find(round, other, delayMs, clients);
      if (ours === undefined || theirs === undefined) return [];
      return (figure(ours) ?? Number.NaN) / (figure(theirs) ?? Number.NaN);
    });
    ratios.sort((a, b) => a - b);
    return ratios.length === 0 ? null : percentile(ratios, 50);
  };
  const atMost = (name: string, most: number, measured: number | null): Gate => ({
    name,
    limit: `at most ${most}`,
    measured,
    passed: measured === null ? null : measured <= most,
  });
  const atLeast = (name: string, least: number, measured: number | null): Gate => ({
    name,
    limit: `at least ${least}`,
    measured,
    passed: measured === null ? null : measured >= least,
  });

  const ours = [...results.cells, ...turns].filter(({ variant }) => variant === 'maitred');
  const trips = ours.map(({ roundTrips }) => roundTrips ?? Number.NaN);
  const failures = ours.flatMap((cell) => Object.values(cell.failures));
  return [
    atMost('blocking round trips per request', 1, trips.length === 0 ? null : Math.max(...trips)),
    atMost(
      'requests that failed',
      0,
      failures.reduce((sum, count) => sum + count, 0),
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
    atMost('P50 with the most messages to P50 with the fewest', 1.1, ofGrowth(results.growth)),
    atLeast(
      'messages folded to messages accepted, a second',
      1,
      results.drain && results.drain.drainedPerSecond / results.drain.acceptedPerSecond,
    ),
  ];
}

/** The median of each round's ratio of the P50 with the most messages to that with the fewest. */
function ofGrowth(growth: Results['growth']): number | null {
  const ratios = [...Map.groupBy(growth, ({ round }) => round).values()].map((round) => {
    const sorted = round.toSorted((a, b) => a.messages - b.messages);
    return (sorted.at(-1)?.p50 ?? Number.NaN) / (sorted[0]?.p50 ?? Number.NaN);
  });
  ratios.sort((a, b) => a - b);
  return ratios.length === 0 ? null : percentile(ratios, 50);
}
