import type { Deps } from '../deps.ts';
import { newId, readId, showId } from '../platform/ids.ts';
import { decodeCursor, encodeCursor } from '../platform/pagination.ts';
import { Problem } from '../platform/problem.ts';
import type { Caller } from './key.ts';
import type { Scope } from './scopes.ts';
import { insertKey, revokeKey, runAsCaller, selectKeys } from './store.ts';

/**
 * Makes a key in the caller's workspace; its text is shown here and never again.
 * @throws Problem scope_not_yours, key_revoked
 */
export async function createKey(
  deps: Pick<Deps, 'database' | 'signer'>,
  caller: Caller,
  { name, scopes }: { name: string; scopes: Scope[] },
) {
  const lacking = scopes.filter((scope) => !caller.scopes.includes(scope));
  if (lacking.length > 0) {
    throw new Problem('scope_not_yours', { detail: `Your key lacks ${lacking.join(', ')}.` });
  }
  const keyId = newId<'key'>();
  const { workspaceId } = caller;
  const key = await deps.signer.sign({ keyId, workspaceId, scopes });
  const createdAt = await runAsCaller(deps.database, caller, insertKey, {
    id: keyId,
    name,
    scopes,
  });
  if (createdAt === null) throw new Problem('key_revoked');
  return { id: showId('key', keyId), key, name, scopes, createdAt };
}

/**
 * The workspace's keys, the newest first, revoked ones too.
 * @throws Problem invalid_cursor, key_revoked
 */
export async function listKeys(
  deps: Pick<Deps, 'database'>,
  caller: Caller,
  { after, limit }: { after?: string | undefined; limit: number },
) {
  const before = after === undefined ? null : readId('key', decodeCursor('key', after));
  if (before === undefined) throw new Problem('invalid_cursor');
  const rows =
    (await runAsCaller(deps.database, caller, selectKeys, { before, limit: limit + 1 })) ?? [];
  const data = rows.slice(0, limit).map((row) => ({ ...row, id: showId('key', row.id) }));
  const last = data.at(-1);
  return {
    data,
    page: { next: last && rows.length > limit ? encodeCursor('key', last.id) : null },
  };
}

/**
 * Revokes a key from the next request on. Revoking it again changes nothing.
 * @throws Problem key_not_found, key_revoked
 */
export async function revokeKeyOf(
  deps: Pick<Deps, 'database'>,
  caller: Caller,
  shownId: string,
): Promise<void> {
  const id = readId('key', shownId);
  if (id === undefined) throw new Problem('key_not_found');
  const revokedAt = await runAsCaller(deps.database, caller, revokeKey, { id });
  if (revokedAt === null) throw new Problem('key_not_found');
}
