import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import {
  createClient,
  eachItem,
  type FieldError,
  MaitredProblem,
  type MissingOccurrence,
  type ProblemDetails,
} from '../src/client/index.ts';
import { readProblem } from '../src/client/problem.ts';
import { problemSchema } from '../src/platform/route.ts';
import { tomorrow } from './support/bookings.ts';
import { app, client, makeKey } from './support/workspace.ts';

let key: string;
beforeAll(async () => {
  key = await makeKey('typed client');
});

type Fault = () => Promise<Response> | Response;

/**
 * A client that calls the app directly. Each fault replaces one answer after the app has carried
 * out the request.
 */
function connect(faults: Fault[] = []) {
  const bodies: { id?: string }[] = [];
  const keys: (string | null)[] = [];
  const maitred = createClient({
    url: 'https://maitred.example',
    key,
    attempts: 3,
    fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
      const request = new Request(input, init);
      if (request.body !== null) bodies.push(await request.clone().json());
      keys.push(request.headers.get('Idempotency-Key'));
      const ctx = createExecutionContext();
      const answer = await app.fetch(request, env, ctx);
      await waitOnExecutionContext(ctx);
      const fault = faults.shift();
      return fault === undefined ? answer : fault();
    },
  });
  return { maitred, bodies, keys };
}

const hello = { role: 'customer' as const, text: 'hello' };
const lost: Fault = () => Promise.reject(new TypeError('network connection lost'));
const busy: Fault = () => new Response(null, { status: 503 });

it('sends a generated id, the same at each attempt, so that nothing is stored twice', async () => {
  const { maitred, bodies } = connect([lost, busy]);
  const receipt = await maitred.storeMessage({ conversationId: 'lossy', body: hello });
  expect(receipt).toMatchObject({ seq: 1, status: 'replayed', conversationId: 'lossy' });
  expect(bodies.map(({ id }) => id)).toEqual([receipt.id, receipt.id, receipt.id]);
  const list = await client(key)('GET', '/v1/conversations/lossy/messages');
  expect(list.body.data).toHaveLength(1);
});

it('gives up after its last attempt, with the last error', async () => {
  const unavailable = connect([busy, busy, busy]).maitred;
  const tried = unavailable.storeMessage({ conversationId: 'busy', body: hello });
  await expect(tried).rejects.toMatchObject({ status: 503 });
  const offline = connect([lost, lost, lost]).maitred;
  const lostToo = offline.storeMessage({ conversationId: 'busy', body: hello });
  await expect(lostToo).rejects.toMatchObject({
    status: 0,
    code: 'unreachable',
    cause: { message: 'network connection lost' },
  });
});

it('throws a problem with its code, and does not retry a refused request', async () => {
  const { maitred, bodies } = connect();
  await maitred.storeMessage({
    conversationId: 'refused',
    body: { id: 'a', role: 'customer', text: 'one' },
  });
  const problem = await maitred
    .storeMessage({ conversationId: 'refused', body: { id: 'a', role: 'customer', text: 'two' } })
    .catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(MaitredProblem);
  expect(problem).toMatchObject({ status: 409, code: 'message_conflict' });
  expect(bodies).toHaveLength(2);
});

// `client` of support/workspace.ts refuses problems with members that problemSchema lacks.
it('has every member that the problems of the API may have', async () => {
  type Described = Required<z.infer<typeof problemSchema>>;
  expectTypeOf<keyof ProblemDetails>().toEqualTypeOf<Exclude<keyof Described, 'type'>>();
  expectTypeOf<keyof FieldError>().toEqualTypeOf<keyof NonNullable<Described['errors']>[number]>();
  expectTypeOf<keyof MissingOccurrence>().toEqualTypeOf<
    keyof NonNullable<Described['missing']>[number]
  >();
  const start = '2026-12-24T19:00:00+01:00';
  const members: Described = {
    type: '/problems#some',
    ...{ title: 'Some problem.', status: 409, code: 'some', detail: 'of this request' },
    errors: [{ field: 'body.start', message: 'is late' }],
    ...{ alternatives: [start], state: 'seated', limit: 'guest_bookings', most: 3 },
    ...{ bookingId: 'bkg_1', bookings: ['bkg_1'], count: 1, requestId: 'req-1' },
    missing: [{ start, code: 'guest_overlap', bookingId: 'bkg_1' }],
  };
  expect(Object.keys(members).toSorted()).toEqual(Object.keys(problemSchema.shape).toSorted());
  const problem = await readProblem(Response.json(members, { status: 409 }));
  const { type: _type, ...known } = members;
  expect(problem).toMatchObject(known);
});

