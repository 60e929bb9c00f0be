import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { book } from '../../src/bookings/book.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import { MOST_OF_ENDPOINT, MOST_OF_WORKSPACE } from '../../src/follow-ups/delivery/admit.ts';
import { claimNamed } from '../../src/follow-ups/delivery/claim-store.ts';
import { type Deliverer, deliverJobs } from '../../src/follow-ups/delivery/deliver-jobs.ts';
import { dispatchDue } from '../../src/follow-ups/delivery/dispatch.ts';
import type { Delivery } from '../../src/follow-ups/ports.ts';
import type { JobId } from '../../src/platform/ids.ts';
import type { DeliveryJob } from '../../src/platform/jobs.ts';
import { createWebhook } from '../../src/webhooks/create-webhook.ts';
import { newWebhookSchema } from '../../src/webhooks/webhook.ts';
import { verifyByHand } from '../support/challenges.ts';
import { createWorld, type World, type WorldOptions } from '../support/follow-up-world.ts';
import { openVenue, tablesOfFour } from '../support/open-venue.ts';
import { bookingIdOf } from '../support/shown-ids.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

const ENDPOINTS = 4;
/** The number of deliveries to each endpoint. */
const EACH = 150;
const CONSUMERS = 12;

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
}, 300_000);
afterAll(() => postgres?.stop());

/** A booking in a new venue, for jobs about its first event. */
async function bookOnce(world: World, guest: string) {
  const { database, caller } = postgres;
  const settings = { name: guest, timeZone: 'UTC' };
  const venue = await openVenue({ database }, caller, settings, tablesOfFour(1));
  const start = `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}T19:00:00Z`;
  const wanted = { venueId: venue.id, start, partySize: 2, customer: { id: guest } };
  const booked = await book(world.deps, caller, newBookingSchema.parse(wanted));
  return bookingIdOf(booked.id);
}

/** Plans deliveries of the event of a booking to endpoints, which get nothing else. */
async function planFor(world: World, booking: string, urls: readonly string[], each: number) {
  const { database, caller } = postgres;
  for (const url of urls) {
    const parsed = newWebhookSchema.parse({ url, events: ['booking.finished'] });
    await createWebhook(world.deps, caller, parsed);
    await verifyByHand(database, url);
  }
  await postgres.rows(`
    insert into jobs (id, workspace_id, kind, channel, booking_id, version, webhook_id, event,
                      due_at, state, wake_at, created_at)
    select gen_random_uuid(), b.workspace_id, 'event', 'webhook', b.id, 1, w.id,
           'booking.confirmed', now(), 'planned', now(), now()
      from bookings b, webhooks w, generate_series(1, ${each})
     where b.id = '${booking}' and w.url in (${urls.map((url) => `'${url}'`).join()})`);
}

const open = (options: Partial<WorldOptions> = {}) =>
  createWorld({
    database: postgres.database,
    keySecret: postgres.keySecret,
    startsAt: Date.now(),
    ...options,
  });

const MINUTE = 60_000;

describe('a claim that no consumer has taken', () => {
  it('is no failure, and each further one lasts twice as long, up to five hours', async () => {
    const world = open();
    const booking = await bookOnce(world, 'lapsing');
    await planFor(world, booking, ['https://hooks.tenant.example.com/lapsing'], 1);
    const read = async () => {
      const [row] = await postgres.rows<{
        wake: number;
        failures: number;
        state: string;
        id: JobId;
      }>(
        `select id, state, failures, (extract(epoch from wake_at) * 1000)::float8 as wake from jobs
          where booking_id = '${booking}' and channel = 'webhook'`,
      );
      if (row === undefined) throw new Error('no job');
      return row;
    };
    const claimAt = async (now: number) => {
      const { id } = await read();
      const times = { now, soon: now + 2 * MINUTE, leaseMs: 5 * MINUTE };
      await postgres.database.run(claimNamed, { ...times, ids: [id], limit: 1 });
      return read();
    };
    let now = (await read()).wake;
    const leases: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      const { state, failures, wake } = await claimAt(now);
      expect([state, failures]).toEqual(['leased', 0]);
      leases.push(Math.round((wake - now) / MINUTE));
      now = wake;
    }
    expect(leases).toEqual([5, 10, 20, 40, 80, 160, 320, 320, 320, 320, 320, 320]);
    // A job that was running has failed when its lease ends.
    await postgres.rows(`update jobs set state = 'running' where booking_id = '${booking}'`);
    expect(await claimAt(now)).toMatchObject({ state: 'leased', failures: 1 });
    await postgres.rows(`delete from jobs where booking_id = '${booking}'`);
  });
});

