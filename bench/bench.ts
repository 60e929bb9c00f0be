import { startNeonEndpoint } from '../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../scripts/local/postgres-backend.ts';
import { startPostgresCluster } from '../scripts/local/postgres-cluster.ts';
import { migrate } from '../scripts/migrate.ts';
import { type CellOptions, measureCell } from './measure.ts';
import type { Plan } from './plan.ts';
import { printCell } from './report.ts';
import type { Cell, Turn } from './results.ts';
import { copyDatabase } from './seed.ts';
import { bundleWorkers, type Stage, startStage } from './stage.ts';
import type { VariantName } from './variants.ts';
import type { Workload } from './workload.ts';

export type CellPlan = Pick<CellOptions, 'delayMs' | 'clients'> &
  Partial<Pick<CellOptions, 'seconds' | 'warmSeconds'>>;

/** One run of the benchmark, with its own PostgreSQL server and the bundled Workers. */
export interface Bench {
  readonly plan: Plan;
  /** Makes a migrated and seeded database. Each stage works on a copy of it. */
  makeTemplate(name: string, seed: (connectionString: string) => Promise<void>): Promise<void>;
  /**
   * Starts the processes of a variant with a copy of a template, does the work, and stops the
   * processes.
   */
  onStage(
    variant: VariantName,
    template: string,
    workload: Workload,
    work: (stage: Stage) => Promise<void>,
  ): Promise<void>;
  measure(variant: VariantName, stage: Stage, workload: Workload, cell: CellPlan): Promise<Cell>;
  /** Measures a variant at each delay with each number of clients, and calls `then` at the end. */
  measureVariant(
    variant: VariantName,
    template: string,
    workload: Workload,
    onCell: (cell: Cell) => void,
    then?: (stage: Stage) => Promise<void>,
  ): Promise<void>;
  /** Measures the statement, the bare Worker and Maitred in turns, for several rounds. */
  measureInTurns(template: string, workload: Workload, onTurn: (turn: Turn) => void): Promise<void>;
  stop(): Promise<void>;
}

/** Bundles the Workers and starts a cluster. */
export async function openBench(plan: Plan): Promise<Bench> {
  const bundles = await bundleWorkers();
  const cluster = await startPostgresCluster({
    shared_buffers: '1GB',
    max_wal_size: '8GB',
    checkpoint_timeout: '30min',
  });

  const makeTemplate: Bench['makeTemplate'] = async (name, seed) => {
    const url = await copyDatabase(cluster.connectionString, 'template0', name);
    const backend = openPostgresBackend({ connectionString: url, max: 2 });
    const endpoint = await startNeonEndpoint({ backend });
    await migrate(endpoint.connectionString);
    await endpoint.close();
    await backend.close();
    await seed(url);
  };

  const onStage: Bench['onStage'] = async (variant, template, workload, work) => {
    const name = `${template}_${variant}`;
    const database = await copyDatabase(cluster.connectionString, template, name);
    const stage = await startStage(variant, database, bundles, workload);
    try {
      await work(stage);
    } finally {
      await stage.stop();
    }
  };

  const measure: Bench['measure'] = (variant, stage, workload, cell) => {
    const { seconds, warmSeconds } = plan;
    const options = { seconds, warmSeconds, postgresPid: cluster.pid, ...cell };
    return measureCell(variant, stage, workload, options);
  };

  return {
    plan,
    makeTemplate,
    onStage,
    measure,
    measureVariant: (variant, template, workload, onCell, then) =>
      onStage(variant, template, workload, async (stage) => {
        for (const delayMs of plan.delays) {
          for (const clients of plan.clients) {
            const cell = await measure(variant, stage, workload, { delayMs, clients });
            await stage.settle();
            onCell(cell);
            printCell(cell);
          }
        }
        await then?.(stage);
      }),
    measureInTurns: (template, workload, onTurn) =>
      onStage('statement', template, workload, (statement) =>
        onStage('bare', template, workload, (bare) =>
          onStage('maitred', template, workload, async (maitred) => {
            const stages = { statement, bare, maitred };
            for (let round = 0; round < plan.rounds; round += 1) {
              for (const [variant, delayMs, clients] of TURNS) {
                const cell = await measure(variant, stages[variant], workload, {
                  ...{ delayMs, clients, seconds: plan.secondsOfTurn },
                });
                // Its remaining background work must not slow down the next measurement.
                await stages[variant].settle();
                onTurn({ ...cell, round });
                printCell(cell, `turn ${round + 1}, `);
              }
            }
          }),
        ),
      ),
    stop: () => cluster.stop(),
  };
}

const TURNS = [
  ['statement', 90, 16],
  ['maitred', 90, 16],
  ['bare', 90, 64],
  ['maitred', 90, 64],
  ['bare', 0, 16],
  ['maitred', 0, 16],
] as const;
