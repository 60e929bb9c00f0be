import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runtimeFailure } from '../support/runtime-failures.ts';
import { app, client, makeKey } from '../support/workspace.ts';

let key: string;
const lines: string[] = [];
beforeAll(async () => {
  key = await makeKey('unavailable');
});
beforeEach(() => {
  lines.length = 0;
  for (const level of ['log', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((line: string) => void lines.push(line));
  }
  return () => vi.restoreAllMocks();
});

async function post(bindings: Record<string, unknown>, text = 'secret words') {
  const ctx = createExecutionContext();
  const response = await app.fetch(
    new Request('https://maitred.example/v1/conversations/down/messages', {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ id: 'once', role: 'customer', text }),
    }),
    { ...env, ...bindings },
    ctx,
  );
  await waitOnExecutionContext(ctx);
  const body: { code: string; requestId: string } = await response.json();
  return { status: response.status, headers: response.headers, body };
}

describe('an unavailable database', () => {
  it('is answered with 503 and Retry-After when it cannot be reached', async () => {
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(runtimeFailure('refused'));
    const answer = await post({});
    expect([answer.status, answer.body.code]).toEqual([503, 'unavailable']);
    expect(answer.headers.get('Retry-After')).toBe('1');
  });

  it('gets the configured time to answer, and a retry with the same id stores nothing twice', async () => {
    const real = globalThis.fetch;
    const slow = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      // The statement takes effect, but its answer comes too late.
      const response = await real(input, { ...init, signal: null });
      await new Promise((resolve) => setTimeout(resolve, 400));
      init?.signal?.throwIfAborted();
      return response;
    });
    const late = await post({ DATABASE_TIMEOUT_MS: '200' });
    expect([late.status, late.body.code]).toEqual([503, 'unavailable']);
    slow.mockRestore();
    const again = await post({});
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ status: 'replayed', seq: 1 });
  });

  it.each([
    ['a lost connection', () => Promise.reject(new TypeError('cut off'))],
    ['too many connections', () => refuse(500, { message: 'too many', code: '53300' })],
    ['a lock that was not granted in time', () => refuse(400, { message: 'x', code: '55P03' })],
    ['a proxy that fails without a code', () => refuse(502, { message: 'bad gateway' })],
    ['an answer that is not JSON', () => Promise.resolve(new Response('<html>'))],
  ])('is answered with 503 after %s', async (_, answer) => {
    vi.spyOn(globalThis, 'fetch').mockImplementation(answer);
    expect((await post({})).status).toBe(503);
  });

  it('is answered with 500 after an unexpected error, without personal data in the answer or the log', async () => {
    const leak = {
      message: 'value "secret words" is wrong',
      code: '22P02',
      detail: 'secret words',
    };
    vi.spyOn(globalThis, 'fetch').mockImplementation(() => refuse(400, leak));
    const answer = await post({});
    expect([answer.status, answer.body.code]).toEqual([500, 'internal']);
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    expect(lines.join('\n')).toContain(answer.body.requestId);
    expect(lines.join('\n')).not.toContain('secret');
  });

  function refuse(status: number, body: object) {
    return Promise.resolve(Response.json(body, { status }));
  }
});

describe('logging', () => {
  it('writes one line for each request, with its route, without its path, text or contacts', async () => {
    const answer = await client(key, { 'X-Request-Id': 'r-1' })(
      'POST',
      '/v1/conversations/maya-lopez/messages',
      {
        role: 'customer',
        text: 'my secret',
        customer: { id: 'maya-1', email: 'maya@example.com' },
      },
    );
    expect(answer.status).toBe(201);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      event: 'request',
      requestId: 'r-1',
      method: 'POST',
      route: '/v1/conversations/:conversationId/messages',
      status: 201,
    });
    expect(lines[0]).not.toMatch(/maya|secret/);
  });
});

describe('rate limits', () => {
  const limited = { limit: async () => ({ success: false }) };

  it('answers 429 with Retry-After and the policy to a key with too many requests', async () => {
    const answer = await post({ KEY_RATE_LIMIT: limited });
    expect([answer.status, answer.body.code]).toEqual([429, 'rate_limited']);
    expect(answer.headers.get('Retry-After')).toBe('10');
    expect(answer.headers.get('RateLimit-Policy')).toBe('"key";q=10000;w=10');
  });

  it('counts a request without a genuine key against its address', async () => {
    const ctx = createExecutionContext();
    const asked: string[] = [];
    const ADDRESS_RATE_LIMIT = {
      limit: async ({ key: address }: { key: string }) => {
        asked.push(address);
        return { success: false };
      },
    };
    const response = await app.fetch(
      new Request('https://maitred.example/v1/keys', {
        headers: { Authorization: 'Bearer mtd_forged', 'CF-Connecting-IP': '192.0.2.7' },
      }),
      { ...env, ADDRESS_RATE_LIMIT },
      ctx,
    );
    expect(response.status).toBe(429);
    expect(response.headers.get('RateLimit-Policy')).toBe('"address";q=100;w=10');
    expect(asked).toEqual(['192.0.2.7']);
  });

  it('states the limits of wrangler.toml in its headers', async () => {
    const { RATE_LIMITS } = await import('../../src/platform/http.ts');
    const { default: toml } = await import('../../wrangler.toml?raw');
    for (const { quota, window } of Object.values(RATE_LIMITS)) {
      expect(toml).toContain(`simple = { limit = ${quota}, period = ${window} }`);
    }
  });
});
