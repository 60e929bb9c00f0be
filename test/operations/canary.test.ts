import {
  createExecutionContext,
  createMessageBatch,
  createScheduledController,
  waitOnExecutionContext,
} from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OWNED, type OwnedKind } from '../../scripts/workspaces/owned-tables.ts';
import worker from '../../src/index.ts';
import { type FetchOwn, runCanary } from '../../src/operations/canary/run-canary.ts';
import { sweepCanary } from '../../src/operations/canary/sweep-canary.ts';
import { CANARY_WORKSPACE } from '../../src/operations/canary/workspace.ts';
import type { LogFields } from '../../src/platform/log.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { sql } from '../support/sql.ts';
import { app, client, makeKey, quietBindings, testDeps } from '../support/workspace.ts';

const QUEUES = { EMOTIONS: 'emotions', FOLLOW_UPS: 'follow-ups', TELEMETRY: 'telemetry' } as const;
type Binding = keyof typeof QUEUES;
type Body = { sample?: { measured: string; outcome: string } } & Record<string, unknown>;

let sent: Record<Binding, Body[]>;
let warnings: [string, LogFields][];
const queue = (name: Binding) => ({ send: async (body: Body) => void sent[name].push(body) });
const bindings = {
  ...quietBindings,
  ...{ EMOTIONS: queue('EMOTIONS'), FOLLOW_UPS: queue('FOLLOW_UPS') },
  ...{ TELEMETRY: queue('TELEMETRY'), CANARY: 'on' },
};
/** How far the clock of the canary is ahead. */
let ahead = 0;

beforeEach(async () => {
  sent = { EMOTIONS: [], FOLLOW_UPS: [], TELEMETRY: [] };
  warnings = [];
  ahead = 0;
  await sql`truncate latency_of_regions, latency_of_workspaces, counted_samples`;
  await removeCanary();
});

afterEach(() => vi.restoreAllMocks());

/** Reaches the app as the Cron Trigger does. */
const fetchOwn: FetchOwn = async (request) => {
  const ctx = createExecutionContext();
  const response = await app.fetch(request, bindings, ctx);
  await waitOnExecutionContext(ctx);
  return response;
};

const canaryDeps = () => {
  const deps = testDeps();
  const warn = (event: string, fields: LogFields = {}) => void warnings.push([event, fields]);
  const log = { ...deps.log, warn, error: warn };
  return { ...deps, log, isCanaryOn: true, now: () => Date.now() + ahead };
};
const run = (fetch: FetchOwn = fetchOwn) => runCanary(canaryDeps(), fetch);
const sweep = () => sweepCanary(canaryDeps());

/** Runs the Worker's Cron Trigger. */
async function fireCron(given: object): Promise<void> {
  const ctx = createExecutionContext();
  await worker.scheduled(createScheduledController(), given, ctx);
  await waitOnExecutionContext(ctx);
}

/** Delivers everything that was sent to the queues. */
async function consumeAll(): Promise<void> {
  for (const [binding, name] of Object.entries(QUEUES)) {
    const bodies = sent[binding as Binding].splice(0);
    if (bodies.length === 0) continue;
    const messages = bodies.map((body, n) => ({
      ...{ id: String(n), timestamp: new Date(), attempts: 1, body },
    }));
    const ctx = createExecutionContext();
    await worker.queue(createMessageBatch<unknown>(name, messages), bindings, ctx);
    await waitOnExecutionContext(ctx);
  }
}

/**
 * The names of tables with the part of a query that selects the rows `t` of a workspace, in the order in
 * which they can be deleted.
 */
function queriesOf(workspace: string, kinds: readonly OwnedKind[] = OWNED, ids = `'${workspace}'`) {
  const found: [table: string, from: string][] = [];
  for (const { table, parts } of kinds) {
    const from = `from "${table.table}" t where t."${table.by}" in (${ids})
                    and ${table.only ?? 'true'}`;
    if (parts.length > 0) found.push(...queriesOf(workspace, parts, `select t.id ${from}`));
    found.push([table.table, from]);
  }
  return found;
}

/** How many rows each table has of the canary; tables without a row are left out. */
async function rowsOfCanary(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [table, from] of queriesOf(CANARY_WORKSPACE)) {
    const [row] = await sql.query(`select count(*)::int as rows ${from}`);
    if (row?.['rows'] > 0) counts[table] = (counts[table] ?? 0) + row?.['rows'];
  }
  return counts;
}

/** Every row of a workspace. */
async function everythingOf(workspace: string): Promise<string> {
  const rows: unknown[] = [];
  for (const [table, from] of queriesOf(workspace)) {
    rows.push(table, await sql.query(`select to_jsonb(t) as row ${from} order by t::text`));
  }
  return JSON.stringify(rows);
}

