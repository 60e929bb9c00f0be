import { readFileSync } from 'node:fs';
import pg from 'pg';
import { startNeonEndpoint } from '../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../scripts/local/postgres-backend.ts';
import { startPostgresCluster } from '../scripts/local/postgres-cluster.ts';
import { migrate } from '../scripts/migrate.ts';
import { percentile } from '../scripts/percentile.ts';
import { arrayLiteral, type Wire } from '../src/platform/parameter-kinds.ts';
import { REQUESTS, statementsOfCallers, valuesOf } from '../test/races/caller-statements.ts';
import {
  type Ids,
  idsOf,
  SEED_OF_ALL,
  seedOf,
  TENANTS,
  TEST_ID,
} from '../test/races/tenant-seed.ts';

/**
 * Measures what each statement of a request gains from being prepared: PostgreSQL's CPU for the
 * statement as text, which it plans each time, and for the same statement through run_prepared_v1.
 * The tenant is one of three, of average size. Each run is rolled back. The two forms alternate.
 * It reads the CPU time of the connection's process from /proc, so it needs Linux.
 */
const RUN_MS = 300;
const RUNS = 5;
const TENANT = 'average';

const cluster = await startPostgresCluster({ synchronous_commit: 'off' });
try {
  await fill(cluster.connectionString);
  await measure(cluster.connectionString);
} finally {
  await cluster.stop();
}

async function fill(connectionString: string): Promise<void> {
  const backend = openPostgresBackend({ connectionString, max: 2 });
  const endpoint = await startNeonEndpoint({ backend });
  await migrate(endpoint.connectionString);
  await endpoint.close();
  await backend.close();
  const client = new pg.Client(connectionString);
  await client.connect();
  for (const text of [TEST_ID, ...SEED_OF_ALL, ...TENANTS.flatMap(seedOf), 'vacuum analyze'])
    await client.query(text);
  await client.end();
}

async function measure(connectionString: string): Promise<void> {
  const client = new pg.Client(connectionString);
  await client.connect();
  const [found] = (await client.query<{ ids: Ids }>(idsOf(TENANT))).rows;
  if (found === undefined) throw new Error(`there is no tenant ${TENANT}`);
  const { ids } = found;
  const [{ pid } = { pid: 0 }] = (
    await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  ).rows;

  /** The CPU of one execution in milliseconds, its `begin` and `rollback` included. */
  async function cpuOf(text: string, values: unknown[]): Promise<number> {
    const before = cpuMs(pid);
    const end = performance.now() + RUN_MS;
    let times = 0;
    for (; performance.now() < end; times += 1) {
      await client.query('begin');
      await client.query({ text, values });
      await client.query('rollback');
    }
    return (cpuMs(pid) - before) / times;
  }

  const empty = await cpuOf('select 1', []);
  const statements = await statementsOfCallers();
  console.log('| Statement | Planned each time, ms | Prepared, ms | Prepared / planned |');
  console.log('|---|---|---|---|');
  for (const [name, requests] of Object.entries(REQUESTS)) {
    const [request] = requests(ids);
    for (const [form, { text, isPrepared, ...statement }] of (
      statements.get(name) ?? []
    ).entries()) {
      if (request === undefined || !isPrepared) continue;
      const values = valuesOf({ text, isPrepared, ...statement }, ids, request.values) as Wire[];
      const planned: number[] = [];
      const prepared: number[] = [];
      try {
        for (let run = 0; run < RUNS; run += 1) {
          planned.push((await cpuOf(text, values)) - empty);
          const sent = [text, arrayLiteral(values)];
          prepared.push((await cpuOf('select run_prepared_v1($1, $2)', sent)) - empty);
        }
      } catch (error) {
        // The tenant may be at one of its limits already, for example.
        await client.query('rollback');
        if (error instanceof pg.DatabaseError && error.code?.startsWith('MT')) continue;
        throw error;
      }
      const median = (values: number[]) =>
        percentile(
          values.toSorted((a, b) => a - b),
          50,
        );
      const [before, after] = [median(planned), median(prepared)];
      const shown = [before.toFixed(2), after.toFixed(2), (after / before).toFixed(2)].join(' | ');
      console.log(`| \`${name}\`${form === 0 ? '' : ', with an idempotency key'} | ${shown} |`);
    }
  }
  const { rows } = await client.query<{ prepared: number; mb: string }>(
    `select (select count(*)::int from pg_prepared_statements) as prepared,
            round(sum(total_bytes) / 1048576.0, 1) as mb
       from pg_backend_memory_contexts`,
  );
  console.log(`\nThe connection has ${rows[0]?.prepared} statements and uses ${rows[0]?.mb} MB.`);
  await client.end();
}

/** The CPU time of a process so far, in milliseconds. */
function cpuMs(pid: number): number {
  const [nanoseconds] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1e6;
}
