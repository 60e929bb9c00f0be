import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { newId, showId } from '../platform/ids.ts';
import type { GatePorts, Ports } from '../platform/ports.ts';
import { invalidField, Problem } from '../platform/problem.ts';
import type { NewKey } from './api-key.ts';
import { runAsCaller } from './caller-store.ts';
import { insertKey } from './store.ts';

/**
 * Makes a key in the caller's workspace, with the caller's key as its parent. It expires not later
 * than its parent, and is revoked together with it. The answer holds the key's text, which is never
 * stored. A repeated answer signs the text again.
 * @throws Problem scope_not_yours, invalid_field (an expiry that has passed or is after that of the
 *   caller's key), limit_reached, idempotency_key_reused, key_revoked
 */
export async function createKey(
  deps: Pick<Ports, 'database' | 'now'> & Pick<GatePorts, 'signer'>,
  caller: Caller,
  { name, scopes, expiresAt }: NewKey,
) {
  authorize(caller, 'manageKeys');
  const lacking = scopes.filter((scope) => !caller.scopes.includes(scope));
  if (lacking.length > 0) {
    throw new Problem('scope_not_yours', { detail: `Your key lacks ${lacking.join(', ')}.` });
  }
  if (expiresAt !== undefined) refuseExpiry(Date.parse(expiresAt), caller, deps.now());
  const values = { id: newId<'key'>(), name, scopes, expiresAt };
  const made = await runAsCaller(deps.database, caller, insertKey, values);
  if (made === null) throw new Problem('key_revoked');
  const key = await deps.signer.sign({
    keyId: made.id,
    workspaceId: caller.workspaceId,
    scopes,
    expiresAt: made.expiresAt === null ? undefined : Date.parse(made.expiresAt),
  });
  return {
    id: showId('key', made.id),
    key,
    name,
    scopes,
    parentId: made.parentId && showId('key', made.parentId),
    createdAt: made.createdAt,
    expiresAt: made.expiresAt,
  };
}

/** @throws Problem invalid_field when a key may not expire at this time */
function refuseExpiry(expiresAt: number, parent: Caller, now: number): void {
  if (expiresAt <= now) throw invalidField('body.expiresAt', 'must be in the future');
  if (parent.expiresAt !== undefined && expiresAt > parent.expiresAt) {
    const latest = new Date(parent.expiresAt).toISOString();
    throw invalidField('body.expiresAt', `must not be after ${latest}, when your own key expires`);
  }
}
