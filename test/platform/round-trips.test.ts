import { env } from 'cloudflare:workers';
import { beforeAll, expect, it, vi } from 'vitest';
import { ROUTES } from '../support/routes.ts';
import { type Call, client, makeKey } from '../support/workspace.ts';

let call: Call;
let keyId: string;
beforeAll(async () => {
  call = client(await makeKey('round-trips'));
  keyId = (await call('POST', '/v1/keys', { name: 'k', scopes: ['messages:read'] })).body.id;
  await call('POST', '/v1/conversations/c/messages', {
    role: 'customer',
    text: 'hi',
    customer: { id: 'g' },
  });
});

/** Requests that leave the Worker for its database while `work` runs. */
async function databaseRequests(work: () => Promise<unknown>): Promise<number> {
  const databaseHost = new URL(String(Reflect.get(env, 'DATABASE_URL'))).host;
  const fetched = vi.spyOn(globalThis, 'fetch');
  try {
    await work();
    return fetched.mock.calls.filter(([input]) => {
      const url = input instanceof Request ? input.url : String(input);
      return new URL(url).host === databaseHost;
    }).length;
  } finally {
    fetched.mockRestore();
  }
}

it.each(ROUTES)('$method $path asks the database once, authentication included', async (route) => {
  const path = route.path
    .replace('{conversationId}', 'c')
    .replace('{customerId}', 'g')
    .replace('{keyId}', keyId);
  let status = 0;
  const requests = await databaseRequests(async () => {
    const answer = await call(route.method.toUpperCase(), path + (route.query ?? ''), route.body);
    status = answer.status;
  });
  expect(requests).toBe(1);
  expect(status).toBeLessThan(300);
});

it('asks it once for a replayed, a conflicting and a refused message', async () => {
  const post = (body: object) => () => call('POST', '/v1/conversations/again/messages', body);
  const message = { id: 'm', role: 'customer', text: 'hi' };
  expect(await databaseRequests(post(message))).toBe(1);
  expect(await databaseRequests(post(message))).toBe(1);
  expect(await databaseRequests(post({ ...message, text: 'other' }))).toBe(1);
  expect(await databaseRequests(post({ ...message, channel: 'sms' }))).toBe(1);
});

it('asks it not at all for what is refused at the edge', async () => {
  const bad = () => call('POST', '/v1/conversations/c/messages', { role: 'boss', text: 'hi' });
  expect(await databaseRequests(bad)).toBe(0);
  expect(await databaseRequests(() => client('mtd_x')('GET', '/v1/conversations'))).toBe(0);
  expect(await databaseRequests(() => call('GET', '/healthz'))).toBe(0);
});
