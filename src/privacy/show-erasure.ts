import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { selectErasure } from './store.ts';

/**
 * Shows how far the erasure of a customer has come.
 * @param customer the caller's own id
 * @throws Problem scope_missing, erasure_not_found, key_revoked
 */
export async function showErasure(deps: Pick<Ports, 'database'>, caller: Caller, customer: string) {
  authorize(caller, 'eraseCustomer');
  const found = await runAsCaller(deps.database, caller, selectErasure, { customer });
  if (found === null) throw new Problem('erasure_not_found');
  return { customerId: customer, ...found };
}