describe('a slow endpoint', () => {
  it('gets one request at a time, and nothing of what waits for it has failed', async () => {
    const slow = 'https://hooks.tenant.example.com/slow';
    const other = 'https://hooks.tenant.example.com/other';
    let isSlow = true;
    let passed = 0;
    const world = open({
      receive: ({ url }) => {
        if (url === slow && isSlow) passed += 9900;
        return new Response(null, { status: 204 });
      },
    });
    const { now } = world.deps;
    world.deps.now = () => now() + passed;
    const booking = await bookOnce(world, 'slow');
    await planFor(world, booking, [slow, other], 60);
    const requests = (url: string) => world.received.filter((each) => each.url === url).length;
    const left = async () => {
      const [row] = await postgres.rows<{ jobs: number; failures: number }>(
        `select count(*) filter (where state <> 'delivered')::int as jobs,
                sum(failures)::int as failures
           from jobs where booking_id = '${booking}' and channel = 'webhook'`,
      );
      return row;
    };
    await world.goTo(world.now());
    // Five requests are under way when the first answers come.
    expect(requests(slow)).toBeLessThanOrEqual(10);
    await world.passTo(world.now() + 15 * MINUTE);
    expect(requests(slow)).toBeLessThan(30);
    expect(requests(other)).toBe(60);
    expect(await left()).toEqual({ jobs: 60 - requests(slow), failures: 0 });
    // When the endpoint is well again, the rest is delivered.
    isSlow = false;
    await world.passTo(world.now() + 30 * MINUTE);
    expect(await left()).toEqual({ jobs: 0, failures: 0 });
  });
});

describe('a batch with a job that cannot be read', () => {
  it('delivers all others at once: jobs that it takes in parts are counted once', async () => {
    const world = open();
    const booking = await bookOnce(world, 'parts');
    await planFor(world, booking, ['https://hooks.tenant.example.com/parts'], MOST_OF_ENDPOINT);
    let queue: DeliveryJob[] = [];
    world.deps.sendDeliveries = async (all) => void queue.push(...all.map(({ job }) => job));
    await dispatchDue(world.deps, 'webhooks', 1000);
    const [first] = await postgres.rows<{ id: JobId }>(`
      update jobs set due_at = 'infinity'
       where id = (select min(id::text)::uuid from jobs where booking_id = '${booking}'
                      and channel = 'webhook')
      returning id`);
    const isFirst = ({ jobId }: DeliveryJob) => Number(jobId !== first?.id);
    queue = queue.sort((one, other) => isFirst(one) - isFirst(other));
    expect(queue).toHaveLength(MOST_OF_ENDPOINT);
    const counts = await deliverJobs(world.deps, queue);
    expect(counts).toEqual({ delivered: MOST_OF_ENDPOINT - 1, suppressed: 0, failed: 1 });
    await postgres.rows(`delete from jobs where booking_id = '${booking}'`);
  });
});

it('consumers that run at the same time keep the limits of endpoints and workspaces', async () => {
  const world = open();
  const booking = await bookOnce(world, 'maya');
  const urls = Array.from({ length: ENDPOINTS }, (_, n) => `https://hooks.tenant.example.com/${n}`);
  await planFor(world, booking, urls, EACH);

  let queue: DeliveryJob[] = [];
  const send = async (all: readonly Delivery[]) => void queue.push(...all.map(({ job }) => job));
  const underWay = new Map<string, number>();
  const most = { endpoint: 0, workspace: 0, calls: 0 };
  const deps: Deliverer = {
    ...world.deps,
    now: Date.now,
    random: Math.random,
    sendDeliveries: send,
    async fetchOutside(url) {
      const ofEndpoint = (underWay.get(url) ?? 0) + 1;
      underWay.set(url, ofEndpoint);
      const ofWorkspace = [...underWay.values()].reduce((sum, each) => sum + each, 0);
      most.endpoint = Math.max(most.endpoint, ofEndpoint);
      most.workspace = Math.max(most.workspace, ofWorkspace);
      most.calls += 1;
      await new Promise((resolve) => setTimeout(resolve, 20 + 30 * Math.random()));
      underWay.set(url, (underWay.get(url) ?? 0) - 1);
      return new Response(null, { status: 204 });
    },
  };
  const isDone = async () => {
    const [row] = await postgres.rows<{ left: number }>(
      `select count(*)::int as left from jobs where state <> 'delivered' and webhook_id is not null`,
    );
    return row?.left === 0;
  };
  for (let round = 0; round < 200 && !(await isDone()); round += 1) {
    // Jobs that were not admitted do not wait in this test.
    await postgres.rows(`update jobs set wake_at = now() where state = 'planned'`);
    await dispatchDue(deps, 'webhooks', 1000);
    const all = queue;
    queue = [];
    const consumer = async () => {
      while (all.length > 0) await deliverJobs(deps, all.splice(0, 20));
    };
    await Promise.all(Array.from({ length: CONSUMERS }, consumer));
  }
  expect(await isDone()).toBe(true);
  expect(most.calls).toBe(ENDPOINTS * EACH);
  // A consumer makes five calls at the same time, so several consumers were at work.
  expect(most.workspace).toBeGreaterThan(5);
  expect(most.endpoint).toBeLessThanOrEqual(MOST_OF_ENDPOINT);
  expect(most.workspace).toBeLessThanOrEqual(MOST_OF_WORKSPACE);
  const failed = await postgres.rows(`select from jobs where failures > 0`);
  expect(failed).toEqual([]);
});
