import type { Cell, Drain } from './measure.ts';

/** What a run has measured. */
export interface Results {
  cells: Cell[];
  /** The statement alone once more, after everything else: how far the machine drifted. */
  floorAgain: Cell[];
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
  const find = (variant: string, delayMs: number, clients: number) =>
    results.cells.find(
      (cell) => cell.variant === variant && cell.delayMs === delayMs && cell.clients === clients,
    );
  const ratio = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined || b === 0 ? null : a / b;
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

  const ours = results.cells.filter(({ variant }) => variant === 'maitred');
  const trips = ours.map(({ roundTrips }) => roundTrips ?? Number.NaN);
  const failures = ours.flatMap((cell) => Object.values(cell.failures));
  const [maitred16, floor16] = [find('maitred', 90, 16), find('statement', 90, 16)];
  const [maitred64, bare64] = [find('maitred', 90, 64), find('bare', 90, 64)];
  const cpuCell = [64, 16].find((clients) => find('maitred', 0, clients) !== undefined) ?? 16;
  const cpu = (variant: string) => find(variant, 0, cpuCell)?.cpu['server'];
  const p50s = results.flat.map(({ p50 }) => p50);
  return [
    atMost('blocking round trips per request', 1, trips.length === 0 ? null : Math.max(...trips)),
    atMost(
      'requests that failed',
      0,
      failures.reduce((sum, count) => sum + count, 0),
    ),
    atMost('P50 at 90 ms, 16 clients, to the statement', 1.05, ratio(maitred16?.p50, floor16?.p50)),
    atMost('P95 at 90 ms, 16 clients, to the statement', 1.15, ratio(maitred16?.p95, floor16?.p95)),
    atLeast(
      'requests a second at 90 ms, 64 clients, to the bare Worker',
      0.93,
      ratio(maitred64?.perSecond, bare64?.perSecond),
    ),
    atMost(
      `CPU per request without delay, ${cpuCell} clients, to the bare Worker`,
      1.25,
      ratio(cpu('maitred'), cpu('bare')),
    ),
    atMost(
      'P50 with the most messages to P50 with the fewest',
      1.1,
      p50s.length < 2 ? null : ratio(p50s.at(-1), p50s[0]),
    ),
    atLeast(
      'messages folded to messages accepted, a second',
      1,
      ratio(results.drain?.drainedPerSecond, results.drain?.acceptedPerSecond),
    ),
  ];
}
