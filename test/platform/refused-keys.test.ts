import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import { createRefusedKeys } from '../../src/platform/auth/refused-keys.ts';
import { client, makeKey, quietBindings } from '../support/workspace.ts';

const databaseHost = new URL(String(Reflect.get(env, 'DATABASE_URL'))).host;

describe('a key that the database has refused', () => {
  it('is refused for a minute without the database, and counts against its address', async () => {
    const owner = client(await makeKey('refused keys'));
    const made = await owner('POST', '/v1/keys', { name: 'k', scopes: ['messages:read'] });
    const counted: unknown[] = [];
    const ADDRESS_RATE_LIMIT = {
      async limit(request: unknown) {
        counted.push(request);
        return { success: counted.length < 3 };
      },
    };
    const bindings = { ...quietBindings, ADDRESS_RATE_LIMIT };
    const headers = { 'CF-Connecting-IP': '2001:db8::7' };
    const read = client(made.body.key, headers, bindings);
    const path = '/v1/conversations?limit=1';
    expect((await read('GET', path)).status).toBe(200);
    await owner('DELETE', `/v1/keys/${made.body.id}`);

    const fetched = vi.spyOn(globalThis, 'fetch');
    const asked = () =>
      fetched.mock.calls.filter(([to]) => new URL(String(to)).host === databaseHost).length;
    const first = await read('GET', path);
    expect([first.status, first.body.code, asked()]).toEqual([401, 'key_revoked', 1]);
    for (let n = 0; n < 2; n += 1) {
      const again = await read('GET', path);
      expect([again.status, again.body.code, asked()]).toEqual([401, 'key_revoked', 1]);
    }
    const limited = await read('GET', path);
    expect([limited.status, limited.body.code, asked()]).toEqual([429, 'rate_limited', 1]);
    fetched.mockRestore();
    // The first refusal came from the database, and the two after it from memory.
    const network = { key: '2001:db8::/64' };
    expect(counted).toEqual([network, network, network]);
    expect((await owner('GET', '/v1/keys')).status).toBe(200);
  });

  it('is remembered for a minute, and a thousand keys are remembered at most', () => {
    let now = 0;
    const refused = createRefusedKeys(() => now);
    refused.remember('first', 'key_revoked');
    now = 59_999;
    expect(refused.refusalOf('first')).toBe('key_revoked');
    expect(refused.refusalOf('other')).toBeUndefined();
    now = 60_000;
    expect(refused.refusalOf('first')).toBeUndefined();

    for (let n = 0; n < 1001; n += 1) refused.remember(`key ${n}`, 'key_revoked');
    expect(refused.refusalOf('key 0')).toBeUndefined();
    expect(refused.refusalOf('key 1')).toBe('key_revoked');
    expect(refused.refusalOf('key 1000')).toBe('key_revoked');
  });
});
