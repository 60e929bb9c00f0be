import { startPostgresCluster } from '../scripts/local/postgres-cluster.ts';
import { migrate } from '../scripts/migrate.ts';
import { bundleWorkers } from './bundle-workers.ts';
import { makeDatabase } from './make-database.ts';
import { type CellOptions, measureCell } from './measure.ts';
import type { Pairing } from './pairs.ts';
import type { Plan } from './plan.ts';
import { printCell } from './report.ts';
import type { Cell, Pair } from './results.ts';
import { copyDatabase } from './seed.ts';
import { type Stage, startStage } from './stage.ts';
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
  /** Measures a variant at each delay with each number of clients. */
  measureVariant(
    variant: VariantName,
    template: string,
    workload: Workload,
    onCell: (cell: Cell) => void,
  ): Promise<void>;
  /** Measures Maitred and another variant in turns: the other, Maitred, the other, …, the other. */
  measurePair(template: string, workload: Workload, pairing: Pairing): Promise<Pair>;
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
    await makeDatabase(cluster.connectionString, name, (url) => migrate(url), seed);
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
    measureVariant: (variant, template, workload, onCell) =>
      onStage(variant, template, workload, async (stage) => {
        for (const delayMs of plan.delays) {
          for (const clients of plan.clients) {
            const cell = await measure(variant, stage, workload, { delayMs, clients });
            await stage.settle();
            onCell(cell);
            printCell(cell);
          }
        }
      }),
    async measurePair(template, workload, { other, delayMs, clients }) {
      const turns: Cell[] = [];
      await onStage(other, template, workload, (theirs) =>
        onStage('maitred', template, workload, async (ours) => {
          const turn = async (variant: VariantName, stage: Stage) => {
            const cell = await measure(variant, stage, workload, {
              ...{ delayMs, clients },
              ...{ seconds: plan.secondsOfTurn, warmSeconds: plan.warmSecondsOfTurn },
            });
            // Its remaining background work must not slow down the next measurement.
            await stage.settle();
            if (cell.requests === 0) throw new Error(`${variant} answered no request of its turn`);
            return cell;
          };
          const keep = (cell: Cell) => {
            turns.push(cell);
            printCell(cell, `turn ${turns.length}, `);
          };
          // The first turn of each has cold caches, so it does not count.
          await turn('maitred', ours);
          await turn(other, theirs);
          keep(await turn(other, theirs));
          for (let round = 0; round < plan.rounds; round += 1) {
            keep(await turn('maitred', ours));
            keep(await turn(other, theirs));
          }
        }),
      );
      return { other, delayMs, clients, turns };
    },
    stop: () => cluster.stop(),
  };
}
