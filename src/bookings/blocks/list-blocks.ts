import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import type { VenueId } from '../../platform/ids.ts';
import {
  filteredPageOf,
  idList,
  type ListQuery,
  readCursor,
  writeCursor,
} from '../../platform/pagination.ts';
import type { Ports } from '../../platform/ports.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { showBlock } from './block.ts';
import { selectBlocks } from './block-store.ts';

const BLOCKS = idList<'block'>('blocks');

/**
 * Lists the blocks of a venue that have not ended, the newest first.
 * @throws Problem invalid_cursor, venue_not_found, key_revoked
 */
export async function listBlocks(
  deps: Pick<Ports, 'database' | 'cursors'>,
  caller: Caller,
  venue: VenueId,
  { after, limit }: ListQuery,
) {
  authorize(caller, 'readBookings');
  const [before] = (await readCursor(deps, caller, BLOCKS, after)) ?? [];
  const values = { venue, before, limit: limit + 1 };
  const found = await runAsCaller(deps.database, caller, selectBlocks, values);
  if (found === null) throw new Problem('venue_not_found');
  return filteredPageOf(
    found,
    limit,
    showBlock,
    ({ id }) => id,
    (position) => writeCursor(deps, caller, BLOCKS, position),
  );
}
