import { beforeAll, describe, expect, it } from 'vitest';
import { describeApi } from '../../scripts/api-description/describe-api.ts';
import { SCOPES } from '../../src/platform/auth/scopes.ts';
import { asking, makeOneOfEach } from '../support/bookings.ts';
import { fillRoute, ROUTES } from '../support/routes.ts';
import { app, type Call, client, makeKey, testDeps } from '../support/workspace.ts';

let owner: Call;
let foreign: Call;
/** A key whose row lacks the scopes that it claims. Only KEY_SECRET is needed to sign one. */
let widened: string;
let ownKeyId: string;
let ids: Record<string, string>;
beforeAll(async () => {
  owner = client(await makeKey('owner'));
  foreign = client(await makeKey('foreign'));
  const { signer } = testDeps();
  const narrow = await signer.verify(await makeKey('owner', ['operator']));
  if (narrow === undefined) throw new Error('the key does not verify');
  widened = await signer.sign({ ...narrow, scopes: SCOPES });
  await owner('POST', '/v1/conversations/secret/messages', {
    id: 'first',
    role: 'customer',
    text: 'mine',
    customer: { id: 'guest', name: 'Maya', email: 'maya@example.com' },
    emotion: { label: 'disgust' },
  });
  ownKeyId = (await owner('POST', '/v1/keys', { name: 'k', scopes: ['messages:read'] })).body.id;
  const made = await makeOneOfEach(asking(owner), testDeps().database, 'guest');
  ids = {
    ...made,
    conversationId: 'secret',
    messageId: 'first',
    customerId: 'guest',
    keyId: ownKeyId,
  };
});

describe('tenant isolation', () => {
  it('tests, documents and serves the same set of routes', () => {
    const documented = Object.entries(describeApi('0.0.0').paths ?? {}).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    const served = app.routes
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1/'))
      .map(
        ({ method, path }) =>
          `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}').replace('/calendar.ics', '.ics')}`,
      );
    const tested = ROUTES.map(({ method, path }) => `${method} ${path}`).sort();
    expect(documented.sort()).toEqual(tested);
    expect([...new Set(served)].sort()).toEqual(tested);
  });

  it.each(ROUTES)('$method $path', async (route) => {
    const { scopes } = route;
    const { method, path, body } = fillRoute(route, ids);
    const at = [method, path, body] as const;
    // Each route uses another /64, because the rate limit of one is lower than the number of requests.
    const network = crypto.randomUUID().slice(9, 18).replace('-', ':');
    const from = { 'CF-Connecting-IP': `2001:db8:${network}::1` };
    const none = await client(undefined, from)(...at);
    expect([none.status, none.body.code]).toEqual([401, 'key_missing']);
    expect(none.headers.get('WWW-Authenticate')).toBe('Bearer');

    const genuine = await makeKey('owner');
    const forged = genuine.slice(0, -2) + (genuine.endsWith('AA') ? 'BB' : 'AA');
    const refused = await client(forged, from)(...at);
    expect([refused.status, refused.body.code]).toEqual([401, 'key_invalid']);

    const other = scopes.includes('operator') ? 'messages:read' : 'operator';
    const lacking = await client(await makeKey('owner', [other]))(...at);
    if (scopes.length === 0) {
      expect(lacking.status).toBe(200);
    } else {
      expect([lacking.status, lacking.body.code]).toEqual([403, 'scope_missing']);
      expect(lacking.body.detail).toContain(scopes[0]);
    }

    // What the example of a webhook reports needs the scope that reads it.
    const reading = ['messages:read', 'bookings:read'];
    const made = await owner('POST', '/v1/keys', {
      name: 'short',
      scopes: [...new Set([...scopes, ...reading])],
    });
    expect(made.status).toBe(201);
    expect((await owner('DELETE', `/v1/keys/${made.body.id}`)).status).toBe(204);
    const revoked = await client(made.body.key)(...at);
    expect([revoked.status, revoked.body.code]).toEqual([401, 'key_revoked']);

    for (const once of [{}, { 'Idempotency-Key': crypto.randomUUID() }]) {
      const answer = await client(widened, { ...from, ...once })(...at);
      expect([answer.status, answer.body.code]).toEqual([401, 'key_invalid']);
    }

    const answered = await foreign(...at);
    if (/^[^?]*(ven|bkg|whk)_/.test(path)) expect(answered.status).toBe(404);
    const seen = JSON.stringify(answered.body ?? {});
    for (const secret of ['mine', 'Maya', 'maya@', ownKeyId, '"label":"disgust"']) {
      expect(seen).not.toContain(secret);
    }
  });

  it('leaves the data of the owner unchanged', async () => {
    const page = await owner('GET', '/v1/conversations/secret/messages');
    expect(page.body.data.map((message: { text: string }) => message.text)).toEqual(['mine']);
    expect((await owner('GET', '/v1/customers/guest')).body).toMatchObject({
      name: 'Maya',
      email: 'maya@example.com',
    });
    const bookings = (await owner('GET', '/v1/bookings?customer=guest')).body.data;
    expect(
      bookings.map(({ state, version }: { state: string; version: number }) => [state, version]),
    ).toEqual([
      // The two requests, the hold, one for later, two of a series and one that has passed.
      ['requested', 1],
      ['requested', 1],
      ['held', 1],
      ['confirmed', 1],
      ['confirmed', 1],
      ['confirmed', 1],
      ['confirmed', 1],
    ]);
    expect((await owner('GET', `/v1/venues/${ids['venueId']}`)).body.leadTime).toBe(0);
    const { data, page: first } = (await owner('GET', '/v1/keys?limit=200')).body;
    // The test has made more keys than one page has.
    const second = `/v1/keys?limit=200&after=${first.next}`;
    const older = first.next === null ? [] : (await owner('GET', second)).body.data;
    const own = [...data, ...older].find(({ id }: { id: string }) => id === ownKeyId);
    expect(own.revokedAt).toBeNull();
  });
});
