import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { setRefusal } from './refusal-store.ts';

/**
 * Lets a guest make no further bookings, holds and waitlist entries in the workspace. Existing bookings
 * stay, and waitlist entries get no offer.
 * @param customer the caller's own id
 * @throws Problem customer_not_found, customer_erased, idempotency_key_reused, key_revoked
 */
export async function refuseCustomer(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  customer: string,
  reason: string,
) {
  authorize(caller, 'refuseGuests');
  const changed = await runAsCaller(deps.database, caller, setRefusal, { customer, reason });
  if (changed === null) throw new Problem('customer_not_found');
  if (changed.refusal === null) throw new Problem('customer_erased');
  return changed.refusal;
}
