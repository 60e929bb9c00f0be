import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { planUnplanned } from '../../src/follow-ups/planning/plan-unplanned.ts';
import { idSchema, newId } from '../../src/platform/ids.ts';
import { sweepUsage } from '../../src/workspaces/limits/sweep-usage.ts';
import { statement } from '../support/sql-statement.ts';
import { client, makeKey, quietBindings, testDeps } from '../support/workspace.ts';

const { database } = testDeps();
/** A fifth minute. */
const now = () => 1_800_000_000_000;

const setLimits = (workspace: string, limits: Record<string, number>) =>
  database.run(
    statement(
      sql`update workspaces set limits = ${JSON.stringify(limits)}::jsonb
           where name = ${workspace} returning id::text`,
      z.object({ id: z.string() }),
    ),
    {},
  );

async function usedOf(key: string, limit: string): Promise<number> {
  const { body } = await client(key)('GET', '/v1/limits');
  return body.data.find(({ name }: { name: string }) => name === limit).used;
}

const message = (size: number) => ({ role: 'customer', text: 'x'.repeat(size) });

describe('the usage of a workspace', () => {
  it('is measured by the sweep in every fifth minute', async () => {
    const key = await makeKey('usage measured');
    const call = client(key);
    for (let n = 0; n < 5; n += 1) {
      await call('POST', '/v1/conversations/c/messages', message(100));
    }
    expect(await usedOf(key, 'storage_bytes')).toBe(0);
    expect(await sweepUsage({ database, now: () => now() + 60_000 })).toEqual({ measured: 0 });
    expect(await usedOf(key, 'storage_bytes')).toBe(0);
    await sweepUsage({ database, now });
    const small = await usedOf(key, 'storage_bytes');
    expect(small).toBeGreaterThan(5 * 350);
    expect(small).toBeLessThan(5 * 350 + 1000);
    expect(await usedOf(key, 'jobs')).toBe(0);
  });

  it('shrinks when nothing is left', async () => {
    const key = await makeKey('usage shrinks');
    await client(key)('GET', '/v1/limits');
    await database.run(
      statement(
        sql`insert into workspace_usage (workspace_id, jobs, storage_bytes)
            select id, 5, 5000 from workspaces where name = 'usage shrinks'
            returning workspace_id::text`,
        z.object({ workspace_id: z.string() }),
      ),
      {},
    );
    expect(await usedOf(key, 'jobs')).toBe(5);
    await sweepUsage({ database, now });
    expect([await usedOf(key, 'jobs'), await usedOf(key, 'storage_bytes')]).toEqual([0, 0]);
  });
});

describe('a workspace whose storage is full', () => {
  it('stores no message, booking or waitlist entry, and can read and delete', async () => {
    const key = await makeKey('usage full');
    const call = client(key, {}, { ...quietBindings });
    const path = '/v1/conversations/c/messages';
    expect((await call('POST', path, message(5000))).status).toBe(201);
    await setLimits('usage full', { storage_bytes: 300 });
    await sweepUsage({ database, now });
    // The isolate learns it, here because it shows it.
    expect((await call('GET', '/v1/limits')).status).toBe(200);
    const venue = `ven_${'0'.repeat(32)}`;
    const customer = { id: 'guest' };
    const [start, later] = ['2026-12-24T19:30:00Z', '2026-12-24T20:30:00Z'];
    const booking = { venueId: venue, start, partySize: 2, customer };
    const entry = { earliest: start, latest: later, partySize: 2, customer };
    for (const [at, body] of [
      [path, message(1)],
      ['/v1/bookings', booking],
      [`/v1/venues/${venue}/waitlist`, entry],
    ] as const) {
      const refused = await call('POST', at, body);
      expect([refused.status, refused.body.code]).toEqual([409, 'limit_reached']);
      expect(refused.body).toMatchObject({ limit: 'storage_bytes', most: 300 });
    }
    expect((await call('GET', path)).body.data).toHaveLength(1);
    await setLimits('usage full', {});
    await call('GET', '/v1/limits');
    expect((await call('POST', path, message(1))).status).toBe(201);
  });
});

describe('a workspace with as many jobs as it may have', () => {
  it('gets no further jobs for webhooks until it has fewer', async () => {
    const name = 'usage of jobs';
    const call = client(await makeKey(name));
    const run = (query: Parameters<typeof statement>[0]) =>
      database.run(statement(query, z.object({ id: z.string() })), {});
    await run(sql`insert into webhooks (id, workspace_id, url, events, secret, verified_at)
                  select ${newId<'webhook'>()}::uuid, id, 'https://example.com/', '{message.created}',
                         '', now()
                    from workspaces where name = ${name} returning id::text`);
    const plan = async (id: string) => {
      const path = `/v1/conversations/${id}/messages`;
      expect((await call('POST', path, message(10))).status).toBe(201);
      const [row] = await run(
        sql`select c.id::text from conversations c join workspaces w on w.id = c.workspace_id
             where c.external_id = ${id} and w.name = ${name}`,
      );
      const conversations = [idSchema<'conversation'>().parse(row?.id)];
      return (await planUnplanned(testDeps(), { bookings: [], conversations })).jobs;
    };
    expect(await plan('before')).toBe(1);
    await run(sql`insert into workspace_usage (workspace_id, jobs, storage_bytes)
                  select id, 5, 0 from workspaces where name = ${name}
                  on conflict (workspace_id) do update set jobs = 5
                  returning workspace_id::text as id`);
    await setLimits(name, { jobs: 5 });
    expect(await plan('at the limit')).toBe(0);
    await setLimits(name, { jobs: 6 });
    expect(await plan('after')).toBe(1);
  });
});
