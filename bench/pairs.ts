import { type Gate, gateOn, gateOnRatios } from './gates.ts';
import { ratiosOfNeighbours } from './interval.ts';
import type { Cell, OpenLoop, Pair } from './results.ts';
import type { VariantName } from './variants.ts';

/** A comparison of Maitred with another variant, measured in turns. */
export interface Pairing {
  readonly other: VariantName;
  readonly delayMs: number;
  readonly clients: number;
}

/** The comparisons that the gates of a workload need. */
export interface Pairings {
  readonly floor: Pairing;
  /** With the Worker that one would write without this project: its name, and the limit. */
  readonly throughput: Pairing & { readonly name: string; readonly atLeast: number };
  readonly cpu: Pairing;
  readonly leanCpu: Pairing;
}

/** The comparisons of a workload. Their `throughput` is with the variant `other`. */
export function pairingsWith(other: VariantName, name: string, atLeast: number): Pairings {
  return {
    floor: { other: 'floor', delayMs: 90, clients: 16 },
    throughput: { other, delayMs: 90, clients: 64, name, atLeast },
    cpu: { other: 'bare', delayMs: 0, clients: 16 },
    leanCpu: { other: 'lean', delayMs: 0, clients: 16 },
  };
}

/** A measurement that is checked for failures, and for round trips where they were counted. */
type Checked = Pick<Cell, 'variant' | 'failures'> & Partial<Pick<Cell, 'roundTrips'>>;

/**
 * The gates that messages and bookings have in common.
 * @param cells further measurements, which are only checked for failures and round trips
 */
export function judgePairs(
  { floor, throughput, cpu, leanCpu }: Pairings,
  { pairs, openLoop }: { pairs: readonly Pair[]; openLoop: OpenLoop | null },
  cells: readonly Cell[],
): Gate[] {
  const ratios = ({ other, delayMs, clients }: Pairing, figure: (cell: Cell) => number) =>
    ratiosOfNeighbours(
      (
        pairs.find(
          (pair) => pair.other === other && pair.delayMs === delayMs && pair.clients === clients,
        )?.turns ?? []
      ).map((turn) => ({ ours: turn.variant === 'maitred', figure: figure(turn) })),
    );
  const all: Checked[] = [
    ...cells,
    ...pairs.flatMap(({ turns }) => turns),
    ...(openLoop === null ? [] : [...openLoop.closed, ...openLoop.cells]),
  ];
  const ours = all.filter(({ variant }) => variant === 'maitred');
  const trips = ours.flatMap(({ roundTrips }) => roundTrips ?? []);
  const failed = (of: readonly Checked[]) =>
    of.length === 0
      ? null
      : of.flatMap(({ failures }) => Object.values(failures)).reduce((sum, n) => sum + n, 0);
  const others = all.filter(({ variant }) => variant !== 'maitred');
  const cpuOf = ({ cpu }: Cell) => cpu['server'] ?? Number.NaN;
  const floorP50 = ratios(floor, ({ p50 }) => p50);
  const floorP95 = ratios(floor, ({ p95 }) => p95);
  const perSecond = ratios(throughput, ({ perSecond }) => perSecond);
  return [
    gateOn(
      'blocking round trips per request',
      'at most',
      1,
      trips.length === 0 ? null : Math.max(...trips),
    ),
    gateOn('requests that failed', 'at most', 0, failed(ours)),
    gateOn('requests of the other variants that failed', 'at most', 0, failed(others)),
    gateOnRatios('P50 at 90 ms, 16 clients, to the floor', 'at most', 1.03, floorP50),
    gateOnRatios('P95 at 90 ms, 16 clients, to the floor', 'at most', 1.1, floorP95),
    gateOnRatios(
      `requests a second at 90 ms, 64 clients, to ${throughput.name}`,
      'at least',
      throughput.atLeast,
      perSecond,
    ),
    gateOnRatios(
      'CPU per request without delay, 16 clients, to the bare Worker',
      'at most',
      1.05,
      ratios(cpu, cpuOf),
    ),
    gateOnRatios(
      'CPU per request without delay, 16 clients, to the lean Worker',
      'at most',
      1.25,
      ratios(leanCpu, cpuOf),
    ),
  ];
}
