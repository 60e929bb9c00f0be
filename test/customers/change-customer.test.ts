import { beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '../../src/platform/auth/scopes.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { sql } from '../support/sql.ts';
import { type Call, client, makeKey } from '../support/workspace.ts';

const WORKSPACE = 'changed customers';
let owner: Call;
let venueId: string;
const as = async (...scopes: Scope[]) => client(await makeKey(WORKSPACE, scopes));
beforeAll(async () => {
  owner = client(await makeKey(WORKSPACE));
  venueId = (await makeVenue(asking(owner), 20)).id;
});

const say = (customer: object, by = owner) =>
  by('POST', `/v1/conversations/${crypto.randomUUID()}/messages`, {
    role: 'customer',
    text: 'hello',
    customer,
  });
const change = (id: string, body: object, by = owner) => by('PATCH', `/v1/customers/${id}`, body);
const shown = async (id: string, by = owner) => (await by('GET', `/v1/customers/${id}`)).body;

describe('a change of a customer', () => {
  it('replaces what it names, removes what is null and keeps the rest', async () => {
    await say({ id: 'c1', name: 'Ada', email: 'ada@example.com', locale: 'en' });
    const details = {
      name: 'Ada King',
      phone: '+44 20 7946 0018',
      timeZone: 'Europe/London',
      tags: ['wine', 'regular'],
      preferences: 'By the window.\nNo music.',
      staffNotes: 'Tips well.',
    };
    const { status, body, headers } = await change('c1', details);
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...details, email: 'ada@example.com', locale: 'en', version: 2 });
    expect(headers.get('ETag')).toBe('"2"');
    expect(await shown('c1')).toEqual(body);
    const removed = await change('c1', { email: null, tags: [], preferences: null });
    expect(removed.body).toMatchObject({
      ...details,
      ...{ email: null, tags: [], preferences: null, version: 3 },
    });
    expect(removed.body.changes.map(({ fields }: { fields: string[] }) => fields)).toEqual([
      ['email'],
      ['name', 'phone'],
    ]);
  });

  it('keeps the version where nothing changes, also when the customer is seen', async () => {
    await say({ id: 'c2', name: 'Bo' });
    expect((await change('c2', { name: 'Bo', tags: [] })).body.version).toBe(1);
    await say({ id: 'c2', name: 'Bo' });
    expect((await shown('c2')).version).toBe(1);
    await say({ id: 'c2', name: 'Bob' });
    expect((await shown('c2')).version).toBe(2);
  });

  it('is refused where If-Match names another version', async () => {
    await say({ id: 'c3', name: 'Cy' });
    const key = await makeKey(WORKSPACE);
    const matching = (tag: string) => client(key, { 'If-Match': tag });
    expect((await change('c3', { name: 'Cyd' }, matching('"1"'))).body.version).toBe(2);
    const stale = await change('c3', { name: 'Cid' }, matching('"1"'));
    expect([stale.status, stale.body.code]).toEqual([412, 'version_stale']);
    expect(await shown('c3')).toMatchObject({ name: 'Cyd', version: 2 });
    expect((await change('c3', { name: 'Cid' }, matching('"1", "2"'))).status).toBe(200);
    expect((await change('c3', { name: 'Cis' }, matching('*'))).status).toBe(200);
  });

  it('is refused for unknown and erased customers and for values that break a rule', async () => {
    await say({ id: 'c4' });
    await owner('DELETE', '/v1/customers/c4');
    expect((await change('c4', { name: 'x' })).body.code).toBe('customer_erased');
    expect((await change('nobody', { name: 'x' })).body.code).toBe('customer_not_found');
    await say({ id: 'c5' });
    for (const [body, field] of [
      [{ timeZone: 'CET' }, 'body.timeZone'],
      [{ email: 'no' }, 'body.email'],
      [{ name: 'two\nlines' }, 'body.name'],
      [{ tags: ['a', 'a'] }, 'body.tags'],
      [{ tags: ['a\nb'] }, 'body.tags.0'],
      [{ preferences: 'x'.repeat(1025) }, 'body.preferences'],
      [{ notes: 'x' }, 'body.notes'],
    ] as const) {
      const refused = await change('c5', body);
      expect([refused.status, refused.body.errors[0].field]).toEqual([400, field]);
    }
  });
});

