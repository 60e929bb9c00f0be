import pg from 'pg';
import { createOperatorsKey } from '../scripts/create-first-key.ts';
import { startNeonEndpoint } from '../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../scripts/local/postgres-backend.ts';
import { startPostgresCluster } from '../scripts/local/postgres-cluster.ts';
import { migrate } from '../scripts/migrate.ts';
import { showLatency } from '../src/operations/latency/show-latency.ts';
import { hoursOfBaseline } from '../src/operations/light/baseline.ts';
import { selectReadings } from '../src/operations/light/light-store.ts';
import { showMetrics } from '../src/operations/metrics/show-metrics.ts';
import { operationsSettingsSchema } from '../src/operations/settings.ts';
import { showServiceLevels } from '../src/operations/slo/show-slo.ts';
import { createSigner } from '../src/platform/auth/key.ts';
import { counted, type DatabaseUse, openDatabase } from '../src/platform/database.ts';
import { ringOf } from '../src/platform/secret-ring.ts';
import { machineLoad } from './cpu.ts';
import { medianOf } from './interval.ts';
import { machineOf } from './report.ts';

// `npm run bench:operations` measures how long the database executes the statements of the operations
// routes and of the light, with the durations of ten operations in five regions: thirty days of hours
// and days, and two days of minutes.

const KEY_SECRET = 'a-secret-of-the-benchmark-only-0123456789';
const RUNS = 9;

/** A histogram of 300 requests around the bucket `middle`, one in twenty of them far from it. */
const HISTOGRAM = `
  create function histogram(middle int) returns numeric language sql volatile as $$
    select sum(('1e' || 12 * greatest(0, least(707, (middle
             + 12 * (random() + random() + random() + random() - 2)
               * case when random() < 0.05 then 6 else 1 end)::int)))::numeric)
      from generate_series(1, 300)
  $$`;
const FILL = `
  insert into latency_of_regions
    (grain, measured, at, region, outcome, requests, slow, total, in_database, wait)
  select g.grain, m, date_trunc(g.grain, now(), 'UTC') - n * ('1 ' || g.grain)::interval, r, 'done',
         300, 3, histogram(350), histogram(120), histogram(345)
    from (values ('hour', 720), ('day', 30), ('minute', 2880)) g (grain, most),
         unnest(array['store_message', 'confirm_booking', 'hold_booking', 'change_booking',
                      'search_availability', 'read', 'write', 'canary_message', 'canary_booking',
                      'canary_other']) m,
         unnest(array['EU-CDG', 'EU-FRA', 'NA-IAD', 'NA-SJC', 'AS-NRT']) r,
         generate_series(0, g.most - 1) n`;

const load = machineLoad();
const cluster = await startPostgresCluster({ shared_buffers: '1GB', synchronous_commit: 'off' });
const backend = openPostgresBackend({ connectionString: cluster.connectionString, max: 1 });
const endpoint = await startNeonEndpoint({ backend });
try {
  await migrate(endpoint.connectionString);
  const client = new pg.Client(cluster.connectionString);
  await client.connect();
  for (const text of ['set statement_timeout = 0', HISTOGRAM, FILL, 'vacuum analyze'])
    await client.query(text);
  const { rows } = await client.query<{ rows: string; size: string }>(
    `select count(*) as rows, pg_size_pretty(pg_total_relation_size('latency_of_regions')) as size
       from latency_of_regions`,
  );
  console.log(`${rows[0]?.rows} rows, ${rows[0]?.size}`);
  await client.end();
  await measureAll(endpoint.connectionString);
} finally {
  await endpoint.close();
  await backend.close();
  await cluster.stop();
}
console.log(JSON.stringify(machineOf(load)));

async function measureAll(databaseUrl: string): Promise<void> {
  const { key } = await createOperatorsKey({
    ...{ databaseUrl, keySecret: KEY_SECRET, workspace: 'bench', name: 'bench' },
    scopes: ['operator'],
  });
  const caller = await createSigner(ringOf(KEY_SECRET)).verify(key);
  if (caller === undefined) throw new Error('the key does not verify');
  const operations = operationsSettingsSchema.parse({});
  const real = openDatabase({ url: databaseUrl, timeoutMs: 60_000 });
  const now = Date.now();
  const ago = (hours: number) => new Date(now - hours * 3_600_000).toISOString();
  const of = 'platform' as const;

  type Deps = Parameters<typeof showLatency>[0];
  const measured: Record<string, (deps: Deps) => Promise<unknown>> = {
    'latency of 30 days, all operations': (deps) =>
      showLatency(deps, caller, { of, from: ago(720) }),
    'latency of 2 days, all operations': (deps) => showLatency(deps, caller, { of, from: ago(47) }),
    'latency of an hour, all operations': (deps) => showLatency(deps, caller, { of, from: ago(1) }),
    'latency of 30 days by hour, one operation': (deps) =>
      showLatency(deps, caller, {
        ...{ of, from: ago(720), operation: 'store_message', interval: 'hour' },
      }),
    'latency of 12 hours by minute, one operation': (deps) =>
      showLatency(deps, caller, {
        ...{ of, from: ago(12), operation: 'store_message', interval: 'minute' },
      }),
    metrics: (deps) => showMetrics(deps, caller, { of }),
    'service levels of 28 days': (deps) => showServiceLevels(deps, caller, { of }),
    'the readings of the light': ({ database }) =>
      database.run(selectReadings, {
        ...{ now, windowMinutes: 5, hours: hoursOfBaseline(now), before: now - 30_000 },
      }),
  };
  for (const [name, read] of Object.entries(measured)) {
    const inDatabase: number[] = [];
    const whole: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const use: DatabaseUse = {
        ...{ requests: 0, ms: 0, inDatabaseMs: undefined, slots: undefined, cacheFactor: 1 },
      };
      const started = performance.now();
      await read({ database: counted(real, use), now: () => now, operations });
      whole.push(performance.now() - started);
      if (use.inDatabaseMs !== undefined) inDatabase.push(use.inDatabaseMs);
    }
    const shown = medianOf(inDatabase);
    console.log(
      `${name}: ${shown === null || shown === undefined ? 'not known' : `${shown.toFixed(1)} ms`} in the database, ` +
        `${medianOf(whole)?.toFixed(1)} ms with all else (medians of ${RUNS})`,
    );
  }
}
