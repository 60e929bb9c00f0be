import { parseArgs } from 'node:util';
import pg from 'pg';
import { startNeonEndpoint } from '../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../scripts/local/postgres-backend.ts';
import { startPostgresCluster } from '../scripts/local/postgres-cluster.ts';
import { migrate } from '../scripts/migrate.ts';
import { BACKGROUND, type Named, SWEEPS } from '../test/races/background-statements.ts';
import { backlogOf, FEW_DUE, seedOf } from '../test/races/workspaces-seed.ts';
import { cpuMs, median } from './growth/measure.ts';
import { copyDatabase } from './seed.ts';

// `npm run bench:tenants` measures the statements that the sweeps run each minute, in databases of 1,000,
// 10,000 and 100,000 workspaces. All have data, and 20 have something that is due. A sweep should follow
// what is due, so its cost should not grow with the workspaces. Statements whose cost grows from 10,000
// to 100,000 are marked; a sample of a table is as large as it gets with 10,000. In a fourth database, one
// of the 100,000 workspaces has 20,000 jobs that are due.

const { values } = parseArgs({ options: { workspaces: { type: 'string', default: '100000' } } });
const many = Number(values.workspaces);
const RUNS = 11;
const SETTLING = 20;
/** The sweep's values of `measureUsage`: the pages of each table, and the workspaces. */
const USAGE = [200, 5000];
/** A statement that takes so much longer has grown, if it takes more than a millisecond longer. */
const GROWN = 1.5;

const cluster = await startPostgresCluster({
  ...{ synchronous_commit: 'off', fsync: 'off', full_page_writes: 'off', autovacuum: 'off' },
  shared_buffers: '512MB',
});
try {
  const small = await made('small', [...seedOf(1000), ...FEW_DUE]);
  const middle = await made('middle', [...seedOf(many / 10), ...FEW_DUE]);
  const big = await made('big', [...seedOf(many), ...FEW_DUE]);
  const busy = await made('busy', backlogOf(10_000), 'big');
  const costs = await measure([small, middle, big, busy]);
  const [tenth, all] = [many / 10, many].map((size) => size.toLocaleString('en'));
  console.log(`| Workspaces | 1,000 | ${tenth} | ${all} | Ratio | ${all}, one with a backlog |`);
  console.log('|---|---|---|---|---|---|');
  for (const name of SWEEPS) {
    const [few = 0, more = 0, most = 0, backlog = 0] = costs.get(name) ?? [];
    const ratio = most / more;
    const isGrown = ratio > GROWN && most - more > 1;
    const shown = isGrown ? `**${ratio.toFixed(2)}, grows**` : ratio.toFixed(2);
    const cells = [...[few, more, most].map((of) => of.toFixed(2)), shown, backlog.toFixed(2)];
    console.log(`| \`${name}\` | ${cells.join(' | ')} |`);
  }
  const sum = (at: number) =>
    [...costs.values()].reduce((total, of) => total + (of[at] ?? 0), 0).toFixed(2);
  console.log(`| all | ${sum(0)} | ${sum(1)} | ${sum(2)} | | ${sum(3)} |`);
} finally {
  await cluster.stop();
}

/** Makes a database, and returns its address. */
async function made(name: string, texts: readonly string[], of = 'template0'): Promise<string> {
  const url = await copyDatabase(cluster.connectionString, of, name);
  if (of === 'template0') {
    const backend = openPostgresBackend({ connectionString: url, max: 2 });
    const endpoint = await startNeonEndpoint({ backend });
    await migrate(endpoint.connectionString);
    await endpoint.close();
    await backend.close();
  }
  const client = new pg.Client(url);
  await client.connect();
  for (const text of texts) await client.query(text);
  // Nothing moves any more after some measurements of the storage.
  const { text = '' } = BACKGROUND['measureUsage'] ?? {};
  for (let run = 0; run < SETTLING; run += 1) await client.query(text, USAGE);
  await client.end();
  return url;
}

/** PostgreSQL's CPU for each statement in each database, in milliseconds: medians of runs in turns. */
async function measure(urls: readonly string[]): Promise<Map<string, number[]>> {
  const clients = urls.map((url) => new pg.Client(url));
  for (const client of clients) await client.connect();
  const found = new Map<string, number[]>();
  for (const name of SWEEPS) {
    const sweep = BACKGROUND[name];
    if (sweep === undefined) throw new Error(`no statement ${name}`);
    const costs = clients.map((): number[] => []);
    for (let run = 0; run < RUNS; run += 1) {
      for (const [at, client] of clients.entries()) {
        const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
        await client.query('begin');
        const before = cpuMs(rows[0]?.pid ?? 0);
        // These statements need no names.
        const given = name === 'measureUsage' ? USAGE : sweep.values({} as Named);
        await client.query({ text: sweep.text, values: given });
        costs[at]?.push(cpuMs(rows[0]?.pid ?? 0) - before);
        await client.query('rollback');
      }
    }
    found.set(name, costs.map(median));
  }
  for (const client of clients) await client.end();
  return found;
}
