import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { evaluateLight } from '../../src/operations/light/evaluate-light.ts';
import type { WorkspaceId } from '../../src/platform/ids.ts';
import { countDurations } from '../support/durations.ts';
import { sql } from '../support/sql.ts';
import { type Call, client, makeKey, quietBindings, testDeps } from '../support/workspace.ts';

const HOUR_MS = 3_600_000;
let key: string;
let call: Call;
let workspaceId: WorkspaceId;
beforeAll(async () => {
  key = await makeKey('status');
  const caller = await testDeps().signer.verify(key);
  if (caller === undefined) throw new Error('the key does not verify');
  ({ workspaceId } = caller);
  call = client(key);
});
beforeEach(async () => {
  await sql`truncate latency_of_regions, latency_of_workspaces, counted_samples, light_changes,
                     platform_light, maintenance_windows`;
});

/** Counts `n` messages and bookings that take so many milliseconds. */
const served = (n: number, ms: number, more: object = {}) =>
  countDurations(
    Array.from({ length: 2 * n }, (_, i) => ({
      ...{ totalMs: ms, isSlow: ms >= 500 },
      measured: i % 2 === 0 ? ('store_message' as const) : ('confirm_booking' as const),
      ...more,
    })),
    workspaceId,
  );
const evaluate = (at = Date.now()) => evaluateLight({ ...testDeps(), now: () => at });
const status = async (of = 'platform') =>
  (await call('GET', `/v1/operations/status?of=${of}`)).body;

describe('the light of the platform', () => {
  it('is grey before it was evaluated, and when the evaluation is late', async () => {
    const never = await status();
    expect([never.light, never.causes[0].cause]).toEqual(['grey', 'not_evaluated']);
    await served(100, 90);
    expect(await evaluate(Date.now() - 4 * 60_000)).toBe('grey');
    const late = await status();
    expect([late.light, late.causes[0].cause]).toEqual(['grey', 'not_evaluated']);
    expect(await evaluate()).toBe('green');
    expect(await status()).toMatchObject({ light: 'green', causes: [] });
  });

  it('names each signal with its value, threshold, events and cause', async () => {
    await served(100, 480, { inDatabaseMs: 400 });
    expect(await evaluate()).toBe('orange');
    const { light, recommendation, causes, signals } = await status();
    expect(light).toBe('orange');
    expect(recommendation).toContain('query caching');
    expect(causes).toContainEqual({
      ...{ signal: 'booking_p95', cause: 'database_slow', detail: null },
      look: '/v1/operations/latency?of=platform',
    });
    const booking = signals.find(({ signal }: never) => signal === 'booking_p95');
    expect(booking).toMatchObject({
      ...{ level: 'orange', unit: 'ms', threshold: 475, events: 100, unmeasuredSince: null },
    });
    expect(Math.abs(booking.value / 480 - 1)).toBeLessThan(0.0101);
    const history = (await call('GET', '/v1/operations/status/history')).body;
    expect(history.data).toMatchObject([{ light: 'orange', former: null, kind: 'evaluated' }]);
  });

  it('is red in the answer when the database cannot be reached', async () => {
    const bindings = { ...quietBindings, DATABASE_URL: 'postgres://u:p@127.0.0.1:9/none' };
    const { status: http, body } = await client(
      key,
      {},
      bindings,
    )('GET', '/v1/operations/status?of=platform');
    expect([http, body.light, body.causes[0].cause]).toEqual([200, 'red', 'database_unreachable']);
  });
});

it('the light of a workspace is that of its own requests', async () => {
  await served(100, 1200);
  const own = await status('workspace');
  expect([own.light, own.since]).toEqual(['red', null]);
  expect(own.signals.map(({ signal }: never) => signal)).not.toContain('connections');
  const other = client(await makeKey('status-other'));
  const { body } = await other('GET', '/v1/operations/status');
  expect([body.light, body.causes]).toEqual(['grey', []]);
  expect(body.recommendation).toContain('too few requests');
});

