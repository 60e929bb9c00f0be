import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { clearRefusal } from './refusal-store.ts';

/**
 * Lets a guest book again. A guest who may book already stays as they are.
 * @param customer the caller's own id
 * @throws Problem customer_not_found, customer_erased, idempotency_key_reused, key_revoked
 */
export async function admitCustomer(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  customer: string,
): Promise<void> {
  authorize(caller, 'refuseGuests');
  const changed = await runAsCaller(deps.database, caller, clearRefusal, { customer });
  if (changed === null) throw new Problem('customer_not_found');
}