it('takes ids of any characters', async () => {
  const id = 'chat/42 ?#%é';
  const { maitred } = connect();
  const receipt = await maitred.storeMessage({ conversationId: id, body: hello });
  expect(receipt.conversationId).toBe(id);
});

it('books once with a generated idempotency key, also when several answers are lost', async () => {
  const { maitred, keys } = connect();
  const { id: venueId } = await maitred.createVenue({ body: { name: 'Once', timeZone: 'UTC' } });
  const always = { opens: '00:00', closes: '00:00' };
  const weekly = (
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
  ).map((weekday) => ({ weekday, ...always }));
  await maitred.setHours({ venueId, body: { weekly } });
  await maitred.addResource({ venueId, body: { name: 'T1', maxParty: 2 } });
  await maitred.addResource({ venueId, body: { name: 'T2', maxParty: 2 } });
  keys.length = 0;
  const lossy = connect([lost, busy]);
  const customer = { id: 'once' };
  const booking = await lossy.maitred.createBooking({
    body: { venueId, start: tomorrow(19), partySize: 2, customer },
  });
  expect(new Set(lossy.keys).size).toBe(1);
  expect(lossy.keys).toHaveLength(3);
  const { data } = await maitred.listBookings({ customer: customer.id });
  expect(data.map(({ id }) => id)).toEqual([booking.id]);
});

it('retries every write with one key, so that it takes effect once', async () => {
  const making = connect([lost, busy]);
  const body = { name: 'Maybe', timeZone: 'UTC' };
  const { id: venueId } = await making.maitred.createVenue({ body });
  expect(new Set(making.keys).size).toBe(1);
  expect(making.keys).toHaveLength(3);
  const { data } = await making.maitred.listVenues();
  expect(data.filter(({ name }) => name === 'Maybe')).toHaveLength(1);

  const moving = connect([lost]);
  const table = await moving.maitred.addResource({ venueId, body: { name: 'T', maxParty: 2 } });
  const removing = connect([lost]);
  await removing.maitred.deleteResource({ venueId, resourceId: table.id });
  expect(new Set(removing.keys).size).toBe(1);
  expect(removing.keys[0]).not.toBe(moving.keys[0]);
  const left = await making.maitred.listResources({ venueId });
  expect(left.data).toEqual([]);
});

it('sends the caller’s own key as the id of a message that has none', async () => {
  const { maitred, bodies } = connect();
  const receipt = await maitred.storeMessage({
    conversationId: 'keyed',
    idempotencyKey: 'own',
    body: hello,
  });
  expect([receipt.id, bodies[0]?.id]).toEqual(['own', 'own']);
});

it('names the invalid fields, and stops when its signal is aborted', async () => {
  const { maitred } = connect();
  const problem = maitred.createVenue({ body: { name: '', timeZone: 'Nowhere' } });
  await expect(problem).rejects.toMatchObject({
    status: 400,
    code: 'invalid_field',
    errors: [{ field: 'body.name' }, { field: 'body.timeZone' }],
  });
  const controller = new AbortController();
  controller.abort();
  const busyForever = connect([busy, busy, busy]);
  const ended = busyForever.maitred.listKeys({}, { signal: controller.signal });
  await expect(ended).rejects.toMatchObject({ status: 503 });
  expect(busyForever.keys).toHaveLength(1);
});

