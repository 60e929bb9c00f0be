import { beforeAll, describe, expect, it } from 'vitest';
import { foldMessages } from '../../src/emotions/fold-messages.ts';
import type { EmotionJob } from '../../src/platform/jobs.ts';
import { offerWaitlist } from '../../src/waitlist/offer-waitlist.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { venueIdOf } from '../support/open-venue.ts';
import { sql } from '../support/sql.ts';
import { type Call, client, makeKey, quietBindings, testDeps } from '../support/workspace.ts';

const jobs: EmotionJob[] = [];
let key: string;
let call: Call;
let venueId: string;
beforeAll(async () => {
  key = await makeKey('merges');
  const EMOTIONS = { send: async (job: EmotionJob) => void jobs.push(job) };
  call = client(key, {}, { ...quietBindings, EMOTIONS });
  venueId = (await makeVenue(asking(call), 20)).id;
});

const ask = async (method: string, path: string, body?: unknown) =>
  asking(call)(method, path, body);
const say = (conversation: string, customer: object | undefined, more: object = {}) =>
  call('POST', `/v1/conversations/${conversation}/messages`, {
    role: 'customer',
    text: 'hello',
    ...(customer === undefined ? {} : { customer }),
    ...more,
  });
const book = (customer: object, hour: number, more: object = {}) =>
  call('POST', '/v1/bookings', {
    venueId,
    start: tomorrow(hour),
    partySize: 2,
    customer,
    ...more,
  });
const wait = (customer: object, hour: number, more: object = {}) =>
  call('POST', `/v1/venues/${venueId}/waitlist`, {
    earliest: tomorrow(hour),
    latest: tomorrow(hour + 1),
    partySize: 2,
    customer,
    ...more,
  });
const merge = (from: string, into: string, by = call) =>
  by('POST', `/v1/customers/${from}/merge`, { into });
const refusal = ({ status, body }: Awaited<ReturnType<Call>>) => [status, body.code];
const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id).sort();

