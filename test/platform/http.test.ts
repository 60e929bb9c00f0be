import { beforeAll, describe, expect, it } from 'vitest';
import { PROBLEMS } from '../../src/platform/problem.ts';
import { type Call, client, makeKey } from '../support/workspace.ts';

let owner: Call;
beforeAll(async () => {
  owner = client(await makeKey('frame'));
});

describe('HTTP', () => {
  it('answers 404 for an unknown path, and 405 with Allow for an unknown method', async () => {
    expect((await owner('GET', '/v1/nothing')).body.code).toBe('route_not_found');
    const put = await owner('PUT', '/v1/keys');
    expect([put.status, put.body.code]).toEqual([405, 'method_not_allowed']);
    expect(put.headers.get('Allow')).toBe('POST, GET, HEAD, OPTIONS');
  });

  it('answers HEAD like GET without a body, and OPTIONS for CORS', async () => {
    const head = await owner('HEAD', '/v1/keys');
    expect([head.status, head.body]).toEqual([200, undefined]);
    const browser = client(undefined, {
      Origin: 'https://app.example',
      'Access-Control-Request-Method': 'POST',
    });
    const preflight = await browser('OPTIONS', '/v1/keys');
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('Access-Control-Allow-Origin')).toBe('https://app.example');
  });

  it('returns the request id that it was given, and security headers', async () => {
    const key = await makeKey('owner');
    const answer = await client(key, { 'X-Request-Id': 'abc-1' })('GET', '/v1/nothing');
    expect(answer.headers.get('X-Request-Id')).toBe('abc-1');
    expect(answer.body.requestId).toBe('abc-1');
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff');
  });

  it('lets no cache keep a refusal', async () => {
    for (const refused of [
      await client()('GET', '/v1/customers/maya'),
      await owner('GET', '/v1/customers/nobody'),
      await owner('POST', '/v1/keys', { name: '' }),
      await owner('GET', '/v1/nothing'),
    ]) {
      expect(refused.status).toBeGreaterThanOrEqual(400);
      expect(refused.headers.get('Cache-Control')).toBe('no-store');
    }
    expect((await client()('GET', '/problems')).headers.get('Cache-Control')).toBe(
      'public, max-age=60',
    );
  });

  it('lets no page frame the list of problems', async () => {
    const page = await client(undefined, { Accept: 'text/html' })('GET', '/problems');
    expect(page.headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'");
  });

  it('names the first invalid fields only, and cuts their names', async () => {
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, n) => [`field${n}`, n]));
    const refused = await owner('POST', '/v1/venues', { name: 'v', timeZone: 'UTC', ...many });
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid_field']);
    expect(refused.body.errors).toHaveLength(20);
    expect(refused.body.errors[0].field).toBe('body.field0');
    expect(refused.body.detail).toContain('first 20');

    const weekly = Array.from({ length: 3000 }, () => 1);
    const path = `/v1/venues/ven_${'0'.repeat(32)}/hours`;
    expect((await owner('PUT', path, { weekly })).body.errors.length).toBeLessThanOrEqual(20);

    // The name is cut within a surrogate pair, half of which is not well-formed text.
    const long = `${'n'.repeat(193)}${'😀'.repeat(5000)}`;
    const named = await owner('POST', '/v1/venues', { name: 'v', timeZone: 'UTC', [long]: 1 });
    expect(named.body.errors).toEqual([
      { field: `body.${'n'.repeat(193)}\ufffd…`, message: 'is not a field here' },
    ]);
    expect(named.body.errors[0].field.length).toBe(200);
    const queried = await owner('GET', `/v1/keys?${'q'.repeat(3000)}=1`);
    expect(queried.body.errors[0].field.length).toBe(200);
  });

  it('lists the code of every problem at /problems', async () => {
    const listed = (await client()('GET', '/problems')).body;
    expect(Object.keys(listed)).toEqual(Object.keys(PROBLEMS));
    expect(listed.message_conflict).toEqual({ status: 409, meaning: expect.any(String) });
    expect((await client()('GET', '/healthz')).body).toEqual({ status: 'ok' });
  });
});
