import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimDueForWebhooks } from '../../src/follow-ups/delivery/claim-store.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

const ENDPOINTS = 40;
const ROUNDS = 15;

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
}, 60_000);
afterAll(() => postgres?.stop());

it('claims that try out the same endpoints at once wait for each other without a deadlock', async () => {
  await postgres.rows(`
    with w as (
      insert into workspaces (id, name)
      select gen_random_uuid(), 'resting ' || n from generate_series(1, 4) n returning id),
    h as (
      insert into webhook_health (webhook_id, workspace_id, version, failures, slow, opened, spent_in,
                                  spent_ms, open_until)
      select gen_random_uuid(), id, 1, 5, 0, 1, now(), 0, now() - interval '1 minute'
        from w, generate_series(1, ${ENDPOINTS / 4}) returning webhook_id, workspace_id)
    insert into jobs (id, workspace_id, kind, channel, webhook_id, due_at, state, wake_at, created_at)
    select gen_random_uuid(), workspace_id, 'event', 'webhook', webhook_id, now(), 'planned',
           now() - interval '1 hour', now()
      from h, generate_series(1, 200)`);
  for (let round = 0; round < ROUNDS; round += 1) {
    const now = Date.now();
    const values = { now, soon: now + 120_000, leaseMs: 300_000, limit: 100 };
    const claims = await Promise.all(
      Array.from({ length: 8 }, () => postgres.database.run(claimDueForWebhooks, values)),
    );
    // One claim tries out each endpoint, and several may have chosen it at the same time.
    expect(claims.flat().length).toBeGreaterThanOrEqual(ENDPOINTS);
    await postgres.rows(`update webhook_health set open_until = now() - interval '1 minute'`);
  }
  expect(postgres.log()).not.toContain('deadlock');
});
