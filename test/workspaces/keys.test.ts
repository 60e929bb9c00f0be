import { beforeAll, describe, expect, it } from 'vitest';
import { app } from '../../src/app.ts';
import { type Call, client, makeKey } from '../support/workspace.ts';

const routes: [method: string, path: string, scope: string, body?: unknown][] = [
  [
    'post',
    '/v1/conversations/{conversationId}/messages',
    'messages:write',
    { role: 'customer', text: 'x' },
  ],
  ['get', '/v1/conversations/{conversationId}/messages', 'messages:read'],
  ['get', '/v1/conversations/{conversationId}', 'messages:read'],
  ['get', '/v1/conversations', 'messages:read'],
  ['post', '/v1/keys', 'admin', { name: 'k', scopes: ['admin'] }],
  ['get', '/v1/keys', 'admin'],
  ['delete', '/v1/keys/{keyId}', 'admin'],
];

let owner: Call;
let foreign: Call;
let ownKeyId: string;
beforeAll(async () => {
  owner = client(await makeKey('owner'));
  foreign = client(await makeKey('foreign'));
  await owner('POST', '/v1/conversations/secret/messages', { role: 'customer', text: 'mine' });
  ownKeyId = (await owner('POST', '/v1/keys', { name: 'k', scopes: ['messages:read'] })).body.id;
});

const fill = (path: string) =>
  path.replace('{conversationId}', 'secret').replace('{keyId}', ownKeyId);

describe('tenant isolation', () => {
  it('covers every route: those here, those documented and those served are one set', () => {
    const documented = Object.entries(
      app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: '', version: '' } }).paths ?? {},
    ).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
    const served = app.routes
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1/'))
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`);
    const here = routes.map(([method, path]) => `${method} ${path}`).sort();
    expect(documented.sort()).toEqual(here);
    expect([...new Set(served)].sort()).toEqual(here);
  });

  it.each(routes)('%s %s', async (method, path, scope, body) => {
    const at = [method.toUpperCase(), fill(path), body] as const;
    const none = await client()(...at);
    expect([none.status, none.body.code]).toEqual([401, 'key_missing']);
    expect(none.headers.get('WWW-Authenticate')).toBe('Bearer');

    const genuine = await makeKey('owner');
    const forged = genuine.slice(0, -2) + (genuine.endsWith('AA') ? 'BB' : 'AA');
    const refused = await client(forged)(...at);
    expect([refused.status, refused.body.code]).toEqual([401, 'key_invalid']);

    const lacking = await client(await makeKey('owner', ['bookings:read']))(...at);
    expect([lacking.status, lacking.body.code]).toEqual([403, 'scope_missing']);
    expect(lacking.body.detail).toContain(scope);

    const made = await owner('POST', '/v1/keys', { name: 'short', scopes: [scope] });
    expect(made.status).toBe(201);
    expect((await owner('DELETE', `/v1/keys/${made.body.id}`)).status).toBe(204);
    const revoked = await client(made.body.key)(...at);
    expect([revoked.status, revoked.body.code]).toEqual([401, 'key_revoked']);

    const other = await foreign(...at);
    expect(JSON.stringify(other.body ?? {})).not.toContain('mine');
    expect(JSON.stringify(other.body ?? {})).not.toContain(ownKeyId);
  });

  it('has left the owner’s things as they were', async () => {
    const page = await owner('GET', '/v1/conversations/secret/messages');
    expect(page.body.data.map((message: { text: string }) => message.text)).toEqual(['mine']);
    const keys = (await owner('GET', '/v1/keys?limit=200')).body.data;
    const own = keys.find(({ id }: { id: string }) => id === ownKeyId);
    expect(own.revokedAt).toBeNull();
  });
});

describe('keys', () => {
  it('makes none with a scope that the maker lacks', async () => {
    const admin = client(await makeKey('owner', ['admin']));
    const answer = await admin('POST', '/v1/keys', { name: 'x', scopes: ['messages:read'] });
    expect([answer.status, answer.body.code]).toEqual([403, 'scope_not_yours']);
  });
});

describe('the frame of HTTP', () => {
  it('answers unknown paths 404 and unknown methods 405 with Allow', async () => {
    expect((await owner('GET', '/v1/nothing')).body.code).toBe('route_not_found');
    const put = await owner('PUT', '/v1/keys');
    expect([put.status, put.body.code]).toEqual([405, 'method_not_allowed']);
    expect(put.headers.get('Allow')).toBe('POST, GET, HEAD, OPTIONS');
  });

  it('answers HEAD like GET without a body, and OPTIONS for CORS', async () => {
    const head = await owner('HEAD', '/v1/conversations/secret');
    expect([head.status, head.body]).toEqual([200, undefined]);
    const browser = client(undefined, {
      Origin: 'https://app.example',
      'Access-Control-Request-Method': 'POST',
    });
    const preflight = await browser('OPTIONS', '/v1/keys');
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('Access-Control-Allow-Origin')).toBe('https://app.example');
  });

  it('carries the request id in and out, and security headers', async () => {
    const key = await makeKey('owner');
    const answer = await client(key, { 'X-Request-Id': 'abc-1' })('GET', '/v1/nothing');
    expect(answer.headers.get('X-Request-Id')).toBe('abc-1');
    expect(answer.body.requestId).toBe('abc-1');
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff');
  });

  it('serves its own description', async () => {
    expect((await client()('GET', '/openapi.json')).body.openapi).toBe('3.1.0');
    expect((await client()('GET', '/healthz')).body).toEqual({ status: 'ok' });
  });
});
