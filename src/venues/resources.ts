import type { Deps } from '../deps.ts';
import { newId, readId, showId } from '../platform/ids.ts';
import { Problem } from '../platform/problem.ts';
import type { Caller } from '../workspaces/key.ts';
import { runAsCaller } from '../workspaces/store.ts';
import {
  deleteCombination,
  deleteResource,
  insertCombination,
  insertResource,
  selectResources,
  updateResource,
} from './store.ts';
import type {
  NewCombination,
  NewResource,
  ResourceChange,
  StoredCombination,
  StoredResource,
} from './venue.ts';
import { venueId } from './venues.ts';

type Store = Pick<Deps, 'database'>;

/** @throws Problem venue_not_found, key_revoked */
export async function addResource(
  deps: Store,
  caller: Caller,
  venue: string,
  resource: NewResource,
) {
  const stored = await runAsCaller(deps.database, caller, insertResource, {
    ...resource,
    venue: venueId(venue),
    id: newId<'resource'>(),
  });
  if (stored === null) throw new Problem('venue_not_found');
  return showResource(stored);
}

/**
 * Lets resources be taken together, by parties that no single one fits.
 * @throws Problem venue_not_found, resource_not_found, key_revoked
 */
export async function addCombination(
  deps: Store,
  caller: Caller,
  venue: string,
  { resourceIds, ...combination }: NewCombination,
) {
  const members = resourceIds.map((id) => {
    const member = readId('resource', id);
    if (member === undefined) throw new Problem('resource_not_found');
    return member;
  });
  const stored = await runAsCaller(deps.database, caller, insertCombination, {
    ...combination,
    venue: venueId(venue),
    id: newId<'combination'>(),
    resourceIds: members.toSorted(),
    members: members.length,
  });
  if (stored === null) throw new Problem('venue_not_found');
  if (stored.combination === null) throw new Problem('resource_not_found');
  return showCombination(stored.combination);
}

/**
 * What a venue can seat parties at.
 * @throws Problem venue_not_found, key_revoked
 */
export async function listResources(deps: Store, caller: Caller, venue: string) {
  const found = await runAsCaller(deps.database, caller, selectResources, {
    venue: venueId(venue),
  });
  if (found === null) throw new Problem('venue_not_found');
  return {
    data: found.resources.map(showResource),
    combinations: found.combinations.map(showCombination),
  };
}

/**
 * Changes what a resource is and whom it seats; bookings that have it keep it.
 * @throws Problem resource_not_found, invalid_field (a range of parties turned round), key_revoked
 */
export async function changeResource(
  deps: Store,
  caller: Caller,
  venue: string,
  resource: string,
  change: ResourceChange,
) {
  const changed = await runAsCaller(deps.database, caller, updateResource, {
    venue: venueId(venue),
    id: readId('resource', resource) ?? null,
    change: JSON.stringify(change),
  });
  if (changed === null) throw new Problem('resource_not_found');
  if (changed.resource === null) {
    throw new Problem('invalid_field', {
      errors: [{ field: 'body.maxParty', message: 'must be at least minParty' }],
    });
  }
  return showResource(changed.resource);
}

/**
 * Takes a resource out of service: no further booking gets it, those that have it keep it.
 * @throws Problem resource_not_found, key_revoked
 */
export async function removeResource(
  deps: Store,
  caller: Caller,
  venue: string,
  resource: string,
): Promise<void> {
  const id = readId('resource', resource);
  const values = { venue: venueId(venue), id: id ?? null };
  if ((await runAsCaller(deps.database, caller, deleteResource, values)) === null) {
    throw new Problem('resource_not_found');
  }
}

/** @throws Problem combination_not_found, key_revoked */
export async function removeCombination(
  deps: Store,
  caller: Caller,
  venue: string,
  combination: string,
): Promise<void> {
  const id = readId('combination', combination);
  const values = { venue: venueId(venue), id: id ?? null };
  if ((await runAsCaller(deps.database, caller, deleteCombination, values)) === null) {
    throw new Problem('combination_not_found');
  }
}

const showResource = (resource: StoredResource) => ({
  ...resource,
  id: showId('resource', resource.id),
});

const showCombination = (combination: StoredCombination) => ({
  ...combination,
  id: showId('combination', combination.id),
  resourceIds: combination.resourceIds.map((id) => showId('resource', id)),
});
