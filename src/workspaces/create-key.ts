import type { Caller } from '../platform/auth/key.ts';
import { newId, showId } from '../platform/ids.ts';
import type { GatePorts, Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import type { NewKey } from './api-key.ts';
import { runAsCaller } from './caller-store.ts';
import { insertKey } from './store.ts';

/**
 * Makes a key in the caller's workspace. The answer holds the key's text, which is never stored. A
 * repeated answer signs the text again.
 * @throws Problem scope_not_yours, limit_reached, idempotency_key_reused, key_revoked
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
  const values = { id: newId<'key'>(), name, scopes };
  const made = await runAsCaller(deps.database, caller, insertKey, values);
  if (made === null) throw new Problem('key_revoked');
  const { workspaceId } = caller;
  const key = await deps.signer.sign({ keyId: made.id, workspaceId, scopes });
  return { id: showId('key', made.id), key, name, scopes, createdAt: made.createdAt };
}
