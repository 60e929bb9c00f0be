import { afterAll, beforeAll, expect, it } from 'vitest';
import { newMessageSchema } from '../../src/conversations/message.ts';
import { storeMessage } from '../../src/conversations/store-message.ts';
import { sweepSeenCustomers } from '../../src/customers/sweep-seen-customers.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

const GUESTS = 60;

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
});
afterAll(async () => {
  await postgres?.stop();
});

const deps = () => ({
  ...postgres,
  now: Date.now,
  log: { info() {}, warn() {}, error() {} },
  enqueueEmotion() {},
});
const say = (guest: number, at: number) =>
  storeMessage(
    deps(),
    postgres.caller,
    `seen-${guest}`,
    newMessageSchema.parse({
      ...{ id: `m-${guest}-${at}`, role: 'customer', text: 'hello' },
      customer: { id: `guest-${guest}` },
    }),
  );
/** The guests whose time in the index is not that of their row. */
const wrong = () =>
  postgres.rows<{ id: string }>(`
    select g.external_id as id from customers g left join customer_index i on i.customer_id = g.id
     where g.external_id like 'guest-%' and i.seen_at is distinct from
           to_timestamp(floor(extract(epoch from g.last_seen_at) / 900) * 900)`);
const waiting = async () =>
  (await postgres.rows<{ n: number }>('select count(*)::int as n from seen_customers'))[0]?.n;

it('several sweeps beside messages leave the right time for each guest, and an empty outbox', async () => {
  await Promise.all(Array.from({ length: GUESTS }, (_, guest) => say(guest, 0)));
  expect(await wrong()).toEqual([]);
  for (let round = 1; round <= 5; round += 1) {
    // As if nobody had been seen for some hours.
    await postgres.rows(`update customers set last_seen_at = last_seen_at - interval '5 hours'`);
    await Promise.all([
      ...Array.from({ length: GUESTS }, (_, guest) => say(guest, round)),
      ...Array.from({ length: 3 }, () => sweepSeenCustomers(deps(), 7)),
    ]);
  }
  await sweepSeenCustomers(deps());
  expect(await waiting()).toBe(0);
  expect(await wrong()).toEqual([]);
  expect(postgres.log()).not.toMatch(/deadlock|panic|fatal/i);
});

it('a guest whose row is locked waits in the outbox, and the others do not', async () => {
  await postgres.rows(`update customers set last_seen_at = last_seen_at - interval '5 hours'`);
  await sweepSeenCustomers(deps());
  await Promise.all([1, 2, 3].map((guest) => say(guest, 100)));
  expect((await wrong()).map(({ id }) => id).sort()).toEqual(['guest-1', 'guest-2', 'guest-3']);
  // Every statement of the test runs on this one connection.
  await postgres.rows('begin');
  await postgres.rows(`select from customers where external_id = 'guest-2' for update`);
  await sweepSeenCustomers(deps());
  expect(await wrong()).toEqual([{ id: 'guest-2' }]);
  expect(await waiting()).toBe(1);
  await postgres.rows('rollback');
  await sweepSeenCustomers(deps());
  expect(await wrong()).toEqual([]);
  expect(await waiting()).toBe(0);
});
