import { createMessageBatch } from 'cloudflare:test';
import { beforeEach, describe, expect, it } from 'vitest';
import { consumeEmotions } from '../../../src/emotions/consume-emotions.ts';
import { consumeFollowUps } from '../../../src/follow-ups/planning/follow-ups.consumer.ts';
import { consumeTelemetry } from '../../../src/platform/latency/consume-telemetry.ts';
import { weightOf } from '../../../src/platform/latency/sample.ts';
import { sweepLatency } from '../../../src/platform/latency/sweep-latency.ts';
import { asking, makeVenue, tomorrow } from '../../support/bookings.ts';
import { sql } from '../../support/sql.ts';
import { type Call, client, makeKey, quietBindings, testDeps } from '../../support/workspace.ts';

type Body = { sample?: object } & Record<string, unknown>;

let call: Call;
let sent: Record<'EMOTIONS' | 'FOLLOW_UPS' | 'TELEMETRY', Body[]>;
let workspaces = 0;

beforeEach(async () => {
  sent = { EMOTIONS: [], FOLLOW_UPS: [], TELEMETRY: [] };
  const queue = (name: keyof typeof sent) => ({
    send: async (body: Body) => void sent[name].push(body),
  });
  const bindings = {
    ...quietBindings,
    ...{ EMOTIONS: queue('EMOTIONS'), FOLLOW_UPS: queue('FOLLOW_UPS') },
    TELEMETRY: queue('TELEMETRY'),
  };
  workspaces += 1;
  call = client(await makeKey(`samples-${workspaces}`), {}, bindings);
  await sql`truncate latency_of_regions, latency_of_workspaces, counted_samples`;
});

const batchOf = (queue: string, bodies: readonly Body[]) =>
  createMessageBatch(
    queue,
    bodies.map((body, n) => ({ id: String(n), timestamp: new Date(), attempts: 1, body })),
  );
const CONSUMERS = {
  EMOTIONS: (bodies: readonly Body[]) => consumeEmotions(testDeps(), batchOf('emotions', bodies)),
  FOLLOW_UPS: (bodies: readonly Body[]) =>
    consumeFollowUps(testDeps(), batchOf('follow-ups', bodies)),
  TELEMETRY: (bodies: readonly Body[]) =>
    consumeTelemetry(testDeps(), batchOf('telemetry', bodies)),
};

const say = (text: string) =>
  call('POST', '/v1/conversations/c/messages', { role: 'customer', text, customer: { id: 'g' } });

/** How many durations the number of a histogram counts: twelve decimal digits for each bucket. */
const countOf = (number: string) =>
  (number.padStart(12 * Math.ceil(number.length / 12), '0').match(/.{12}/g) ?? [])
    .map(Number)
    .reduce((sum, count) => sum + count, 0);

/** What has been counted of a grain, by what it was measured as and how it ended. */
async function counted(grain = 'minute') {
  const rows = await sql`
    select measured, outcome, sum(requests)::int as requests, sum(total)::text as total,
           sum(in_database)::text as "inDatabase", sum(wait)::text as wait
      from latency_of_regions where grain = ${grain} group by 1, 2 order by 1, 2`;
  return rows.map(({ measured, outcome, requests, ...parts }) => [
    `${measured} ${outcome}`,
    requests,
    ...['total', 'inDatabase', 'wait'].map((part) => countOf(String(parts[part]))),
  ]);
}

