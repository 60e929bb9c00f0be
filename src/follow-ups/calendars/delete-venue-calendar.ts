import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import type { VenueId } from '../../platform/ids.ts';
import type { Ports } from '../../platform/ports.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { clearCalendarHash } from './store.ts';

/**
 * Ends the URL of a venue's calendar. A venue without one stays as it is.
 * @throws Problem venue_not_found, key_revoked
 */
export async function deleteVenueCalendar(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  venue: VenueId,
): Promise<void> {
  authorize(caller, 'manageVenues');
  const changed = await runAsCaller(deps.database, caller, clearCalendarHash, { venue });
  if (changed === null) throw new Problem('venue_not_found');
}
