import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { VenueId } from '../platform/ids.ts';
import {
  filteredPageOf,
  idList,
  type ListQuery,
  readCursor,
  writeCursor,
} from '../platform/pagination.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { showEntry, type WaitlistState } from './entry.ts';
import { selectEntries, selectWaiting } from './store.ts';

const WAITLIST = idList<'waitlistEntry'>('waitlist');

/**
 * Lists a venue's waitlist in the order of joining, without entries of erased customers.
 * @throws Problem invalid_cursor, venue_not_found, key_revoked
 */
export async function listWaitlist(
  deps: Pick<Ports, 'database' | 'cursors'>,
  caller: Caller,
  venue: VenueId,
  { state, after, limit }: ListQuery & { state?: WaitlistState | undefined },
) {
  authorize(caller, 'readBookings');
  const [last] = (await readCursor(deps, caller, WAITLIST, after)) ?? [];
  const page = { venue, after: last, limit: limit + 1 };
  const found =
    state === 'waiting'
      ? await runAsCaller(deps.database, caller, selectWaiting, page)
      : await runAsCaller(deps.database, caller, selectEntries, { ...page, state });
  if (found === null) throw new Problem('venue_not_found');
  return filteredPageOf(
    found,
    limit,
    showEntry,
    ({ id }) => id,
    (position) => writeCursor(deps, caller, WAITLIST, position),
  );
}
