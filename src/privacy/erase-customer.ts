import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { eraseCustomer as eraseStatement } from './store.ts';

/**
 * Erases a customer. From then on, nothing about the customer is shown or stored. Texts, names and
 * contacts are removed, and the customer's exact share is subtracted from every statistic. Rows stay
 * as tombstones without content, so that a late retry or queue message restores nothing.
 *
 * Where a customer has more than one page of rows, the state of the receipt is `running`, and the sweep
 * erases the other pages. A second call meanwhile erases the next page. A call after the end goes
 * through all rows again, and returns the time of the first erasure.
 * @throws Problem customer_not_found, key_revoked
 */
export async function eraseCustomer(
  deps: Pick<Ports, 'database' | 'venueChanged'>,
  caller: Caller,
  customer: string,
) {
  authorize(caller, 'eraseCustomer');
  // An erasure cancels the customer's bookings that are still to come, at any venue.
  const receipt = await runAsCaller(deps.database, caller, eraseStatement, { customer }).finally(
    () => deps.venueChanged(caller.workspaceId, undefined, 'bookings'),
  );
  if (receipt === null) throw new Problem('customer_not_found');
  return { customerId: customer, ...receipt };
}