describe('a merge', () => {
  it('moves conversations, bookings, entries and statistics, and lets the old id answer', async () => {
    const from = {
      ...{ id: 'from', name: 'Maya M.', email: 'maya@example.com', locale: 'fr' },
      phone: '020 7946 0018',
    };
    const into = { id: 'into', name: 'Maya Moreau', phone: '+33 1 23 45 67 89' };
    await say('from-1', from, { emotion: { label: 'joy' } });
    await say('from-1', undefined, { emotion: { label: 'anger' } });
    await say('into-1', into, { emotion: { label: 'joy' } });
    await foldMessages(testDeps(), jobs.splice(0));
    const bookings = [
      (await book(from, 9, { conversationId: 'from-1' })).body.id,
      (await book(into, 10)).body.id,
    ].sort();
    const entries = [(await wait(from, 3)).body.id, (await wait(into, 5)).body.id].sort();
    await ask('PATCH', '/v1/customers/from', {
      tags: ['wine', 'vip'],
      preferences: 'Window.',
      staffNotes: 'First.',
    });
    await ask('PATCH', '/v1/customers/into', { tags: ['vip', 'local'], staffNotes: 'Second.' });
    const workspace = '/v1/emotions?from=2026-01-01T00:00:00Z&to=2028-01-01T00:00:00Z';
    const before = (await call('GET', workspace)).body;
    const unmerged = (await call('GET', '/v1/customers/into')).body;

    const { status, body } = await merge('from', 'into');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ id: 'into', name: 'Maya Moreau', email: 'maya@example.com', locale: 'fr' },
      ...{ phone: '+33 1 23 45 67 89', tags: ['vip', 'local', 'wine'], preferences: 'Window.' },
      ...{ staffNotes: 'Second.\n\nFirst.', conversations: 2 },
      merged: [
        {
          ...{ id: 'from', name: 'Maya M.', email: 'maya@example.com', phone: '020 7946 0018' },
          at: expect.any(String),
        },
      ],
    });
    expect(body.version).toBeGreaterThan(unmerged.version);
    expect(body.changes[0]).toMatchObject({ fields: ['email'] });

    for (const id of ['from', 'into']) {
      expect((await call('GET', `/v1/customers/${id}`)).body).toEqual(body);
      const chats = await call('GET', `/v1/conversations?customer=${id}`);
      expect(idsOf(chats.body.data)).toEqual(['from-1', 'into-1']);
      for (const chat of chats.body.data) expect(chat.customerId).toBe('into');
      expect(idsOf((await call('GET', `/v1/bookings?customer=${id}`)).body.data)).toEqual(bookings);
      const emotions = (await call('GET', `/v1/customers/${id}/emotions`)).body;
      expect(emotions).toMatchObject({ customerId: id, messages: 3 });
      const exported = (await call('GET', `/v1/customers/${id}/export`)).body;
      expect(exported.customer).toEqual(body);
      expect(exported.messages).toHaveLength(3);
      expect(idsOf(exported.bookings)).toEqual(bookings);
      expect(idsOf(exported.waitlist)).toEqual(entries);
    }
    const { freshness: _, ...sums } = before;
    expect((await call('GET', workspace)).body).toMatchObject(sums);
    // The guest book has one of them, who is found by what either has given.
    const searches = [
      ...['name=maya', 'name=maya+m', 'name=moreau', 'email=maya@example.com', 'tag=wine'],
      ...['phone=%2B33123456789', 'phone=%2B442079460018'],
    ];
    for (const search of searches) {
      expect(idsOf((await call('GET', `/v1/customers?${search}`)).body.data)).toEqual(['into']);
    }
    expect((await call('GET', '/v1/customers?tag=local')).body.data).toHaveLength(1);
  });

  it('sends whatever names the old id to the other customer', async () => {
    await say('goes-1', { id: 'goes' });
    await say('stays-1', { id: 'stays', name: 'Sam' });
    await merge('goes', 'stays');
    const sent = await say('goes-2', { id: 'goes', email: 'sam@example.com' });
    expect(sent.status).toBe(201);
    for (const conversation of ['goes-1', 'stays-1', 'goes-2']) {
      // A conversation of the customer takes messages that name either id, or none.
      for (const customer of [{ id: 'goes' }, { id: 'stays' }, undefined]) {
        expect((await say(conversation, customer)).status).toBe(201);
      }
      expect(refusal(await say(conversation, { id: 'stranger' }))).toEqual([
        409,
        'customer_mismatch',
      ]);
    }
    const booking = await book({ id: 'goes', name: 'S.' }, 12, { conversationId: 'stays-1' });
    expect(booking.body).toMatchObject({ customerId: 'stays', conversationId: 'stays-1' });
    const entry = await wait({ id: 'goes' }, 14, { conversationId: 'goes-1' });
    expect(entry.body).toMatchObject({ customerId: 'stays' });
    const inMessage = await say('goes-1', undefined, {
      booking: { venueId, start: tomorrow(15), partySize: 2 },
    });
    expect(inMessage.body.booking).toMatchObject({ customerId: 'stays' });
    expect((await call('PATCH', '/v1/customers/goes', { tags: ['x'] })).body).toMatchObject({
      ...{ id: 'stays', name: 'S.', email: 'sam@example.com', tags: ['x'], conversations: 3 },
    });
    const [rows] = await sql`select count(*)::int as count from customers
                              where external_id = 'goes' and name is null and email is null
                                and merged_into is not null`;
    expect(rows).toEqual({ count: 1 });
  });

  it('of merged customers leads to the last one, in one step', async () => {
    for (const id of ['chain-a', 'chain-b', 'chain-c', 'chain-d']) await say(id, { id });
    await merge('chain-a', 'chain-b');
    await merge('chain-c', 'chain-d');
    const { body } = await merge('chain-a', 'chain-c');
    expect(body).toMatchObject({ id: 'chain-d', conversations: 4 });
    expect(idsOf(body.merged)).toEqual(['chain-a', 'chain-b', 'chain-c']);
    for (const id of ['chain-a', 'chain-b', 'chain-c']) {
      expect((await call('GET', `/v1/customers/${id}`)).body).toEqual(body);
    }
    // All are one customer, so these change nothing.
    for (const [from, into] of [
      ['chain-a', 'chain-d'],
      ['chain-d', 'chain-a'],
      ['chain-b', 'chain-c'],
    ] as const) {
      expect((await merge(from, into)).body).toEqual(body);
    }
  });

  it('ends the later of two entries that wait for one window', async () => {
    await say('twice-1', { id: 'twice-a' });
    await say('twice-2', { id: 'twice-b' });
    const first = (await wait({ id: 'twice-b' }, 16)).body.id;
    const second = (await wait({ id: 'twice-a' }, 16)).body.id;
    const other = (await wait({ id: 'twice-a' }, 18)).body.id;
    await merge('twice-a', 'twice-b');
    const listed = await call('GET', `/v1/venues/${venueId}/waitlist?limit=200`);
    const states = Object.fromEntries(
      listed.body.data.map(({ id, state }: { id: string; state: string }) => [id, state]),
    );
    expect([states[first], states[second], states[other]]).toEqual(['waiting', 'left', 'waiting']);
    const again = await wait({ id: 'twice-a' }, 16);
    expect([again.status, again.body.id]).toEqual([200, first]);
  });

  it('keeps the recorded changes of both in the order of their times', async () => {
    for (const id of ['log-a', 'log-b']) await say(id, { id, name: id });
    for (const [id, email] of [
      ['log-a', '1@example.com'],
      ['log-b', '2@example.com'],
      ['log-a', '3@example.com'],
    ]) {
      await ask('PATCH', `/v1/customers/${id}`, { email });
    }
    await ask('PATCH', '/v1/customers/log-b', { phone: '1' });
    const { body } = await merge('log-a', 'log-b');
    expect(body.changes.map(({ fields }: { fields: string[] }) => fields[0])).toEqual([
      'phone',
      'email',
      'email',
      'email',
    ]);
    const times = body.changes.map(({ at }: { at: string }) => at);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('is refused for the same id, unknown and erased customers', async () => {
    for (const id of ['known', 'gone']) await say(id, { id });
    await call('DELETE', '/v1/customers/gone');
    expect(refusal(await merge('known', 'known'))).toEqual([400, 'invalid_field']);
    expect(refusal(await merge('known', 'nobody'))).toEqual([404, 'customer_not_found']);
    expect((await merge('known', 'nobody')).body.detail).toContain('`into`');
    expect(refusal(await merge('nobody', 'known'))).toEqual([404, 'customer_not_found']);
    expect(refusal(await merge('known', 'gone'))).toEqual([410, 'customer_erased']);
    expect(refusal(await merge('gone', 'known'))).toEqual([410, 'customer_erased']);
    const foreign = client(await makeKey('merges elsewhere'));
    expect(refusal(await merge('known', 'into', foreign))).toEqual([404, 'customer_not_found']);
  });

  it('of a customer with very many rows is refused, and changes nothing', async () => {
    for (const id of ['large', 'small']) await say(id, { id, name: id });
    await sql`insert into conversations (id, workspace_id, external_id, channel, customer_id, last_seq)
              select gen_random_uuid(), workspace_id, 'large-' || n, 'web', id, 1
                from customers, generate_series(1, 2000) n where external_id = 'large'`;
    expect(refusal(await merge('large', 'small'))).toEqual([409, 'merge_too_large']);
    expect((await call('GET', '/v1/customers/large')).body).toMatchObject({
      ...{ id: 'large', name: 'large', conversations: 2001, merged: [] },
    });
    // The other direction moves one conversation only.
    expect((await merge('small', 'large')).body).toMatchObject({ id: 'large', name: 'large' });
  });

  it('is done once for an Idempotency-Key', async () => {
    for (const id of ['once-a', 'once-b']) await say(id, { id });
    const once = client(key, { 'Idempotency-Key': 'merge-once' });
    const first = await merge('once-a', 'once-b', once);
    await say('once-c', { id: 'once-a' });
    const second = await merge('once-a', 'once-b', once);
    expect(second.headers.get('Idempotency-Replayed')).toBe('true');
    expect(second.body).toEqual(first.body);
  });
});

