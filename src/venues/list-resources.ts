import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { VenueId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { showCombination, showResource } from './resource.ts';
import { selectResources } from './resource-store.ts';

/**
 * Lists a venue's resources and their combinations.
 * @throws Problem venue_not_found, key_revoked
 */
export async function listResources(deps: Pick<Ports, 'database'>, caller: Caller, venue: VenueId) {
  authorize(caller, 'readVenues');
  const found = await runAsCaller(deps.database, caller, selectResources, { venue });
  if (found === null) throw new Problem('venue_not_found');
  return {
    data: found.resources.map(showResource),
    combinations: found.combinations.map(showCombination),
  };
}
