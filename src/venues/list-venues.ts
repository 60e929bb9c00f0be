import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import {
  filteredPageOf,
  idList,
  type ListQuery,
  readCursor,
  writeCursor,
} from '../platform/pagination.ts';
import type { Ports } from '../platform/ports.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { selectVenues } from './store.ts';
import { showVenue } from './venue.ts';

/** The subject of cached lists of venues: each change of a venue makes them outdated. */
export const VENUE_LIST = 'venues';

const VENUES = idList<'venue'>('venues');

/**
 * Lists the workspace's venues, the newest first.
 * @throws Problem invalid_cursor, key_revoked
 */
export async function listVenues(
  deps: Pick<Ports, 'database' | 'cursors'>,
  caller: Caller,
  { after, limit }: ListQuery,
) {
  authorize(caller, 'readVenues');
  const [before] = (await readCursor(deps, caller, VENUES, after)) ?? [];
  const values = { before, limit: limit + 1 };
  const found = await runAsCaller(deps.database, caller, selectVenues, values);
  return filteredPageOf(
    found,
    limit,
    showVenue,
    ({ id }) => id,
    (position) => writeCursor(deps, caller, VENUES, position),
  );
}
