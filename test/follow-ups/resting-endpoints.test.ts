import { expect, it } from 'vitest';
import { claimDueForWebhooks, claimNamed } from '../../src/follow-ups/delivery/claim-store.ts';
import { idSchema } from '../../src/platform/ids.ts';
import { sql } from '../support/sql.ts';
import { makeKey, testDeps } from '../support/workspace.ts';

const MINUTE = 60_000;

it('the jobs of an endpoint that rests are not claimed, and one tries it out after the rest', async () => {
  await makeKey('resting');
  const webhook = crypto.randomUUID();
  const made = await sql`
    insert into jobs (id, workspace_id, kind, channel, webhook_id, due_at, state, wake_at, created_at)
    select gen_random_uuid(), id, 'event', 'webhook', ${webhook}, now(), 'planned',
           now() - interval '1 hour', now()
      from workspaces, generate_series(1, 5) where name = 'resting'
    returning id::text`;
  const ids = made.map(({ id }) => idSchema<'job'>().parse(id));
  const now = Date.now();
  await sql`
    insert into webhook_health (webhook_id, workspace_id, version, failures, slow, opened, open_until,
                                spent_in, spent_ms)
    select ${webhook}, id, 1, 5, 0, 1, to_timestamp(${(now + MINUTE) / 1000}), now(), 0
      from workspaces where name = 'resting'`;
  const { database } = testDeps();
  const at = (time: number) => ({ now: time, soon: time + 2 * MINUTE, leaseMs: 5 * MINUTE });
  const claimedAt = async (time: number) =>
    (await database.run(claimDueForWebhooks, { ...at(time), limit: 100 })).length;

  expect(await claimedAt(now)).toBe(0);
  expect(await database.run(claimNamed, { ...at(now), ids, limit: 5 })).toEqual([]);
  const after = now + 2 * MINUTE;
  // A job is claimed by its name only while its endpoint gets all requests.
  expect(await database.run(claimNamed, { ...at(after), ids, limit: 5 })).toEqual([]);
  expect(await claimedAt(after)).toBe(1);
  const [health] = await sql`select probe::text from webhook_health where webhook_id = ${webhook}`;
  const [probing] =
    await sql`select id::text from jobs where webhook_id = ${webhook} and state = 'leased'`;
  expect(health?.['probe']).toBe(probing?.['id']);
  // The endpoint rests again until the result is known.
  expect(await claimedAt(after)).toBe(0);
});
