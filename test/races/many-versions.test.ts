import { afterAll, beforeAll, expect, it } from 'vitest';
import { planUnplanned } from '../../src/follow-ups/planning/plan-unplanned.ts';
import type { Database } from '../../src/platform/database.ts';
import { bookTomorrow, verifiedWebhook } from '../support/booked-world.ts';
import { createWorld } from '../support/follow-up-world.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
}, 300_000);
afterAll(() => postgres?.stop());

it('the events of a booking with thousands of versions are read in bounded parts', async () => {
  const answers: { rows: number; bytes: number }[] = [];
  const database: Database = {
    async run(statement, values) {
      const rows = await postgres.database.run(statement, values);
      answers.push({ rows: rows.length, bytes: JSON.stringify(rows).length });
      return rows;
    },
  };
  const { caller } = postgres;
  const world = createWorld({ database, keySecret: postgres.keySecret, startsAt: Date.now() });
  const booking = await bookTomorrow(world, database, caller);
  for (let n = 0; n < 19; n += 1) {
    const url = `https://hooks.tenant.example.com/${n}`;
    await verifiedWebhook(world, postgres.database, caller, url, 'booking.no_show');
  }
  await postgres.rows(`
    insert into booking_events (booking_id, version, event, state, starts_at, party_size,
                                resource_ids, at)
    select booking_id, n, 'change', state, starts_at, party_size, resource_ids, at
      from booking_events, generate_series(2, 3000) n where booking_id = '${booking}'`);
  answers.length = 0;
  await planUnplanned(world.deps, { bookings: [booking], conversations: [] });
  expect(Math.max(...answers.map(({ rows }) => rows))).toBeLessThanOrEqual(200);
  expect(Math.max(...answers.map(({ bytes }) => bytes))).toBeLessThan(1_000_000);
  expect(await postgres.rows('select from booking_events where planned_at is null')).toEqual([]);
});
