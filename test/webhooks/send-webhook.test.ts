import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sendWebhook } from '../../src/follow-ups/channels/webhook.ts';
import type { EndpointRules } from '../../src/webhooks/endpoint-url.ts';

const OLD = `whsec_${btoa('an old secret of 32 bytes, no le')}`;
const NEW = `whsec_${btoa('a new secret of 32 bytes, no les')}`;
const PUBLIC_ONLY = { allowLoopback: false };
const message = {
  id: 'job_0190a6f4c1d27b3e8f5a6b7c8d9e0f10',
  url: 'https://example.com/webhooks',
  secrets: [NEW],
  body: JSON.stringify({ type: 'booking.held', data: { reason: 'Zoë · 🍽️' } }),
};

interface Sent {
  url: string;
  method: string | undefined;
  redirect: string | undefined;
  headers: Record<string, string>;
  body: string;
}

/**
 * Sends the message to an endpoint with this answer, and returns the requests and the result of the
 * attempt.
 */
async function send(
  answer: (signal: AbortSignal) => Response | Promise<Response>,
  more: Partial<typeof message> = {},
  options: { timeoutMs?: number; now?: () => number; endpointRules?: EndpointRules } = {},
) {
  const sent: Sent[] = [];
  const { now = Date.now, endpointRules = PUBLIC_ONLY, ...rest } = options;
  const fetchOutside = async (url: string, init: RequestInit) => {
    const { method, redirect, signal } = init;
    const headers = Object.fromEntries(new Headers(init.headers));
    sent.push({ url, method, redirect, headers, body: String(init.body) });
    return answer(signal ?? new AbortController().signal);
  };
  const attempt = await sendWebhook(
    { fetchOutside, now, endpointRules },
    { ...message, ...more },
    rest,
  );
  return { attempt, sent };
}

/** A body that sends these chunks and then never ends. It records when it is cancelled. */
function stalling(chunks: readonly Uint8Array[], onCancel = () => {}) {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
    },
    cancel: onCancel,
  });
}

describe('a webhook', () => {
  it('is one POST as Standard Webhooks defines it, and delivered with any 2xx', async () => {
    const at = Date.UTC(2027, 2, 28, 18, 30, 0, 999);
    const clock = [at, at + 120, at + 120];
    const { attempt, sent } = await send(
      () => new Response('thanks', { status: 202 }),
      {},
      { now: () => clock.shift() ?? at },
    );
    expect(attempt).toEqual({
      outcome: 'delivered',
      status: 202,
      latencyMs: 120,
      answer: 'thanks',
    });
    expect(sent).toEqual([
      {
        url: message.url,
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          'user-agent': expect.stringMatching(/^Maitred/),
          'webhook-id': message.id,
          'webhook-timestamp': String(Date.UTC(2027, 2, 28, 18, 30) / 1000),
          'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
        },
        body: message.body,
      },
    ]);
    expect((await send(() => new Response(null, { status: 204 }))).attempt).toMatchObject({
      outcome: 'delivered',
      status: 204,
    });
  });

  it('is verified with the old and with the new secret, and not after a change of its content', async () => {
    const { sent } = await send(() => new Response(), { secrets: [NEW, OLD] });
    const { headers = {}, body = '' } = sent[0] ?? {};
    expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    for (const secret of [OLD, NEW]) {
      expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(message.body));
      expect(() => new Webhook(secret).verify(body.replace('held', 'seated'), headers)).toThrow();
      const later = {
        ...headers,
        'webhook-timestamp': `${Number(headers['webhook-timestamp']) + 1}`,
      };
      expect(() => new Webhook(secret).verify(body, later)).toThrow();
      const renamed = { ...headers, 'webhook-id': 'job_other' };
      expect(() => new Webhook(secret).verify(body, renamed)).toThrow();
    }
    const foreign = new Webhook(`whsec_${btoa('a secret of somebody else, 32 by')}`);
    expect(() => foreign.verify(body, headers)).toThrow();
  });

  it.each([
    [500, { outcome: 'retry', reason: 'http_500' }],
    [404, { outcome: 'retry', reason: 'http_404' }],
    [400, { outcome: 'retry', reason: 'http_400' }],
    [429, { outcome: 'retry', reason: 'http_429' }],
    [410, { outcome: 'suppressed', reason: 'gone', gone: true }],
    [301, { outcome: 'retry', reason: 'redirect' }],
    [307, { outcome: 'retry', reason: 'redirect' }],
    [304, { outcome: 'retry', reason: 'redirect' }],
  ])('answered %i', async (status, expected) => {
    const { attempt, sent } = await send(
      () => new Response(null, { status, headers: { location: 'https://example.net/' } }),
    );
    expect(attempt).toEqual({ ...expected, status, latencyMs: expect.any(Number) });
    expect(sent).toHaveLength(1);
  });

  it('does not follow a redirect that the runtime hides', async () => {
    const opaque = new Response();
    Object.defineProperty(opaque, 'status', { value: 0 });
    expect((await send(() => opaque)).attempt).toMatchObject({
      outcome: 'retry',
      reason: 'redirect',
    });
  });

  const now = Date.UTC(2026, 10, 6, 8, 49, 0, 500);
  it.each([
    [503, '120', 120],
    [429, '0', 0],
    [429, '99999999999999999999', 86_400],
    [503, 'Fri, 06 Nov 2026 08:49:37 GMT', 37],
    [503, 'Friday, 06-Nov-26 08:49:37 GMT', 37],
    [503, 'Fri Nov  6 08:49:37 2026', 37],
    [503, 'Sun, 06 Nov 1994 08:49:37 GMT', 0],
    [503, 'Sun, 06 Nov 2044 08:49:37 GMT', 86_400],
    [429, 'soon', undefined],
    [429, '-5', undefined],
    [429, '1.5', undefined],
    [429, 'Fri, 99 Foo', undefined],
    [500, '120', undefined],
  ])('answered %i with Retry-After: %s', async (status, header, seconds) => {
    const { attempt } = await send(
      () => new Response(null, { status, headers: { 'retry-after': header } }),
      {},
      { now: () => now },
    );
    expect(attempt.reason).toBe(`http_${status}`);
    expect(attempt.retryAfterSeconds).toBe(seconds);
  });

  it('waits for an endpoint no longer than the time limit, even if the signal is ignored', async () => {
    let aborted = false;
    let released = false;
    let answerLate = (_: Response) => {};
    const { attempt } = await send(
      (signal) => {
        signal.addEventListener('abort', () => (aborted = true));
        return new Promise((resolve) => (answerLate = resolve));
      },
      {},
      { timeoutMs: 30 },
    );
    expect(attempt).toEqual({
      outcome: 'retry',
      reason: 'timeout',
      latencyMs: expect.any(Number),
    });
    expect(aborted).toBe(true);
    answerLate(new Response(stalling([], () => (released = true))));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(released).toBe(true);
  });

  it.each([
    ['a network that fails', () => Promise.reject(new TypeError('network'))],
    [
      'a call that throws',
      () => {
        throw new Error('boom');
      },
    ],
  ])('reports %s as unreachable', async (_, answer) => {
    expect((await send(answer)).attempt).toMatchObject({ outcome: 'retry', reason: 'unreachable' });
    const thrower = {
      now: Date.now,
      fetchOutside: answer as () => Promise<Response>,
      endpointRules: PUBLIC_ONLY,
    };
    expect(await sendWebhook(thrower, message)).toMatchObject({ reason: 'unreachable' });
  });
});

