import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { CombinationId, VenueId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { showAffected } from './affected-bookings.ts';
import { deleteCombination as deleteStatement } from './resource-store.ts';

/**
 * Deletes a combination: its resources can no longer be taken together. Existing bookings keep them;
 * the answer names the bookings.
 * @throws Problem combination_not_found, key_revoked
 */
export async function deleteCombination(
  deps: Pick<Ports, 'database' | 'venueChanged'>,
  caller: Caller,
  venue: VenueId,
  id: CombinationId,
) {
  authorize(caller, 'manageVenues');
  const deleted = await runAsCaller(deps.database, caller, deleteStatement, { venue, id }).finally(
    () => deps.venueChanged(caller.workspaceId, venue, 'settings'),
  );
  if (deleted === null) throw new Problem('combination_not_found');
  return { affectedBookings: showAffected(deleted) };
}
