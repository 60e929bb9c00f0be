import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { startNeonEndpoint } from '../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../scripts/local/postgres-backend.ts';
import { startPostgresCluster } from '../scripts/local/postgres-cluster.ts';
import { migrate } from '../scripts/migrate.ts';
import { drawChart } from './chart.ts';
import { machineLoad } from './cpu.ts';
import { type Gate, judge } from './gates.ts';
import { type CellOptions, measureCell, measureDrain } from './measure.ts';
import { type Cell, type Results, readResults } from './results.ts';
import { copyDatabase, seed } from './seed.ts';
import { bundleWorkers, type Stage, startStage, VARIANTS, type VariantName } from './variants.ts';

// `npm run bench`: storing a message, beside what else would store it. `-- --short` takes two
// minutes; the whole takes an hour; `-- --parts turns,growth` measures some parts anew. Exits with 1 when a gate does not hold.

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    out: { type: 'string' },
    variants: { type: 'string' },
    parts: { type: 'string' },
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
  growth: short ? [] : [1000, 100_000, Number(values.largest)],
};
const PARTS = ['cells', 'turns', 'growth', 'contention'] as const;
const parts = new Set(
  PARTS.filter((part) => values.parts === undefined || values.parts.split(',').includes(part)),
);
const out = values.out ?? (short ? '.wrangler/bench/short' : 'bench/results/messages');
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
  ...{ cells: [], turns: [], drain: null, growth: [], hot: [], replayed: null, measured: {} },
  // What is not measured now stays as it was, with the day of its own.
  ...(values.parts === undefined ? {} : readResults(`${out}.json`)),
};
clearParts();
try {
  await makeTemplate('seeded', plan.messages);
  if (parts.has('cells')) for (const variant of names) await measureVariant(variant);
  if (parts.has('turns')) await measureInTurns();
  if (parts.has('growth') && !short) await measureGrowth();
  if (parts.has('contention') && !short) await measureContention();
} finally {
  await cluster.stop();
}
report();

function clearParts(): void {
  if (parts.has('cells')) Object.assign(results, { cells: [], drain: null });
  if (parts.has('turns')) results.turns = [];
  if (parts.has('growth')) results.growth = [];
  if (parts.has('contention')) Object.assign(results, { hot: [], replayed: null });
  const today = new Date().toISOString().slice(0, 10);
  for (const part of parts) results.measured[part] = today;
}

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
  const name = `${template}_${variant}`;
  const database = await copyDatabase(cluster.connectionString, template, name);
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
  more: Pick<Partial<CellOptions>, 'next' | 'seconds'> = {},
): Promise<Cell> {
  return measureCell(variant, stage, {
    delayMs,
    clients,
    seconds: plan.seconds,
    warmSeconds: plan.warmSeconds,
    postgresPid: cluster.pid,
    ...more,
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
            const cell = await measure(variant, stages[variant], delayMs, clients, {
              seconds: plan.secondsOfTurn,
            });
            results.turns.push({ ...cell, round });
            printCell(cell, `turn ${round + 1}, `);
          }
        }
      }),
    ),
  );
}

/** Maitred on growing data, in turns; each is warm before the first one counts. */
async function measureGrowth(): Promise<void> {
  const stages: { messages: number; stage: Stage }[] = [];
  const open = async ([messages, ...rest]: number[]): Promise<void> => {
    if (messages === undefined) return measureAll();
    await makeTemplate(`grown_${messages}`, messages);
    await onStage('maitred', `grown_${messages}`, async (stage) => {
      stages.push({ messages, stage });
      await open(rest);
    });
  };
  await open(plan.growth);

  async function measureAll(): Promise<void> {
    for (let round = -1; round < plan.rounds; round += 1) {
      for (const { messages, stage } of stages) {
        const { p50, perSecond } = await measure('maitred', stage, 0, 16, {
          seconds: plan.secondsOfTurn,
        });
        if (round === -1) continue;
        results.growth.push({ messages, round, p50, perSecond });
        console.log(
          `  with ${messages} messages: P50 ${p50.toFixed(2)} ms, ${perSecond.toFixed(0)}/s`,
        );
      }
    }
  }
}

/** One conversation for all, and the same ids again. */
async function measureContention(): Promise<void> {
  for (const variant of ['maitred', 'one', 'naive'] as const) {
    await onStage(variant, 'seeded', async (stage) => {
      const next = (n: number) => ({ conversation: 0, id: `hot-${n}` });
      const cell = await measure(variant, stage, 0, 64, { next });
      results.hot.push(cell);
      printCell(cell, 'one hot conversation, ');
    });
  }
  await onStage('maitred', 'seeded', async (stage) => {
    const next = (n: number) => ({ conversation: n % 100, id: `again-${n % 100}` });
    results.replayed = await measure('maitred', stage, 0, 64, { next });
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