describe('the duration of a stored message', () => {
  it('is carried by the message of the queue, and counted once with the message', async () => {
    await say('a table please');
    expect(sent.TELEMETRY).toEqual([]);
    const [job] = sent.EMOTIONS;
    expect(job?.sample).toMatchObject({ measured: 'store_message', outcome: 'done', weight: 1 });
    if (job === undefined) return;
    await CONSUMERS.EMOTIONS([job, job]);
    await CONSUMERS.EMOTIONS([job]);
    for (const grain of ['minute', 'hour', 'day']) {
      expect(await counted(grain)).toEqual([['store_message done', 1, 1, 1, 1]]);
    }
    expect(
      await sql`select grain, requests::int from latency_of_workspaces order by grain`,
    ).toEqual(['day', 'hour', 'minute'].map((grain) => ({ grain, requests: 1 })));
  });

  it('goes alone when nothing was stored, and counts once by its id', async () => {
    await call('POST', '/v1/conversations/c/messages', { role: 'customer', text: 'x', id: 'm' });
    await call('POST', '/v1/conversations/c/messages', { role: 'customer', text: 'y', id: 'm' });
    expect(sent.EMOTIONS).toHaveLength(1);
    const [job] = sent.TELEMETRY;
    expect(job?.sample).toMatchObject({ measured: 'store_message', outcome: 'refused' });
    if (job === undefined) return;
    await CONSUMERS.TELEMETRY([job, job]);
    await CONSUMERS.TELEMETRY([job]);
    expect(await counted()).toEqual([['store_message refused', 1, 1, 1, 1]]);
  });
});

describe('the durations of a booking and its acts', () => {
  it('are counted with their events, also when one message plans them all', async () => {
    const { id } = await makeVenue(asking(call), 2);
    sent.TELEMETRY.splice(0);
    const held = await call('POST', '/v1/bookings', {
      ...{ venueId: id, start: tomorrow(12), partySize: 2, customer: { id: 'g' }, hold: true },
    });
    expect(held.status).toBe(201);
    await call('POST', `/v1/bookings/${held.body.id}/confirm`);
    await call('POST', '/v1/bookings', {
      ...{ venueId: id, start: tomorrow(12), partySize: 2, customer: { id: 'h' } },
    });
    expect(sent.TELEMETRY).toEqual([]);
    await CONSUMERS.FOLLOW_UPS([...sent.FOLLOW_UPS, ...sent.FOLLOW_UPS]);
    await CONSUMERS.FOLLOW_UPS(sent.FOLLOW_UPS);
    expect(await counted()).toEqual([
      ['change_booking done', 1, 1, 1, 1],
      ['confirm_booking done', 1, 1, 1, 1],
      ['hold_booking done', 1, 1, 1, 1],
    ]);
  });
});

it('an act that changes nothing takes nothing from the event before it', async () => {
  const { id } = await makeVenue(asking(call), 1);
  sent.FOLLOW_UPS.splice(0);
  const notes = 'by the window';
  const made = await call('POST', '/v1/bookings', {
    ...{ venueId: id, start: tomorrow(12), partySize: 2, customer: { id: 'g' }, notes },
  });
  const same = await call('PATCH', `/v1/bookings/${made.body.id}`, { notes });
  expect([made.body.version, same.body.version]).toEqual([1, 1]);
  await CONSUMERS.FOLLOW_UPS(sent.FOLLOW_UPS);
  expect(await counted()).toEqual([['confirm_booking done', 1, 1, 1, 1]]);
});

describe('the durations of reads', () => {
  it('are counted for all of them, though one in ten is sent', async () => {
    for (let n = 0; n < 200; n += 1) await call('GET', '/v1/limits');
    const [first] = sent.TELEMETRY;
    expect(first?.sample).toMatchObject({ measured: 'read', outcome: 'done', weight: 10 });
    // By chance: 20 of 200. Fewer than 4 or more than 45 are one case in 100,000.
    expect(sent.TELEMETRY.length).toBeGreaterThan(3);
    expect(sent.TELEMETRY.length).toBeLessThan(46);
    await CONSUMERS.TELEMETRY(sent.TELEMETRY);
    const total = 10 * sent.TELEMETRY.length;
    expect(await counted()).toEqual([['read done', total, total, total, total]]);
  });

  it('have no database time when the request used none', async () => {
    for (let n = 0; n < 100; n += 1) await call('GET', '/v1/bookings?state=eaten');
    expect(sent.TELEMETRY.length).toBeGreaterThan(0);
    for (const { sample } of sent.TELEMETRY) {
      expect(sample).toMatchObject({ outcome: 'refused', inDatabase: null, wait: null });
    }
  });

  it('are not counted of strangers, so that nobody raises the traffic without a key', async () => {
    const bindings = { ...quietBindings, TELEMETRY: { send: async () => void strange.push(1) } };
    const strange: number[] = [];
    const stranger = client('mtd_no', {}, bindings);
    for (let n = 0; n < 50; n += 1) {
      expect((await stranger('POST', '/v1/bookings', {})).status).toBeGreaterThanOrEqual(400);
    }
    expect(strange).toEqual([]);
  });
});

