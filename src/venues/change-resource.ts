import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { Refused } from '../platform/database-errors.ts';
import type { ResourceId, VenueId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { invalidField, Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { showAffected } from './affected-bookings.ts';
import { type ResourceChange, showResource } from './resource.ts';
import { updateResource } from './resource-store.ts';

/**
 * Changes a resource. Existing bookings keep the resource; the answer names those whose party is now
 * too large.
 * @throws Problem resource_not_found, resource_name_taken, invalid_field (minParty above maxParty),
 *   idempotency_key_reused, key_revoked
 */
export async function changeResource(
  deps: Pick<Ports, 'database' | 'venueChanged'>,
  caller: Caller,
  venue: VenueId,
  id: ResourceId,
  change: ResourceChange,
) {
  authorize(caller, 'manageVenues');
  const values = { venue, id, change };
  const changed = await runAsCaller(deps.database, caller, updateResource, values)
    .catch((error: unknown) => {
      if (error instanceof Refused && error.reason === 'invalid_field') {
        throw invalidField('body.maxParty', 'must be at least minParty');
      }
      throw error;
    })
    .finally(() => deps.venueChanged(caller.workspaceId, venue, 'settings'));
  if (changed === null) throw new Problem('resource_not_found');
  const { resource, affected } = changed;
  return { ...showResource(resource), affectedBookings: showAffected(affected) };
}
