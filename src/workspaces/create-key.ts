import type { Caller } from '../platform/auth/key.ts';
import { newId, showId } from '../platform/ids.ts';
import type { GatePorts, Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import type { NewKey } from './api-key.ts';
import { runAsCaller } from './caller-store.ts';
import { insertKey } from './store.ts';

/**
 * Makes a key in the caller's workspace. The answer holds the key's text, which is never stored.
 * @throws Problem scope_not_yours, key_revoked
 */
export async function createKey(
  deps: Pick<Ports, 'database'> & Pick<GatePorts, 'signer'>,
  caller: Caller,
  { name, scopes }: NewKey,
) {
  const lacking = scopes.filter((scope) => !caller.scopes.includes(scope));
  if (lacking.length > 0) {
    throw new Problem('scope_not_yours', { detail: `Your key lacks ${lacking.join(', ')}.` });
  }
  const id = newId<'key'>();
  const { workspaceId } = caller;
  const key = await deps.signer.sign({ keyId: id, workspaceId, scopes });
  const createdAt = await runAsCaller(deps.database, caller, insertKey, { id, name, scopes });
  if (createdAt === null) throw new Problem('key_revoked');
  return { id: showId('key', id), key, name, scopes, createdAt };
}
