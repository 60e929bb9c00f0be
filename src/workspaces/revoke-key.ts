import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { KeyId } from '../platform/ids.ts';
import type { GatePorts, Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from './caller-store.ts';
import { revokeKey as revokeStatement } from './store.ts';

/**
 * Revokes a key and its descendants. Every later statement with one of them is refused. A second call
 * changes nothing. A caller whose key is a descendant keeps it.
 * @throws Problem key_not_found, key_revoked
 */
export async function revokeKey(
  deps: Pick<Ports, 'database'> & Pick<GatePorts, 'keysRevoked'>,
  caller: Caller,
  id: KeyId,
): Promise<void> {
  authorize(caller, 'manageKeys');
  const revoked = await runAsCaller(deps.database, caller, revokeStatement, { id }).finally(() =>
    deps.keysRevoked(caller.workspaceId),
  );
  if (revoked === null) throw new Problem('key_not_found');
}
