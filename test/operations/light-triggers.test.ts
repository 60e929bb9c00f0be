import { beforeEach, describe, expect, it } from 'vitest';
import { evaluateLight } from '../../src/operations/light/evaluate-light.ts';
import { selectReadings, storeLight } from '../../src/operations/light/light-store.ts';
import { showStatus } from '../../src/operations/light/show-status.ts';
import {
  LEVELS,
  type Level,
  type SignalName,
  signalStateSchema,
} from '../../src/operations/light/signals.ts';
import { bucketOf } from '../../src/platform/latency/histogram.ts';
import { type Measured, type Sample, sampleOf } from '../../src/platform/latency/sample.ts';
import { countTelemetry } from '../../src/platform/latency/sample-store.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { useFollowUps } from '../support/follow-up-tests.ts';
import { SETTINGS } from '../support/light-readings.ts';
import { sql } from '../support/sql.ts';
import { client, makeKey, testDeps } from '../support/workspace.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const { settleMinutes, overdueSeconds } = SETTINGS.light;
const MOST_WEIGHT = 1000;

/** A while ago, because samples of the future would be moved to now; half a minute into a minute. */
const START = Math.floor(Date.now() / HOUR) * HOUR - 20 * HOUR + 5.5 * MINUTE;
let now = START;
const logged: { event: string; fields: unknown }[] = [];
const note = (event: string, fields?: unknown) => void logged.push({ event, fields });
const deps = () => ({
  ...testDeps(),
  ...{ now: () => now, operations: SETTINGS, queueMetrics: async () => [] },
  log: { info: note, warn: note, error: note },
});
const { database } = testDeps();

beforeEach(async () => {
  now = START;
  logged.length = 0;
  await sql`truncate latency_of_regions, latency_of_workspaces, counted_samples, platform_light,
                     light_changes, maintenance_windows, pending_messages, due_moods,
                     message_announcements, failed_work, webhooks, jobs cascade`;
});

/** So many requests that took so long. */
interface Requests {
  readonly measured?: Measured;
  readonly count: number;
  readonly ms?: number;
  readonly status?: number;
  readonly region?: 'EU-CDG' | 'NA-EWR';
  /** How long ago they ended. */
  readonly ago?: number;
}

/** Counts requests, as the consumer of the queue does. */
async function count(...all: readonly Requests[]): Promise<void> {
  const samples = all.flatMap(({ measured = 'store_message', count: left, ...of }): Sample[] => {
    const { ms = 20, status = 201, region = 'EU-CDG', ago = 0 } = of;
    const [continent, colo] = region.split('-');
    const target = { store_message: 1000, confirm_booking: 500 }[String(measured)];
    const weights = Array.from({ length: Math.ceil(left / MOST_WEIGHT) }, (_, n) =>
      Math.min(MOST_WEIGHT, left - n * MOST_WEIGHT),
    );
    return weights.map((weight) =>
      sampleOf({
        ...{ measured, status, cf: { continent, colo }, at: now - ago, weight },
        ...{ targetMs: target, totalMs: ms, databaseMs: ms, inDatabaseMs: 0.9 * ms },
      }),
    );
  });
  await database.run(countTelemetry, {
    samples: samples.map((sample) => ({ id: crypto.randomUUID(), workspaceId: null, sample })),
  });
}

/** The canary runs, so that something is known. */
const probe = () =>
  count({ measured: 'canary_message', count: 5 }, { measured: 'canary_booking', count: 5 });

/** Usual requests in the hours of a week, from which the baseline is taken: 300 a minute. */
async function usual(): Promise<void> {
  for (let days = 1; days <= 8; days += 1) {
    for (const hours of [-1, 0, 1]) {
      await count({ measured: 'read', count: 18_000, ago: days * DAY - hours * HOUR });
    }
  }
}

const signalOf = async (name: SignalName) => {
  const [row] = await sql`select light, signals from platform_light`;
  const signals = signalStateSchema.array().parse(row?.['signals']);
  return signals.find(({ signal }) => signal === name);
};
const levelOf = async (name: SignalName) => (await signalOf(name))?.level;

