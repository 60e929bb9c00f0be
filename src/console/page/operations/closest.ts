import type { Latency, OperationLatency } from '../../../client/index.ts';

/** What is closest to its target, or furthest over it. */
export interface Closest {
  readonly operation: OperationLatency['operation'];
  /** Its P95 of its target, of 100. */
  readonly percent: number;
}

/** What has the largest P95 of its target; undefined when nothing with a target was measured. */
export function closestOf({ operations }: Pick<Latency, 'operations'>): Closest | undefined {
  return operations
    .flatMap(({ operation, total, target }) =>
      total === null || target === null
        ? []
        : [{ operation, percent: (100 * total.p95) / target.ms }],
    )
    .toSorted((a, b) => b.percent - a.percent)[0];
}
