import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { GatePorts, Ports } from '../platform/ports.ts';
import { type ShownSession, showSession } from './show-session.ts';

const HOURS_12 = 12 * 60 * 60 * 1000;

/**
 * Opens a session of the console with the claims of the caller's key. It ends after 12 hours, or with
 * its key: each statement on its behalf asks whether the key is still valid.
 * @returns the text for the cookie, and what the page may know of it
 * @throws Problem key_revoked, key_expired
 */
export async function openSession(
  deps: Pick<Ports, 'database' | 'now'> & Pick<GatePorts, 'sessions'>,
  caller: Caller,
): Promise<{ session: string; shown: ShownSession }> {
  authorize(caller, 'useConsole');
  const expiresAt = Math.min(deps.now() + HOURS_12, caller.expiresAt ?? Number.POSITIVE_INFINITY);
  const claims = { ...caller, expiresAt };
  const session = await deps.sessions.sign(claims);
  return { session, shown: await showSession(deps, claims, session) };
}