/** Rows of the outboxes that have waited, a quarter of them in each. */
async function wait(rows: number, seconds = overdueSeconds + 1): Promise<void> {
  const key = await makeKey('overdue');
  expect(key).not.toBe('');
  const at = new Date(now - 1000 * seconds).toISOString();
  const some = Array.from({ length: rows }, (_, n) => n);
  const of = (outbox: number) => some.filter((n) => n % 4 === outbox).length;
  await sql`insert into pending_messages (workspace_id, created_at, conversation_id, seq)
    select id, ${at}::timestamptz, gen_random_uuid(), n
      from (select id from workspaces limit 1) w, generate_series(1, ${of(0)}::int) n`;
  await sql`insert into due_moods (conversation_id, due_since)
    select gen_random_uuid(), ${at}::timestamptz from generate_series(1, ${of(1)}::int)`;
  await sql`insert into message_announcements (conversation_id, seq, workspace_id, at)
    select gen_random_uuid(), n, id, ${at}::timestamptz
      from (select id from workspaces limit 1) w, generate_series(1, ${of(2)}::int) n`;
  await sql`insert into jobs (id, workspace_id, kind, channel, event, due_at, state, wake_at, created_at)
    select gen_random_uuid(), id, 'event', 'email', 'booking.confirmed', ${at}::timestamptz,
           'planned', ${at}::timestamptz, ${at}::timestamptz
      from (select id from workspaces limit 1) w, generate_series(1, ${of(3)}::int)`;
}
const work = () => sql`truncate pending_messages, due_moods, message_announcements, jobs cascade`;

/** How a signal is driven to a value, and what makes it calm again. */
interface Trigger {
  readonly signal: SignalName;
  readonly steps: Partial<Record<Exclude<Level, 'green'>, number>>;
  /** The relative error of the value. Durations are in buckets of 2 %. */
  readonly error: number;
  drive(value: number): Promise<unknown>;
  /** After how long the windows no longer have what was driven. */
  readonly calmAfter: (level: Level) => number;
  end?(): Promise<unknown>;
  readonly before?: () => Promise<void>;
}

const p95 = (measured: Measured) => (ms: number) => count({ measured, count: 60, ms });
const SIX_MINUTES = () => 6 * MINUTE;
const BURNT: Readonly<Record<Level, number>> = {
  ...{ green: 0, red: 6 * MINUTE, orange: 31 * MINUTE, yellow: 8 * HOUR },
};

const TRIGGERS: readonly Trigger[] = [
  {
    ...{ signal: 'message_p95', steps: { yellow: 900, orange: 950, red: 1000 }, error: 0.011 },
    ...{ drive: p95('store_message'), calmAfter: SIX_MINUTES },
  },
  {
    ...{ signal: 'booking_p95', steps: { yellow: 450, orange: 475, red: 500 }, error: 0.011 },
    ...{ drive: p95('confirm_booking'), calmAfter: SIX_MINUTES },
  },
  {
    ...{ signal: 'region_p95', steps: { yellow: 90, orange: 95, red: 100 }, error: 0.011 },
    drive: (percent) =>
      count(
        { measured: 'confirm_booking', count: 900 },
        { measured: 'confirm_booking', count: 120, ms: 5 * percent, region: 'NA-EWR' },
      ),
    calmAfter: SIX_MINUTES,
  },
  {
    ...{ signal: 'traffic', steps: { yellow: 2, orange: 3, red: 5 }, error: 0.004 },
    before: usual,
    drive: (times) => count({ measured: 'read', count: Math.round(300 * times), ago: MINUTE }),
    calmAfter: () => 2 * MINUTE,
  },
  {
    ...{ signal: 'overdue', steps: { red: 100 }, error: 0.01, drive: wait },
    ...{ calmAfter: () => MINUTE, end: work },
  },
  {
    ...{ signal: 'burn_availability', steps: { yellow: 1, orange: 6, red: 14.4 }, error: 0.01 },
    drive: (rate) => count({ count: 100_000 - Math.round(100 * rate) }, failed(100 * rate)),
    calmAfter: (level) => BURNT[level],
  },
  {
    ...{ signal: 'burn_messages', steps: { yellow: 1, orange: 6, red: 14.4 }, error: 0.01 },
    drive: (rate) => slow('store_message', rate),
    calmAfter: (level) => BURNT[level],
  },
  {
    ...{ signal: 'burn_bookings', steps: { yellow: 1, orange: 6, red: 14.4 }, error: 0.01 },
    drive: (rate) => slow('confirm_booking', rate),
    calmAfter: (level) => BURNT[level],
  },
];

