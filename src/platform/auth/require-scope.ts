import type { MiddlewareHandler } from 'hono';
import { limitAddress, type RoomEnv, rateLimited } from '../http.ts';
import type { GatePorts } from '../ports.ts';
import { PROBLEMS, Problem } from '../problem.ts';
import { scopeMissing } from './actions.ts';
import type { Scope } from './scopes.ts';
import { hasCsrfToken, sessionOf } from './session.ts';

/**
 * Lets a request pass when its key is genuine, has the scopes and is within its rate limit. A
 * request without a genuine key, or with an expired one, counts against its address, so that guessing
 * keys is slow. So does a request with a key that the database has refused within the last minute. The
 * verb authorizes each of its actions too; this check comes before the body is read.
 *
 * A request without a key may have a session of the console instead; see {@link sessionOf}.
 * @throws Problem key_missing, key_invalid, key_expired, key_revoked, session_invalid,
 *   session_expired, csrf_token_wrong, scope_missing, rate_limited
 */
export function requireScope(...scopes: readonly Scope[]): MiddlewareHandler<RoomEnv<GatePorts>> {
  return async (c, next) => {
    const deps = c.get('deps');
    const header = c.req.header('Authorization');
    const session = header === undefined ? sessionOf(c.req) : undefined;
    const key = session ?? header?.match(/^Bearer +(\S+)$/i)?.[1];
    const kind = session === undefined ? 'key' : 'session';
    const signer = session === undefined ? deps.signer : deps.sessions;
    const caller = key === undefined ? undefined : await signer.verify(key);
    if (caller === undefined) {
      await limitAddress(c);
      throw new Problem(key === undefined ? 'key_missing' : `${kind}_invalid`);
    }
    if (session !== undefined && !(await hasCsrfToken(c.req, session))) {
      throw new Problem('csrf_token_wrong');
    }
    const expired = caller.expiresAt !== undefined && caller.expiresAt <= deps.now();
    const refusal = expired ? (`${kind}_expired` as const) : deps.refusedKeys.refusalOf(key ?? '');
    if (refusal !== undefined) {
      await limitAddress(c);
      throw new Problem(refusal);
    }
    if (!(await deps.admitKey(caller.keyId))) throw rateLimited('key');
    const lacking = scopes.find((scope) => !caller.scopes.includes(scope));
    if (lacking !== undefined) throw scopeMissing(lacking);
    c.set('caller', caller);
    const startedAt = deps.now();
    await next();
    // Only the database refuses the key of a caller after this point.
    const { error } = c;
    if (key !== undefined && error instanceof Problem && PROBLEMS[error.code][0] === 401) {
      deps.refusedKeys.remember(key, error.code);
    }
    // Every statement on a caller's behalf checks the key.
    if (error === undefined && c.get('databaseUse').requests > 0) {
      deps.confirmedKeys.confirm(caller, startedAt);
    }
  };
}
