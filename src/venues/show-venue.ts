import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { VenueId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { selectVenue } from './store.ts';
import { showVenue as shown } from './venue.ts';

/**
 * Shows a venue with its settings and opening hours.
 * @throws Problem venue_not_found, key_revoked
 */
export async function showVenue(deps: Pick<Ports, 'database'>, caller: Caller, venue: VenueId) {
  authorize(caller, 'readVenues');
  const found = await runAsCaller(deps.database, caller, selectVenue, { venue });
  if (found === null) throw new Problem('venue_not_found');
  return shown(found);
}
