import { beforeAll, describe, expect, it } from 'vitest';
import { createSigner, SESSIONS } from '../../src/platform/auth/key.ts';
import { SCOPES, type Scope } from '../../src/platform/auth/scopes.ts';
import { showId } from '../../src/platform/ids.ts';
import { ringOf } from '../../src/platform/secret-ring.ts';
import { type Answer, client, makeKey, testDeps } from '../support/workspace.ts';

const COOKIE = '__Host-maitred-session';
const HOUR = 60 * 60 * 1000;

let key: string;
beforeAll(async () => {
  key = await makeKey('console sessions');
});

/** Opens a session; the answer, its cookie and a client with the cookie and the token. */
async function signIn(withKey = key) {
  const answer = await client(withKey)('POST', '/console/session');
  const cookie = cookieOf(answer);
  const call = client(undefined, { Cookie: cookie, 'X-CSRF-Token': answer.body.csrfToken });
  return { answer, cookie, call };
}

const cookieOf = ({ headers }: Answer) => headers.get('Set-Cookie')?.split(';')[0] ?? '';

async function claimsOf(withKey: string) {
  const claims = await testDeps().signer.verify(withKey);
  if (claims === undefined) throw new Error('the key is not valid');
  return claims;
}

describe('a session of the console', () => {
  it('is opened by a key, which then acts through the cookie and the token', async () => {
    const { answer, call } = await signIn();
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      workspace: 'console sessions',
      key: 'test',
      scopes: SCOPES,
    });
    const ends = Date.parse(answer.body.expiresAt) - Date.now();
    expect(ends).toBeGreaterThan(11.9 * HOUR);
    expect(ends).toBeLessThanOrEqual(12 * HOUR);
    const stored = await call('POST', '/v1/conversations/c1/messages', {
      role: 'customer',
      text: 'hello',
    });
    expect(stored.status).toBe(201);
    expect((await call('GET', '/v1/conversations/c1')).status).toBe(200);
  });

  it('has a cookie that scripts cannot read and other sites do not send', async () => {
    const { answer } = await signIn();
    const attributes = (answer.headers.get('Set-Cookie') ?? '').split('; ').slice(1);
    expect(attributes).toEqual(
      expect.arrayContaining(['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict']),
    );
    expect(attributes.some((each) => each.startsWith('Domain='))).toBe(false);
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
  });

  it('ends with its key when the key ends sooner', async () => {
    const expiresAt = Date.now() + HOUR;
    const { signer } = testDeps();
    const lasting = await claimsOf(await makeKey('console short key'));
    const { answer } = await signIn(await signer.sign({ ...lasting, expiresAt }));
    expect(Date.parse(answer.body.expiresAt)).toBe(expiresAt);
  });

  it('can be shown again by the page after a reload', async () => {
    const { answer, cookie } = await signIn();
    const shown = await client(undefined, { Cookie: `other=1; ${cookie}` })(
      'GET',
      '/console/session',
    );
    expect(shown.status).toBe(200);
    expect(shown.body).toEqual(answer.body);
  });

  it('is ended by the page', async () => {
    const { call } = await signIn();
    const ended = await call('DELETE', '/console/session');
    expect(ended.status).toBe(204);
    expect(ended.headers.get('Set-Cookie')).toMatch(new RegExp(`^${COOKIE}=;.*Max-Age=0`));
  });

  it('has the scopes of its key and no more', async () => {
    const scopes: Scope[] = ['bookings:read'];
    const { answer, call } = await signIn(await makeKey('console few scopes', scopes));
    expect(answer.body.scopes).toEqual(scopes);
    const refused = await call('GET', '/v1/conversations');
    expect([refused.status, refused.body.code]).toEqual([403, 'scope_missing']);
  });
});

