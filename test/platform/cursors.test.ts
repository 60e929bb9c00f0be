import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Caller } from '../../src/platform/auth/key.ts';
import { createCursors } from '../../src/platform/cursors.ts';
import { newId } from '../../src/platform/ids.ts';
import { ringOf } from '../../src/platform/secret-ring.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { statement } from '../support/sql-statement.ts';
import { type Call, client, makeKey, testDeps } from '../support/workspace.ts';

const SECRET = 'a-secret-of-the-cursors-only-0123456789';
const caller: Caller = { keyId: newId(), workspaceId: newId(), scopes: ['admin'] };

describe('a cursor', () => {
  const cursors = createCursors(ringOf(SECRET));

  it('is valid for the list and the workspace for which it was signed', async () => {
    const cursor = await cursors.sign(caller, 'keys', '["x",1]');
    expect(cursor).toMatch(/^[\w-]{50,200}$/);
    expect(await cursors.verify(caller, 'keys', cursor)).toBe('["x",1]');
    expect(await createCursors(ringOf(SECRET)).verify(caller, 'keys', cursor)).toBe('["x",1]');
    const colleague = { ...caller, keyId: newId<'key'>() };
    expect(await cursors.verify(colleague, 'keys', cursor)).toBe('["x",1]');
  });

  it('is invalid for another list, workspace or secret', async () => {
    const cursor = await cursors.sign(caller, 'keys', '[1]');
    expect(await cursors.verify(caller, 'key', cursor)).toBeUndefined();
    const stranger = { ...caller, workspaceId: newId<'workspace'>() };
    expect(await cursors.verify(stranger, 'keys', cursor)).toBeUndefined();
    expect(
      await createCursors(ringOf(`${SECRET}!`)).verify(caller, 'keys', cursor),
    ).toBeUndefined();
  });

  it('is valid with every secret of the ring', async () => {
    const old = { number: 1, secret: SECRET };
    const current = { number: 2, secret: `${SECRET}!` };
    const rotated = createCursors({ current, all: [current, old] });
    const cursor = await cursors.sign(caller, 'keys', '[1]');
    expect(await rotated.verify(caller, 'keys', cursor)).toBe('[1]');
    const newer = await rotated.sign(caller, 'keys', '[1]');
    expect(await cursors.verify(caller, 'keys', newer)).toBeUndefined();
    expect(await createCursors({ current, all: [current] }).verify(caller, 'keys', cursor)).toBe(
      undefined,
    );
  });

  it('is invalid when a character is changed, removed or added', async () => {
    // 32 bytes of signature and 4 of position are 48 characters, without spare bits.
    const cursor = await cursors.sign(caller, 'keys', '[12]');
    expect(cursor).toHaveLength(48);
    for (let at = 0; at < cursor.length; at += 1) {
      const other = cursor[at] === 'A' ? 'B' : 'A';
      for (const instead of [other, '', `${cursor[at]}A`, '=', '%', 'é']) {
        const changed = cursor.slice(0, at) + instead + cursor.slice(at + 1);
        expect(await cursors.verify(caller, 'keys', changed)).toBeUndefined();
      }
    }
  });
});

