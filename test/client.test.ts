import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, expect, it } from 'vitest';
import { createClient, MaitredProblem } from '../src/client.ts';
import { app, client, makeKey } from './support/workspace.ts';

let key: string;
beforeAll(async () => {
  key = await makeKey('typed client');
});

type Fault = () => Promise<Response> | Response;

/** A client of the app itself; each fault takes the place of one answer, after the app has acted. */
function connect(faults: Fault[] = []) {
  const bodies: { id?: string }[] = [];
  const maitred = createClient({
    url: 'https://maitred.example',
    key,
    attempts: 3,
    fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
      const request = new Request(input, init);
      bodies.push(await request.clone().json());
      const ctx = createExecutionContext();
      const answer = await app.fetch(request, env, ctx);
      await waitOnExecutionContext(ctx);
      const fault = faults.shift();
      return fault === undefined ? answer : fault();
    },
  });
  return { maitred, bodies };
}

const lost: Fault = () => Promise.reject(new TypeError('network connection lost'));
const busy: Fault = () => new Response(null, { status: 503 });

it('sends an id of its own, the same with each try, so that nothing is stored twice', async () => {
  const { maitred, bodies } = connect([lost, busy]);
  const receipt = await maitred.storeMessage('lossy', { role: 'customer', text: 'hello' });
  expect(receipt).toMatchObject({ seq: 1, status: 'replayed', conversationId: 'lossy' });
  expect(bodies.map(({ id }) => id)).toEqual([receipt.id, receipt.id, receipt.id]);
  const list = await client(key)('GET', '/v1/conversations/lossy/messages');
  expect(list.body.data).toHaveLength(1);
});

it('gives up after its attempts, with what went wrong last', async () => {
  const unavailable = connect([busy, busy, busy]).maitred;
  const tried = unavailable.storeMessage('busy', { role: 'customer', text: 'hello' });
  await expect(tried).rejects.toMatchObject({ status: 503 });
  const offline = connect([lost, lost, lost]).maitred;
  const lostToo = offline.storeMessage('busy', { role: 'customer', text: 'hello' });
  await expect(lostToo).rejects.toThrow('network connection lost');
});

it('tells a problem by its code, and does not try again what was refused', async () => {
  const { maitred, bodies } = connect();
  await maitred.storeMessage('refused', { id: 'a', role: 'customer', text: 'one' });
  const problem = await maitred
    .storeMessage('refused', { id: 'a', role: 'customer', text: 'two' })
    .catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(MaitredProblem);
  expect(problem).toMatchObject({ status: 409, code: 'message_conflict' });
  expect(bodies).toHaveLength(2);
});

it('takes ids of any characters', async () => {
  const id = 'chat/42 ?#%é';
  const { maitred } = connect();
  const receipt = await maitred.storeMessage(id, { role: 'customer', text: 'hello' });
  expect(receipt.conversationId).toBe(id);
});
