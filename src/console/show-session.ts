import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import type { Scope } from '../platform/auth/scopes.ts';
import { csrfTokenOf } from '../platform/auth/session.ts';
import type { Ports } from '../platform/ports.ts';
import { Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { selectCallerNames } from '../workspaces/store.ts';

/** What the console knows of the session that it has. */
export interface ShownSession {
  /** The token that each request with the session must have in the header `X-CSRF-Token`. */
  readonly csrfToken: string;
  readonly workspace: string;
  /** The name of the key that opened the session. */
  readonly key: string;
  readonly scopes: readonly Scope[];
  /** The end of the session, as ISO 8601. */
  readonly expiresAt: string;
}

/**
 * Shows a session to the page that has its cookie.
 * @param caller the claims of the session
 * @throws Problem key_revoked, key_expired
 */
export async function showSession(
  { database }: Pick<Ports, 'database'>,
  caller: Caller,
  session: string,
): Promise<ShownSession> {
  authorize(caller, 'useConsole');
  const names = await runAsCaller(database, caller, selectCallerNames, {});
  if (names === null || caller.expiresAt === undefined) throw new Problem('session_invalid');
  const { scopes, expiresAt } = caller;
  const csrfToken = await csrfTokenOf(session);
  return { csrfToken, ...names, scopes, expiresAt: new Date(expiresAt).toISOString() };
}