/** Deletes every row of the canary, so that it has to begin anew. */
async function removeCanary(): Promise<void> {
  for (const [, from] of queriesOf(CANARY_WORKSPACE)) await sql.query(`delete ${from}`);
  await sql`delete from workspaces where id = ${CANARY_WORKSPACE}`;
}

/** Makes everything older that the canary has made. */
async function age(minutes: number): Promise<void> {
  await sql`update conversations set last_message_at = last_message_at - ${minutes} * interval '1 minute'
             where workspace_id = ${CANARY_WORKSPACE}`;
  await sql`update bookings set created_at = created_at - ${minutes} * interval '1 minute'
             where workspace_id = ${CANARY_WORKSPACE}`;
}

const states = async () =>
  (await sql`select state from bookings where workspace_id = ${CANARY_WORKSPACE} order by id`).map(
    ({ state }) => state,
  );

describe('the Cron Trigger', () => {
  it('stores and reads a message, makes and cancels a booking, and counts them apart', async () => {
    const warn = vi.spyOn(console, 'warn');
    await fireCron(bindings);
    expect(warn.mock.calls).toEqual([]);
    expect(await states()).toEqual(['cancelled']);
    expect(sent.EMOTIONS.map(({ sample }) => sample)).toMatchObject([
      { measured: 'canary_message', outcome: 'done', weight: 1, isSlow: false },
    ]);
    expect(sent.FOLLOW_UPS.map(({ sample }) => sample)).toMatchObject([
      { measured: 'canary_booking', outcome: 'done', weight: 1 },
      { measured: 'canary_other', outcome: 'done', weight: 1 },
    ]);
    expect(sent.TELEMETRY).toMatchObject([
      { workspaceId: CANARY_WORKSPACE, sample: { measured: 'canary_other', outcome: 'done' } },
    ]);
    await consumeAll();
    expect(
      await sql`select measured, outcome, requests::int from latency_of_regions
                 where grain = 'minute' order by 1`,
    ).toEqual([
      { measured: 'canary_booking', outcome: 'done', requests: 1 },
      { measured: 'canary_message', outcome: 'done', requests: 1 },
      { measured: 'canary_other', outcome: 'done', requests: 2 },
    ]);
    expect(await sql`select distinct workspace_id as id from latency_of_workspaces`).toEqual([
      { id: CANARY_WORKSPACE },
    ]);
    // The consumers have done all of its work, and there is nothing to send.
    expect(
      await sql`select emotion_state from messages where workspace_id = ${CANARY_WORKSPACE}`,
    ).toEqual([{ emotion_state: 'folded' }]);
    expect(
      await sql`select event, planned_at is not null as "isPlanned"
                  from booking_events e join bookings b on b.id = e.booking_id
                 where b.workspace_id = ${CANARY_WORKSPACE} order by e.version`,
    ).toEqual([
      { event: 'confirmed', isPlanned: true },
      { event: 'cancel', isPlanned: true },
    ]);
    expect(await sql`select 1 from jobs where workspace_id = ${CANARY_WORKSPACE}`).toEqual([]);
    expect(
      await sql`select email, phone from customers where workspace_id = ${CANARY_WORKSPACE}`,
    ).toEqual([{ email: null, phone: null }]);
  });

  it('does nothing of it when the canary is off', async () => {
    await fireCron({ ...bindings, CANARY: 'off' });
    expect(await rowsOfCanary()).toEqual({});
    expect(sent).toEqual({ EMOTIONS: [], FOLLOW_UPS: [], TELEMETRY: [] });
  });

  it('runs the sweeps although the canary fails', async () => {
    const call = client(await makeKey('beside a failing canary'));
    await call('POST', '/v1/conversations/old/messages', { role: 'customer', text: 'long ago' });
    await call('PUT', '/v1/retention', { conversationsDays: 30, bookingsDays: null });
    await sql`update conversations set created_at = now() - interval '31 days',
                                       last_message_at = now() - interval '31 days'
               where external_id = 'old'`;
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    // No request of the canary is admitted.
    const KEY_RATE_LIMIT = { limit: async () => ({ success: false }) };
    await fireCron({ ...bindings, KEY_RATE_LIMIT });
    expect(warn.mock.calls.map(([line]) => JSON.parse(line))).toMatchObject([
      { event: 'canary_failed', step: 'store_message', status: 429, code: 'rate_limited' },
      { event: 'canary_failed', step: 'make_booking', status: 429, code: 'rate_limited' },
    ]);
    expect((await call('GET', '/v1/conversations/old/messages')).status).toBe(410);
  });
});

