import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { VenueId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { showAffected } from './affected-bookings.ts';
import { type Hours, numberWeekdays } from './opening-hours.ts';
import { updateHours } from './store.ts';
import { showVenue } from './venue.ts';

/**
 * Replaces a venue's opening hours. Existing bookings stay valid; the answer names those that no longer
 * lie in the hours.
 * @throws Problem venue_not_found, key_revoked
 */
export async function setHours(
  deps: Pick<Ports, 'database' | 'venueChanged'>,
  caller: Caller,
  venue: VenueId,
  { weekly, exceptions }: Hours,
) {
  authorize(caller, 'manageVenues');
  const values = { venue, weekly: numberWeekdays(weekly), exceptions };
  const changed = await runAsCaller(deps.database, caller, updateHours, values).finally(() =>
    deps.venueChanged(caller.workspaceId, venue, 'settings'),
  );
  if (changed === null) throw new Problem('venue_not_found');
  const { venue: stored, affected } = changed;
  return { ...showVenue(stored), affectedBookings: showAffected(affected) };
}
