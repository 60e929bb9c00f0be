import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  FAULTS,
  type Fault,
  type FaultName,
  MESSAGES_SHARE,
} from '../../scripts/simulate/faults.ts';
import { hoursOfBaseline } from '../../src/operations/light/baseline.ts';
import { selectReadings } from '../../src/operations/light/light-store.ts';
import type { Light } from '../../src/operations/light/signals.ts';
import { percentiles } from '../../src/platform/latency/histogram.ts';
import { LightWorld, MINUTE, ORDINARY, PER_MINUTE, SETTINGS } from './light-world.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

const MAX_CONNECTIONS = 53;
/** Three are PostgreSQL's superusers'. */
const MOST = MAX_CONNECTIONS - 3;
/** The light is evaluated so long after the beginning of each minute. */
const EVALUATED_AT = 5_000;
/** A fault begins so long after an evaluation: the latest evaluation within 90 s is the second one. */
const BEGINS_AFTER = 30_000;
const WITHIN = 90_000;
const GIGABYTE = 1e9;

let postgres: RealPostgres;
let world: LightWorld;

beforeAll(async () => {
  postgres = await startRealPostgres({ max_connections: String(MAX_CONNECTIONS) });
}, 300_000);
afterAll(() => postgres?.stop());

beforeEach(async () => {
  const start = Math.floor(Date.now() / MINUTE) * MINUTE - 60 * MINUTE + EVALUATED_AT;
  world = new LightWorld(postgres, start);
  await world.begin();
});
afterEach(() => world.disconnect());

interface Found {
  readonly fault: FaultName;
  readonly seconds: number | null;
  readonly light: Light;
  readonly causes: string;
}
const found: Found[] = [];

/** The messages of guests in a time. */
const messagesIn = (ms: number) => Math.round((PER_MINUTE * MESSAGES_SHARE * ms) / MINUTE);
const emotions = (messages: number, bytes = 300 * messages) => ({
  ...{ queue: 'emotions', messages, bytes, oldestAt: null },
});

/** What is done to the database and the queues while a fault lasts; `ms` is the time since the last call. */
const DONE: Partial<Record<FaultName, (ms: number, sinceMs: number) => Promise<void>>> = {
  'lock-wait': (_, sinceMs) => (sinceMs <= MINUTE ? world.block(6) : Promise.resolve()),
  'connection-leak': () => world.connectUntil(Math.ceil(0.92 * MOST)),
  async 'dead-consumer'(ms, sinceMs) {
    await storeBetween(ms);
    world.queues = [emotions(messagesIn(sinceMs))];
  },
  async 'lost-queue'(ms) {
    await storeBetween(ms);
    world.queues = [emotions(0)];
  },
  async 'full-queue'(ms) {
    await storeBetween(ms);
    world.queues = [emotions(50_000_000, 24 * GIGABYTE)];
  },
  async 'classifier-failing'(ms, sinceMs) {
    const jobs = await storeBetween(ms);
    for (let n = 0; n < jobs.length; n += 20) await world.failToRead(jobs.slice(n, n + 20));
    world.queues = [emotions(messagesIn(sinceMs))];
  },
};

/** Stores the messages of the time before now, some each five seconds. */
async function storeBetween(ms: number) {
  const jobs = [];
  for (let ago = ms; ago > 0; ago -= 5_000) {
    jobs.push(...(await world.store(messagesIn(5_000), world.now - ago)));
  }
  return jobs;
}

/** Ten minutes without a fault. */
async function calm() {
  for (let minute = 0; minute < 10; minute += 1) {
    await world.pass(MINUTE);
    await world.evaluate();
  }
  expect((await world.status()).light).toBe('green');
}

const namesOf = ({ causes }: Awaited<ReturnType<LightWorld['status']>>) =>
  causes.map(({ cause, detail }) => (detail === null ? cause : `${cause} (${detail})`)).join(', ');

/** Lets a fault begin, and looks when the light has its colour and names its cause. */
async function detect(name: FaultName): Promise<Found> {
  const fault: Fault = FAULTS[name];
  await world.pass(BEGINS_AFTER);
  const began = world.now;
  // What is not a request is real, and replaces what the simulation says about it.
  world.conditionsAt = (at) => ({ ...ORDINARY, ...fault.apply(ORDINARY, at - began) });
  for (let step = MINUTE - BEGINS_AFTER; world.now - began < 5 * MINUTE; step = MINUTE) {
    await world.pass(step);
    await DONE[name]?.(step, world.now - began);
    await world.evaluate();
    const status = await world.status();
    const isNamed = status.causes.some(({ cause }) => cause === fault.cause);
    if (status.light === fault.light && isNamed) {
      const seconds = (world.now - began) / 1000;
      return { fault: name, seconds, light: status.light, causes: namesOf(status) };
    }
  }
  const status = await world.status();
  return { fault: name, seconds: null, light: status.light, causes: namesOf(status) };
}

