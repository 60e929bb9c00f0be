import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { startNeonEndpoint } from '../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../scripts/local/postgres-backend.ts';
import { startPostgresCluster } from '../scripts/local/postgres-cluster.ts';
import { migrate } from '../scripts/migrate.ts';
import { drawChart } from './chart.ts';
import { machineLoad } from './cpu.ts';
import { type Gate, judge, type Results } from './gates.ts';
import { type Cell, measureCell, measureDrain } from './measure.ts';
import { copyDatabase, seed } from './seed.ts';
import { bundleWorkers, type Stage, startStage, VARIANTS, type VariantName } from './variants.ts';

// `npm run bench`: storing a message, beside what else would store it. `-- --short` takes two
// minutes; the whole takes most of an hour. Exits with 1 when a gate does not hold.

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    out: { type: 'string' },
    variants: { type: 'string' },
    largest: { type: 'string', default: '10000000' },
  },
});
const short = values.short;
const plan = {
  delays: short ? [0, 90] : [0, 20, 90],
  clients: short ? [16] : [1, 16, 64],
  seconds: Number(values.seconds ?? (short ? 2 : 30)),
  /** Gates compare variants in turns, as a shared machine drifts while it measures. */
  rounds: short ? 1 : 7,
  secondsOfTurn: Number(values.seconds ?? (short ? 2 : 10)),
  warmSeconds: short ? 0.5 : 2,
  messages: 200_000,
  flat: short ? [] : [1000, 100_000, Number(values.largest)],
};
const names = (Object.keys(VARIANTS) as VariantName[]).filter(
  (name) => values.variants === undefined || values.variants.split(',').includes(name),
);

const loadBefore = machineLoad();
console.log('bundling Workers, seeding PostgreSQL …');
const bundles = await bundleWorkers();
const cluster = await startPostgresCluster({
  shared_buffers: '1GB',
  max_wal_size: '8GB',
  checkpoint_timeout: '30min',
});
const results: Results = {
  cells: [],
  turns: [],
  drain: null,
  flat: [],
  hot: [],
  replayed: null,
};
try {
  await makeTemplate('seeded', plan.messages);
  for (const variant of names) await measureVariant(variant);
  if (values.variants === undefined) await measureInTurns();
  if (!short) await measureFurther();
} finally {
  await cluster.stop();
}
report();

async function makeTemplate(name: string, messages: number): Promise<void> {
  const url = await copyDatabase(cluster.connectionString, 'template0', name);
  const backend = openPostgresBackend({ connectionString: url, max: 2 });
  const endpoint = await startNeonEndpoint({ backend });
  await migrate(endpoint.connectionString);
  await endpoint.close();
  await backend.close();
  await seed(url, messages);
}

async function onStage(
  variant: VariantName,
  template: string,
  work: (stage: Stage) => Promise<void>,
): Promise<void> {
  const database = await copyDatabase(cluster.connectionString, template, `bench_${variant}`);
  const stage = await startStage(variant, database, bundles);
  try {
    await work(stage);
  } finally {
    await stage.stop();
  }
}

function measure(
  variant: VariantName,
  stage: Stage,
  delayMs: number,
  clients: number,
  next?: (n: number) => { conversation: number; id: string },
  seconds = plan.seconds,
): Promise<Cell> {
  return measureCell(variant, stage, {
    delayMs,
    clients,
    seconds,
    warmSeconds: plan.warmSeconds,
    postgresPid: cluster.pid,
    ...(next === undefined ? {} : { next }),
  });
}

async function measureVariant(variant: VariantName): Promise<void> {
  await onStage(variant, 'seeded', async (stage) => {
    for (const delayMs of plan.delays) {
      for (const clients of plan.clients) {
        const cell = await measure(variant, stage, delayMs, clients);
        results.cells.push(cell);
        printCell(cell);
      }
    }
    if (variant === 'maitred') {
      results.drain = await measureDrain(stage, {
        delayMs: 0,
        clients: short ? 16 : 64,
        seconds: plan.seconds,
        warmSeconds: 0.1,
        postgresPid: cluster.pid,
      });
      console.log('  drain', results.drain);
    }
  });
}

