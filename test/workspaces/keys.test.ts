import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { KeyClaims } from '../../src/platform/auth/key.ts';
import { SCOPES } from '../../src/platform/auth/scopes.ts';
import { readId } from '../../src/platform/ids.ts';
import { createKey } from '../../src/workspaces/create-key.ts';
import { createKeyUses } from '../../src/workspaces/key-uses.ts';
import { signInFormat1 } from '../support/format-1.ts';
import { statement } from '../support/sql-statement.ts';
import { type Call, client, makeKey, quietBindings, testDeps } from '../support/workspace.ts';

const { database, signer } = testDeps();

const setExpiry = statement(
  sql`update api_keys set expires_at = now() + ${sql.placeholder('seconds')}::int * interval '1 second'
       where id = ${sql.placeholder('id')}::uuid returning 1`,
  z.object({}),
);

/** Sets the expiry of a key's row, which its text does not show. */
async function expireRow(id: string, seconds: number): Promise<void> {
  const [done] = await database.run(setExpiry, { id, seconds });
  if (done === undefined) throw new Error('no such key');
}

const uuid = (shown: string) => readId('key', shown) ?? '';

async function claimsOf(key: string): Promise<KeyClaims> {
  const claims = await signer.verify(key);
  if (claims === undefined) throw new Error('the key does not verify');
  return claims;
}

const status = async (key: string) => {
  const { status, body } = await client(key)('GET', '/v1/keys');
  return [status, body.code];
};

interface Made {
  id: string;
  key: string;
  expiresAt: string | null;
}

async function make(by: Call, more: object = {}): Promise<Made> {
  const made = await by('POST', '/v1/keys', { name: 'x', scopes: ['admin'], ...more });
  expect(made.status).toBe(201);
  return made.body;
}

async function listed(by: Call): Promise<Record<string, Record<string, unknown>>> {
  const { data } = (await by('GET', '/v1/keys?limit=200')).body;
  return Object.fromEntries(data.map((key: { id: string }) => [key.id, key]));
}

describe('keys', () => {
  it('cannot be created with a scope that the caller lacks', async () => {
    const admin = client(await makeKey('owner', ['admin']));
    const answer = await admin('POST', '/v1/keys', { name: 'x', scopes: ['messages:read'] });
    expect([answer.status, answer.body.code]).toEqual([403, 'scope_not_yours']);
  });

  it('of format 1 still work, with the scopes of their row', async () => {
    const claims = await claimsOf(await makeKey('keys of format 1', ['admin']));
    const secret = String(Reflect.get(quietBindings, 'KEY_SECRET'));
    expect(await status(await signInFormat1(secret, claims, 0b10000))).toEqual([200, undefined]);
    expect(await status(await signInFormat1(secret, claims, 0b11111))).toEqual([
      401,
      'key_invalid',
    ]);
  });
});

describe('a key that made other keys', () => {
  let owner: Call;
  beforeAll(async () => {
    owner = client(await makeKey('families'));
  });

  it('is their parent, and is revoked together with all its descendants', async () => {
    const first = await make(owner);
    const child = await make(client(first.key));
    const grandchild = await make(client(child.key));
    const sibling = await make(owner);
    const alone = await make(client(child.key));
    expect((await owner('DELETE', `/v1/keys/${alone.id}`)).status).toBe(204);
    const before = await listed(owner);
    expect(before[first.id]?.['parentId']).toMatch(/^key_/);
    expect(before[child.id]?.['parentId']).toBe(first.id);
    expect(before[grandchild.id]).toMatchObject({ parentId: child.id, revokedAt: null });

    expect((await owner('DELETE', `/v1/keys/${first.id}`)).status).toBe(204);
    for (const { key } of [first, child, grandchild, alone]) {
      expect(await status(key)).toEqual([401, 'key_revoked']);
    }
    expect(await status(sibling.key)).toEqual([200, undefined]);
    const after = await listed(owner);
    const through = [first, child, grandchild, alone, sibling].map(
      ({ id }) => after[id]?.['revokedThrough'],
    );
    expect(through).toEqual([null, first.id, first.id, null, null]);
    expect(after[grandchild.id]?.['revokedAt']).toBe(after[first.id]?.['revokedAt']);

    expect((await owner('DELETE', `/v1/keys/${first.id}`)).status).toBe(204);
    expect(await listed(owner)).toEqual(after);
  });

  it('may be revoked by one of them, which stays with its own descendants', async () => {
    const first = await make(owner);
    const between = await make(client(first.key));
    const successor = await make(client(between.key));
    const heir = await make(client(successor.key));
    const stolen = await make(client(first.key));
    expect((await client(successor.key)('DELETE', `/v1/keys/${first.id}`)).status).toBe(204);
    for (const { key } of [first, between, stolen]) {
      expect(await status(key)).toEqual([401, 'key_revoked']);
    }
    for (const { key } of [successor, heir]) expect(await status(key)).toEqual([200, undefined]);

    // Another key still revokes them with the first one. A key that revokes itself does not stay.
    const own = await make(client(heir.key));
    expect((await client(own.key)('DELETE', `/v1/keys/${own.id}`)).status).toBe(204);
    expect(await status(own.key)).toEqual([401, 'key_revoked']);
    expect((await owner('DELETE', `/v1/keys/${first.id}`)).status).toBe(204);
    for (const { key } of [successor, heir]) {
      expect(await status(key)).toEqual([401, 'key_revoked']);
    }
  });

  it('that a key of another workspace names is not found, and stays', async () => {
    const first = await make(owner);
    const child = await make(client(first.key));
    const stranger = client(await makeKey('another family'));
    expect((await stranger('DELETE', `/v1/keys/${first.id}`)).body.code).toBe('key_not_found');
    expect(await status(child.key)).toEqual([200, undefined]);
  });
});