it('counts the requests of tenants as before', async () => {
  const call = client(await makeKey('beside the canary'), {}, bindings);
  await call('POST', '/v1/conversations/c/messages', { role: 'customer', text: 'hello' });
  expect(sent.EMOTIONS.map(({ sample }) => sample?.measured)).toEqual(['store_message']);
});

describe('a step that fails', () => {
  const WAYS = {
    'answers 503': async () => Response.json({ code: 'unavailable' }, { status: 503 }),
    'answers no JSON': async () => new Response('<html>', { status: 200 }),
    throws: async () => {
      throw new TypeError('a text that may name a guest');
    },
  };
  const EXPECTED = {
    'answers 503': { status: 503, code: 'unavailable' },
    'answers no JSON': { status: 200 },
    throws: { fault: 'TypeError' },
  };
  const STEPS = [
    { at: /^POST .*\/messages/, failed: ['store_message'], left: ['cancelled'], messages: 0 },
    { at: /^GET .*\/messages/, failed: ['read_messages'], left: ['cancelled'], messages: 1 },
    { at: /^POST \/v1\/bookings$/, failed: ['make_booking'], left: [], messages: 1 },
    { at: /\/cancel$/, failed: ['cancel_booking'], left: ['confirmed'], messages: 1 },
  ];

  describe.each(Object.entries(WAYS))('because a request %s', (name, fail) => {
    it.each(STEPS)(
      'at $at is logged, and the others run',
      async ({ at, failed, left, messages }) => {
        await run(async (request) => {
          const { pathname } = new URL(request.url);
          return at.test(`${request.method} ${pathname}`) ? fail() : fetchOwn(request);
        });
        expect(warnings).toMatchObject(
          failed.map((step) => ['canary_failed', { step, ...EXPECTED[name as keyof typeof WAYS] }]),
        );
        expect(JSON.stringify(warnings)).not.toContain('guest');
        expect(await states()).toEqual(left);
        expect((await rowsOfCanary())['messages'] ?? 0).toBe(messages);
      },
    );
  });

  /** Changes the body of one answer. */
  const changing = (at: RegExp, change: (body: string) => string): FetchOwn => {
    return async (request) => {
      const { pathname } = new URL(request.url);
      const response = await fetchOwn(request);
      if (!at.test(`${request.method} ${pathname}`)) return response;
      return new Response(change(await response.text()), response);
    };
  };
  it.each([
    ['read_messages', 'message_missing', /^GET/, () => '{"data":[]}'],
    [
      ...(['read_messages', 'message_missing', /^GET/] as const),
      (body: string) => body.replaceAll('table', 'chair'),
    ],
    [
      ...(['check_booking', 'not_confirmed', /bookings$/] as const),
      (body: string) => body.replace('"confirmed"', '"held"'),
    ],
    [
      ...(['cancel_booking', 'not_cancelled', /cancel$/] as const),
      (body: string) => body.replace('"cancelled"', '"confirmed"'),
    ],
  ] as const)('%s: %s', async (step, code, at, change) => {
    await run(changing(at, change));
    expect(warnings).toMatchObject([['canary_failed', { step, code }]]);
    expect(await states()).toEqual(['cancelled']);
  });
});

describe('the workspace of the canary', () => {
  it.each([
    ['a revoked key', `update api_keys set revoked_at = now()`],
    ['a key without its scopes', `update api_keys set scopes = '{}'`],
    ['a deleted venue', `update venues set deleted_at = now()`],
    ['a deleted table', `update resources set deleted_at = now()`],
  ])('is repaired after %s', async (_, change) => {
    await run();
    await sql.query(`${change} where workspace_id = '${CANARY_WORKSPACE}'`);
    await run();
    expect(warnings).toEqual([]);
    expect(await states()).toEqual(['cancelled', 'cancelled']);
  });

  it('is made again after it was deleted, and otherwise left as it is', async () => {
    await run();
    await removeCanary();
    await run();
    const written = await sql`select xmin from api_keys where workspace_id = ${CANARY_WORKSPACE}`;
    await run();
    expect(warnings).toEqual([]);
    expect(await sql`select xmin from api_keys where workspace_id = ${CANARY_WORKSPACE}`).toEqual(
      written,
    );
  });

  it('serves two Crons at the same time', async () => {
    // Each run draws its own slot. By chance, two of three would draw the same one in 1 of 100 tests.
    const runAt = (random: number) =>
      runCanary({ ...canaryDeps(), random: () => random }, fetchOwn);
    await Promise.all([runAt(0.1), runAt(0.2), sweep(), runAt(0.3), sweep()]);
    expect(warnings).toEqual([]);
    expect(await states()).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });

  it('has free places although runs end between booking and cancelling', async () => {
    for (let n = 0; n < 40; n += 1) {
      // Each run draws the same slot of its day.
      await runCanary({ ...canaryDeps(), random: () => 0 }, async (request) => {
        if (request.url.endsWith('/cancel')) throw new Error('killed');
        return fetchOwn(request);
      });
      await age(1);
      ahead += 60_000;
      await sweep();
      expect((await states()).length).toBeLessThan(6);
    }
    expect(new Set(warnings.map(([, { step }]) => step))).toEqual(new Set(['cancel_booking']));
    warnings = [];
    await run();
    expect(warnings).toEqual([]);
  });
});

