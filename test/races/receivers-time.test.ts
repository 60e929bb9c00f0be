import { afterAll, beforeAll, expect, it } from 'vitest';
import { MOST_RECEIVER_MS } from '../../src/follow-ups/delivery/admit.ts';
import { bookTomorrow, verifiedWebhook } from '../support/booked-world.ts';
import { createWorld } from '../support/follow-up-world.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

const MINUTE = 60_000;
const TOOK_MS = 2000;

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
}, 300_000);
afterAll(() => postgres?.stop());

it('the time of a workspace’s receivers is added up by minute, and limits all its endpoints', async () => {
  const { database, caller } = postgres;
  const [slow, other] = ['slow', 'other'].map((each) => `https://hooks.tenant.example.com/${each}`);
  let passed = 0;
  const world = createWorld({
    database,
    keySecret: postgres.keySecret,
    startsAt: Math.ceil(Date.now() / MINUTE) * MINUTE + 1000,
    receive: ({ url }) => {
      if (url === slow) passed += TOOK_MS;
      return new Response(null, { status: 204 });
    },
  });
  const { now } = world.deps;
  world.deps.now = () => now() + passed;

  const booking = await bookTomorrow(world, database, caller);
  for (const url of [slow, other]) {
    await verifiedWebhook(world, database, caller, String(url));
  }
  const plan = (url: string | undefined, count: number) =>
    postgres.rows(`
      insert into jobs (id, workspace_id, kind, channel, booking_id, version, webhook_id, event,
                        due_at, state, wake_at, created_at)
      select gen_random_uuid(), b.workspace_id, 'event', 'webhook', b.id, 1, w.id,
             'booking.confirmed', now(), 'planned', now(), now()
        from bookings b, webhooks w, generate_series(1, ${count})
       where b.id = '${booking}' and w.url = '${url}'`);
  const requests = (url: string | undefined) =>
    world.received.filter((each) => each.url === url).length;

  await plan(slow, 5);
  await world.goTo(world.now());
  expect(requests(slow)).toBe(5);
  const [spent] = await postgres.rows<{ ms: number }>(`
    select h.spent_ms as ms from webhook_health h join webhooks w on w.id = h.webhook_id
     where w.url = '${slow}'`);
  expect(spent?.ms).toBeGreaterThanOrEqual(5 * TOOK_MS);

  // The workspace has no time left in this minute, so its other endpoint waits too.
  await postgres.rows(`
    update webhook_health set spent_ms = ${MOST_RECEIVER_MS},
           spent_in = date_trunc('minute', to_timestamp(${world.deps.now()} / 1000.0))`);
  await plan(other, 3);
  await world.goTo(world.now());
  expect(requests(other)).toBe(0);
  const waiting = await postgres.rows(
    `select reason, failures from jobs j join webhooks w on w.id = j.webhook_id
      where w.url = '${other}'`,
  );
  expect(waiting).toEqual(Array(3).fill({ reason: 'workspace_busy', failures: 0 }));
  await world.passTo(world.now() + 3 * MINUTE);
  expect(requests(other)).toBe(3);
});
