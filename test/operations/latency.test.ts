import parsePrometheus from 'parse-prometheus-text-format';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WorkspaceId } from '../../src/platform/ids.ts';
import { type Counted, countDurations } from '../support/durations.ts';
import { sql } from '../support/sql.ts';
import { type Call, client, makeKey, testDeps } from '../support/workspace.ts';

let call: Call;
let other: Call;
let workspaceId: WorkspaceId;
beforeAll(async () => {
  const key = await makeKey('latency');
  const caller = await testDeps().signer.verify(key);
  if (caller === undefined) throw new Error('the key does not verify');
  ({ workspaceId } = caller);
  call = client(key);
  other = client(await makeKey('latency-other'));
});
beforeEach(() => sql`truncate latency_of_regions, latency_of_workspaces, counted_samples`);

/** Durations around 80 ms with a long tail, always the same ones. */
const durations = Array.from({ length: 1000 }, (_, n) => 80 * Math.exp(2 * ((n * 0.618034) % 1)));
const sorted = [...durations].sort((a, b) => a - b);
const exact = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
const REGIONS = ['EU-CDG', 'NA-IAD', 'AS-NRT'];
const requests: Counted[] = durations.map((totalMs, n) => ({
  ...{ totalMs, region: REGIONS[n % 3] ?? '', isSlow: totalMs >= 400 },
  at: Date.now() - (n % 50) * 60_000,
}));

const hourAfter = (time: string) => new Date(Date.parse(time) + 3_600_000).toISOString();

describe('GET /v1/operations/latency', () => {
  it('shows percentiles within 1 %, counts, parts, the margin and the regions', async () => {
    await countDurations(requests, workspaceId);
    await countDurations([{ totalMs: 5, outcome: 'refused' }], workspaceId);
    await countDurations([{ totalMs: 5000, outcome: 'failed' }], workspaceId);
    await countDurations([{ totalMs: 20, measured: 'read', weight: 10 }], workspaceId);
    const { status, body } = await call('GET', '/v1/operations/latency?of=platform');
    expect([status, body.of, body.grain]).toEqual([200, 'platform', 'minute']);
    const [messages, reads] = body.operations;
    expect(messages).toMatchObject({
      ...{ operation: 'store_message', requests: 1002, done: 1000, refused: 1, failed: 1 },
      slow: durations.filter((ms) => ms >= 400).length,
      target: { percentile: 95, ms: 1000 },
    });
    const shares = { p50: 0.5, p75: 0.75, p95: 0.95, p99: 0.99, p999: 0.999 };
    for (const [name, share] of Object.entries(shares)) {
      expect(Math.abs(messages.total[name] / exact(share) - 1)).toBeLessThan(0.0101);
      expect(Math.abs(messages.parts.db[name] / (exact(share) / 4) - 1)).toBeLessThan(0.0101);
      expect(Math.abs(messages.parts.wait[name] / ((exact(share) * 3) / 4) - 1)).toBeLessThan(
        0.0101,
      );
    }
    expect(messages.parts.cpu).toBeNull();
    expect(messages.margin.ms).toBeCloseTo(1000 - messages.total.p95, 2);
    expect(messages.margin.percent).toBeCloseTo((1000 - messages.total.p95) / 10, 1);
    expect(messages.regions.map(({ region, done }: never) => [region, done])).toEqual([
      ['AS-NRT', 333],
      ['EU-CDG', 334],
      ['NA-IAD', 333],
    ]);
    expect(reads).toMatchObject({ operation: 'read', requests: 10, target: null, margin: null });
  });

  it('shows only what is asked for: an operation, a region, a range, by time', async () => {
    await countDurations(requests);
    const path = '/v1/operations/latency?of=platform&operation=store_message';
    const one = await call('GET', `${path}&region=NA-IAD`);
    expect(one.body.operations.map(({ done }: never) => done)).toEqual([333]);
    const series = await call('GET', `${path}&interval=minute`);
    const points: { done: number; at: string }[] = series.body.operations[0].series;
    expect(points.length).toBeGreaterThanOrEqual(50);
    expect(points.reduce((sum, { done }) => sum + done, 0)).toBe(1000);
    expect(points.map(({ at }) => at)).toEqual(points.map(({ at }) => at).sort());
    const days = await call('GET', `${path}&interval=day`);
    expect(days.body.grain).toBe('day');
    const from = new Date(Date.now() - 40 * 24 * 3_600_000).toISOString();
    const month = await call('GET', `${path}&from=${from}`);
    expect([month.body.grain, month.body.operations[0].done]).toEqual(['day', 1000]);
    // Minutes are kept for two days, so an hour before that is read by the hour.
    const old = await call('GET', `${path}&from=${from}&to=${hourAfter(from)}`);
    expect(old.body.grain).toBe('hour');
    const before = await call('GET', `${path}&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z`);
    expect(before.body.operations).toEqual([]);
  });

  it('belongs to the workspace, and that of the platform to operators', async () => {
    await countDurations([{ totalMs: 50 }], workspaceId);
    await countDurations([{ totalMs: 70 }]);
    const counts = async (key: Call, of: string) =>
      (await key('GET', `/v1/operations/latency?of=${of}`)).body.operations.map(
        ({ done }: never) => done,
      );
    expect(await counts(call, 'workspace')).toEqual([1]);
    expect(await counts(other, 'workspace')).toEqual([]);
    expect(await counts(other, 'platform')).toEqual([2]);
    const tenant = client(await makeKey('latency-other', ['messages:read']));
    for (const path of ['latency', 'metrics', 'status', 'backlog', 'slo']) {
      expect((await tenant('GET', `/v1/operations/${path}`)).status).toBe(200);
      const refused = await tenant('GET', `/v1/operations/${path}?of=platform`);
      expect([refused.status, refused.body.code]).toEqual([403, 'scope_missing']);
    }
  });

  it.each([
    ['interval=hour', 'query.operation'],
    ['region=EU-CDG', 'query.region'],
    ['from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z', 'query.to'],
    ['from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', 'query.to'],
    [
      'operation=read&interval=minute&from=2026-01-01T00:00:00Z&to=2026-01-03T00:00:00Z',
      'query.to',
    ],
    ['operation=cook', 'query.operation'],
  ])('refuses %s', async (query, field) => {
    const { status, body } = await call('GET', `/v1/operations/latency?${query}`);
    expect([status, body.code, body.errors?.[0].field]).toEqual([400, 'invalid_field', field]);
  });
});

