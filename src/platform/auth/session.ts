import type { HonoRequest } from 'hono';
import { toBase64Url } from '../base64url.ts';

/**
 * The cookie with the session. Browsers accept a cookie of this prefix only from the origin itself,
 * over TLS (or from this machine), for all paths (RFC 6265bis, 4.1.3.2).
 */
export const SESSION_COOKIE = '__Host-maitred-session';

const CSRF_HEADER = 'X-CSRF-Token';

/** The session of the request's cookie. Undefined when it has none. */
export function sessionOf({ raw }: Pick<HonoRequest, 'raw'>): string | undefined {
  const cookies = raw.headers.get('Cookie') ?? '';
  const session = new RegExp(`(?:^|;)\\s*${SESSION_COOKIE}=([^;\\s]+)`).exec(cookies)?.[1];
  return session;
}

/**
 * The token that a request with a session must have in a header. Another site can make a browser send
 * the cookie, but it cannot read the token, which is a digest of the session, nor set the header.
 */
export async function csrfTokenOf(session: string): Promise<string> {
  const bytes = new TextEncoder().encode(`maitred/csrf/v1 ${session}`);
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

/** Whether the request has the token of its session. */
export async function hasCsrfToken(
  { raw }: Pick<HonoRequest, 'raw'>,
  session: string,
): Promise<boolean> {
  return raw.headers.get(CSRF_HEADER) === (await csrfTokenOf(session));
}
