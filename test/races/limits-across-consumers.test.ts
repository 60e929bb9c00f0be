import { afterAll, beforeAll, expect, it } from 'vitest';
import { MOST_OF_ENDPOINT, MOST_OF_WORKSPACE } from '../../src/follow-ups/delivery/admit.ts';
import { deliverJobs } from '../../src/follow-ups/delivery/deliver-jobs.ts';
import { dispatchDue } from '../../src/follow-ups/delivery/dispatch.ts';
import type { JobId } from '../../src/platform/ids.ts';
import type { DeliveryJob } from '../../src/platform/jobs.ts';
import { bookTomorrow, verifiedWebhook } from '../support/booked-world.ts';
import { createWorld } from '../support/follow-up-world.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

const urlOf = (name: string) => `https://hooks.tenant.example.com/${name}`;

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
}, 300_000);
afterAll(() => postgres?.stop());

it('what other consumers have taken counts for an endpoint, and for a workspace', async () => {
  const { database, caller } = postgres;
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const world = createWorld({
    database,
    keySecret: postgres.keySecret,
    startsAt: Date.now(),
    receive: async () => {
      await released;
      return new Response(null, { status: 204 });
    },
  });
  const booking = await bookTomorrow(world, database, caller);
  for (const name of ['one', 'two', 'three']) {
    await verifiedWebhook(world, database, caller, urlOf(name));
    await postgres.rows(`
      insert into jobs (id, workspace_id, kind, channel, booking_id, version, webhook_id, event,
                        due_at, state, wake_at, created_at)
      select gen_random_uuid(), b.workspace_id, 'event', 'webhook', b.id, 1, w.id,
             'booking.confirmed', now(), 'planned', now(), now()
        from bookings b, webhooks w, generate_series(1, ${MOST_OF_ENDPOINT + 5})
       where b.id = '${booking}' and w.url = '${urlOf(name)}'`);
  }
  const queue: DeliveryJob[] = [];
  world.deps.sendDeliveries = async (all) => void queue.push(...all.map(({ job }) => job));
  await dispatchDue(world.deps, 'webhooks', 1000);
  const owners = await postgres.rows<{ id: string; url: string }>(
    'select j.id, w.url from jobs j join webhooks w on w.id = j.webhook_id',
  );
  const claimed = queue.splice(0);
  /** Takes some of the claimed jobs of an endpoint away. */
  const some = (name: string, count: number): DeliveryJob[] => {
    const urls = new Map(owners.map(({ id, url }) => [id, url]));
    const found = claimed.filter(({ jobId }) => urls.get(jobId) === urlOf(name)).slice(0, count);
    for (const each of found) claimed.splice(claimed.indexOf(each), 1);
    expect(found).toHaveLength(count);
    return found;
  };
  const requests = (name: string) => world.received.filter(({ url }) => url === urlOf(name)).length;
  const WAITED = { delivered: 0, suppressed: 3, failed: 0 };
  const running: Promise<unknown>[] = [];
  /** A consumer takes as many jobs of an endpoint as it may have, and waits for its receiver. */
  const hold = async (name: string) => {
    running.push(deliverJobs(world.deps, some(name, MOST_OF_ENDPOINT)));
    await expect.poll(() => requests(name), { timeout: 10_000 }).toBe(5);
  };
  /** The result of another consumer, which must not wait for a receiver. */
  const deliver = (name: string) =>
    Promise.race([
      deliverJobs(world.deps, some(name, 3)),
      new Promise((resolve) => setTimeout(() => resolve('called the receiver'), 5000)),
    ]);

  await hold('one');
  expect(await deliver('one')).toEqual(WAITED);
  await hold('two');
  expect(MOST_OF_WORKSPACE).toBe(2 * MOST_OF_ENDPOINT);
  expect(await deliver('three')).toEqual(WAITED);
  const reasons = await postgres.rows(`
    select w.url, j.reason, count(*)::int as jobs from jobs j join webhooks w on w.id = j.webhook_id
     where j.reason is not null group by 1, 2 order by 1`);
  expect(reasons).toEqual([
    { url: urlOf('one'), reason: 'endpoint_busy', jobs: 3 },
    { url: urlOf('three'), reason: 'workspace_busy', jobs: 3 },
  ]);
  release();
  await Promise.all(running);
  expect([requests('one'), requests('two'), requests('three')]).toEqual([20, 20, 0]);
});

it('an endpoint that begins to rest gets no more requests of the batch that is being delivered', async () => {
  const { database, caller } = postgres;
  const slow = urlOf('slow');
  let passed = 0;
  const world = createWorld({
    database,
    keySecret: postgres.keySecret,
    startsAt: Date.now(),
    receive: () => {
      passed += 6000;
      return new Response(null, { status: 204 });
    },
  });
  const { now } = world.deps;
  world.deps.now = () => now() + passed;
  await verifiedWebhook(world, database, caller, slow);
  const jobs = await postgres.rows<{ jobId: JobId; attempt: number }>(`
    insert into jobs (id, workspace_id, kind, channel, booking_id, version, webhook_id, event,
                      due_at, state, wake_at, created_at, attempts)
    select gen_random_uuid(), b.workspace_id, 'event', 'webhook', b.id, 1, w.id,
           'booking.confirmed', now(), 'leased', now() + interval '1 hour', now(), 1
      from bookings b, webhooks w, generate_series(1, 20) where w.url = '${slow}'
    returning id as "jobId", attempts as attempt`);
  const counts = await deliverJobs(world.deps, jobs);
  // Three slow answers, while at most four other requests were under way.
  expect(world.received.length).toBeLessThanOrEqual(7);
  expect(counts).toEqual({
    delivered: world.received.length,
    suppressed: 20 - world.received.length,
    failed: 0,
  });
});