describe('how many requests a sample stands for', () => {
  it.each([
    ['a read that is measured', 'read', 200, true, 0.05, 10],
    ['a read that is not', 'read', 200, true, 0.5, 0],
    ['a read that fails', 'read', 503, true, 0.5, 1],
    ['a message', 'store_message', 201, true, 0.5, 1],
    ['a refusal', 'write', 409, true, 0.5, 1],
    ['a refusal without a key', 'write', 401, false, 0.5, 0],
    ['a failure without a key', 'write', 500, false, 0.5, 1],
    ['a request that has no operation', undefined, 404, false, 0.5, 0],
  ] as const)('%s', (_, measured, status, hasCaller, random, weight) => {
    expect(weightOf(measured, status, hasCaller, random)).toBe(weight);
  });
});

it('durations are deleted when they are too old for their grain, and ids after an hour', async () => {
  const row = (grain: string, days: number) => sql`
    insert into latency_of_regions
      (grain, measured, at, region, outcome, requests, slow, total, in_database, wait)
    values (${grain}, 'read', now() - ${days} * interval '1 day', 'unknown', 'done', 1, 0, 1, 1, 1)`;
  const AGES = { minute: [1.9, 2.1], hour: [59, 61], day: [731, 733] };
  for (const [grain, ages] of Object.entries(AGES)) {
    for (const days of ages) await row(grain, days);
  }
  await sql`insert into counted_samples (id, at)
            values (gen_random_uuid(), now() - interval '61 minutes'), (gen_random_uuid(), now())`;
  await sweepLatency(testDeps(), testDeps().operations.kept);
  const left = await sql`
    select grain, round(extract(epoch from now() - at) / 86400)::int as days
      from latency_of_regions order by grain`;
  expect(left).toEqual([
    { grain: 'day', days: 731 },
    { grain: 'hour', days: 59 },
    { grain: 'minute', days: 2 },
  ]);
  expect(await sql`select count(*)::int as n from counted_samples`).toEqual([{ n: 1 }]);
});

it('is also a data point of Analytics Engine, where that is configured', async () => {
  const points: object[] = [];
  const ANALYTICS = { writeDataPoint: (point: object) => points.push(point) };
  const bindings = { ...quietBindings, EMOTIONS: { send: async () => {} }, ANALYTICS };
  const reported = client(await makeKey('analytics'), {}, bindings);
  await reported('POST', '/v1/conversations/c/messages', {
    ...{ role: 'customer', text: 'my secret', customer: { id: 'g' } },
  });
  expect(points).toEqual([
    {
      indexes: ['store_message'],
      blobs: ['store_message', 'done', 'unknown'],
      doubles: [1, expect.any(Number), expect.any(Number), expect.any(Number)],
    },
  ]);
});

it('no body of the queues names a guest, a conversation or a booking in its sample', async () => {
  await say('my secret');
  for (const { sample } of [...sent.EMOTIONS, ...sent.TELEMETRY]) {
    expect(Object.keys(sample ?? {}).sort()).toEqual([
      'at',
      'inDatabase',
      'isSlow',
      'measured',
      'outcome',
      'region',
      'total',
      'wait',
      'weight',
    ]);
  }
});