const failed = (requests: number) => ({ count: Math.round(requests), status: 503 });
/** Of 10,000 requests, one in twenty may be slow. */
const slow = (measured: Measured, rate: number) =>
  count(
    { measured, count: 10_000 - Math.round(500 * rate) },
    { measured, count: Math.round(500 * rate), ms: 2000 },
  );

const CASES = TRIGGERS.flatMap((trigger) =>
  Object.entries(trigger.steps).map(([level, step]) => ({
    ...trigger,
    ...{ level: level as Exclude<Level, 'green'>, step },
  })),
);

describe.each(CASES)('$signal is $level', (trigger) => {
  const { signal, level, step, error, drive, calmAfter } = trigger;

  it(`at ${step}, and no longer when it has been lower for a while`, async () => {
    await trigger.before?.();
    await probe();
    await drive(step * (1 - error));
    await evaluateLight(deps());
    expect(await levelOf(signal)).not.toBe(level);
    // Later, with other rows.
    await trigger.end?.();
    await sql`truncate latency_of_regions, platform_light`;
    await trigger.before?.();
    now += 2 * MINUTE;
    await probe();
    await drive(step * (1 + error));
    const light = await evaluateLight(deps());
    expect(await signalOf(signal)).toMatchObject({ level, threshold: step, since: now });
    expect(LEVELS.slice(LEVELS.indexOf(level))).toContain(light);
    expect((await signalOf(signal))?.cause).toEqual(expect.any(String));
    // What has been is over: only fast requests that succeed.
    await trigger.end?.();
    now += calmAfter(level);
    for (let minute = 0; minute <= settleMinutes; minute += 1) {
      await probe();
      await count(
        { count: 100 },
        { measured: 'confirm_booking', count: 60 },
        { measured: 'confirm_booking', count: 60, region: 'NA-EWR' },
      );
      await evaluateLight(deps());
      if (minute < settleMinutes) expect(await levelOf(signal)).toBe(level);
      now += MINUTE;
    }
    expect(await levelOf(signal)).not.toBe(level);
  });
});

