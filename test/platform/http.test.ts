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

  it('lists the code of every problem at /problems', async () => {
    const listed = (await client()('GET', '/problems')).body;
    expect(Object.keys(listed)).toEqual(Object.keys(PROBLEMS));
    expect(listed.message_conflict).toEqual({ status: 409, meaning: expect.any(String) });
    expect((await client()('GET', '/healthz')).body).toEqual({ status: 'ok' });
  });
});
