import { env } from 'cloudflare:workers';
import { beforeAll, expect, it, vi } from 'vitest';
import { asking, makeOneOfEach, tomorrow } from '../support/bookings.ts';
import { fillRoute, ROUTES } from '../support/routes.ts';
import { app, type Call, client, makeKey, quietBindings, testDeps } from '../support/workspace.ts';

// No consumer runs during the requests that are counted.
const bindings = { ...quietBindings, EMOTIONS: { send: async () => {} } };
let apiKey: string;
let call: Call;
let ids: Record<string, string>;
beforeAll(async () => {
  apiKey = await makeKey('round-trips');
  call = client(apiKey, {}, bindings);
  const key = await call('POST', '/v1/keys', { name: 'k', scopes: ['messages:read'] });
  await call('POST', '/v1/conversations/c/messages', {
    id: 'first',
    role: 'customer',
    text: 'hi',
    customer: { id: 'g' },
  });
  const made = await makeOneOfEach(asking(call), testDeps().database);
  ids = { ...made, conversationId: 'c', messageId: 'first', customerId: 'g', keyId: key.body.id };
});

/**
 * How many requests the Worker sends to its database before it answers, while `work` runs. After an
 * answer, an isolate may read the rates of the workspace, once a minute.
 */
async function databaseRequests(work: () => Promise<unknown>): Promise<number> {
  const databaseHost = new URL(String(Reflect.get(env, 'DATABASE_URL'))).host;
  const fetched = vi.spyOn(globalThis, 'fetch');
  const answer = app.fetch;
  let requests = 0;
  const answered = vi.spyOn(app, 'fetch').mockImplementation(async (...request) => {
    const response = await answer(...request);
    requests += fetched.mock.calls.filter(([input]) => {
      const url = input instanceof Request ? input.url : String(input);
      return new URL(url).host === databaseHost;
    }).length;
    return response;
  });
  try {
    await work();
    expect(answered).toHaveBeenCalledOnce();
    return requests;
  } finally {
    answered.mockRestore();
    fetched.mockRestore();
  }
}

it.each(ROUTES)(
  '$method $path makes one database request, authentication included',
  async (route) => {
    const { method, path, body } = fillRoute(route, ids);
    let status = 0;
    let caching: string | null = null;
    let timing: string | null = null;
    const requests = await databaseRequests(async () => {
      const answer = await call(method, path, body);
      status = answer.status;
      caching = answer.headers.get('Cache-Control');
      timing = answer.headers.get('Server-Timing');
    });
    expect(requests).toBe(1);
    expect(status).toBeLessThan(300);
    // Each statement says how long the database has executed it.
    expect(timing).toMatch(/^db;dur=\d+\.\d, wait;dur=\d+\.\d, total;dur=\d+$/);
    // Only these contain nothing about guests, and no secrets. This key may change all of them.
    const mayBeKept: Readonly<Record<string, string>> = {
      searchAvailability: '5s',
      listVenues: '60s',
      showVenue: '60s',
      listResources: '60s',
      showBookingCalendar: 'never',
    };
    const cacheClass = mayBeKept[route.id];
    expect([route.cacheClass, caching]).toEqual(
      cacheClass === undefined ? ['never', 'no-store'] : [cacheClass, 'private, no-cache'],
    );
  },
);

it.each(ROUTES.filter(({ method }) => method !== 'get'))(
  '$method $path with an Idempotency-Key makes one database request, also when it is repeated',
  async (route) => {
    const { method, path, body } = fillRoute(route, ids);
    const once = client(apiKey, { 'Idempotency-Key': `round-trips-${route.id}` }, bindings);
    for (const _ of ['first', 'second']) {
      expect(await databaseRequests(() => once(method, path, body))).toBe(1);
    }
  },
);

it('a replayed, a conflicting and a refused message make one database request each', async () => {
  const post = (body: object) => () => call('POST', '/v1/conversations/again/messages', body);
  const message = { id: 'm', role: 'customer', text: 'hi' };
  expect(await databaseRequests(post(message))).toBe(1);
  expect(await databaseRequests(post(message))).toBe(1);
  expect(await databaseRequests(post({ ...message, text: 'other' }))).toBe(1);
  expect(await databaseRequests(post({ ...message, channel: 'sms' }))).toBe(1);
});

it('a message with a booking makes one database request, also when the place is taken', async () => {
  const post = (id: string) => () =>
    call('POST', '/v1/conversations/c/messages', {
      id,
      role: 'assistant',
      text: 'booked',
      booking: {
        venueId: ids['venueId'],
        start: tomorrow(4),
        partySize: 2,
        resourceIds: [ids['otherResourceId']],
      },
    });
  expect(await databaseRequests(post('first'))).toBe(1);
  expect(await databaseRequests(post('second'))).toBe(1);
});

it('availability from the cache makes no database request', async () => {
  const path = `/v1/venues/${ids['venueId']}/availability?from=${ids['date']}&to=${ids['date']}&partySize=3`;
  expect(await databaseRequests(() => call('GET', path))).toBe(1);
  expect(await databaseRequests(() => call('GET', path))).toBe(0);
});

it('a request that is refused in the Worker makes no database request', async () => {
  const bad = () => call('POST', '/v1/conversations/c/messages', { role: 'boss', text: 'hi' });
  expect(await databaseRequests(bad)).toBe(0);
  expect(await databaseRequests(() => client('mtd_x')('GET', '/v1/conversations'))).toBe(0);
  expect(await databaseRequests(() => call('GET', '/healthz'))).toBe(0);
});
