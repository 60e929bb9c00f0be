import { beforeAll, describe, expect, it } from 'vitest';
import { sweepCustomers } from '../../src/customers/sweep-customers.ts';
import { sweepSeenCustomers } from '../../src/customers/sweep-seen-customers.ts';
import { sql } from '../support/sql.ts';
import { type Call, client, makeKey, testDeps } from '../support/workspace.ts';

let call: Call;
beforeAll(async () => {
  call = client(await makeKey('guest book'));
});

const store = async (by: Call, customer: { id: string } & Record<string, unknown>) => {
  const { status } = await by('POST', `/v1/conversations/of-${customer.id}/messages`, {
    role: 'customer',
    text: 'hello',
    customer,
  });
  expect(status).toBe(201);
};
/** Makes a customer one who was last seen so many hours ago. */
const seen = (id: string, hours: number) =>
  sql`update customers set last_seen_at = now() - make_interval(hours => ${hours})
       where external_id = ${id}`;
const query = (values: Record<string, string | number>) =>
  new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)]));
const search = async (values: Record<string, string | number>, by = call): Promise<string[]> => {
  const { status, body } = await by('GET', `/v1/customers?${query(values)}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data.map(({ id }: { id: string }) => id);
};

describe('a search by name', () => {
  beforeAll(async () => {
    const names = {
      n1: 'José Müller-Straße',
      n2: "Siobhán O'Brien",
      n3: 'Łukasz Nowak',
      n4: 'Θεόδωρος Παπαδόπουλος',
      n5: 'Зоя Йованович',
      n6: '山田 太郎',
      n7: 'Jo Mülhaus',
    };
    for (const [id, name] of Object.entries(names)) await store(call, { id, name });
  });

  it.each([
    ['jos', ['n1']],
    ['JOSÉ', ['n1']],
    ['mul', ['n1', 'n7']],
    ['strasse', ['n1']],
    ['mullerstr', ['n1']],
    ['jo mul', ['n1', 'n7']],
    ['mul jos', ['n1']],
    ['obrien', ['n2']],
    ["o'br", ['n2']],
    ['brien', ['n2']],
    ['lukasz', ['n3']],
    ['ΘΕΟΔ', ['n4']],
    ['παπα', ['n4']],
    ['ЗОЯ', ['n5']],
    ['йован', ['n5']],
    ['山', ['n6']],
    ['太郎', ['n6']],
    ['ose', []],
    ['%', []],
    ['_', []],
    ['!!', []],
  ])('%s finds %j', async (name, found) => {
    expect((await search({ name })).sort()).toEqual(found);
  });
});

describe('a search by telephone number', () => {
  beforeAll(async () => {
    const numbers = {
      p1: '+33 1 23 45 67 89',
      p2: '01 23 45 67 89',
      p3: '0033 1 23 45 67 89',
      p4: '+44 (0)20 7946 0018',
      p5: '020 7946 0018',
      p6: '+49 1234 56789',
      p7: 'ask the concierge',
    };
    for (const [id, phone] of Object.entries(numbers)) await store(call, { id, phone });
  });

  it.each([
    [{ phone: '+33123456789' }, ['p1', 'p2', 'p3']],
    [{ phone: '01.23.45.67.89', country: 'FR' }, ['p1', 'p2', 'p3']],
    [{ phone: '+442079460018' }, ['p4', 'p5']],
    [{ phone: '020 7946 0018', country: 'GB' }, ['p4', 'p5']],
    [{ phone: '+3312345678' }, []],
  ])('%j finds %j', async (values, found) => {
    expect((await search(values)).sort()).toEqual(found);
  });

  it.each([
    { phone: '01 23 45 67 89' },
    { phone: '01 23 45 67 89', country: 'ZZ' },
    { phone: 'hello' },
    { phone: '+33123456789', country: 'fr' },
  ])('%j is refused', async (values) => {
    const { status, body } = await call('GET', `/v1/customers?${query(values)}`);
    expect([status, body.code]).toEqual([400, 'invalid_field']);
  });
});

it('finds by email without case and by tag exactly, and only what matches all conditions', async () => {
  await store(call, { id: 'e1', name: 'Ada Byron', email: 'Ada_B@Example.com' });
  await store(call, { id: 'e2', name: 'Ada Lovelace', email: 'adaXb@example.com' });
  await call('PATCH', '/v1/customers/e2', { tags: ['VIP', 'wine'] });
  expect(await search({ email: 'ada_b@EXAMPLE.com' })).toEqual(['e1']);
  expect(await search({ tag: 'VIP' })).toEqual(['e2']);
  expect(await search({ tag: 'vip' })).toEqual([]);
  expect((await search({ name: 'ada' })).sort()).toEqual(['e1', 'e2']);
  expect(await search({ name: 'ada', tag: 'wine' })).toEqual(['e2']);
  expect(await search({ name: 'byron', tag: 'wine' })).toEqual([]);
});

it('shows a customer as it is stored, and follows its changes', async () => {
  await store(call, {
    id: 's1',
    name: 'Zelda Fitz',
    email: 'z@example.com',
    phone: '+1 2025550123',
  });
  const { body } = await call('GET', '/v1/customers?name=zelda');
  expect(body).toEqual({
    data: [
      {
        ...{ id: 's1', name: 'Zelda Fitz', email: 'z@example.com', phone: '+1 2025550123' },
        ...{ locale: null, timeZone: null, tags: [] },
        ...{ createdAt: expect.any(String), lastSeenAt: expect.any(String) },
      },
    ],
    page: { next: null },
  });
  await call('PATCH', '/v1/customers/s1', { name: 'Zelda Sayre', email: null, tags: ['author'] });
  expect(await search({ name: 'fitz' })).toEqual([]);
  expect(await search({ name: 'sayre' })).toEqual(['s1']);
  expect(await search({ email: 'z@example.com' })).toEqual([]);
  expect(await search({ tag: 'author' })).toEqual(['s1']);
  await call('DELETE', '/v1/customers/s1');
  expect(await search({ name: 'zelda' })).toEqual([]);
  expect(await search({ tag: 'author' })).toEqual([]);
});

it('lists those who were seen last first, in pages, of this workspace only', async () => {
  const own = client(await makeKey('guest book in pages'));
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((letter) => `page-${letter}`);
  for (const [at, id] of ids.entries()) {
    await store(own, { id, name: `Pagina ${id}`, phone: '+33 6 12 34 56 78' });
    await seen(id, 10 * ids.length - 10 * at);
  }
  await store(call, { id: 'page-foreign', name: 'Pagina' });
  // A message moves a customer to the top with the next sweep.
  await store(own, { id: 'page-c' });
  await sweepSeenCustomers(testDeps());
  const expected = ['c', 'g', 'f', 'e', 'd', 'b', 'a'].map((letter) => `page-${letter}`);
  for (const filter of [{}, { name: 'pagina' }, { phone: '+33612345678' }]) {
    const read: string[] = [];
    for (let after = ''; ; ) {
      const { body } = await own(
        'GET',
        `/v1/customers?${query({ ...filter, limit: 3, ...(after === '' ? {} : { after }) })}`,
      );
      read.push(...body.data.map(({ id }: { id: string }) => id));
      if (body.page.next === null) break;
      after = body.page.next;
    }
    expect(read, JSON.stringify(filter)).toEqual(expected);
  }
  const bad = await own('GET', '/v1/customers?after=bm9uZQ');
  expect([bad.status, bad.body.code]).toEqual([400, 'invalid_cursor']);
});

it('finds each match once when more match than are sorted, whatever the page size', async () => {
  const own = client(await makeKey('guest book of many'));
  await store(own, { id: 'many-0', name: 'Crowd' });
  // More than one page reads, of whom every third has the name.
  await sql`insert into customers (id, workspace_id, external_id, name, last_seen_at)
            select customer_id_v1(workspace_id, 'many-' || n), workspace_id, 'many-' || n,
                   case when n % 3 = 0 then 'Crowd Member' else 'Somebody Else' end,
                   now() - n * interval '1 minute'
              from customers, generate_series(1, 6000) n where external_id = 'many-0'`;
  const read: string[] = [];
  const times: number[] = [];
  for (let after = ''; ; ) {
    const { body } = await own(
      'GET',
      `/v1/customers?${query({ name: 'crowd', limit: 200, ...(after === '' ? {} : { after }) })}`,
    );
    read.push(...body.data.map(({ id }: { id: string }) => id));
    times.push(
      ...body.data.map(({ lastSeenAt }: { lastSeenAt: string }) =>
        Math.floor(Date.parse(lastSeenAt) / 900_000),
      ),
    );
    if (body.page.next === null) break;
    after = body.page.next;
  }
  expect(read.length).toBe(2001);
  expect(new Set(read).size).toBe(2001);
  expect(times).toEqual([...times].sort((a, b) => b - a));
  // A name that hardly anybody has is found although the others are many.
  await own('PATCH', '/v1/customers/many-5999', { name: 'Hermit Crowd' });
  expect(await search({ name: 'hermit' }, own)).toEqual(['many-5999']);
  expect(await search({ name: 'crowd hermit' }, own)).toEqual(['many-5999']);
});

it('indexes customers that are older than the index, each once', async () => {
  const own = client(await makeKey('guest book of old'));
  const ids = ['old-1', 'old-2', 'old-3', 'old-4'];
  for (const id of ids) await store(own, { id, name: 'Methuselah' });
  const forget = async () => {
    await sql`delete from customer_keys k using customers c
               where c.id = k.customer_id and c.external_id like 'old-%'`;
    await sql`delete from customer_index i using customers c
               where c.id = i.customer_id and c.external_id like 'old-%'`;
  };
  await forget();
  expect(await search({ name: 'methuselah' }, own)).toEqual([]);
  // Whoever is seen again is indexed by the next sweep.
  await seen('old-1', 5);
  await sweepSeenCustomers(testDeps());
  expect(await search({ name: 'methuselah' }, own)).toEqual(['old-1']);
  await sql`update customer_indexing
               set position = '00000000-0000-0000-0000-000000000000', finished_at = null`;
  const swept = await sweepCustomers(testDeps(), 500);
  expect(swept.finished).toBe(true);
  expect(swept.customers).toBeGreaterThanOrEqual(4);
  expect((await search({ name: 'methuselah' }, own)).sort()).toEqual(ids);
  expect(await sweepCustomers(testDeps())).toEqual({ customers: 0, finished: true });
});

it('sets a customer apart that cannot be indexed, and goes on with the others', async () => {
  const own = client(await makeKey('guest book with a poisoned row'));
  for (const name of ['Zebedee Before', 'Zebedee Poisoned', 'Zebedee Behind'])
    await store(own, { id: name.slice(8).toLowerCase(), name });
  const isOurs = `c.workspace_id = (select id from workspaces
                                     where name = 'guest book with a poisoned row')`;
  await sql.query(
    `delete from customer_keys k using customers c where c.id = k.customer_id and ${isOurs}`,
  );
  await sql.query(
    `delete from customer_index i using customers c where c.id = i.customer_id and ${isOurs}`,
  );
  await sql`create function poison() returns trigger language plpgsql as
              $$ begin raise exception 'poisoned' using errcode = 'XX001'; end $$`;
  await sql`create trigger poison before insert on customer_index
              for each row when (new.keys like '%poisoned%') execute function poison()`;
  await sql`update customer_indexing
               set position = '00000000-0000-0000-0000-000000000000', finished_at = null`;
  expect((await sweepCustomers(testDeps())).finished).toBe(true);
  expect((await search({ name: 'zebedee' }, own)).sort()).toEqual(['before', 'behind']);
  const failed = await sql`select work, reason from failed_work where work = 'index_customer'`;
  expect(failed).toEqual([{ work: 'index_customer', reason: 'XX001' }]);

  await sql`drop trigger poison on customer_index`;
  await own('PATCH', '/v1/customers/poisoned', { name: 'Zebedee Cured' });
  expect(await search({ name: 'zebedee cured' }, own)).toEqual(['poisoned']);
});
