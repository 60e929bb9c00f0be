import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { newId, type VenueId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { type NewResource, showResource } from './resource.ts';
import { insertResource } from './resource-store.ts';

/**
 * Adds a table, chair, room or person to a venue.
 * @throws Problem venue_not_found, resource_name_taken, limit_reached, idempotency_key_reused,
 *   key_revoked
 */
export async function addResource(
  deps: Pick<Ports, 'database' | 'venueChanged'>,
  caller: Caller,
  venue: VenueId,
  resource: NewResource,
) {
  authorize(caller, 'manageVenues');
  const values = { ...resource, venue, id: newId<'resource'>() };
  const stored = await runAsCaller(deps.database, caller, insertResource, values).finally(() =>
    deps.venueChanged(caller.workspaceId, venue, 'settings'),
  );
  if (stored === null) throw new Problem('venue_not_found');
  return showResource(stored);
}
