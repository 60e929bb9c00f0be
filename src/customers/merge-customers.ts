import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { Refused } from '../platform/database-errors.ts';
import type { Ports } from '../platform/ports.ts';
import { invalidField, Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { showCustomer } from './customer.ts';
import { mergeCustomers as mergeStatement } from './store.ts';

/**
 * Merges a customer into another one. The conversations, bookings and waitlist entries move, and the
 * first id names the other customer from then on. It cannot be undone.
 * @param customer the caller's own id of the customer that is merged away
 * @param into the caller's own id of the customer that stays
 * @returns the customer that stays
 * @throws Problem scope_missing, invalid_field (both ids are the same), customer_not_found,
 *   customer_erased, merge_too_large, idempotency_key_reused, key_revoked
 */
export async function mergeCustomers(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  customer: string,
  into: string,
) {
  authorize(caller, 'mergeCustomers');
  if (into === customer) throw invalidField('body.into', 'must be the id of another customer');
  const values = { customer, into };
  const merged = await runAsCaller(deps.database, caller, mergeStatement, values).catch(
    (error: unknown) => {
      if (error instanceof Refused && error.code === 'MT404' && error.detail === '"into"') {
        const detail = 'The customer that `into` names does not exist.';
        throw new Problem('customer_not_found', { detail });
      }
      throw error;
    },
  );
  if (merged === null) throw new Problem('customer_not_found');
  return showCustomer(caller, merged.customer);
}
