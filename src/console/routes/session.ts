import { Hono, type MiddlewareHandler } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { requireScope } from '../../platform/auth/require-scope.ts';
import { csrfTokenOf, SESSION_COOKIE, sessionOf } from '../../platform/auth/session.ts';
import type { RoomEnv } from '../../platform/http.ts';
import type { GatePorts, Ports } from '../../platform/ports.ts';
import { Problem } from '../../platform/problem.ts';
import { openSession } from '../open-session.ts';
import { showSession } from '../show-session.ts';

// Only the console uses these routes, so they are no part of the API's description.

type ConsoleEnv = RoomEnv<Ports & GatePorts>;

const COOKIE = { path: '/', secure: true, httpOnly: true, sameSite: 'Strict' } as const;

/** Refuses a session, so that no page can prolong one without the key. */
const withKeyOnly: MiddlewareHandler<ConsoleEnv> = async (c, next) => {
  if (c.req.header('Authorization') === undefined) throw new Problem('key_missing');
  await next();
};

/**
 * Lets the page read its own session after a reload, when it has lost the token: the request is
 * treated as if it had the token. Another site cannot read the answer.
 */
const withToken: MiddlewareHandler<ConsoleEnv> = async (c, next) => {
  const session = sessionOf(c.req);
  if (session === undefined) throw new Problem('session_invalid');
  const headers = new Headers(c.req.raw.headers);
  headers.delete('Authorization');
  headers.set('X-CSRF-Token', await csrfTokenOf(session));
  c.req.raw = new Request(c.req.raw, { headers });
  await next();
};

export const sessionRoutes = new Hono<ConsoleEnv>()
  .post('/console/session', withKeyOnly, requireScope(), async (c) => {
    const { session, shown } = await openSession(c.get('deps'), c.get('caller'));
    setCookie(c, SESSION_COOKIE, session, { ...COOKIE, expires: new Date(shown.expiresAt) });
    return c.json(shown, 201);
  })
  .get('/console/session', withToken, requireScope(), async (c) =>
    c.json(await showSession(c.get('deps'), c.get('caller'), sessionOf(c.req) ?? ''), 200),
  )
  .delete('/console/session', requireScope(), (c) => {
    deleteCookie(c, SESSION_COOKIE, COOKIE);
    return c.body(null, 204);
  });
