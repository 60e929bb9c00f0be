import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { showCustomer as shown } from './customer.ts';
import { selectCustomer } from './store.ts';

/**
 * Shows a customer.
 * @param customer the caller's own id
 * @throws Problem customer_not_found, customer_erased, key_revoked
 */
export async function showCustomer(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  customer: string,
) {
  authorize(caller, 'readCustomer');
  const found = await runAsCaller(deps.database, caller, selectCustomer, { customer });
  if (found === null) throw new Problem('customer_not_found');
  if (found.customer === null) throw new Problem('customer_erased');
  return shown(caller, found.customer);
}