describe('the light', () => {
  it('is grey when there is nothing, and green when the canary runs', async () => {
    expect(await evaluateLight(deps())).toBe('grey');
    now += MINUTE;
    await probe();
    expect(await evaluateLight(deps())).toBe('green');
    // Silence freezes what is known.
    now += 3 * HOUR;
    expect(await evaluateLight(deps())).toBe('grey');
  });

  it('stays red in silence', async () => {
    await count({ measured: 'confirm_booking', count: 60, ms: 600 });
    expect(await evaluateLight(deps())).toBe('red');
    for (let hour = 0; hour < 12; hour += 1) {
      now += HOUR;
      expect(await evaluateLight(deps())).toBe('red');
    }
    expect(await signalOf('booking_p95')).toMatchObject({
      ...{ level: 'red', value: null, unmeasuredSince: START + HOUR, cause: 'database_slow' },
    });
  });

  it('keeps each change of a colour, with all signals', async () => {
    await probe();
    await evaluateLight(deps());
    now += MINUTE;
    await evaluateLight(deps());
    now += MINUTE;
    await count({ measured: 'confirm_booking', count: 60, ms: 480 });
    await evaluateLight(deps());
    const changes = await sql`select light, former, kind, signals from light_changes order by at`;
    expect(changes).toMatchObject([
      { light: 'green', former: null, kind: 'evaluated' },
      { light: 'orange', former: 'green', kind: 'evaluated' },
    ]);
    const signals = signalStateSchema.array().parse(changes[1]?.['signals']);
    expect(signals).toHaveLength(9);
    expect(signals.find(({ signal }) => signal === 'booking_p95')).toMatchObject({
      ...{ level: 'orange', threshold: 475, events: 60, since: now, cause: 'database_slow' },
    });
    const [row] = await sql`select light, (extract(epoch from since) * 1000)::float8 as since
                              from platform_light`;
    expect(row).toEqual({ light: 'orange', since: now });
    expect(logged.filter(({ event }) => event === 'light_changed')).toMatchObject([
      { fields: { light: 'orange', former: 'green' } },
    ]);
  });

  it('is stored once when it is evaluated twice at the same time', async () => {
    await probe();
    await evaluateLight(deps());
    now += MINUTE;
    await count({ count: 60, ms: 1200 });
    const lights = await Promise.all(Array.from({ length: 4 }, () => evaluateLight(deps())));
    expect(lights.filter((light) => light !== undefined)).toEqual(['red']);
    expect(await sql`select light from light_changes order by at`).toEqual([
      { light: 'green' },
      { light: 'red' },
    ]);
    // The same for an evaluation that has read the light before.
    const late = { light: 'green', signals: [], formerAt: START, former: 'green' } as const;
    const [stored] = await database.run(storeLight, {
      ...{ ...late, now: now + 1, isChanged: true, isReported: true, missedAt: null },
      ids: [crypto.randomUUID(), crypto.randomUUID()],
    });
    expect(stored).toEqual({ isStored: false, jobs: [] });
    expect(await sql`select light from light_changes`).toHaveLength(2);
  });

  it('records the minutes without an evaluation', async () => {
    await probe();
    await evaluateLight(deps());
    now += 17 * MINUTE;
    await probe();
    expect(await evaluateLight(deps())).toBe('green');
    const changes = await sql`
      select light, former, kind, (extract(epoch from at) * 1000)::float8 as at
        from light_changes order by at`;
    expect(changes).toEqual([
      { light: 'green', former: null, kind: 'evaluated', at: START },
      { light: 'grey', former: 'green', kind: 'not_evaluated', at: START + MINUTE },
      { light: 'green', former: 'grey', kind: 'evaluated', at: now },
    ]);
    // One minute that comes a little late is not missed.
    now += 119_000;
    await evaluateLight(deps());
    expect(await sql`select from light_changes where kind = 'not_evaluated'`).toHaveLength(1);
  });

  it('goes on after an evaluation by a clock that is far ahead', async () => {
    await probe();
    await evaluateLight({ ...deps(), now: () => START + HOUR });
    expect(await evaluateLight(deps())).toBe('green');
    now += MINUTE;
    await count({ count: 60, ms: 1200 });
    expect(await evaluateLight(deps())).toBe('red');
  });
});

it('holds that have expired are not overdue, because only the sweep plans them', async () => {
  const made = client(await makeKey('expired holds'));
  const ask = asking(made);
  const venue = await makeVenue(ask, 1);
  const place = { venueId: venue.id, start: tomorrow(12), partySize: 2, customer: { id: 'g' } };
  await ask('POST', '/v1/bookings', { ...place, hold: true });
  const overdue = async () => {
    now += MINUTE;
    await probe();
    await evaluateLight(deps());
    return (await signalOf('overdue'))?.value;
  };
  // The event of the hold itself is overdue, when nobody has planned it.
  await sql`update booking_events set at = to_timestamp(${now / 1000 - 60})`;
  expect(await overdue()).toBe(1);
  await sql`update booking_events set event = 'expired' where planned_at is null`;
  expect(await overdue()).toBe(0);
});

describe('maintenance', () => {
  it('leaves the light as it is, and its requests out', async () => {
    await probe();
    await evaluateLight(deps());
    now += MINUTE;
    await sql`insert into maintenance_windows (id, starts_at, ends_at, reason) values
      (gen_random_uuid(), to_timestamp(${(now - 1000) / 1000}),
       to_timestamp(${(now + 3 * MINUTE) / 1000}), 'test')`;
    const windowEnds = now + 3 * MINUTE;
    for (; now < windowEnds; now += MINUTE) {
      await count({ count: 500, ms: 3000 }, { count: 500, status: 503 });
      expect(await evaluateLight(deps())).toBe('green');
    }
    // After it, what happened in its minutes does not count.
    for (let minute = 0; minute < 3; minute += 1) {
      now += MINUTE;
      await probe();
      await count({ count: 60 });
      expect(await evaluateLight(deps())).toBe('green');
    }
    const values = { now, windowMinutes: 60, hours: [], before: now };
    const [row] = await database.run(selectReadings, values);
    const requests = (window: string) =>
      row?.readings.counts
        .filter((each) => each.window === window)
        .reduce((sum, each) => sum + each.requests, 0);
    expect(requests('1h')).toBe(180);
    // Requests outside of it do.
    await count({ count: 600, ms: 3000 });
    now += 1000;
    expect(await evaluateLight(deps())).toBe('red');
  });
});

