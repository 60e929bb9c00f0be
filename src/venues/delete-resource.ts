import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { ResourceId, VenueId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { showAffected } from './affected-bookings.ts';
import { deleteResource as deleteStatement } from './resource-store.ts';

/**
 * Takes a resource out of service: no new booking gets it. Existing bookings keep it; the answer names
 * them.
 * @throws Problem resource_not_found, key_revoked
 */
export async function deleteResource(
  deps: Pick<Ports, 'database' | 'venueChanged'>,
  caller: Caller,
  venue: VenueId,
  id: ResourceId,
) {
  authorize(caller, 'manageVenues');
  const deleted = await runAsCaller(deps.database, caller, deleteStatement, { venue, id }).finally(
    () => deps.venueChanged(caller.workspaceId, venue, 'settings'),
  );
  if (deleted === null) throw new Problem('resource_not_found');
  return { affectedBookings: showAffected(deleted) };
}
