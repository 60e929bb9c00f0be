import { parseArgs } from 'node:util';
import pg from 'pg';
import { startNeonEndpoint } from '../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../scripts/local/postgres-backend.ts';
import { startPostgresCluster } from '../scripts/local/postgres-cluster.ts';
import { migrate } from '../scripts/migrate.ts';
import { rebuildStatistics } from '../src/emotions/statistics/store.ts';
import { cpuMs, median, type Opened, openMeasured } from './growth/measure.ts';
import { EACH, seedWeek, seedYears } from './growth/seed.ts';
import { copyDatabase, WORKSPACE_ID } from './seed.ts';

// `npm run bench:growth` measures how the cost of statements grows with the messages of a workspace: of
// storing, of folding, and of the reads of statistics and lists. Each database has one workspace whose
// messages came within a week. The databases are measured in turns, in several rounds, after a first
// round that does not count. All 18 million messages need 12 GB of disk.

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,100000,1000000,7000000,10000000' },
    rounds: { type: 'string', default: '5' },
    ms: { type: 'string', default: '150' },
  },
});
const sizes = values.sizes.split(',').map(Number);
const cluster = await startPostgresCluster({
  ...{ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' },
  ...{ shared_buffers: '1GB', max_wal_size: '4GB', checkpoint_timeout: '30min' },
  shared_preload_libraries: 'pg_stat_statements',
});
const opened: Opened[] = [];
try {
  for (const [at, size] of sizes.entries()) opened.push(await seeded(size, at === 0));
  for (let round = -1; round < Number(values.rounds); round += 1) {
    for (const each of opened) await each.measure(Number(values.ms));
    if (round === -1)
      for (const { costs } of opened) for (const cost of costs.values()) clear(cost);
    console.log(`round ${round + 1} of ${values.rounds}`);
  }
  for (const each of opened) await each.count();
  print();
  for (const { messages } of opened) await rebuild(messages);
} finally {
  for (const each of opened) await each.close();
  await cluster.stop();
}

function clear({ cpu, times }: { cpu: number[]; times: number[] }): void {
  cpu.length = 0;
  times.length = 0;
}

/** Makes a database with so many messages. */
async function seeded(size: number, hasYears: boolean): Promise<Opened> {
  const started = performance.now();
  const url = await copyDatabase(cluster.connectionString, 'template0', `messages_${size}`);
  const backend = openPostgresBackend({ connectionString: url, max: 2 });
  const endpoint = await startNeonEndpoint({ backend });
  await migrate(endpoint.connectionString);
  await endpoint.close();
  await backend.close();
  await seedWeek(url, size);
  if (hasYears) await seedYears(url);
  console.log(`${size} messages seeded in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return openMeasured(url, size, Math.ceil(size / EACH), hasYears);
}

/** Prints a table of the CPU, and one of the time, the buffers and the rows. */
function print(): void {
  const names = opened[0]?.statements.map(({ name }) => name) ?? [];
  const heads = sizes.map((size) => `${size.toLocaleString('en')} messages`);
  const table = (title: string, cell: (of: Opened, name: string) => string) => {
    console.log(
      `\n${title}\n\n| | ${heads.join(' | ')} |\n|---|${heads.map(() => '---|').join('')}`,
    );
    for (const name of names)
      console.log(`| ${name} | ${opened.map((of) => cell(of, name)).join(' | ')} |`);
  };
  const costsOf = (of: Opened, name: string) => of.costs.get(name);
  const shown = (found: readonly number[] | undefined) =>
    found === undefined || found.length === 0 ? '' : median(found).toFixed(2);
  table("PostgreSQL's CPU, ms", (of, name) => shown(costsOf(of, name)?.cpu));
  table('P50, ms', (of, name) => shown(costsOf(of, name)?.times));
  table('Buffers / rows read', (of, name) => {
    const found = costsOf(of, name);
    return found === undefined ? '' : `${found.buffers} / ${found.rows}`;
  });
}

/** Rebuilds the statistics of a database, and prints what it has cost and how many rows were wrong. */
async function rebuild(messages: number): Promise<void> {
  const url = new URL(cluster.connectionString);
  url.pathname = `/messages_${messages}`;
  const client = new pg.Client({ connectionString: url.href, options: '-c statement_timeout=0' });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const before = cpuMs(rows[0]?.pid ?? 0);
  const started = performance.now();
  const rebuilt = await client.query(rebuildStatistics.text, [WORKSPACE_ID]);
  const seconds = (performance.now() - started) / 1000;
  const cpu = (cpuMs(rows[0]?.pid ?? 0) - before) / 1000;
  console.log(
    `rebuild of ${messages} messages: ${seconds.toFixed(1)} s, CPU ${cpu.toFixed(1)} s, ` +
      JSON.stringify(rebuilt.rows[0]),
  );
  await client.end();
}
