import { beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '../../src/platform/auth/scopes.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { sql } from '../support/sql.ts';
import { type Call, client, makeKey } from '../support/workspace.ts';

const WRITER: readonly Scope[] = ['messages:write', 'bookings:write'];
const MAYA = { name: 'Maya', email: 'maya@example.com', phone: '+81 3 1234' };
const OTHER = { name: 'Eve', email: 'eve@example.com', phone: '+44 20 99' };

let owner: Call;
let writer: Call;
let editor: Call;
let editorKey: string;
let venueId: string;
beforeAll(async () => {
  owner = client(await makeKey('contacts'));
  writer = client(await makeKey('contacts', WRITER));
  const made = await owner('POST', '/v1/keys', {
    name: 'editor',
    scopes: [...WRITER, 'customers:write'],
  });
  editor = client(made.body.key);
  editorKey = made.body.id;
  venueId = (await makeVenue(asking(owner), 20)).id;
});

const say = (by: Call, customer: object) =>
  by('POST', `/v1/conversations/contacts-${crypto.randomUUID()}/messages`, {
    role: 'customer',
    text: 'hello',
    customer,
  });
const book = (by: Call, customer: object) =>
  by('POST', '/v1/bookings', { venueId, start: tomorrow(12), partySize: 2, customer });
const wait = (by: Call, customer: object) =>
  by('POST', `/v1/venues/${venueId}/waitlist`, {
    earliest: tomorrow(9),
    latest: tomorrow(10),
    partySize: 2,
    customer,
  });
const shown = async (id: string) => (await owner('GET', `/v1/customers/${id}`)).body;

describe.each([
  ['a message', say],
  ['a booking', book],
  ['a waitlist entry', wait],
])('%s', (name, send) => {
  const id = (more: string) => `${name}-${more}`.replaceAll(' ', '-');

  it('of a key without customers:write is stored, and replaces no contact details', async () => {
    const guest = id('guarded');
    expect((await send(writer, { id: guest, ...MAYA })).body.unchanged).toBeUndefined();
    const { status, body } = await send(writer, { id: guest, ...OTHER, locale: 'de' });
    expect([status, body.unchanged]).toEqual([
      status === 200 ? 200 : 201,
      ['customer.name', 'customer.email', 'customer.phone'],
    ]);
    expect(await shown(guest)).toMatchObject({ ...MAYA, locale: 'de', changes: [] });
    const removal = await send(writer, { id: guest, email: null, phone: MAYA.phone });
    expect(removal.body.unchanged).toEqual(['customer.email']);
    expect(await shown(guest)).toMatchObject(MAYA);
  });

  it('sets contact details where none exist, and records that', async () => {
    const guest = id('new');
    await send(writer, { id: guest, name: 'Maya' });
    const answer = await send(writer, { id: guest, ...MAYA, phone: null });
    expect(answer.body.unchanged).toBeUndefined();
    const { changes, ...customer } = await shown(guest);
    expect(customer).toMatchObject({ ...MAYA, phone: null });
    expect(changes).toEqual([
      { at: expect.any(String), keyId: expect.stringMatching(/^key_/), fields: ['email'] },
    ]);
  });

  it('of a key with customers:write replaces and removes them, which is on the record', async () => {
    const guest = id('edited');
    await send(writer, { id: guest, ...MAYA });
    const replaced = await send(editor, { id: guest, ...OTHER, name: 'Maya' });
    expect(replaced.body.unchanged).toBeUndefined();
    await send(editor, { id: guest, email: null });
    await send(editor, { id: guest, ...OTHER, email: null, name: 'Maya' });
    const { changes, ...customer } = await shown(guest);
    expect(customer).toMatchObject({ name: 'Maya', email: null, phone: OTHER.phone });
    expect(changes).toEqual([
      { at: expect.any(String), keyId: editorKey, fields: ['email'] },
      { at: expect.any(String), keyId: editorKey, fields: ['email', 'phone'] },
    ]);
    const { body } = await owner('GET', `/v1/customers/${guest}/export`);
    expect(body.customer.changes).toEqual(changes);
    expect(JSON.stringify(body)).not.toContain(MAYA.email);
  });
});

it('a repetition with an Idempotency-Key lists what was not changed again', async () => {
  await book(writer, { id: 'repeating', ...MAYA });
  const key = await makeKey('contacts', WRITER);
  const once = client(key, { 'Idempotency-Key': 'contacts-once' });
  for (const replayed of [null, 'true']) {
    const { headers, body } = await book(once, { id: 'repeating', email: OTHER.email });
    expect(headers.get('Idempotency-Replayed')).toBe(replayed);
    expect(body.unchanged).toEqual(['customer.email']);
  }
});

it('keeps the last hundred changes of a customer', async () => {
  await say(writer, { id: 'busy' });
  const [row] = await sql`select customer_id_v1(workspace_id, 'busy') as id from customers
                           where external_id = 'busy' limit 1`;
  for (let n = 0; n < 105; n += 1) {
    await sql`select record_contacts_v1(${row?.['id']}, null, '{email}')`;
  }
  const [kept] = await sql`select count(*)::int, min(number), max(number) from customer_changes
                            where customer_id = ${row?.['id']}`;
  expect(kept).toEqual({ count: 100, min: 6, max: 105 });
});
