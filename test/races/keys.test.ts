import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Caller } from '../../src/platform/auth/key.ts';
import { createSigner } from '../../src/platform/auth/key.ts';
import { SCOPES } from '../../src/platform/auth/scopes.ts';
import { Problem } from '../../src/platform/problem.ts';
import { ringOf } from '../../src/platform/secret-ring.ts';
import { createKey } from '../../src/workspaces/create-key.ts';
import { revokeKey } from '../../src/workspaces/revoke-key.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
}, 60_000);
afterAll(() => postgres?.stop());

it('a key that is made while an ancestor is revoked is revoked too, or is not made', async () => {
  const signer = createSigner(ringOf(postgres.keySecret));
  const deps = { database: postgres.database, signer, now: Date.now };
  const make = async (by: Caller): Promise<Caller> => {
    const { key } = await createKey(deps, by, { name: 'raced', scopes: [...SCOPES] });
    const caller = await signer.verify(key);
    if (caller === undefined) throw new Error('the key does not verify');
    return caller;
  };
  let refused = 0;
  let made = 0;
  const attempt = async (by: Caller): Promise<void> => {
    // A grandchild too: its parent is visible to the revocation in the second round only.
    try {
      const child = await make(by);
      made += 1;
      await make(child);
      made += 1;
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'key_revoked') throw error;
      refused += 1;
    }
  };
  for (let round = 0; round < 40; round += 1) {
    const first = await make(postgres.caller);
    const second = await make(first);
    await Promise.all([
      ...Array.from({ length: 6 }, () => attempt(second)),
      // Two revocations of overlapping trees at the same time.
      ...[first, second].map(({ keyId }) =>
        revokeKey({ ...postgres, keysRevoked() {} }, postgres.caller, keyId),
      ),
    ]);
  }
  expect(made).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(0);
  const [left] = await postgres.rows<{ live: number }>(
    `select count(*)::int as live from api_keys k join api_keys p on p.id = k.parent_id
      where k.revoked_at is null and p.revoked_at is not null`,
  );
  expect(left).toEqual({ live: 0 });
  expect(postgres.log()).not.toContain('deadlock');
}, 120_000);
