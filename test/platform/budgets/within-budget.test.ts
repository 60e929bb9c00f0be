import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createApp } from '../../../src/app.ts';
import { compose, type Deps } from '../../../src/compose.ts';
import { type Budgets, createBudgets } from '../../../src/platform/budgets/budgets.ts';
import { DEFAULT_RATES, RATES, type Rates } from '../../../src/platform/budgets/rates.ts';
import { statement } from '../../support/sql-statement.ts';
import { client, makeKey, quietBindings, testDeps } from '../../support/workspace.ts';

/** An isolate with these rates, on a clock that stands still but for the database. */
function isolate(rates: Rates, budgets: Budgets = createBudgets({ rates })) {
  const learnt: string[] = [];
  const app = createApp((bindings, waitUntil): Deps => {
    const deps = compose(bindings, waitUntil);
    return { ...deps, budgets, learnRates: (workspace) => learnt.push(workspace) };
  });
  const call = async (key: string, method: string, path: string, body?: unknown) => {
    const ctx = createExecutionContext();
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await app.fetch(
      new Request(`https://maitred.example${path}`, { method, headers, ...text }),
      quietBindings,
      ctx,
    );
    await waitOnExecutionContext(ctx);
    return response;
  };
  return { call, learnt, budgets };
}

const workspaceOf = async (key: string) => {
  const caller = await testDeps().signer.verify(key);
  if (caller === undefined) throw new Error('the key does not verify');
  return caller.workspaceId;
};

const message = { role: 'customer', text: 'hi' };

describe('a workspace over its requests', () => {
  it('gets 429 with the limit, when to try again, and nothing stored', async () => {
    const key = await makeKey('over its requests');
    const { call } = isolate({ requests: 2, databaseMs: 60_000 });
    const path = '/v1/conversations/c/messages';
    expect((await call(key, 'POST', path, message)).status).toBe(201);
    expect((await call(key, 'POST', path, message)).status).toBe(201);
    const refused = await call(key, 'POST', path, { ...message, id: 'third' });
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({
      ...{ code: 'rate_limited', limit: 'requests_per_minute', most: 2 },
    });
    const after = Number(refused.headers.get('Retry-After'));
    expect(after).toBeGreaterThan(20);
    expect(after).toBeLessThanOrEqual(30);
    expect(refused.headers.get('RateLimit-Policy')).toBe('"requests_per_minute";q=2;w=60');
    expect(refused.headers.get('RateLimit')).toBe(`"requests_per_minute";r=0;t=${after}`);
    const stored = await client(key)('GET', path);
    expect(stored.body.data).toHaveLength(2);
    // Another workspace is not slowed down.
    const other = await call(await makeKey('within its requests'), 'POST', path, message);
    expect(other.status).toBe(201);
  });
});

describe('a workspace over its milliseconds', () => {
  it('gets 429 budget_spent for a costly operation, and answers for a cheap one', async () => {
    const key = await makeKey('over its milliseconds');
    const { call, budgets } = isolate({ requests: 6000, databaseMs: 6000 });
    const workspace = await workspaceOf(key);
    // The list of venues has taken long.
    const now = Date.now();
    for (let n = 0; n < 5; n += 1) {
      const admitted = budgets.admit(workspace, 'listVenues', now);
      if (!('limit' in admitted)) admitted.end(10_000, 1, now);
    }
    const refused = await call(key, 'GET', '/v1/venues');
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({
      ...{ code: 'budget_spent', limit: 'database_ms_per_minute', most: 6000 },
    });
    expect(refused.headers.get('RateLimit-Policy')).toBe(
      '"database_ms_per_minute";q=6000;qu="database-ms";w=60',
    );
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(60);
    expect((await call(key, 'GET', '/v1/conversations')).status).toBe(200);
  });
});

describe('requests in progress', () => {
  it('are counted until their answer, also when they fail', async () => {
    const key = await makeKey('in progress');
    const { call } = isolate({ requests: 96, databaseMs: 60_000 });
    // At most two at once.
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => call(key, 'GET', '/v1/conversations')),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429, 429, 429]);
    for (let n = 0; n < 5; n += 1) {
      expect((await call(key, 'GET', '/v1/venues/ven_1')).status).toBe(404);
      const missing = `/v1/venues/ven_${'0'.repeat(32)}`;
      expect((await call(key, 'GET', missing)).status).toBe(404);
    }
    expect((await call(key, 'GET', '/v1/conversations')).status).toBe(200);
  });
});

describe('the rates', () => {
  it('are by default those of default_limits_v1', async () => {
    const [row] = await testDeps().database.run(
      statement(
        sql`select default_limits_v1() as limits`,
        z.object({ limits: z.record(z.string(), z.number()) }),
      ),
      {},
    );
    for (const [name, rate] of Object.entries(RATES)) {
      expect(row?.limits[name]).toBe(DEFAULT_RATES[rate]);
    }
  });

  it('are read after the answer, once a workspace has used some of them', async () => {
    const key = await makeKey('reads its rates');
    const { call, learnt } = isolate(DEFAULT_RATES);
    for (let n = 0; n < 101; n += 1) await call(key, 'GET', '/v1/venues/ven_1');
    expect(learnt).toEqual([await workspaceOf(key)]);
  });

  it('of a workspace that the operator has changed are those in the database', async () => {
    const key = await makeKey('other rates');
    await testDeps().database.run(
      statement(
        sql`update workspaces set limits = '{"requests_per_minute": 1}'
             where name = 'other rates' returning id::text`,
        z.object({ id: z.string() }),
      ),
      {},
    );
    const call = client(key, {}, { ...quietBindings });
    const statuses: number[] = [];
    for (let n = 0; n < 120; n += 1) {
      statuses.push((await call('GET', '/v1/venues/ven_1')).status);
    }
    expect(statuses.slice(0, 100)).not.toContain(429);
    expect(statuses.at(-1)).toBe(429);
  });
});
