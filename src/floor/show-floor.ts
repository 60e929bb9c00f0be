import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { VenueId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { type Floor, showFloor as shown } from './floor.ts';
import { selectFloor } from './store.ts';

/**
 * Shows a business day of a venue in one answer, without what the caller's key may not read.
 * @param date a local date; undefined is the business day that it is now, see business_day_v1
 * @throws Problem venue_not_found, key_revoked
 */
export async function showFloor(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  venue: VenueId,
  date: string | undefined,
): Promise<Floor> {
  authorize(caller, 'readBookings');
  const found = await runAsCaller(deps.database, caller, selectFloor, { venue, date });
  if (found === null) throw new Problem('venue_not_found');
  return shown(caller, found);
}
