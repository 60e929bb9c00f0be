import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { compose } from '../../src/compose.ts';
import { createBudgets } from '../../src/platform/budgets/budgets.ts';
import { asking, makeOneOfEach, makeVenue, tomorrow } from '../support/bookings.ts';
import { fillRoute, ROUTES } from '../support/routes.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

const RACERS = 50;

let postgres: RealPostgres;
let ids: Record<string, string>;
let call: (method: string, path: string, body?: unknown, key?: string) => Promise<Reply>;
beforeAll(async () => {
  postgres = await startRealPostgres();
  const allowed = { limit: async () => ({ success: true }) };
  const bindings = {
    DATABASE_URL: postgres.databaseUrl,
    DATABASE_TIMEOUT_MS: '30000',
    KEY_SECRET: postgres.keySecret,
    EMOTIONS: { send: async () => {} },
    FOLLOW_UPS: { send: async () => {} },
    DELIVERIES: { send: async () => {}, sendBatch: async () => {} },
    WEBHOOKS: { send: async () => {}, sendBatch: async () => {} },
    TELEMETRY: { send: async () => {} },
    KEY_RATE_LIMIT: allowed,
    ADDRESS_RATE_LIMIT: allowed,
  };
  const context = { waitUntil() {}, passThroughOnException() {}, props: {} };
  // Racers wait for each other, which counts as time of the database.
  const budgets = createBudgets({ rates: { requests: 1e9, databaseMs: 1e12 } });
  const app = createApp((...given) => ({ ...compose(...given), budgets, learnRates() {} }));
  call = async (method, path, body, key) => {
    const response = await app.request(
      path,
      {
        method,
        headers: {
          Authorization: `Bearer ${postgres.key}`,
          ...(key === undefined ? {} : { 'Idempotency-Key': key }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      bindings,
      // biome-ignore lint/suspicious/noExplicitAny: the runtime's context has more than is used
      context as any,
    );
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? undefined : JSON.parse(text),
      isReplayed: response.headers.get('Idempotency-Replayed') === 'true',
    };
  };
  const ask = asking(call);
  await call('POST', '/v1/conversations/every/messages', {
    id: 'first',
    role: 'customer',
    text: 'hi',
    customer: { id: 'every' },
  });
  const made = await makeOneOfEach(ask, postgres.database, 'every');
  const key = await ask('POST', '/v1/keys', { name: 'k', scopes: ['messages:read'] });
  const more = { conversationId: 'every', messageId: 'first', customerId: 'every' };
  ids = { ...made, ...more, keyId: key.id };
}, 120_000);
afterAll(async () => {
  await postgres?.stop();
});

interface Reply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: an assertion on a missing field fails
  readonly body: any;
  readonly isReplayed: boolean;
}

const race = (work: (at: number) => Promise<Reply>) =>
  Promise.all(Array.from({ length: RACERS }, (_, at) => work(at)));

/** How many rows each table has, without the answers themselves. */
async function rowCounts(): Promise<string[]> {
  const tables = await postgres.rows<{ relname: string }>(
    `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
        and relname <> 'idempotency_keys' order by 1`,
  );
  const counts: string[] = [];
  for (const { relname } of tables) {
    const [row] = await postgres.rows<{ n: number }>(`select count(*)::int as n from ${relname}`);
    counts.push(`${relname}: ${row?.n}`);
  }
  return counts;
}

const WRITES = ROUTES.filter(({ method }) => method !== 'get');

it.each(WRITES.filter(({ id }) => id !== 'storeMessage'))(
  `$id: of ${RACERS} requests with one key, one is carried out`,
  { timeout: 60_000 },
  async (route) => {
    const { method, path, body } = fillRoute(route, ids);
    const key = `race-${route.id}`;
    // Another request with the key wins or loses against all of these.
    const other = { name: key, scopes: ['messages:read'] };
    const replies = await race((at) =>
      at % 2 === 0 ? call(method, path, body, key) : call('POST', '/v1/keys', other, key),
    );
    const [mine, others] = [0, 1].map((half) => replies.filter((_, at) => at % 2 === half));
    const isRefused = ({ status }: Reply) => status === 422;
    expect(mine?.every(isRefused) !== others?.every(isRefused)).toBe(true);
    const winners = mine?.every(isRefused) ? others : mine;
    expect(winners?.filter(({ isReplayed }) => !isReplayed)).toHaveLength(1);
    expect(winners?.every(({ status }) => status < 300)).toBe(true);
    expect(new Set(winners?.map((reply) => JSON.stringify(reply.body))).size).toBe(1);

    // Alone, if the other request has won.
    const again = mine?.every(isRefused) ? `${key}-again` : key;
    const all = await race(() => call(method, path, body, again));
    expect(new Set(all.map((reply) => JSON.stringify(reply.body))).size).toBe(1);
    const before = await rowCounts();
    const late = await race(() => call(method, path, body, again));
    expect(late.every(({ isReplayed }) => isReplayed)).toBe(true);
    expect(await rowCounts()).toEqual(before);
  },
);

it('the losers of a race for the last table get their own refusal each time', async () => {
  const venue = await makeVenue(asking(call), 1);
  const body = {
    venueId: venue.id,
    start: tomorrow(19),
    partySize: 2,
    customer: { id: 'last' },
  };
  const book = (key: string) => call('POST', '/v1/bookings', body, key);
  const replies = await race((at) => book(`table-${at % 5}`));
  const byKey = Map.groupBy(replies.entries(), ([at]) => at % 5);
  for (const [, same] of byKey) {
    expect(new Set(same.map(([, { status }]) => status)).size).toBe(1);
    expect(same.filter(([, { isReplayed }]) => !isReplayed)).toHaveLength(1);
  }
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(RACERS / 5);
  expect(replies.filter(({ body: { code } }) => code === 'full')).toHaveLength((RACERS / 5) * 4);
});

it('a request waits for one in progress with the same key', async () => {
  const venue = await makeVenue(asking(call), 1);
  const body = { name: 'slow', maxParty: 2 };
  const add = () => call('POST', `/v1/venues/${venue.id}/resources`, body, 'slow');
  // A name that is being stored by another transaction holds the first request up.
  await postgres.rows('begin');
  await postgres.rows(`insert into resources
    select gen_random_uuid(), workspace_id, venue_id, 'slow', kind, 1, 2, 0
      from resources where venue_id = (select id from venues order by id desc limit 1) limit 1`);
  const waiting = async () => {
    const [row] = await postgres.rows<{ n: number }>(
      'select count(distinct pid)::int as n from pg_locks where not granted',
    );
    return row?.n;
  };
  const first = add();
  await expect.poll(waiting).toBe(1);
  let isAnswered = false;
  const second = add().finally(() => {
    isAnswered = true;
  });
  await expect.poll(waiting).toBe(2);
  expect(isAnswered).toBe(false);
  await postgres.rows('rollback');
  expect(await first).toMatchObject({ status: 201, isReplayed: false });
  expect(await second).toMatchObject({ status: 201, isReplayed: true });
});

it('of 50 joins with the same values and no key, one makes an entry', async () => {
  const venue = await makeVenue(asking(call), 0);
  const entry = {
    earliest: tomorrow(9),
    latest: tomorrow(10),
    partySize: 2,
    customer: { id: 'eager' },
  };
  const replies = await race(() => call('POST', `/v1/venues/${venue.id}/waitlist`, entry));
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(RACERS - 1);
  expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
});

it('an erasure that races with requests about the customer leaves no answer', {
  timeout: 60_000,
}, async () => {
  const venue = await makeVenue(asking(call), 60);
  for (let round = 0; round < 10; round += 1) {
    const customer = { id: `racing-${round}`, name: 'Zsuzsanna' };
    const body = { venueId: venue.id, start: tomorrow(12), partySize: 2, customer };
    const booked: string[] = [];
    for (let n = 0; n < 4; n += 1) {
      booked.push((await call('POST', '/v1/bookings', body)).body.id);
    }
    const requests = Array.from({ length: 20 }, (_, n) =>
      n % 2 === 0
        ? call('POST', '/v1/bookings', body, `racing-${round}-${n}`)
        : call(
            'PATCH',
            `/v1/bookings/${booked[n % 4]}`,
            { notes: 'for Zsuzsanna' },
            `racing-${round}-${n}`,
          ),
    );
    const erased = call('DELETE', `/v1/customers/racing-${round}`);
    const replies = await Promise.all([erased, ...requests]);
    expect(replies.filter(({ status }) => ![200, 201, 410].includes(status))).toEqual([]);
  }
  const kept = await postgres.rows(
    `select key from idempotency_keys where answer::text ~ 'Zsuzsanna|racing-'`,
  );
  expect(kept).toEqual([]);
  expect(postgres.log()).not.toMatch(/deadlock|panic|fatal/i);
});
