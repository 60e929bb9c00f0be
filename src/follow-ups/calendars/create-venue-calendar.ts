import type { Caller } from '../../platform/auth/key.ts';
import type { VenueId } from '../../platform/ids.ts';
import type { Ports } from '../../platform/ports.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { hashCalendarSecret, newCalendarSecret } from './calendar-secret.ts';
import { setCalendarHash } from './store.ts';

/**
 * Gives a venue's calendar a new secret. Only its hash is stored. The previous secret stops
 * working.
 * @returns the secret
 * @throws Problem venue_not_found, key_revoked
 */
export async function createVenueCalendar(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  venue: VenueId,
): Promise<string> {
  const secret = newCalendarSecret();
  const values = { venue, hash: await hashCalendarSecret(secret) };
  const changed = await runAsCaller(deps.database, caller, setCalendarHash, values);
  if (changed === null) throw new Problem('venue_not_found');
  return secret;
}
