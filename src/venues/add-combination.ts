import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { newId, type VenueId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { type NewCombination, showCombination } from './resource.ts';
import { insertCombination } from './resource-store.ts';

/**
 * Adds a combination: resources that a party may take together when no single resource fits it.
 * @throws Problem venue_not_found, resource_not_found, limit_reached, idempotency_key_reused,
 *   key_revoked
 */
export async function addCombination(
  deps: Pick<Ports, 'database' | 'venueChanged'>,
  caller: Caller,
  venue: VenueId,
  combination: NewCombination,
) {
  authorize(caller, 'manageVenues');
  const stored = await runAsCaller(deps.database, caller, insertCombination, {
    ...combination,
    venue,
    id: newId<'combination'>(),
    resourceIds: combination.resourceIds.toSorted(),
  }).finally(() => deps.venueChanged(caller.workspaceId, venue, 'settings'));
  if (stored === null) throw new Problem('venue_not_found');
  return showCombination(stored);
}
