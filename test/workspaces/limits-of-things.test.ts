import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { statement } from '../support/sql-statement.ts';
import { type Call, client, makeKey, testDeps } from '../support/workspace.ts';

const { database } = testDeps();

/** Sets limits of the workspace with this name, as the operator's script does. */
const setLimits = (workspace: string, limits: Record<string, number>) =>
  database.run(
    statement(
      sql`update workspaces set limits = ${JSON.stringify(limits)}::jsonb
           where name = ${workspace} returning id::text`,
      z.object({ id: z.string() }),
    ),
    {},
  );

interface Thing {
  readonly path: string;
  readonly body: object;
}

const THINGS: Record<string, Thing> = {
  venues: { path: '/v1/venues', body: { name: 'Chez Nous', timeZone: 'Europe/Paris' } },
  keys: { path: '/v1/keys', body: { name: 'till', scopes: ['bookings:read'] } },
  webhooks: {
    path: '/v1/webhooks',
    body: { url: 'https://example.com/hook', events: ['booking.confirmed'] },
  },
};

/** A workspace that may have this many of one kind of thing. */
async function bounded(limit: string, most: number): Promise<{ call: Call; once: Call }> {
  const name = `${most} ${limit}`;
  const key = await makeKey(name);
  await setLimits(name, { [limit]: most });
  return { call: client(key), once: client(key, { 'Idempotency-Key': 'once' }) };
}

async function count(call: Call, path: string): Promise<number> {
  return (await call('GET', `${path}?limit=200`)).body.data.length;
}

describe.each(Object.entries(THINGS))('the limit of %s', (limit, { path, body }) => {
  it('refuses one more with its name and value, and stores nothing', async () => {
    // The key of the test is itself one of the keys.
    const { call, once } = await bounded(limit, 3);
    const existing = await count(call, path);
    for (let made = existing; made < 3; made += 1) {
      expect((await call('POST', path, body)).status).toBe(201);
    }
    for (const refused of [await call('POST', path, body), await once('POST', path, body)]) {
      expect([refused.status, refused.body.code]).toEqual([409, 'limit_reached']);
      expect(refused.body).toMatchObject({ limit, most: 3 });
    }
    expect(await count(call, path)).toBe(3);
  });

  it('admits a new one after another is gone, and with the same Idempotency-Key', async () => {
    const { call, once } = await bounded(limit, 2);
    const [first] = [await call('POST', path, body)];
    while ((await call('POST', path, body)).status === 201);
    expect((await once('POST', path, body)).status).toBe(409);
    await call('DELETE', `${path}/${first.body.id}`);
    expect((await once('POST', path, body)).status).toBe(201);
    expect((await call('POST', path, body)).status).toBe(409);
  });

  it('is exact when requests race', async () => {
    const { call } = await bounded(limit, 5);
    const existing = await count(call, path);
    const answers = await Promise.all(Array.from({ length: 12 }, () => call('POST', path, body)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5 - existing);
    expect(await count(call, path)).toBe(5);
  });
});