describe('a change of the light', () => {
  const t = useFollowUps('light');
  const worldDeps = () => ({ ...deps(), sendDeliveries: t.world.deps.sendDeliveries });
  const bodies = () =>
    t.world.received.filter(({ url }) => url === t.endpoint).map(({ body }) => JSON.parse(body));

  it('is reported to each endpoint that wants to know, once', async () => {
    await t.listen(['operations.status_changed']);
    await probe();
    // The first evaluation changes nothing that anyone has known.
    await evaluateLight(worldDeps());
    now += MINUTE;
    await evaluateLight(worldDeps());
    await t.world.drain();
    expect(bodies()).toEqual([]);
    now += MINUTE;
    await count({ measured: 'confirm_booking', count: 60, ms: 700 });
    await Promise.all([evaluateLight(worldDeps()), evaluateLight(worldDeps())]);
    now += MINUTE;
    await evaluateLight(worldDeps());
    await t.world.drain();
    expect(bodies()).toMatchObject([
      {
        type: 'operations.status_changed',
        timestamp: new Date(now - MINUTE).toISOString(),
        data: { light: 'red', former: 'green' },
      },
    ]);
    const [{ data }] = bodies();
    expect(data.causes).toContainEqual({
      ...{ signal: 'booking_p95', level: 'red', cause: 'database_slow', detail: null },
      ...{ value: expect.any(Number), threshold: 500 },
    });
    expect(await sql`select state, event from jobs where light_change is not null`).toEqual([
      { state: 'delivered', event: 'operations.status_changed' },
    ]);
  });

  it('is not reported during maintenance, also when evaluations were missed', async () => {
    await t.listen(['operations.status_changed']);
    await probe();
    await evaluateLight(worldDeps());
    await sql`insert into maintenance_windows (id, starts_at, ends_at, reason) values
      (gen_random_uuid(), to_timestamp(${now / 1000}), to_timestamp(${(now + HOUR) / 1000}), 'test')`;
    now += 10 * MINUTE;
    expect(await evaluateLight(worldDeps())).toBe('green');
    // The history shows the time without evaluations all the same.
    expect(await sql`select kind from light_changes order by at`).toContainEqual({
      kind: 'not_evaluated',
    });
    expect(await sql`select from jobs where light_change is not null`).toEqual([]);
    expect(logged.filter(({ event }) => event === 'light_changed')).toEqual([]);
  });

  it('is not reported to an endpoint that is not verified or wants other events', async () => {
    await t.listen(['booking.confirmed']);
    const held = await t.call('POST', '/v1/webhooks', {
      ...{ url: `${t.endpoint}/held`, events: ['operations.status_changed'] },
    });
    expect(held.status).toBe(201);
    await probe();
    await evaluateLight(worldDeps());
    now += MINUTE;
    await count({ count: 60, ms: 1200 });
    expect(await evaluateLight(worldDeps())).toBe('red');
    expect(await sql`select from jobs where light_change is not null`).toEqual([]);
  });
});

it('the status is grey when the evaluation is late, and says so', async () => {
  const call = client(await makeKey('light status'));
  await probe();
  await evaluateLight(deps());
  const statusAt = async (at: number) => {
    const { signer } = testDeps();
    const caller = await signer.verify(await makeKey('light status'));
    if (caller === undefined) throw new Error('the key does not verify');
    return showStatus({ ...deps(), now: () => at }, caller, { of: 'platform' });
  };
  expect((await statusAt(now + 2 * MINUTE)).light).toBe('green');
  expect(await statusAt(now + 2 * MINUTE + 1)).toMatchObject({
    ...{ light: 'grey', causes: [{ signal: null, cause: 'not_evaluated' }] },
  });
  // The route uses the same, with the real clock, on which the evaluation is hours ago.
  const answer = await call('GET', '/v1/operations/status?of=platform');
  expect(answer.body).toMatchObject({ light: 'grey', causes: [{ cause: 'not_evaluated' }] });
});

it('a bucket of durations is off by 1 % at most, which is the error of the triggers', () => {
  expect(bucketOf(900 * 1.011)).toBeGreaterThan(bucketOf(900 * 0.989));
});