describe('the sweep', () => {
  it('deletes what is older than an hour, with its statistics, and keeps the rest', async () => {
    await run();
    await consumeAll();
    await age(59);
    await sweep();
    expect(await rowsOfCanary()).toMatchObject({ messages: 1, bookings: 1, workspace_emotions: 1 });
    await age(2);
    ahead = 61 * 60_000;
    await run();
    // Its message is not folded yet.
    await sweep();
    expect(warnings).toEqual([]);
    expect(await rowsOfCanary()).toEqual({
      ...{ bookings: 1, booking_events: 2, conversations: 2, messages: 1, pending_messages: 1 },
      ...{ customers: 1, customer_index: 1, venues: 1, resources: 1, api_keys: 1 },
      latency_of_workspaces: expect.any(Number),
    });
  });

  it('deletes a message that was never folded', async () => {
    await run();
    await age(61);
    await sweep();
    expect(await rowsOfCanary()).toEqual({
      ...{ conversations: 1, customers: 1, customer_index: 1, venues: 1 },
      ...{ resources: 1, api_keys: 1 },
    });
    // The queues deliver their messages after all.
    await consumeAll();
    expect(warnings).toEqual([]);
  });

  it('touches nothing of another workspace', async () => {
    const call = client(await makeKey('neighbour of the canary'), {}, bindings);
    const { id: venueId } = await makeVenue(asking(call), 2);
    const customer = { id: 'canary' };
    for (const conversation of ['canary-1', 'canary-2']) {
      const message = { role: 'customer', text: 'This is terrible!', customer };
      await call('POST', `/v1/conversations/${conversation}/messages`, message);
    }
    const place = { venueId, start: tomorrow(12), partySize: 2, customer };
    await call('POST', '/v1/bookings', { ...place, conversationId: 'canary-1' });
    const { body } = await call('POST', '/v1/bookings', place);
    await call('POST', `/v1/bookings/${body.id}/cancel`);
    await run();
    await consumeAll();
    await sql`update conversations set last_message_at = now() - interval '2 days'`;
    await sql`update bookings set created_at = now() - interval '2 days'`;
    const [own] = await sql`select id from workspaces where name = 'neighbour of the canary'`;
    const before = await everythingOf(own?.['id']);
    await sweep();
    expect(warnings).toEqual([]);
    expect((await rowsOfCanary())['bookings']).toBeUndefined();
    expect((await rowsOfCanary())['messages']).toBeUndefined();
    expect(await everythingOf(own?.['id'])).toBe(before);
  });

  it('keeps the workspace small for ever', { timeout: 240_000 }, async () => {
    const STEP_MINUTES = 3;
    const most: Record<string, number> = {};
    for (let n = 0; n < 200; n += 1) {
      await run();
      await consumeAll();
      await sweep();
      ahead += STEP_MINUTES * 60_000;
      await age(STEP_MINUTES);
      if (n % 20 < 19) continue;
      for (const [table, rows] of Object.entries(await rowsOfCanary())) {
        most[table] = Math.max(most[table] ?? 0, rows);
      }
    }
    expect(warnings).toEqual([]);
    const { latency_of_workspaces: _, ...others } = most;
    // Twenty runs an hour: a message, a booking and two events each. The test takes a few minutes, so
    // the statistics are in one or two quarter hours.
    expect(others).toMatchObject({ messages: expect.any(Number), bookings: expect.any(Number) });
    for (const [table, rows] of Object.entries(others)) {
      expect(rows, table).toBeLessThanOrEqual(table === 'booking_events' ? 50 : 25);
    }
    const statistics = `select sum(messages)::int as messages, sum(valence_sum)::int as valence
                          from workspace_emotions where workspace_id = '${CANARY_WORKSPACE}'`;
    const before = await sql.query(statistics);
    await sql`select rebuild_statistics_v1(${CANARY_WORKSPACE})`;
    expect(await sql.query(statistics)).toEqual(before);
    expect(before[0]?.['messages']).toBeGreaterThan(10);
  });
});
