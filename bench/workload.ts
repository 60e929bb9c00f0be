import type { VariantName } from './variants.ts';

/** An HTTP request of a load; one without a body is a GET. */
export interface BenchRequest {
  path: string;
  body?: string;
}

/** What is measured: one endpoint, and whoever else does what it does. */
export interface Workload {
  readonly name: string;
  /** The nth request of a run; no two runs have the same name. */
  request(run: string, n: number): BenchRequest;
  /** The statuses of answers that did what was asked. */
  readonly accepted: readonly number[];
  /** The statement alone, for pgbench. */
  readonly script: string;
  /** The script of this folder that runs the peers, if there are any. */
  readonly peers?: string;
  /** Round trips that a variant makes after it has answered, on the connections that it answers from. */
  readonly trailing: Partial<Record<VariantName, number>>;
}