describe('a key with an expiry', () => {
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  let owner: Call;
  beforeAll(async () => {
    owner = client(await makeKey('expiries'));
  });

  it('shows it, and its children do not outlive it', async () => {
    const expiresAt = inHours(2);
    const made = await make(owner, { expiresAt });
    expect(made.expiresAt).toBe(expiresAt);
    expect((await claimsOf(made.key)).expiresAt).toBe(Date.parse(expiresAt));
    const parent = client(made.key);
    expect((await make(parent)).expiresAt).toBe(expiresAt);
    expect((await make(parent, { expiresAt: inHours(1) })).expiresAt).not.toBe(expiresAt);
    for (const wrong of [inHours(3), inHours(-1), 'tomorrow']) {
      const refused = await parent('POST', '/v1/keys', {
        ...{ name: 'x', scopes: ['admin'] },
        expiresAt: wrong,
      });
      expect([refused.status, refused.body.errors[0].field]).toEqual([400, 'body.expiresAt']);
    }
    expect((await listed(owner))[made.id]?.['expiresAt']).toBe(expiresAt);
    expect((await make(owner)).expiresAt).toBeNull();
  });

  it('is refused in memory after it, and counts against the address', async () => {
    const { key } = await make(owner, { expiresAt: inHours(1) });
    const claims = await claimsOf(key);
    const passed = await signer.sign({ ...claims, expiresAt: Date.now() - 1 });
    const offline = { ...quietBindings, DATABASE_URL: 'postgres://u:p@127.0.0.1:9/none' };
    const ask = (KEY: object) => client(passed, {}, { ...offline, ...KEY })('GET', '/v1/keys');
    const refused = await ask({});
    expect([refused.status, refused.body.code]).toEqual([401, 'key_expired']);
    expect(refused.headers.get('WWW-Authenticate')).toBe('Bearer');
    const full = { limit: async () => ({ success: false }) };
    expect((await ask({ ADDRESS_RATE_LIMIT: full })).status).toBe(429);
  });

  it('is refused by its row too, which can expire before the text says so', async () => {
    const made = await make(owner);
    await expireRow(uuid(made.id), 3600);
    expect(Date.parse((await make(client(made.key))).expiresAt ?? '')).toBeLessThan(
      Date.now() + 3_700_000,
    );
    await expireRow(uuid(made.id), -1);
    expect(await status(made.key)).toEqual([401, 'key_expired']);
    const message = { role: 'customer', text: 'hi' };
    const writer = await make(owner, { scopes: SCOPES });
    await expireRow(uuid(writer.id), -1);
    for (const once of [{}, { 'Idempotency-Key': 'expired' }]) {
      const call = client(writer.key, once);
      const refused = await call('POST', '/v1/conversations/expired/messages', message);
      expect([refused.status, refused.body.code]).toEqual([401, 'key_expired']);
    }
  });

  it('is the same when the answer is repeated, signed with the stored expiry', async () => {
    const keyed = client(await makeKey('expiries'), { 'Idempotency-Key': 'expiring' });
    const wanted = { expiresAt: inHours(5) };
    const first = await make(keyed, wanted);
    expect(await make(keyed, wanted)).toEqual(first);
  });

  it('whose row was revoked meanwhile makes no key', async () => {
    const made = await make(owner);
    const caller = await claimsOf(made.key);
    await owner('DELETE', `/v1/keys/${made.id}`);
    const wanted = { name: 'x', scopes: ['admin' as const] };
    await expect(createKey(testDeps(), caller, wanted)).rejects.toMatchObject({
      code: 'key_revoked',
    });
  });
});

describe('the last use of a key', () => {
  it('is written after the response, at most once an hour', async () => {
    const owner = client(await makeKey('uses'));
    const made = await make(owner);
    expect((await listed(owner))[made.id]?.['lastUsedAt']).toBeNull();
    await status(made.key);
    const written = String((await listed(owner))[made.id]?.['lastUsedAt']);
    expect(Math.abs(Date.now() - Date.parse(written))).toBeLessThan(60_000);
    await status(made.key);
    expect((await listed(owner))[made.id]?.['lastUsedAt']).toBe(written);
  });

  it('is not written for a refused key', async () => {
    const owner = client(await makeKey('uses'));
    const made = await make(owner);
    await owner('DELETE', `/v1/keys/${made.id}`);
    await status(made.key);
    expect((await listed(owner))[made.id]?.['lastUsedAt']).toBeNull();
  });

  it('is due for each key once an hour', async () => {
    const { keyId: one } = await claimsOf(await makeKey('uses'));
    const { keyId: two } = await claimsOf(await makeKey('uses'));
    const uses = createKeyUses();
    const hour = 3_600_000;
    expect([uses.isDue(one, 0), uses.isDue(one, hour - 1), uses.isDue(two, 1)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([uses.isDue(one, hour), uses.isDue(two, hour)]).toEqual([true, false]);
  });
});
