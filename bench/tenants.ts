import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { startNeonEndpoint } from '../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../scripts/local/postgres-backend.ts';
import { startPostgresCluster } from '../scripts/local/postgres-cluster.ts';
import { migrate } from '../scripts/migrate.ts';
import { percentile } from '../scripts/percentile.ts';
import { BACKGROUND, type Named } from '../test/races/background-statements.ts';

/**
 * Measures the statements that the sweeps run each minute, in databases of 1,000 and of 100,000
 * workspaces that have data, but no work that is due. A sweep should follow what is due, so its time
 * should not grow with the workspaces.
 */
const SIZES = [1000, 100_000];
const RUNS = 11;

/** The statements that choose their own subjects. */
const SWEEPS = [
  ...['selectOverdue', 'selectDueMoods', 'claimDueForGuests', 'claimDueForWebhooks'],
  ...['selectOverduePlans', 'selectReplanning', 'selectAwaited', 'selectExpiredHolds'],
  ...['deleteCounts', 'deleteReportedJobs', 'deleteOldFailedWork', 'selectSetApart'],
  ...['selectRunningErasures', 'selectDueRetentions', 'sweepAnswers', 'measureUsage'],
] as const;

const medians: Map<string, number>[] = [];
for (const size of SIZES) medians.push(await measure(size));
const heads = SIZES.map((size) => `${size.toLocaleString('en')} workspaces, ms`);
console.log(`| Statement | ${heads.join(' | ')} |`);
console.log(`|---|${SIZES.map(() => '---|').join('')}`);
for (const name of SWEEPS) {
  console.log(`| \`${name}\` | ${medians.map((of) => of.get(name)?.toFixed(2)).join(' | ')} |`);
}
const sums = medians.map((of) => [...of.values()].reduce((sum, each) => sum + each, 0));
console.log(`| all | ${sums.map((sum) => sum.toFixed(2)).join(' | ')} |`);

/** The median milliseconds of each statement, the way to PostgreSQL included. */
async function measure(workspaces: number): Promise<Map<string, number>> {
  const cluster = await startPostgresCluster({ synchronous_commit: 'off', fsync: 'off' });
  try {
    const backend = openPostgresBackend({ connectionString: cluster.connectionString, max: 2 });
    const endpoint = await startNeonEndpoint({ backend });
    await migrate(endpoint.connectionString);
    await endpoint.close();
    await backend.close();
    const client = new pg.Client(cluster.connectionString);
    await client.connect();
    for (const text of seedOf(workspaces)) await client.query(text);
    const found = new Map<string, number>();
    for (const name of SWEEPS) {
      const sweep = BACKGROUND[name];
      if (sweep === undefined) throw new Error(`no statement ${name}`);
      const times: number[] = [];
      for (let run = 0; run < RUNS; run += 1) {
        // These statements need no names.
        const values = sweep.values({} as Named);
        await client.query('begin');
        const started = performance.now();
        await client.query({ text: sweep.text, values });
        times.push(performance.now() - started);
        await client.query('rollback');
      }
      found.set(
        name,
        percentile(
          times.sort((a, b) => a - b),
          50,
        ),
      );
    }
    await client.end();
    return found;
  } finally {
    await cluster.stop();
  }
}

/** One of each for each workspace: what is done, what waits for later, and what is kept. */
function seedOf(workspaces: number): string[] {
  const of = 'from workspaces w';
  return [
    `set statement_timeout = 0`,
    `insert into workspaces (id, name)
       select gen_random_uuid(), 'w' || n from generate_series(1, ${workspaces}) n`,
    `insert into api_keys (id, workspace_id, name, scopes)
       select gen_random_uuid(), w.id, 'k', '{admin}' ${of}`,
    `insert into customers (id, workspace_id, external_id)
       select customer_id_v1(w.id, 'g'), w.id, 'g' ${of}`,
    `insert into conversations (id, workspace_id, external_id, channel, customer_id, last_seq)
       select gen_random_uuid(), w.id, 'c', 'web', customer_id_v1(w.id, 'g'), 1 ${of}`,
    `insert into messages (workspace_id, conversation_id, seq, id, role, text, sent_at, digest, label,
                           valence, model_version, emotion_state)
       select workspace_id, id, 1, 'm', 'customer', 'text', now(), 'x', 'joy', 500, 'seed', 'folded'
         from conversations`,
    `insert into conversation_moods (conversation_id, workspace_id, fold_version, walked_version,
                                     as_of_seq)
       select id, workspace_id, 1, 1, 1 from conversations`,
    `insert into venues (id, workspace_id, name, time_zone, slot_interval, turn_times, buffer_before,
                         buffer_after, lead_time, horizon_days, hold_seconds, cancellation_cutoff,
                         follow_ups)
       select gen_random_uuid(), w.id, 'v', 'UTC', 15, '[{"maxParty": 4, "minutes": 90}]', 0, 0, 0, 90,
              300, 0, '{}' ${of}`,
    `insert into bookings (id, workspace_id, venue_id, customer_id, state, starts_at, ends_at,
                           party_size, cancellation_cutoff)
       select gen_random_uuid(), v.workspace_id, v.id, customer_id_v1(v.workspace_id, 'g'),
              'confirmed', now() + interval '1 day', now() + interval '26 hours', 2, 0
         from venues v`,
    `insert into booking_events (booking_id, version, event, state, starts_at, party_size,
                                 resource_ids, planned_at)
       select id, 1, 'confirmed', 'confirmed', starts_at, 2, '{}', now() from bookings`,
    `insert into jobs (id, workspace_id, kind, channel, booking_id, version, schedule_version, due_at,
                       state, wake_at, created_at)
       select gen_random_uuid(), workspace_id, 'reminder', 'email', id, 1, 1, now() + interval '1 hour',
              'planned', now() + interval '1 hour', now()
         from bookings`,
    `insert into webhooks (id, workspace_id, url, events, secret, verified_at)
       select gen_random_uuid(), w.id, 'https://example.com', '{booking.confirmed}', '', now() ${of}`,
    `insert into retentions (workspace_id, conversations_days, bookings_days, wake_at)
       select w.id, 30, 30, now() + interval '1 hour' ${of}`,
    `insert into idempotency_keys (workspace_id, key, digest, created_at)
       select w.id, 'k', 'x', now() ${of}`,
    `insert into workspace_usage (workspace_id, storage_bytes, jobs) select w.id, 0, 0 ${of}`,
    'vacuum analyze',
  ];
}