describe('attacks on a session', () => {
  it.each(['GET', 'POST'])(
    'a %s with the cookie and without its token is refused',
    async (method) => {
      const { cookie, answer } = await signIn();
      const other = await signIn();
      const path = method === 'GET' ? '/v1/conversations' : '/v1/conversations/c2/messages';
      const body = method === 'GET' ? undefined : { role: 'customer', text: 'forged' };
      const tokens = [undefined, '', 'x', other.answer.body.csrfToken.slice(1)];
      for (const token of tokens) {
        const headers = {
          Cookie: cookie,
          ...(token === undefined ? {} : { 'X-CSRF-Token': token }),
        };
        const refused = await client(undefined, headers)(method, path, body);
        expect([refused.status, refused.body.code]).toEqual([403, 'csrf_token_wrong']);
      }
      const call = client(undefined, { Cookie: cookie, 'X-CSRF-Token': answer.body.csrfToken });
      expect((await call('GET', '/v1/conversations/c2')).status).toBe(404);
    },
  );

  it('a page of another site cannot sign out', async () => {
    const { cookie } = await signIn();
    const refused = await client(undefined, { Cookie: cookie })('DELETE', '/console/session');
    expect([refused.status, refused.body.code]).toEqual([403, 'csrf_token_wrong']);
    expect(refused.headers.has('Set-Cookie')).toBe(false);
  });

  it('a session opens no further session', async () => {
    const { call } = await signIn();
    const refused = await call('POST', '/console/session');
    expect([refused.status, refused.body.code]).toEqual([401, 'key_missing']);
  });

  it('a session ends when its key is revoked', async () => {
    const own = await makeKey('console revoked');
    const admin = client(await makeKey('console revoked'));
    const { call, cookie } = await signIn(own);
    expect((await call('GET', '/v1/conversations')).status).toBe(200);
    const { keyId } = await claimsOf(own);
    expect((await admin('DELETE', `/v1/keys/${showId('key', keyId)}`)).status).toBeLessThan(300);
    const refused = await call('GET', '/v1/conversations');
    expect([refused.status, refused.body.code]).toEqual([401, 'key_revoked']);
    const shown = await client(undefined, { Cookie: cookie })('GET', '/console/session');
    expect([shown.status, shown.body.code]).toEqual([401, 'key_revoked']);
  });

  it('a session is no API key, and an API key no session', async () => {
    const { cookie } = await signIn();
    const session = cookie.slice(COOKIE.length + 1);
    const asKey = await client(session)('GET', '/v1/conversations');
    expect([asKey.status, asKey.body.code]).toEqual([401, 'key_invalid']);
    const renamed = await client(session.replace('mts_', 'mtd_'))('GET', '/v1/conversations');
    expect([renamed.status, renamed.body.code]).toEqual([401, 'key_invalid']);
    for (const text of [key, key.replace('mtd_', 'mts_')]) {
      const shown = await client(undefined, { Cookie: `${COOKIE}=${text}` })(
        'GET',
        '/console/session',
      );
      expect([shown.status, shown.body.code]).toEqual([401, 'session_invalid']);
    }
  });

  it('a session that has ended, or was signed with another secret, is refused', async () => {
    const claims = await claimsOf(key);
    const ended = await testDeps().sessions.sign({ ...claims, expiresAt: Date.now() - 1 });
    const foreign = await createSigner(ringOf('x'.repeat(32)), SESSIONS).sign(claims);
    for (const [session, code] of [
      [ended, 'session_expired'],
      [foreign, 'session_invalid'],
      ['mts_', 'session_invalid'],
    ] as const) {
      const shown = await client(undefined, { Cookie: `${COOKIE}=${session}` })(
        'GET',
        '/console/session',
      );
      expect([shown.status, shown.body.code]).toEqual([401, code]);
    }
  });

  it('a wrong key in the header is not replaced by the cookie', async () => {
    const { cookie, answer } = await signIn();
    const headers = { Cookie: cookie, 'X-CSRF-Token': answer.body.csrfToken };
    const refused = await client('mtd_x', headers)('GET', '/v1/conversations');
    expect([refused.status, refused.body.code]).toEqual([401, 'key_invalid']);
  });
});