describe('the answer to a webhook', () => {
  it('is limited to 1,024 bytes of a body that never ends', async () => {
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('x'.repeat(300))),
      cancel() {
        cancelled = true;
      },
    });
    const { attempt } = await send(() => new Response(endless, { status: 500 }));
    expect(attempt).toMatchObject({ reason: 'http_500', answer: 'x'.repeat(1024) });
    expect(cancelled).toBe(true);
  });

  it('is judged by its status when its body stalls or breaks off', async () => {
    const part = new TextEncoder().encode('so far');
    let cancelled = false;
    const stalled = await send(
      () => new Response(stalling([part], () => (cancelled = true))),
      {},
      { timeoutMs: 30 },
    );
    expect(stalled.attempt).toMatchObject({ outcome: 'delivered', status: 200, answer: 'so far' });
    expect(cancelled).toBe(true);
    const broken = await send(() => {
      let pulls = 0;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          pulls += 1;
          if (pulls === 1) controller.enqueue(part);
          else controller.error(new Error('reset'));
        },
      });
      return new Response(body, { status: 500 });
    });
    expect(broken.attempt).toMatchObject({ reason: 'http_500', answer: 'so far' });
  });

  it('is text that PostgreSQL can store: without NUL, invalid UTF-8 or half a character', async () => {
    const bytes = new Uint8Array([0x61, 0x00, 0xff, 0x62, 0xe2, 0x82]);
    expect((await send(() => new Response(bytes))).attempt.answer).toBe('a\ufffdb');
    const wide = `${'x'.repeat(1023)}é`;
    expect((await send(() => new Response(wide))).attempt.answer).toBe('x'.repeat(1023));
    expect((await send(() => new Response('\0'))).attempt).not.toHaveProperty('answer');
  });
});

it('the Worker’s requests enter Cloudflare’s network as those of any client', () => {
  const runtime = z.object({ compatibilityFlags: z.record(z.string(), z.boolean()) });
  const { compatibilityFlags } = runtime.parse(Reflect.get(globalThis, 'Cloudflare'));
  expect(compatibilityFlags['global_fetch_strictly_public']).toBe(true);
});

describe('a webhook that cannot be sent', () => {
  it.each([
    'http://example.com/',
    'https://127.0.0.1/',
    'https://x.internal/',
    'https://maitred.default.svc/',
    'https://example.com:8080/',
    'nonsense',
  ])('is not sent to %s, although it is stored', async (url) => {
    const { attempt, sent } = await send(() => new Response(), { url });
    expect(attempt).toEqual({ outcome: 'retry', reason: 'url_refused' });
    expect(sent).toEqual([]);
  });

  it.each([[[]], [['whsec_']], [['whsec_!!']], [[NEW, '']]])(
    'is not sent unsigned: %j',
    async (secrets) => {
      const { attempt, sent } = await send(() => new Response(), { secrets });
      expect(attempt).toEqual({ outcome: 'retry', reason: 'secret_unusable' });
      expect(sent).toEqual([]);
    },
  );
});
