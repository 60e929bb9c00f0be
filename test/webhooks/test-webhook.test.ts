import { env } from 'cloudflare:workers';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { answerChallenge } from '../support/challenges.ts';
import { MINUTE, useFollowUps } from '../support/follow-up-tests.ts';
import { sql } from '../support/sql.ts';
import { client } from '../support/workspace.ts';

const t = useFollowUps('test-webhook');

type Answer = () => Response | Promise<Response>;

/** Opens a world with a webhook that is active and receives no events, and returns it. */
async function openWebhook(answer: Answer = () => new Response(null, { status: 204 })) {
  t.open({
    receive: ({ url }) => (url.startsWith(t.endpoint) ? answer() : new Response(null)),
    challenged: ({ body }) => answerChallenge(body) ?? new Response(null, { status: 500 }),
  });
  const events = ['booking.expired'];
  const { status, body } = await t.call('POST', '/v1/webhooks', { url: t.endpoint, events });
  expect(status).toBe(201);
  await t.world.drain();
  return body as { id: string; secret: string };
}

const test = (id: string, call = t.call) => call('POST', `/v1/webhooks/${id}/test`);
const heard = () => t.world.received.filter(({ url }) => url.startsWith(t.endpoint));
const show = async (id: string) => (await t.call('GET', `/v1/webhooks/${id}`)).body;
const tests = async (id: string): Promise<Record<string, unknown>[]> =>
  (await t.call('GET', `/v1/webhooks/${id}/deliveries`)).body.data.filter(
    ({ event }: { event: string }) => event === 'webhook.test',
  );

/** Waits until the minute of the clock has half of it left, so that a test stays within one. */
async function waitForMinute(): Promise<void> {
  const passed = Date.now() % MINUTE;
  if (passed > MINUTE / 2) await new Promise((done) => setTimeout(done, MINUTE - passed + 50));
}

describe('a test of an endpoint', () => {
  it('is one signed event, whatever the events of the webhook are', async () => {
    const { id, secret } = await openWebhook();
    const { status, body } = await test(id);
    expect([status, body]).toEqual([200, { deliveryId: expect.stringMatching(/^job_\w{32}$/) }]);
    // The request has not waited for the endpoint.
    expect(heard()).toEqual([]);
    await t.world.drain();
    const [{ headers, body: sent } = { headers: new Headers(), body: '' }, ...more] = heard();
    expect(more).toEqual([]);
    expect(JSON.parse(sent)).toEqual({
      type: 'webhook.test',
      timestamp: expect.stringMatching(/^20.*Z$/),
      data: { webhookId: id },
    });
    expect(headers.get('webhook-id')).toBe(body.deliveryId);
    expect(new Webhook(secret).verify(sent, Object.fromEntries(headers))).toBeTruthy();
    expect(await tests(id)).toMatchObject([
      { deliveryId: body.deliveryId, outcome: 'delivered', status: 204, attempt: 1 },
    ]);
  });

  it('is sent once a minute, with the same delivery for every request', async () => {
    await waitForMinute();
    const { id } = await openWebhook();
    const all = await Promise.all([test(id), test(id), test(id)]);
    await t.world.drain();
    const again = await test(id);
    await t.world.drain();
    expect(new Set([...all, again].map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set([...all, again].map(({ body }) => body.deliveryId)).size).toBe(1);
    expect(heard()).toHaveLength(1);
  });

  it('is not sent again for the same Idempotency-Key', async () => {
    const { id } = await openWebhook();
    const keyed = client(t.key, { 'Idempotency-Key': 'k' }, { ...env, ...t.world.bindings });
    const first = await test(id, keyed);
    await t.world.drain();
    // As in a later minute: there is no test yet.
    await sql`delete from jobs where event = 'webhook.test'`;
    const second = await test(id, keyed);
    await t.world.drain();
    expect(second.body).toEqual(first.body);
    expect(heard()).toHaveLength(1);
    await test(id);
    await t.world.drain();
    expect(heard()).toHaveLength(2);
  });

  it.each<[string, Answer, Record<string, unknown>]>([
    ['500', () => new Response('broken', { status: 500 }), { reason: 'http_500', status: 500 }],
    [
      '503 with Retry-After',
      () => new Response(null, { status: 503, headers: { 'retry-after': '60' } }),
      { reason: 'http_503', status: 503 },
    ],
    ['no connection', () => Promise.reject(new Error('refused')), { status: null }],
  ])(
    'that fails with %s is shown, is not repeated, and is no failure of the endpoint',
    async (_, answer, shown) => {
      const { id } = await openWebhook(answer);
      expect((await test(id)).status).toBe(200);
      await t.world.drain();
      await t.world.passTo(t.world.now() + 60 * MINUTE);
      expect(heard()).toHaveLength(1);
      expect(await tests(id)).toMatchObject([{ outcome: 'suppressed', attempt: 1, ...shown }]);
      expect(await show(id)).toMatchObject({ status: 'active', failingSince: null });
      const { body } = await t.call('GET', '/v1/operations/dead-jobs');
      expect(body.data).toEqual([]);
    },
  );

  it('disables an endpoint that answers 410', async () => {
    const { id } = await openWebhook(() => new Response(null, { status: 410 }));
    await test(id);
    await t.world.drain();
    expect(await show(id)).toMatchObject({ status: 'disabled', disabledReason: 'gone' });
  });

  it('is refused for a webhook that is disabled, pending or unknown', async () => {
    const { id } = await openWebhook();
    await t.call('PATCH', `/v1/webhooks/${id}`, { enabled: false });
    const disabled = await test(id);
    expect([disabled.status, disabled.body.code]).toEqual([409, 'webhook_disabled']);
    await t.call('PATCH', `/v1/webhooks/${id}`, { enabled: true, url: `${t.endpoint}/new` });
    const pending = await test(id);
    expect([pending.status, pending.body.code]).toEqual([409, 'webhook_pending']);
    await t.call('DELETE', `/v1/webhooks/${id}`);
    for (const gone of [id, `whk_${'0'.repeat(32)}`]) {
      const { status, body } = await test(gone);
      expect([status, body.code]).toEqual([404, 'webhook_not_found']);
    }
    await t.world.drain();
    expect(heard()).toEqual([]);
  });

  it('is not sent to a URL that the webhook has got meanwhile', async () => {
    const { id } = await openWebhook();
    await test(id);
    await t.call('PATCH', `/v1/webhooks/${id}`, { url: `${t.endpoint}/new` });
    await t.world.drain();
    expect(heard()).toEqual([]);
  });

  it('reaches an endpoint whose events rest because it has failed', async () => {
    let isWell = false;
    const { id } = await openWebhook(() => new Response(null, { status: isWell ? 204 : 500 }));
    await t.call('PATCH', `/v1/webhooks/${id}`, { events: ['message.created'] });
    for (let n = 0; n < 8; n += 1) {
      const message = { role: 'customer', text: `hello ${n}` };
      await t.call('POST', `/v1/conversations/c${n}/messages`, message);
    }
    await t.world.drain();
    expect((await show(id)).failingSince).not.toBeNull();
    const before = heard().length;
    isWell = true;
    await test(id);
    await t.world.drain();
    expect(
      heard()
        .slice(before)
        .map(({ body }) => JSON.parse(body).type),
    ).toContain('webhook.test');
    expect((await show(id)).failingSince).toBeNull();
  });
});
