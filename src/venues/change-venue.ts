import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { VenueId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { refuseZone } from '../platform/refuse-zone.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { showAffected } from './affected-bookings.ts';
import { updateVenue } from './store.ts';
import { showVenue, type VenueChange } from './venue.ts';

/**
 * Changes settings of a venue. Existing bookings keep their times and their cancellation cutoff; the
 * answer names those that a change of `timeZone` or `lastSeating` has left outside the opening hours.
 * @throws Problem venue_not_found, invalid_field (a time zone that PostgreSQL does not know),
 *   key_revoked
 */
export async function changeVenue(
  deps: Pick<Ports, 'database' | 'venueChanged'>,
  caller: Caller,
  venue: VenueId,
  change: VenueChange,
) {
  authorize(caller, 'manageVenues');
  const values = { venue, change };
  const changed = await runAsCaller(deps.database, caller, updateVenue, values)
    .catch(refuseZone('body.timeZone'))
    .finally(() => deps.venueChanged(caller.workspaceId, venue, 'settings'));
  if (changed === null) throw new Problem('venue_not_found');
  const { venue: stored, affected } = changed;
  return { ...showVenue(stored), affectedBookings: showAffected(affected) };
}
