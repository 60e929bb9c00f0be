import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { newId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { refuseZone } from '../platform/refuse-zone.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { insertVenue } from './store.ts';
import { type NewVenue, showVenue } from './venue.ts';

/**
 * Creates a venue. It is closed until it gets opening hours.
 * @throws Problem invalid_field (a time zone that PostgreSQL does not know), limit_reached,
 *   key_revoked
 */
export async function createVenue(
  deps: Pick<Ports, 'database' | 'venueChanged'>,
  caller: Caller,
  venue: NewVenue,
) {
  authorize(caller, 'manageVenues');
  const values = { ...venue, id: newId<'venue'>() };
  const stored = await runAsCaller(deps.database, caller, insertVenue, values)
    .catch(refuseZone('body.timeZone'))
    .finally(() => deps.venueChanged(caller.workspaceId, values.id, 'settings'));
  if (stored === null) throw new Problem('key_revoked');
  return showVenue(stored);
}
