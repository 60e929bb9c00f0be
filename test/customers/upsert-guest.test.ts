import { beforeAll, expect, it } from 'vitest';
import { sql } from '../support/sql.ts';

const workspace = crypto.randomUUID();
beforeAll(async () => {
  await sql`insert into workspaces (id, name) values (${workspace}, ${workspace})`;
});

const upsert = async (guest: object | null) => {
  const [row] = await sql`select (upsert_guest_v2(${workspace}, ${guest && JSON.stringify(guest)},
                                      '{"contacts": true}')).customer as id`;
  return row?.['id'];
};
const stored = async (id: string) => {
  const [row] = await sql`select external_id, name, email, phone, locale, time_zone
                            from customers where id = ${id}`;
  return row;
};

it('creates a customer, and keeps the fields that a later request leaves out', async () => {
  const id = await upsert({ id: 'maya', name: 'Maya', email: 'maya@example.com', locale: 'de' });
  expect(await upsert({ id: 'maya', phone: '+49', timeZone: 'Europe/Berlin' })).toBe(id);
  expect(await stored(id)).toEqual({
    external_id: 'maya',
    name: 'Maya',
    email: 'maya@example.com',
    phone: '+49',
    locale: 'de',
    time_zone: 'Europe/Berlin',
  });
});

it('removes the fields that are null', async () => {
  const details = {
    name: 'Ada',
    email: 'ada@example.com',
    phone: '+44',
    locale: 'en',
    timeZone: 'UTC',
  };
  const id = await upsert({ id: 'ada', ...details });
  const columns = { ...details, time_zone: details.timeZone, external_id: 'ada' };
  for (const name of Object.keys(details)) {
    await upsert({ id: 'ada', [name]: null });
    const column = name === 'timeZone' ? 'time_zone' : name;
    expect(await stored(id)).toMatchObject({ external_id: 'ada', [column]: null });
    await upsert({ id: 'ada', [name]: Reflect.get(details, name) });
    expect((await stored(id))?.[column]).toBe(Reflect.get(columns, column));
  }
  const nothing = { name: null, email: null, phone: null, locale: null, timeZone: null };
  const other = await upsert({ id: 'bob', ...nothing });
  expect(Object.values((await stored(other)) ?? {}).filter((value) => value !== null)).toEqual([
    'bob',
  ]);
});

it('returns null for an erased customer, and stores nothing about it', async () => {
  const id = await upsert({ id: 'kim', name: 'Kim' });
  await sql`select erase_customer_v1(${workspace}, ${id})`;
  expect(await upsert({ id: 'kim', name: 'Kim' })).toBeNull();
  expect(Object.values((await stored(id)) ?? {}).filter((value) => value !== null)).toEqual([]);
});

it('returns null and stores nothing when a request has no customer', async () => {
  const count = () => sql`select count(*) from customers where workspace_id = ${workspace}`;
  const before = await count();
  expect(await upsert(null)).toBeNull();
  expect(await count()).toEqual(before);
});
