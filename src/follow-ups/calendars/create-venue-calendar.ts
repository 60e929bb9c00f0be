import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import type { VenueId } from '../../platform/ids.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import type { FollowUpPorts } from '../ports.ts';
import { hashCalendarSecret } from './calendar-secret.ts';
import { setCalendarHash } from './store.ts';

/**
 * Gives a venue's calendar a new secret. The venue stores only its hash. The previous secret stops
 * working.
 * @returns the secret
 * @throws Problem venue_not_found, idempotency_key_reused, key_revoked
 */
export async function createVenueCalendar(
  deps: Pick<FollowUpPorts, 'database' | 'cipher' | 'calendarSecrets'>,
  caller: Caller,
  venue: VenueId,
): Promise<string> {
  authorize(caller, 'shareCalendar');
  const owner = { purpose: 'calendar', id: venue } as const;
  const secret = await deps.calendarSecrets.create(venue);
  const [hash, sealedSecret] = await Promise.all([
    hashCalendarSecret(secret),
    deps.cipher.encrypt(owner, secret),
  ]);
  const values = { venue, hash, sealedSecret };
  const changed = await runAsCaller(deps.database, caller, setCalendarHash, values);
  if (changed === null) throw new Problem('venue_not_found');
  return deps.cipher.decrypt(owner, changed.sealedSecret);
}