/** The statement, the bare Worker and Maitred one after the other, several times over. */
async function measureInTurns(): Promise<void> {
  await onStage('statement', 'seeded', (statement) =>
    onStage('bare', 'seeded', (bare) =>
      onStage('maitred', 'seeded', async (maitred) => {
        const stages = { statement, bare, maitred };
        for (let round = 0; round < plan.rounds; round += 1) {
          const turns = [
            ['statement', 90, 16],
            ['maitred', 90, 16],
            ['bare', 90, 64],
            ['maitred', 90, 64],
            ['bare', 0, 16],
            ['maitred', 0, 16],
          ] as const;
          for (const [variant, delayMs, clients] of turns) {
            const seconds = plan.secondsOfTurn;
            const cell = await measure(
              variant,
              stages[variant],
              delayMs,
              clients,
              undefined,
              seconds,
            );
            results.turns.push({ ...cell, round });
            printCell(cell, `turn ${round + 1}, `);
          }
        }
      }),
    ),
  );
}

/** Growing data, one conversation for all, and the same ids again. */
async function measureFurther(): Promise<void> {
  for (const messages of plan.flat) {
    await makeTemplate('flat', messages);
    await onStage('maitred', 'flat', async (stage) => {
      const { p50, perSecond } = await measure('maitred', stage, 0, 16);
      results.flat.push({ messages, p50, perSecond });
      console.log(
        `  with ${messages} messages: P50 ${p50.toFixed(2)} ms, ${perSecond.toFixed(0)}/s`,
      );
    });
  }
  for (const variant of ['maitred', 'one', 'naive'] as const) {
    await onStage(variant, 'seeded', async (stage) => {
      const cell = await measure(variant, stage, 0, 64, (n) => ({
        conversation: 0,
        id: `hot-${n}`,
      }));
      results.hot.push(cell);
      printCell(cell, 'one hot conversation, ');
    });
  }
  await onStage('maitred', 'seeded', async (stage) => {
    const again = (n: number) => ({ conversation: n % 100, id: `again-${n % 100}` });
    results.replayed = await measure('maitred', stage, 0, 64, again);
    printCell(results.replayed, 'the same 100 ids again, ');
  });
}

function printCell(cell: Cell, prefix = ''): void {
  const { variant, delayMs, clients, p50, p95, p99, perSecond, roundTrips, cpu, failures } = cell;
  const times = [p50, p95, p99].map((ms) => (ms === null ? '–' : ms.toFixed(1))).join(' / ');
  const spent = Object.entries(cpu)
    .map(([name, ms]) => `${name} ${ms.toFixed(2)}`)
    .join(', ');
  const failed = Object.keys(failures).length === 0 ? '' : `, failed ${JSON.stringify(failures)}`;
  console.log(
    `${prefix}${VARIANTS[variant]}, ${delayMs} ms, ${clients} clients: ${times} ms, ` +
      `${perSecond.toFixed(0)}/s, ${roundTrips} round trips, CPU ms: ${spent}${failed}`,
  );
}

function report(): void {
  const floor = (cell: Cell) =>
    results.cells.find(
      ({ variant, delayMs, clients }) =>
        variant === 'statement' && delayMs === cell.delayMs && clients === cell.clients,
    );
  console.table(
    results.cells.map((cell) => ({
      variant: VARIANTS[cell.variant],
      'delay ms': cell.delayMs,
      clients: cell.clients,
      'round trips': cell.roundTrips,
      'P50 ms': cell.p50.toFixed(1),
      'P95 ms': cell.p95.toFixed(1),
      'P99 ms': cell.p99?.toFixed(1) ?? '–',
      'P50 to the statement': (cell.p50 / (floor(cell)?.p50 ?? Number.NaN)).toFixed(2),
      'requests/s': cell.perSecond.toFixed(0),
      'CPU ms/request': cell.cpu['server']?.toFixed(2) ?? '–',
    })),
  );
  const gates = judge(results);
  for (const gate of gates) console.log(verdict(gate));
  const machine = {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    node: process.version,
    loadBefore,
  };
  const out = values.out ?? (short ? '.wrangler/bench/short' : 'bench/results/messages');
  mkdirSync('bench/results', { recursive: true });
  writeFileSync(
    `${out}.json`,
    `${JSON.stringify({ machine, plan, gates, ...results }, null, 1)}\n`,
  );
  const charted = results.cells.filter(({ delayMs, clients, variant }) =>
    variant === 'trivial' ? false : delayMs === 90 && clients === 16,
  );
  const title = 'Storing a message, 90 ms to the database, 16 clients: P50 / P95';
  writeFileSync(`${out}.svg`, drawChart(charted, title));
  console.log(`written: ${out}.json, ${out}.svg`);
  if (gates.some(({ passed }) => passed === false)) process.exitCode = 1;
}

function verdict({ name, limit, measured, passed }: Gate): string {
  const word = passed === null ? 'not measured' : passed ? 'holds' : 'DOES NOT HOLD';
  return `gate ${word}: ${name} ${measured?.toFixed(2) ?? ''} (${limit})`;
}
