import { percentile } from '../scripts/percentile.ts';
import type { Cell, Drain } from './measure.ts';

/** What a run has measured. */
export interface Results {
  cells: Cell[];
  /** Variants measured in turns, several times over: what the gates compare. */
  turns: (Cell & { round: number })[];
  drain: Drain | null;
  /** Maitred's P50 without delay, by how many messages were stored before. */
  flat: { messages: number; p50: number; perSecond: number }[];
  /** One conversation that every client writes to, and the same ids sent again and again. */
  hot: Cell[];
  replayed: Cell | null;
}

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
  const p50s = results.flat.map(({ p50 }) => p50);
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
    atMost(
      'P50 with the most messages to P50 with the fewest',
      1.1,
      p50s.length < 2 ? null : (p50s.at(-1) ?? 0) / (p50s[0] ?? 1),
    ),
    atLeast(
      'messages folded to messages accepted, a second',
      1,
      results.drain && results.drain.drainedPerSecond / results.drain.acceptedPerSecond,
    ),
  ];
}