it('reads a list to its end, page by page', async () => {
  const { maitred } = connect();
  for (const name of ['a', 'b', 'c'])
    await maitred.createKey({ body: { name, scopes: ['admin'] } });
  const names: string[] = [];
  for await (const { name } of eachItem(maitred.listKeys, { limit: 2 })) names.push(name);
  expect(names.slice(0, 3)).toEqual(['c', 'b', 'a']);
});

it('sends the caller’s own idempotency key, and an id where the caller’s is undefined', async () => {
  const { maitred, keys, bodies } = connect([lost]);
  const { id: venueId } = await connect().maitred.createVenue({
    body: { name: 'Own', timeZone: 'UTC' },
  });
  const booking = maitred.createBooking({
    idempotencyKey: 'my-key',
    body: { venueId, start: tomorrow(19), partySize: 2, customer: { id: 'own' } },
  });
  await expect(booking).rejects.toMatchObject({ status: 409, code: 'closed' });
  expect(keys).toEqual(['my-key', 'my-key']);

  const retried = connect([lost]);
  const message = JSON.parse('{"role":"customer","text":"hi"}');
  const receipt = await retried.maitred.storeMessage({
    conversationId: 'undefined-id',
    body: { ...message, id: undefined },
  });
  expect([receipt.seq, receipt.status]).toEqual([1, 'replayed']);
  expect(bodies[0]?.id).toBeUndefined();
});

it('treats a 404 after a lost answer of a deletion as a success', async () => {
  const { maitred } = connect();
  const { id: webhookId } = await maitred.createWebhook({
    body: { url: 'https://example.com/gone', events: ['booking.confirmed'] },
  });
  await connect([lost]).maitred.deleteWebhook({ webhookId });
  const again = maitred.deleteWebhook({ webhookId });
  await expect(again).rejects.toMatchObject({ code: 'webhook_not_found' });
});

it('repeats a deletion that answers with a body, and does not treat its 404 as a success', async () => {
  const { maitred } = connect();
  const { id: venueId } = await maitred.createVenue({ body: { name: 'Gone', timeZone: 'UTC' } });
  const { affectedBookings } = await connect([lost]).maitred.deleteVenue({ venueId });
  expect(affectedBookings).toEqual({ count: 0, data: [] });
  const unknown = connect([lost]).maitred.deleteVenue({ venueId: 'ven_x' });
  await expect(unknown).rejects.toMatchObject({ code: 'venue_not_found' });
});

it('passes a role on, below a base path and through any fetch', async () => {
  const { maitred } = connect();
  await maitred.storeMessage({ conversationId: 'role', body: hello });
  const emotions = await maitred.showConversationEmotions({
    conversationId: 'role',
    role: 'customer',
  });
  expect(emotions.conversationId).toBe('role');
  const urls: string[] = [];
  const below = createClient({
    url: 'https://maitred.example/api/',
    key,
    fetch: async (url) => {
      urls.push(String(url));
      return Object.assign(Object.create(null), {
        ok: true,
        status: 200,
        headers: new Headers({ 'Content-Type': 'application/json' }),
        json: async () => ({ data: [], page: { next: null } }),
      });
    },
  });
  expect((await below.listKeys()).data).toEqual([]);
  expect(urls).toEqual(['https://maitred.example/api/v1/keys']);
});

it('reads a fresh answer where a cached one would be given', async () => {
  const sent: (string | null)[] = [];
  const maitred = createClient({
    url: 'https://maitred.example',
    key,
    fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
      sent.push(new Request(input, init).headers.get('Cache-Control'));
      return Response.json({ data: [], page: { next: null } });
    },
  });
  await maitred.listVenues({});
  await maitred.listVenues({}, { fresh: true });
  expect(sent).toEqual([null, 'no-cache']);
});