describe('service levels', () => {
  const at = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 2 * HOUR_MS;
  const availability = async (of = 'platform') =>
    (await call('GET', `/v1/operations/slo?of=${of}`)).body.objectives.find(
      ({ name }: never) => name === 'availability',
    );

  it('show the budget, also when it is used up, and how fast it burns', async () => {
    await countDurations([
      ...Array.from({ length: 1990 }, () => ({ totalMs: 90 })),
      ...Array.from({ length: 10 }, () => ({ totalMs: 90, outcome: 'failed' as const })),
    ]);
    const level = await availability();
    expect(level).toMatchObject({ objective: 0.999, requests: 2000, bad: 10, goneInHours: 0 });
    expect(level.budget).toEqual({ allowed: 2, left: -8, percent: -400 });
    expect(level.burn.map(({ window, rate }: never) => [window, rate])).toEqual(
      ['5m', '30m', '1h', '6h', '3d'].map((window) => [window, 5]),
    );
    expect((await availability('workspace')).requests).toBe(0);
  });

  it('leave out the hours that a maintenance window touches', async () => {
    await countDurations([
      ...Array.from({ length: 50 }, () => ({ totalMs: 90, outcome: 'failed' as const, at })),
      ...Array.from({ length: 50 }, () => ({ totalMs: 90, at: at + HOUR_MS })),
    ]);
    expect(await availability()).toMatchObject({ requests: 100, bad: 50 });
    const planned = await call('POST', '/v1/operations/maintenance', {
      from: new Date(at + 60_000).toISOString(),
      to: new Date(at + 120_000).toISOString(),
      reason: 'a move',
    });
    expect(planned.status).toBe(201);
    expect(await availability()).toMatchObject({ requests: 50, bad: 0 });
    const { excluded } = (await call('GET', '/v1/operations/slo?of=platform')).body;
    expect(excluded).toHaveLength(1);
    const path = `/v1/operations/maintenance/${planned.body.id}`;
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('DELETE', path)).body.code).toBe('maintenance_window_not_found');
    expect(await availability()).toMatchObject({ requests: 100, bad: 50 });
  });

  it('are OpenSLO v1 for a client that wants YAML', async () => {
    const yaml = client(key, { Accept: 'application/yaml' });
    const { headers, body } = await yaml('GET', '/v1/operations/slo');
    expect(headers.get('Content-Type')).toBe('application/yaml');
    const documents = parseAllDocuments(body).map((each) => each.toJS());
    expect(documents).toHaveLength(3);
    for (const each of documents) {
      expect(each).toMatchObject({ apiVersion: 'openslo/v1', kind: 'SLO' });
      expect(each.spec.objectives[0].target).toBeGreaterThan(0.9);
    }
  });

  it.each([
    [{ from: '2026-12-01T03:00:00Z', to: '2026-12-01T03:00:00Z' }, 'body.to'],
    [{ from: '2026-12-01T03:00:00Z', to: '2026-12-02T03:00:01Z' }, 'body.to'],
    [{ from: '2026-12-01T03:00:00Z' }, 'body.to'],
  ])('refuse the maintenance %j', async (window, field) => {
    const body = { reason: 'x', ...window };
    const refused = await call('POST', '/v1/operations/maintenance', body);
    expect([refused.status, refused.body.errors?.[0].field]).toEqual([400, field]);
  });
});

it('the backlog counts what waits in the workspace and on the platform', async () => {
  const rowsOf = async (of: string) => {
    const { data } = (await call('GET', `/v1/operations/backlog?of=${of}`)).body;
    return new Map(data.map(({ kind, rows, oldestAt }: never) => [kind, [rows, oldestAt]]));
  };
  const [before, platform] = [await rowsOf('workspace'), await rowsOf('platform')];
  expect(before.get('unfolded')).toEqual([0, null]);
  for (const n of [1, 2]) {
    await call('POST', '/v1/conversations/c/messages', {
      ...{ role: 'customer', text: `hello ${n}`, customer: { id: 'g' } },
    });
  }
  const after = await rowsOf('workspace');
  expect(after.get('unfolded')).toEqual([2, expect.stringMatching(/^20.*Z$/)]);
  const [was = 0] = platform.get('unfolded') as number[];
  expect((await rowsOf('platform')).get('unfolded')).toEqual([was + 2, expect.any(String)]);
});
