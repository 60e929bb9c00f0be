import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import type { BlockId, VenueId } from '../../platform/ids.ts';
import type { Ports } from '../../platform/ports.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { explainRefusal } from '../explain-refusal.ts';
import { deleteBlock as deleteStatement } from './block-store.ts';

/**
 * Deletes a block, also one that has begun or repeats. Its places are free at once, and are offered to
 * the waitlist.
 * @throws Problem venue_not_found, block_not_found, idempotency_key_reused, scope_missing, key_revoked
 */
export async function deleteBlock(
  deps: Pick<Ports, 'database' | 'enqueueFollowUp' | 'venueChanged'>,
  caller: Caller,
  venueId: VenueId,
  id: BlockId,
): Promise<void> {
  authorize(caller, 'blockPlaces');
  const values = { venue: venueId, id };
  const deleted = await runAsCaller(deps.database, caller, deleteStatement, values)
    .catch(explainRefusal)
    .finally(() => deps.venueChanged(caller.workspaceId, venueId, 'bookings'));
  if (deleted === null) throw new Problem('key_revoked');
  deps.enqueueFollowUp({ venueId });
}