describe('notes of the staff', () => {
  it('are read and written with customers:notes only, also in an export and a replay', async () => {
    const editor = await as('customers:write', 'messages:read', 'bookings:read');
    await say({ id: 'n1' });
    await change('n1', { staffNotes: 'is a critic' });
    for (const path of ['/v1/customers/n1', '/v1/customers/n1/export']) {
      const { body } = await editor('GET', path);
      expect(JSON.stringify(body)).not.toContain('critic');
      const { staffNotes, withheld } = body.customer ?? body;
      expect([staffNotes, withheld]).toEqual([null, ['staffNotes']]);
      const all = (await owner('GET', path)).body;
      expect((all.customer ?? all).staffNotes).toBe('is a critic');
      expect((all.customer ?? all).withheld).toEqual([]);
    }
    expect(JSON.stringify((await editor('GET', '/v1/customers?limit=200')).body)).not.toContain(
      'critic',
    );
    for (const staffNotes of ['mine', null]) {
      const refused = await change('n1', { staffNotes }, editor);
      expect([refused.status, refused.body.code]).toEqual([403, 'scope_missing']);
    }
    const once = { 'Idempotency-Key': 'notes-of-n1' };
    const full = client(await makeKey(WORKSPACE), once);
    expect((await change('n1', { tags: ['x'] }, full)).body.staffNotes).toBe('is a critic');
    const narrow = client(await makeKey(WORKSPACE, ['customers:write', 'messages:read']), once);
    const replay = await change('n1', { tags: ['x'] }, narrow);
    expect(replay.headers.get('Idempotency-Replayed')).toBe('true');
    expect(JSON.stringify(replay.body)).not.toContain('critic');
  });
});

describe('the attendance of a customer', () => {
  it('counts how bookings ended, for keys that may read bookings', async () => {
    const guest = { id: 'a1' };
    await say(guest);
    const none = { visits: 0, noShows: 0, lateCancellations: 0, lastVisitAt: null };
    expect((await shown('a1')).attendance).toEqual(none);
    const acts = ['seat', 'seat', 'cancel', 'cancel', 'no-show', undefined, 'seat'];
    const starts: string[] = [];
    for (const [at, act] of acts.entries()) {
      const made = await owner('POST', '/v1/bookings', {
        venueId,
        start: tomorrow(8 + at),
        partySize: 2,
        customer: guest,
      });
      expect(made.status, JSON.stringify(made.body)).toBe(201);
      const id = made.body.id;
      starts.push(made.body.start);
      const row = id.slice(4);
      // A late cancellation comes after the cutoff, and a no-show after the start.
      if (at === 3) await sql`update bookings set cancellation_cutoff = 100000 where id = ${row}`;
      if (act === 'no-show')
        await sql`update bookings set starts_at = starts_at - interval '3 days' where id = ${row}`;
      if (act !== undefined) {
        const acted = await owner('POST', `/v1/bookings/${id}/${act}`);
        expect(acted.status, JSON.stringify(acted.body)).toBe(200);
      }
      if (at === 1) await owner('POST', `/v1/bookings/${id}/finish`);
    }
    const { attendance } = await shown('a1');
    expect(attendance).toMatchObject({ visits: 3, noShows: 1, lateCancellations: 1 });
    expect(Date.parse(attendance.lastVisitAt)).toBe(Date.parse(starts[6] ?? ''));
    const reader = await as('messages:read', 'customers:notes');
    expect(await shown('a1', reader)).toMatchObject({
      attendance: null,
      withheld: ['attendance'],
    });
  });
});

it('a customer is shown with the mood of the conversation with the newest message', async () => {
  const emotion = (label: string) => ({ emotion: { label } });
  const tell = async (conversation: string, more: object) =>
    owner('POST', `/v1/conversations/${conversation}/messages`, {
      role: 'customer',
      text: 'well',
      customer: { id: 'm1' },
      ...more,
    });
  await tell('mood-1', emotion('joy'));
  await tell('mood-2', emotion('anger'));
  expect((await shown('m1')).recentMood).toBeNull();
  await sql`insert into conversation_moods (conversation_id, workspace_id, as_of_seq, mood)
            select id, workspace_id, 1, case external_id when 'mood-1' then 350 else -350 end
              from conversations where external_id in ('mood-1', 'mood-2')`;
  expect((await shown('m1')).recentMood).toMatchObject({ mood: -0.35, conversationId: 'mood-2' });
  await tell('mood-1', { text: 'again' });
  expect((await shown('m1')).recentMood).toMatchObject({ mood: 0.35, conversationId: 'mood-1' });
});
