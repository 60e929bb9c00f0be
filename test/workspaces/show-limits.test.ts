import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DEFAULT_RATES } from '../../src/platform/budgets/rates.ts';
import { newId, type WorkspaceId } from '../../src/platform/ids.ts';
import { LimitRefused, setLimits } from '../../src/workspaces/limits/set-limits.ts';
import { statement } from '../support/sql-statement.ts';
import { type Call, client, makeKey, quietBindings, testDeps } from '../support/workspace.ts';

interface Shown {
  name: string;
  limit: number;
  used: number | null;
  [field: string]: unknown;
}

async function limitsOf(call: Call): Promise<Record<string, Shown>> {
  const answer = await call('GET', '/v1/limits');
  expect(answer.status).toBe(200);
  return Object.fromEntries(answer.body.data.map((each: Shown) => [each.name, each]));
}

async function workspaceOf(key: string): Promise<WorkspaceId> {
  const caller = await testDeps().signer.verify(key);
  if (caller === undefined) throw new Error('the key does not verify');
  return caller.workspaceId;
}

describe('the limits of a workspace', () => {
  it('are shown to any key, all of them, with what is used', async () => {
    const call = client(await makeKey('limits shown'));
    const venue = { name: 'Chez Nous', timeZone: 'Europe/Paris' };
    const made = await call('POST', '/v1/venues', venue);
    await call('POST', '/v1/venues', venue);
    for (const name of ['1', '2', '3']) {
      const resource = { name, maxParty: 4 };
      const path = `/v1/venues/${made.body.id}/resources`;
      expect((await call('POST', path, resource)).status).toBe(201);
    }
    const limits = await limitsOf(client(await makeKey('limits shown', ['operator'])));
    expect(limits['venues']).toEqual({
      ...{ name: 'venues', per: 'workspace', limit: 200, used: 2 },
      ...{ approximate: false, renewsAt: null },
    });
    expect(limits['keys']?.used).toBe(2);
    expect(limits['webhooks']?.used).toBe(0);
    const [row] = await testDeps().database.run(
      statement(
        sql`select default_limits_v1() as defaults,
                   used_of_limit_v1(id, 'resources')::int as resources
              from workspaces where name = 'limits shown'`,
        z.object({ defaults: z.record(z.string(), z.number()), resources: z.number() }),
      ),
      {},
    );
    expect(row?.resources).toBe(3);
    expect(Object.keys(limits)).toEqual(Object.keys(row?.defaults ?? {}).sort());
  });

  it('are not those of another workspace', async () => {
    const call = client(await makeKey('limits of one'));
    await call('POST', '/v1/venues', { name: 'Chez Nous', timeZone: 'Europe/Paris' });
    const limits = await limitsOf(client(await makeKey('limits of another')));
    expect(limits['venues']?.used).toBe(0);
  });

  it('show what this isolate has counted of a rate, and when it is renewed', async () => {
    const key = await makeKey('rates shown');
    const call = client(key, {}, { ...quietBindings });
    const { requests_per_minute: before } = await limitsOf(call);
    expect(before).toMatchObject({ limit: DEFAULT_RATES.requests, approximate: true });
    // So few are renewed slowly, and the isolate learns the rate when it shows it.
    const change = { limit: 'requests_per_minute', value: 10 };
    await setLimits(testDeps(), await workspaceOf(key), change);
    await limitsOf(call);
    for (let n = 0; n < 4; n += 1) await call('GET', '/v1/venues');
    const { requests_per_minute: requests } = await limitsOf(call);
    expect(requests?.limit).toBe(10);
    expect(requests?.used).toBeGreaterThanOrEqual(1);
    expect(requests?.used).toBeLessThanOrEqual(6);
    const renewsAt = Date.parse(String(requests?.['renewsAt']));
    expect(renewsAt).toBeGreaterThan(Date.now() - 5000);
    expect(renewsAt).toBeLessThan(Date.now() + 60_000);
  });
});

describe('limits:set', () => {
  it('sets and resets a limit, which the API then shows', async () => {
    const key = await makeKey('limits set');
    const workspace = await workspaceOf(key);
    const find = async (value?: number | null) => {
      const change = value === undefined ? undefined : { limit: 'venues', value };
      const listed = await setLimits(testDeps(), workspace, change);
      return listed.find(({ name }) => name === 'venues');
    };
    const fresh = { name: 'venues', limit: 200, default: 200, used: 0, isSet: false };
    expect(await find()).toEqual(fresh);
    expect(await find(500)).toEqual({ ...fresh, limit: 500, isSet: true });
    expect((await limitsOf(client(key)))['venues']?.limit).toBe(500);
    expect(await find(null)).toEqual(fresh);
  });

  it('changes a rate, which an isolate knows after it has shown it', async () => {
    const key = await makeKey('rates set');
    const call = client(key, {}, { ...quietBindings });
    expect((await call('GET', '/v1/venues')).status).toBe(200);
    const change = { limit: 'requests_per_minute', value: 1 };
    await setLimits(testDeps(), await workspaceOf(key), change);
    await limitsOf(call);
    await call('GET', '/v1/venues');
    const refused = await call('GET', '/v1/venues');
    expect([refused.status, refused.body.limit]).toEqual([429, 'requests_per_minute']);
  });

  it.each([
    { limit: 'venue', value: 1 },
    { limit: 'venues', value: -1 },
    { limit: 'venues', value: 1.5 },
    { limit: 'venues', value: 2_000_000_000_000 },
    { limit: 'database_ms_per_minute', value: 0 },
  ])('refuses $limit = $value', async (change) => {
    const workspace = await workspaceOf(await makeKey('limits refused'));
    await expect(setLimits(testDeps(), workspace, change)).rejects.toThrow(LimitRefused);
    expect(await setLimits(testDeps(), workspace)).not.toContainEqual(
      expect.objectContaining({ isSet: true }),
    );
  });

  it('refuses a workspace that does not exist', async () => {
    await expect(setLimits(testDeps(), newId<'workspace'>())).rejects.toThrow(
      'No workspace has the id',
    );
  });
});
