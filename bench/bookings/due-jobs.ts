import pg from 'pg';
import { startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../../scripts/local/postgres-backend.ts';
import { createUnsubscribeLinks } from '../../src/follow-ups/addresses/unsubscribe-links.ts';
import { type Deliverer, deliverJobs } from '../../src/follow-ups/delivery/deliver-jobs.ts';
import type { Delivery } from '../../src/follow-ups/ports.ts';
import { sweepFollowUps } from '../../src/follow-ups/sweep.ts';
import { createCipher } from '../../src/platform/cipher.ts';
import { openDatabase } from '../../src/platform/database.ts';
import { ringOf } from '../../src/platform/secret-ring.ts';
import type { Bench } from '../bench.ts';
import type { DueJobsResults } from './results.ts';
import { bookings } from './workload.ts';

const DUE = 100_000;
/** The batch size and the concurrency of the queue in wrangler.toml. */
const BATCH = 20;
const CONSUMERS = 20;

/** A reminder for each of `DUE` bookings, all due at once. Every guest has an address. */
const SEED = [
  `update customers set email = external_id || '@example.com'`,
  `insert into jobs (id, workspace_id, kind, channel, booking_id, version, schedule_version, content,
                     due_at, state, wake_at, created_at)
   select gen_random_uuid(), workspace_id, 'reminder', 'email', id, 1, 1,
          '{"locale": "en", "when": "soon", "subject": "Reminder", "text": "We look forward to seeing you."}',
          now(), 'planned', now(), now()
     from bookings where state = 'confirmed' limit ${DUE}`,
  'vacuum analyze jobs',
];

/**
 * Measures the sweep of a hundred thousand jobs that are due at once, and their delivery by as many
 * consumers as wrangler.toml configures, with a mailer that answers at once. It runs in this
 * process, against PostgreSQL behind Neon's protocol, without a delay.
 */
export async function measureDueJobs(bench: Bench, template: string): Promise<DueJobsResults> {
  const results: DueJobsResults = { due: DUE, claimedPerSecond: 0, deliveredPerSecond: 0 };
  await bench.onStage('statement', template, bookings, async ({ database }) => {
    const client = new pg.Client({
      connectionString: database,
      options: '-c statement_timeout=0',
    });
    await client.connect();
    for (const text of SEED) await client.query(text);
    await client.end();
    const backend = openPostgresBackend({ connectionString: database, max: CONSUMERS });
    const endpoint = await startNeonEndpoint({ backend });
    const claimed: Delivery['job'][] = [];
    const secrets = ringOf('a-secret-of-the-benchmark-only-0123456789');
    const deps: Deliverer = {
      database: openDatabase({ url: endpoint.connectionString, timeoutMs: 60_000 }),
      now: Date.now,
      random: Math.random,
      log: { info() {}, warn() {}, error() {} },
      cipher: createCipher(secrets),
      mailer: { from: 'bench@example.com', send: async () => {} },
      publicUrl: 'https://bench.example.com',
      unsubscribeLinks: createUnsubscribeLinks(secrets),
      endpointRules: { allowLoopback: false },
      fetchOutside: async () => new Response(),
      enqueueFollowUp() {},
      sendDeliveries: async (all) => void claimed.push(...all.map(({ job }) => job)),
    };
    let began = performance.now();
    while (claimed.length < DUE) await sweepFollowUps(deps);
    results.claimedPerSecond = DUE / ((performance.now() - began) / 1000);

    began = performance.now();
    let delivered = 0;
    const consumer = async () => {
      while (claimed.length > 0) {
        const done = await deliverJobs(deps, claimed.splice(0, BATCH));
        delivered += done.delivered;
      }
    };
    await Promise.all(Array.from({ length: CONSUMERS }, consumer));
    results.deliveredPerSecond = DUE / ((performance.now() - began) / 1000);
    await endpoint.close();
    await backend.close();
    if (delivered !== DUE) throw new Error(`${delivered} of ${DUE} jobs were delivered`);
  });
  console.log(
    `${DUE} jobs due at once: ${results.claimedPerSecond.toFixed(0)} claimed a second, ` +
      `${results.deliveredPerSecond.toFixed(0)} delivered a second`,
  );
  return results;
}
