import type { Caller } from '../platform/auth/key.ts';
import { decodeIdCursor, encodeIdCursor, type ListQuery, pageOf } from '../platform/pagination.ts';
import type { Ports } from '../platform/ports.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { selectVenues } from './store.ts';
import { showVenue } from './venue.ts';

/**
 * Lists the workspace's venues, the newest first.
 * @throws Problem invalid_cursor, key_revoked
 */
export async function listVenues(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  { after, limit }: ListQuery,
) {
  const before = decodeIdCursor('venue', after);
  const rows = await runAsCaller(deps.database, caller, selectVenues, { before, limit: limit + 1 });
  return pageOf(rows ?? [], limit, showVenue, ({ id }) => encodeIdCursor('venue', id));
}
