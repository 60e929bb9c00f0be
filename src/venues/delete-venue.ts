import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { VenueId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { showAffected } from './affected-bookings.ts';
import { deleteVenue as deleteStatement } from './store.ts';

/**
 * Takes a venue out of service: it takes no further bookings. Existing bookings stay valid; the answer
 * names them.
 * @throws Problem venue_not_found, key_revoked
 */
export async function deleteVenue(
  deps: Pick<Ports, 'database' | 'venueChanged'>,
  caller: Caller,
  venue: VenueId,
) {
  authorize(caller, 'manageVenues');
  const deleted = await runAsCaller(deps.database, caller, deleteStatement, { venue }).finally(() =>
    deps.venueChanged(caller.workspaceId, venue, 'settings'),
  );
  if (deleted === null) throw new Problem('venue_not_found');
  return { affectedBookings: showAffected(deleted) };
}
