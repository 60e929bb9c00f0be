import type { VariantName } from './variants.ts';

/** An HTTP request of a workload. One without a body is a GET. */
export interface BenchRequest {
  path: string;
  body?: string;
}

/** A measured endpoint, together with its peers, which do the same in other ways. */
export interface Workload {
  readonly name: string;
  /** The nth request of a run. Each run has another name. */
  request(run: string, n: number): BenchRequest;
  /** The statuses of successful answers. */
  readonly accepted: readonly number[];
  /** The statement alone, for pgbench. */
  readonly script: string;
  /** The scripts of this folder that run the floor and the peers. Undefined without them. */
  readonly floor?: string;
  readonly peers?: string;
  /** Round trips that a variant makes after its answer, on the same connections as before it. */
  readonly trailing: Partial<Record<VariantName, number>>;
}