describe('a list', () => {
  let call: Call;
  let stranger: Call;
  const lists: Record<string, string> = {};
  beforeAll(async () => {
    call = client(await makeKey('cursors'));
    stranger = client(await makeKey('cursors-stranger'));
    const venues = [await makeVenue(asking(call), 4), await makeVenue(asking(call), 4)];
    const venueId = venues[0]?.id ?? '';
    const customer = { id: 'maya' };
    for (const conversationId of ['one', 'two']) {
      for (const text of ['first', 'second']) {
        const path = `/v1/conversations/${conversationId}/messages`;
        await call('POST', path, { role: 'customer', text, customer });
      }
      await call('POST', '/v1/keys', { name: conversationId, scopes: ['messages:read'] });
      await call('POST', '/v1/bookings', {
        venueId,
        start: tomorrow(19),
        partySize: 2,
        customer,
        conversationId: 'one',
      });
      await call('POST', `/v1/venues/${venueId}/waitlist`, {
        earliest: tomorrow(12),
        latest: tomorrow(conversationId === 'one' ? 13 : 14),
        partySize: 2,
        customer,
      });
    }
    const webhooks = await Promise.all(
      [1, 2].map((n) =>
        call('POST', '/v1/webhooks', { url: `https://example.com/${n}`, events: ['*'] }),
      ),
    );
    const webhookId: string = webhooks[0]?.body.id;
    await testDeps().database.run(
      statement(
        sql`with made as (
              insert into jobs (id, workspace_id, kind, channel, webhook_id, event, due_at,
                                state, wake_at, failures, created_at, finished_at)
              select gen_random_uuid(), workspace_id, 'event', 'webhook', id, 'booking.held', now(),
                     'dead', now(), 10, now(), now()
                from webhooks, generate_series(1, 2)
               where id = ${sql.placeholder('webhook')}::uuid
              returning id, webhook_id)
            insert into job_attempts (job_id, attempt, webhook_id, at, outcome)
            select id, 1, webhook_id, now(), 'dead' from made`,
        z.object({}),
      ),
      { webhook: webhookId.slice(4) },
    );
    Object.assign(lists, {
      keys: '/v1/keys',
      venues: '/v1/venues',
      webhooks: '/v1/webhooks',
      deliveries: `/v1/webhooks/${webhookId}/deliveries`,
      'dead jobs': '/v1/operations/dead-jobs',
      conversations: '/v1/conversations',
      messages: '/v1/conversations/one/messages',
      'bookings of a day': `/v1/bookings?venueId=${venueId}&date=${tomorrow(0).slice(0, 10)}`,
      'bookings of a customer': '/v1/bookings?customer=maya',
      waitlist: `/v1/venues/${venueId}/waitlist`,
      export: '/v1/customers/maya/export',
    });
  });

  it('takes its own cursors, and none of other lists and workspaces', async () => {
    const page = (path: string, query: string, from = call) =>
      from('GET', `${path}${path.includes('?') ? '&' : '?'}${query}`);
    const cursors: Record<string, string> = {};
    for (const [name, path] of Object.entries(lists)) {
      const { body } = await page(path, 'limit=1');
      expect([name, typeof body.page.next]).toEqual([name, 'string']);
      cursors[name] = body.page.next;
    }
    for (const [name, path] of Object.entries(lists)) {
      for (const [other, cursor] of Object.entries(cursors)) {
        const { status, body } = await page(path, `after=${cursor}`);
        const wanted = name === other ? [200, undefined] : [400, 'invalid_cursor'];
        expect([name, other, status, body.code]).toEqual([name, other, ...wanted]);
      }
      const elsewhere = await page(path, `after=${cursors[name]}`, stranger);
      expect([name, elsewhere.body.code]).toEqual([name, 'invalid_cursor']);
    }
  });

  it('refuses positions that the service has not signed, in both directions', async () => {
    const uuid = newId<'booking'>();
    for (const [name, path] of Object.entries(lists)) {
      for (const position of [
        `day:["0000-01-01T00:00:00Z","${uuid}"]`,
        `dead:["9999-12-31T23:59:59-12:00","${uuid}"]`,
        `delivery:[9007199254740991,"${uuid}",1]`,
        `export:["${uuid}",9007199254740991]`,
        `["0000-01-01T00:00:00Z","${uuid}"]`,
        'seq:2147483647',
      ]) {
        const forged = btoa(position).replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_');
        for (const direction of name === 'messages' ? ['after', 'before'] : ['after']) {
          const query = `${path.includes('?') ? '&' : '?'}${direction}=${forged}`;
          const { status, body } = await call('GET', path + query);
          expect([name, position, status, body.code]).toEqual([
            name,
            position,
            400,
            'invalid_cursor',
          ]);
        }
      }
    }
  });
});
