import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFirstKey } from '../../scripts/create-first-key.ts';
import { createModelInNode } from '../../scripts/emotions/model-in-node.ts';
import { startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../../scripts/local/postgres-backend.ts';
import {
  type PostgresCluster,
  startPostgresCluster,
} from '../../scripts/local/postgres-cluster.ts';
import { migrate } from '../../scripts/migrate.ts';
import { createApp } from '../../src/app.ts';
import { sweepBlocks } from '../../src/bookings/blocks/sweep-blocks.ts';
import { sweepBookings } from '../../src/bookings/sweep-bookings.ts';
import { compose } from '../../src/compose.ts';
import { foldMessages } from '../../src/emotions/fold-messages.ts';
import { createUnsubscribeLinks } from '../../src/follow-ups/addresses/unsubscribe-links.ts';
import { deliverJobs } from '../../src/follow-ups/delivery/deliver-jobs.ts';
import type { Delivery } from '../../src/follow-ups/ports.ts';
import { sweepFollowUps } from '../../src/follow-ups/sweep.ts';
import { SCOPES } from '../../src/platform/auth/scopes.ts';
import { createCipher } from '../../src/platform/cipher.ts';
import { openDatabase } from '../../src/platform/database.ts';
import type { DeliveryJob, EmotionJob, TelemetryJob } from '../../src/platform/jobs.ts';
import { countTelemetry } from '../../src/platform/latency/sample-store.ts';
import { ringOf } from '../../src/platform/secret-ring.ts';
import { sweepWaitlist } from '../../src/waitlist/sweep-waitlist.ts';
import { sweepAnswers } from '../../src/workspaces/sweep-answers.ts';
import { asking, makeOneOfEach, tomorrow } from '../support/bookings.ts';
import { answerChallenge } from '../support/challenges.ts';
import { fillRoute, ROUTES } from '../support/routes.ts';
import { MESSAGES, SEED, SMALL_TABLES } from './plan-seed.ts';
import { SEED_OF_ALL } from './tenant-seed.ts';

const KEY_SECRET = 'a-secret-of-the-plans-only-0123456789';

let cluster: PostgresCluster;
let checker: pg.Client;
let folder: string;
let log: string;
let key: string;
let pending: EmotionJob[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'maitred-plans-'));
  log = join(folder, 'postgres.log');
  cluster = await startPostgresCluster({ synchronous_commit: 'off' }, log);
  checker = new pg.Client(cluster.connectionString);
  await checker.connect();
  await serve(async (databaseUrl) => {
    await migrate(databaseUrl);
    key = await createFirstKey({
      databaseUrl,
      keySecret: KEY_SECRET,
      workspace: 'plans',
      name: 'plans',
      scopes: SCOPES,
    });
  });
  for (const text of [...SEED, ...SMALL_TABLES, ...SEED_OF_ALL, 'vacuum analyze'])
    await checker.query(text);
  const { rows } = await checker.query('select count(*)::int as n from messages');
  expect(rows).toEqual([{ n: MESSAGES }]);
  ({ rows: pending } = await checker.query<EmotionJob>(`
    select conversation_id as "conversationId", seq from messages
     where emotion_state = 'pending' limit 2000`));
}, 180_000);