describe('GET /v1/operations/metrics', () => {
  it('is read by a parser, with the counts of the day', async () => {
    const slow = durations.filter((ms) => ms > 500).length;
    await countDurations(
      durations.map((totalMs) => ({ totalMs })),
      workspaceId,
    );
    await countDurations([{ totalMs: 1, outcome: 'failed' }], workspaceId);
    const { status, headers, body } = await call('GET', '/v1/operations/metrics');
    expect([status, headers.get('Content-Type')]).toEqual([
      200,
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    ]);
    expect(body.endsWith('\n# EOF\n')).toBe(true);
    const families = parsePrometheus(body);
    const family = (name: string) => families.find((each) => each.name === name);
    const histogram = family('maitred_request_duration_seconds');
    expect(histogram?.type).toBe('HISTOGRAM');
    const [metric] = histogram?.metrics ?? [];
    // The parser reads Prometheus' older format, which has no `_created`; it leaves out what follows.
    const label = '{operation="store_message"}';
    expect(body).toContain(`maitred_request_duration_seconds_count${label} 1000\n`);
    const buckets: Record<string, string> = metric?.buckets ?? {};
    // A duration within 1 % of the bound may be on its other side.
    expect(Math.abs(Number(buckets['0.5']) - (1000 - slow))).toBeLessThan(15);
    expect(buckets['+Inf']).toBe('1000');
    const sum = durations.reduce((all, ms) => all + ms / 1000, 0);
    const written = /_sum\{operation="store_message"\} (\S+)/.exec(body)?.[1];
    expect(Math.abs(Number(written) / sum - 1)).toBeLessThan(0.01);
    const failed = 'maitred_requests_total{operation="store_message",outcome="failed"} 1\n';
    expect(body).toContain(failed);
  });
});
