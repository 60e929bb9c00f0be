import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { showId, type VenueId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { invalidField, Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import type { Availability, AvailabilityQuery } from './availability.ts';
import { selectAvailability } from './availability-store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const LONGEST_DAYS = 31;

/**
 * Shows the slots of a venue for a party, by local date. A date without slots is closed.
 * @throws Problem venue_not_found, area_not_found, invalid_field (the range of dates), key_revoked
 */
export async function showAvailability(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  venue: VenueId,
  { from, to, partySize, bookingId: booking, area, areaRequired = false }: AvailabilityQuery,
): Promise<Availability> {
  authorize(caller, 'readVenues');
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days < 1) throw invalidField('query.to', 'must not be before from');
  if (days > LONGEST_DAYS) throw invalidField('query.to', `must be within ${LONGEST_DAYS} days`);
  const values = { venue, from, to, partySize, booking, area, areaRequired };
  const found = await runAsCaller(deps.database, caller, selectAvailability, values);
  if (found === null) throw new Problem('venue_not_found');
  if (!found.hasArea) throw new Problem('area_not_found');
  return {
    venueId: showId('venue', venue),
    timeZone: found.timeZone,
    partySize,
    days: found.days.map(({ date, reason, slots }) => ({
      date,
      closed: slots.length === 0,
      reason,
      slots,
    })),
  };
}