describe('faults', () => {
  it.each([
    'slow-database',
    'slow-network',
    'lock-wait',
    'dead-consumer',
    'lost-queue',
    'full-queue',
    'connection-leak',
    'traffic-5x',
    'region-slow',
    'classifier-failing',
  ] as const)('%s', async (name) => {
    await calm();
    found.push(await detect(name));
  });

  it('clock-skew', async () => {
    await calm();
    const skewed: Fault = FAULTS['clock-skew'];
    world.conditionsAt = () => ({ ...ORDINARY, ...skewed.apply(ORDINARY, 0) });
    const lights = new Set<string>();
    for (let minute = 0; minute < 10; minute += 1) {
      await world.pass(MINUTE);
      // The light is evaluated by isolates whose clocks differ.
      const right = world.now;
      world.now += [0, 40_000, -40_000, 10 * MINUTE][minute % 4] ?? 0;
      await world.evaluate();
      world.now = right;
      await world.evaluate();
      lights.add((await world.status()).light);
    }
    const now = world.now;
    const [row] = await postgres.database.run(selectReadings, {
      ...{ now, windowMinutes: SETTINGS.light.windowMinutes, hours: hoursOfBaseline(now) },
      before: now,
    });
    const messages = row?.readings.recent.filter((each) => each.measured === 'store_message') ?? [];
    expect(messages.length).toBe(3);
    // 57 ms in the middle; the spread of both parts puts the P95 at about 100 ms.
    for (const { total } of messages) {
      expect(percentiles(total, [0.5])[0]).toBeGreaterThan(50);
      expect(percentiles(total, [0.5])[0]).toBeLessThan(75);
      expect(percentiles(total, [0.95])[0]).toBeLessThan(150);
    }
    const isGreen = lights.size === 1 && lights.has('green');
    const status = await world.status();
    found.push({
      fault: 'clock-skew',
      seconds: isGreen ? 0 : null,
      light: status.light,
      causes: isGreen ? 'none, as it should be' : [...lights, namesOf(status)].join(' '),
    });
  });

  it('cron-missed', async () => {
    await calm();
    const last = world.now;
    // The first evaluation that is missed.
    await world.pass(MINUTE);
    const began = world.now;
    let seconds: number | null = null;
    while (seconds === null && world.now - began < 5 * MINUTE) {
      await world.pass(5_000);
      const status = await world.status();
      const isNamed = status.causes.some(({ cause }) => cause === 'not_evaluated');
      if (status.light === 'grey' && isNamed) seconds = (world.now - began) / 1000;
    }
    const status = await world.status();
    found.push({ fault: 'cron-missed', seconds, light: status.light, causes: namesOf(status) });
    await world.pass(7 * MINUTE);
    expect(await world.evaluate()).toBe('green');
    const history = await postgres.rows<{ kind: string; light: string; at: number }>(
      `select kind, light, (extract(epoch from at) * 1000)::float8 as at from light_changes
        order by at desc limit 2`,
    );
    expect(history).toEqual([
      { kind: 'evaluated', light: 'green', at: world.now },
      { kind: 'not_evaluated', light: 'grey', at: last + MINUTE },
    ]);
    expect((await world.status()).light).toBe('green');
  });

  it('are found within 90 s, at least 11 of 12', () => {
    const late = found.filter(({ seconds }) => seconds === null || seconds * 1000 > WITHIN);
    const lines = found.map(({ fault, seconds, light, causes }) =>
      [fault.padEnd(20), `${seconds ?? '–'} s`.padEnd(7), light.padEnd(6), causes].join('  '),
    );
    console.log([`fault, found after, light, causes`, ...lines].join('\n'));
    expect(found).toHaveLength(Object.keys(FAULTS).length);
    expect(late.length).toBeLessThanOrEqual(1);
  });
});

describe('connections', () => {
  it.each([
    [0.8, 'orange'],
    [0.9, 'red'],
  ] as const)('of %d of all are %s, until they are fewer', async (share, colour) => {
    const levelOf = async () => {
      await world.pass(MINUTE);
      await world.evaluate();
      const { signals } = await world.status();
      return signals.find(({ signal }) => signal === 'connections');
    };
    // The first evaluations open the connections that the Worker uses.
    await world.evaluate();
    await world.status();
    await world.connectUntil(share * MOST - 1);
    expect((await levelOf())?.level).not.toBe(colour);
    await world.connectUntil(share * MOST);
    expect(await levelOf()).toMatchObject({
      ...{ level: colour, value: 100 * share, cause: 'connections', events: share * MOST },
    });
    await world.disconnect();
    for (let minute = 0; minute < SETTINGS.light.settleMinutes; minute += 1) {
      expect((await levelOf())?.level).toBe(colour);
    }
    expect(await levelOf()).toMatchObject({ level: 'green', cause: null });
  });
});