describe('an erasure of merged customers', () => {
  it.each(['old', 'new'])('by the %s id erases all of them, for every id', async (by) => {
    const [oldest, old, current] = ['oldest', 'old', 'new'].map((id) => `${by}-${id}`);
    for (const id of [oldest, old, current]) await say(`chat-${id}`, { id, name: `Frobozz ${id}` });
    // An answer that is kept for the first customer's row.
    const keyed = client(key, { 'Idempotency-Key': `kept-${by}` });
    await keyed('PATCH', `/v1/customers/${oldest}`, { staffNotes: 'Frobozz likes it.' });
    const booking = await book({ id: String(old) }, 20, { notes: 'Frobozz' });
    await merge(String(oldest), String(old));
    await merge(String(old), String(current));
    const exported = await call('GET', `/v1/customers/${current}/export`);
    expect(exported.body.idempotencyKeys.map((each: { key: string }) => each.key)).toEqual([
      `kept-${by}`,
    ]);

    const named = by === 'old' ? old : current;
    const receipt = await call('DELETE', `/v1/customers/${named}`);
    expect(receipt.body).toMatchObject({ customerId: named, state: 'finished', conversations: 3 });
    for (const id of [oldest, old, current]) {
      for (const path of ['', '/export', '/emotions']) {
        expect(refusal(await call('GET', `/v1/customers/${id}${path}`))).toEqual([
          410,
          'customer_erased',
        ]);
      }
      const progress = await call('GET', `/v1/customers/${id}/erasure`);
      expect(progress.body).toMatchObject({ customerId: id, state: 'finished', messages: 3 });
      expect(refusal(await say('chat-new', { id: String(id) }))).toEqual([410, 'customer_erased']);
      expect(refusal(await book({ id: String(id) }, 21))).toEqual([410, 'customer_erased']);
    }
    for (const id of [oldest, old, current]) {
      // Erasing once more finds nothing.
      const again = await call('DELETE', `/v1/customers/${id}`);
      expect(again.body).toMatchObject({ erasedAt: receipt.body.erasedAt, messages: 0 });
    }
    expect(refusal(await call('GET', `/v1/bookings/${booking.body.id}`))).toEqual([
      410,
      'customer_erased',
    ]);
    const [left] = await sql`
      select (select count(*)::int from customers
               where external_id = any (${[oldest, old, current]}) or name like ${`%${by}-%`}) as rows,
             (select count(*)::int from idempotency_keys where key = ${`kept-${by}`}) as keys,
             (select count(*)::int from customer_keys where key like 'nfrobozz%'
                and customer_id in (select id from customers where erased_at is not null)) as words`;
    expect(left).toEqual({ rows: 0, keys: 0, words: 0 });
  });
});

it('an offer to a merged customer is the other customer’s', async () => {
  const { id } = await makeVenue(asking(call), 1);
  for (const each of ['offered-a', 'offered-b']) await say(each, { id: each });
  const joined = await call('POST', `/v1/venues/${id}/waitlist`, {
    earliest: tomorrow(9),
    latest: tomorrow(10),
    partySize: 2,
    customer: { id: 'offered-a' },
  });
  await merge('offered-a', 'offered-b');
  await offerWaitlist(testDeps(), venueIdOf(id));
  const path = `/v1/venues/${id}/waitlist/${joined.body.id}/accept`;
  expect((await call('POST', path)).body).toMatchObject({
    ...{ customerId: 'offered-b', state: 'confirmed' },
  });
});
