import type { Caller } from '../platform/auth/key.ts';
import type { ResourceId, VenueId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { invalidField, Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { showAffected } from './affected-bookings.ts';
import { refuseTakenName } from './refuse-taken-name.ts';
import { type ResourceChange, showResource } from './resource.ts';
import { updateResource } from './resource-store.ts';

/**
 * Changes a resource. Existing bookings keep the resource; the answer names those whose party is now
 * too large.
 * @throws Problem resource_not_found, resource_name_taken, invalid_field (minParty above maxParty),
 *   key_revoked
 */
export async function changeResource(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  venue: VenueId,
  id: ResourceId,
  change: ResourceChange,
) {
  const values = { venue, id, change };
  const changed = await runAsCaller(deps.database, caller, updateResource, values).catch(
    refuseTakenName,
  );
  if (changed === null) throw new Problem('resource_not_found');
  if (changed.resource === null) throw invalidField('body.maxParty', 'must be at least minParty');
  return { ...showResource(changed.resource), affectedBookings: showAffected(changed.affected) };
}