afterAll(async () => {
  await checker?.end();
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens separate connections. PostgreSQL has counted their statistics when they are closed. */
async function serve(work: (databaseUrl: string) => Promise<void>): Promise<void> {
  const backend = openPostgresBackend({ connectionString: cluster.connectionString, max: 4 });
  const endpoint = await startNeonEndpoint({ backend });
  try {
    await work(endpoint.connectionString);
  } finally {
    await endpoint.close();
    await backend.close();
  }
}

/** Tables whose few rows fit in one page, which PostgreSQL reads faster than an index. */
const ONE_PAGE = ['booking_acts', 'platform_light', 'maintenance_windows'];
const SCANNING = new RegExp(`Seq Scan on (?!${ONE_PAGE.join('|')})`);

async function sequentialScans(): Promise<Record<string, number>> {
  // The checker's own scans are counted now, and not some time later.
  await checker.query('select pg_stat_force_next_flush()');
  const { rows } = await checker.query<{ relname: string; seq_scan: number }>(
    `select relname, seq_scan::int from pg_stat_user_tables where relname <> all ($1)`,
    [ONE_PAGE],
  );
  return Object.fromEntries(rows.map(({ relname, seq_scan: scans }) => [relname, scans]));
}

/** What the requests of {@link caller} have sent to the queues, and their work after the responses. */
interface Sent {
  readonly emotions: EmotionJob[];
  readonly webhooks: DeliveryJob[];
  readonly samples: TelemetryJob[];
  readonly after: Promise<unknown>[];
}

function caller(databaseUrl: string, sent: Sent) {
  const allowed = { limit: async () => ({ success: true }) };
  const bindings = {
    DATABASE_URL: databaseUrl,
    KEY_SECRET,
    EMOTIONS: { send: async (job: EmotionJob) => void sent.emotions.push(job) },
    FOLLOW_UPS: { send: async () => {} },
    DELIVERIES: { send: async () => {}, sendBatch: async () => {} },
    WEBHOOKS: {
      send: async (job: DeliveryJob) => void sent.webhooks.push(job),
      sendBatch: async () => {},
    },
    TELEMETRY: { send: async (job: TelemetryJob) => void sent.samples.push(job) },
    KEY_RATE_LIMIT: allowed,
    ADDRESS_RATE_LIMIT: allowed,
  };
  const context = {
    waitUntil: (work: Promise<unknown>) => void sent.after.push(work),
    passThroughOnException() {},
    props: {},
  };
  return (method: string, path: string, body?: unknown, idempotencyKey?: string) =>
    createApp(compose).request(
      path,
      {
        method,
        headers: {
          Authorization: `Bearer ${key}`,
          'Content-Type': 'application/json',
          ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      bindings,
      // biome-ignore lint/suspicious/noExplicitAny: the runtime's context has more than is used
      context as any,
    );
}

/** Calls every route, every list with each of its filters, and all work after the response. */
async function everything(databaseUrl: string, round: number): Promise<void> {
  const sent: Sent = { emotions: [], webhooks: [], samples: [], after: [] };
  const call = caller(databaseUrl, sent);
  const ask = asking(async (...request) => {
    const response = await call(...request);
    return { status: response.status, body: await response.json() };
  });
  const key = await ask('POST', '/v1/keys', { name: 'k', scopes: ['messages:read'] });
  // A customer with a separate conversation, because the last route erases the customer.
  const customerId = `guest-${500 + round}`;
  const conversationId = `conversation-${499 + round}`;
  const database = openDatabase({ url: databaseUrl, timeoutMs: 30_000 });
  const ids: Record<string, string> = {
    ...(await makeOneOfEach(ask, database, customerId)),
    conversationId,
    messageId: 'm2',
    customerId,
    keyId: key.id,
  };
  const paths = ROUTES.map((route) => fillRoute(route, ids));
  const lists = [
    '/v1/conversations?customer=guest-7',
    '/v1/conversations?channel=sms',
    '/v1/conversations?since=2026-01-01T00:00:00Z&limit=20',
    '/v1/conversations?attention=needed',
    '/v1/conversations?attention=needed&order=attention',
    '/v1/conversations?attention=needed&order=attention&customer=guest-7',
    '/v1/conversations?attention=needed&customer=guest-7',
    '/v1/conversations/conversation-5/messages?limit=5',
    '/v1/customers/guest-9/export?limit=20',
    '/v1/bookings?customer=guest-7',
    '/v1/bookings?conversation=conversation-2000',
    `/v1/venues/${ids['venueId']}/availability?from=${ids['date']}&to=${ids['date']}&partySize=6`,
  ].map((path) => ({ method: 'GET', path, body: undefined }));
  const messages = [
    { id: 'new', role: 'customer', text: 'thank you', customer: { id: `new-${round}` } },
    { id: 'new', role: 'customer', text: 'thank you', customer: { id: `new-${round}` } },
    { id: 'refused', role: 'customer', text: 'x', customer: { id: 'guest-1' } },
    {
      id: 'booking',
      role: 'assistant',
      text: 'booked',
      booking: { venueId: ids['venueId'], start: tomorrow(3), partySize: 2 },
    },
  ].map((body) => ({
    method: 'POST',
    path: `/v1/conversations/new-${round}/messages`,
    body,
  }));
  const refused: string[] = [];
  for (const [at, { method, path, body }] of [...lists, ...messages, ...paths].entries()) {
    // Every second round has keys, and repeats each of its requests. A message keeps its own id.
    const isKeyed = round % 2 === 1 && method !== 'GET' && !path.endsWith('/messages');
    const idempotencyKey = isKeyed ? `round-${round}-${at}` : undefined;
    for (let times = isKeyed ? 2 : 1; times > 0; times -= 1) {
      const { status } = await call(method, path, body, idempotencyKey);
      if (status >= 300) refused.push(`${status} ${JSON.stringify(body)}`);
    }
  }
  // Every round makes a webhook that no example deletes, and a workspace may have only some.
  await call('DELETE', `/v1/webhooks/${ids['activeWebhookId']}`);
  expect(refused).toEqual([`409 ${JSON.stringify(messages[2]?.body)}`]);

  // Of the two messages that are stored, and of the one that is corrected.
  await Promise.all(sent.after);
  expect(sent.emotions).toHaveLength(3);
  const model = createModelInNode();
  let readings = 0;
  const classifier = {
    modelVersion: model.modelVersion,
    classify: (text: string) => {
      readings += 1;
      return readings % 10 === 0 ? Promise.reject(new Error('no')) : model.classify(text);
    },
  };
  const quiet = { info() {}, warn() {}, error() {} };
  const deliveries: Delivery[] = [];
  const deps = {
    database,
    classifier,
    log: quiet,
    now: Date.now,
    random: Math.random,
    cipher: createCipher(ringOf(KEY_SECRET)),
    mailer: undefined,
    publicUrl: undefined,
    unsubscribeLinks: createUnsubscribeLinks(ringOf(KEY_SECRET)),
    // Each endpoint answers its challenge, and fails for every event.
    fetchOutside: async (_: string, { body }: RequestInit) =>
      answerChallenge(String(body)) ?? new Response(null, { status: 503 }),
    endpointRules: { allowLoopback: false },
    enqueueFollowUp() {},
    sendDeliveries: async (claimed: readonly Delivery[]) => void deliveries.push(...claimed),
  };
  // Events are planned only for the webhooks whose endpoints have answered a challenge.
  const challenged = await deliverJobs(deps, sent.webhooks);
  expect(challenged.delivered).toBeGreaterThan(0);
  // The sweep plans the follow-ups of the venue's bookings again.
  const followUps = { reminders: [60 + round] };
  await ask('PATCH', `/v1/venues/${ids['venueId']}`, { followUps });
  await sweepBookings(deps);
  await sweepBlocks(deps);
  await sweepAnswers(deps);
  await sweepWaitlist(deps);
  const { planned } = await sweepFollowUps(deps, -60_000);
  expect(planned).toBeGreaterThan(0);
  const done = await deliverJobs(
    deps,
    deliveries.map(({ job }) => job),
  );
  expect(done.failed).toBeGreaterThan(0);
  const { folded, failed } = await foldMessages(deps, [
    ...sent.emotions,
    ...pending.splice(0, 100),
  ]);
  expect(folded).toBeGreaterThan(80);
  expect(failed.length).toBeGreaterThan(5);
  const [counted] = await database.run(countTelemetry, { samples: sent.samples });
  expect(counted?.counted).toBeGreaterThan(10);
}

describe.each(['auto', 'force_generic_plan'])('with 200,000 messages and %s', (mode) => {
  it('no request and no fold scans a table', { timeout: 120_000 }, async () => {
    for (const setting of [
      `plan_cache_mode = ${mode}`,
      `session_preload_libraries = 'auto_explain'`,
      `auto_explain.log_min_duration = 0`,
      `auto_explain.log_nested_statements = on`,
    ]) {
      await checker.query(`alter role postgres set ${setting}`);
    }
    const before = await sequentialScans();
    const logged = readFileSync(log, 'utf8').length;
    await serve(async (databaseUrl) => {
      // Repeated more than five times, after which PostgreSQL may use generic plans.
      for (let round = 0; round < 7; round++) {
        await everything(databaseUrl, (mode === 'auto' ? 0 : 7) + round);
      }
    });
    const plans = readFileSync(log, 'utf8').slice(logged).split('Query Text:');
    // The log contains the plans, also of statements inside functions.
    expect(plans.some((plan) => plan.includes('using messages_id'))).toBe(true);
    expect(plans.some((plan) => plan.includes('delete from workspace_emotions'))).toBe(true);
    const scanning = plans.filter((plan) => SCANNING.test(plan));
    expect(scanning).toEqual([]);
    expect(await sequentialScans()).toEqual(before);
  });
});
