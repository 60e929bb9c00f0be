import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { refuseZone } from '../platform/refuse-zone.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { showCustomer } from './customer.ts';
import type { CustomerChange } from './customer-change.ts';
import { updateCustomer } from './store.ts';

/**
 * Changes details of a customer. A change of name, email or phone is recorded with the API key.
 * @param customer the caller's own id
 * @param versions the customer must have one of these versions; undefined: any version
 * @throws Problem scope_missing, customer_not_found, customer_erased, version_stale, invalid_field (a
 *   time zone that the database does not know), idempotency_key_reused, key_revoked
 */
export async function changeCustomer(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  customer: string,
  change: CustomerChange,
  versions?: readonly number[],
) {
  authorize(caller, 'changeCustomer');
  if (change.staffNotes !== undefined) authorize(caller, 'useStaffNotes');
  const values = { customer, change, versions };
  const changed = await runAsCaller(deps.database, caller, updateCustomer, values).catch(
    refuseZone('body.timeZone'),
  );
  if (changed === null) throw new Problem('customer_not_found');
  return showCustomer(caller, changed.customer);
}
