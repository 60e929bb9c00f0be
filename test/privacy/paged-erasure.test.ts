import { beforeAll, describe, expect, it } from 'vitest';
import { rebuildStatistics } from '../../src/emotions/statistics/store.ts';
import { hashIdSchema, idSchema, newId, type WorkspaceId } from '../../src/platform/ids.ts';
import { erasePage } from '../../src/privacy/store.ts';
import { sweepErasures } from '../../src/privacy/sweep-erasures.ts';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { tomorrow } from '../support/bookings.ts';
import { sql } from '../support/sql.ts';
import { client, makeKey, testDeps } from '../support/workspace.ts';
import { columnsWith, customerRow } from './whole-database.ts';

const deps = testDeps();
/** How many rows of each kind one page of the first request erases. */
const FIRST_PAGE = 2000;

let place: BookingClient;
let venueId: string;
let workspace: WorkspaceId;
beforeAll(async () => {
  place = await openBookingClient('paged erasure');
  venueId = (await place.open(20)).id;
  const rows = await sql.query(`select id::text from workspaces where name = 'paged erasure'`);
  workspace = idSchema<'workspace'>().parse(rows[0]?.['id']);
});

const customerId = (row: string) => hashIdSchema<'customer'>().parse(row);

const say = (conversation: string, text: string, more: object = {}) =>
  place.call('POST', `/v1/conversations/${conversation}/messages`, {
    role: 'customer',
    text,
    ...more,
  });

/** Copies the first message of a conversation until the conversation has `count`, all of them folded. */
async function fill(conversation: string, count: number): Promise<void> {
  await sql.query(
    `with c as (
       update conversations set last_seq = $2 where external_id = $1 returning id
     ),
     m as (
       insert into messages (workspace_id, conversation_id, seq, id, role, text, metadata, sent_at,
                             digest, label, valence, confidence, model_version, emotion_state)
       select m.workspace_id, m.conversation_id, n, 'copy-' || n, m.role, m.text, m.metadata,
              m.sent_at + n * interval '1 minute', m.digest, 'joy', n % 100, 900, 'of-the-test', 'folded'
         from c join messages m on m.conversation_id = c.id and m.seq = 1,
              generate_series(2, $2::int) n
       returning *
     ),
     s as (
       insert into conversation_emotions
       select conversation_id, role, label, model_version, count(*), sum(valence),
              sum(valence::bigint * valence) from m group by 1, 2, 3, 4
     )
     insert into workspace_emotions
     select workspace_id, quarter_hour_v1(sent_at), role, label, model_version, count(*),
            sum(valence), sum(valence::bigint * valence) from m group by 1, 2, 3, 4, 5`,
    [conversation, count],
  );
}

/** Rows of the workspace's statistics that differ from what its messages say. */
async function wrongStatistics(): Promise<unknown> {
  const rows = await sql.query(
    `with counted as (
       select quarter_hour_v1(sent_at) q, role, label, model_version, count(*) n,
              sum(valence) s, sum(valence::bigint * valence) x
         from messages
        where workspace_id = $1 and emotion_state = 'folded' and label is not null
        group by 1, 2, 3, 4
     )
     select c.q, c.n, w.messages
       from counted c full join (select * from workspace_emotions where workspace_id = $1) w
         on (w.quarter_hour, w.role, w.label, w.model_version) = (c.q, c.role, c.label, c.model_version)
      where (w.messages, w.valence_sum, w.valence_squares) is distinct from (c.n, c.s, c.x)`,
    [workspace],
  );
  return rows;
}

describe('the erasure of a guest with more rows than a page', () => {
  let row: string;
  const guest = { id: 'big-guest', name: 'Wibble Big', email: 'wibble@example.com' };
  const path = '/v1/customers/big-guest';

  beforeAll(async () => {
    await say('big-1', 'wibble wants a table', { id: 'first', customer: guest });
    await fill('big-1', 4500);
    for (const conversation of ['big-2', 'big-3']) {
      await say(conversation, 'wibble again', { id: 'm', customer: { id: guest.id } });
    }
    await place.book(venueId, tomorrow(9), {
      customer: { id: guest.id },
      conversationId: 'big-3',
      notes: 'wibble is allergic',
    });
    row = await customerRow(guest.id);
  });

  it('answers 202, and nothing can be read or written from then on', async () => {
    expect(await wrongStatistics()).toEqual([]);
    const answer = await place.call('DELETE', path);
    expect(answer).toMatchObject({
      status: 202,
      body: { customerId: guest.id, state: 'running', finishedAt: null, messages: FIRST_PAGE },
    });
    expect(answer.headers.get('Location')).toBe(`${path}/erasure`);
    // The first page has not come to these rows.
    const left = await sql.query(
      `select text from messages m join conversations c on c.id = m.conversation_id
        where c.external_id = 'big-2' and c.erased_at is null`,
    );
    expect(left).toEqual([{ text: 'wibble again' }]);

    for (const hidden of [
      path,
      `${path}/export`,
      `${path}/emotions`,
      '/v1/conversations/big-2',
      '/v1/conversations/big-2/messages',
      '/v1/conversations/big-2/emotions',
    ]) {
      expect((await place.call('GET', hidden)).status, hidden).toBe(410);
    }
    for (const list of ['/v1/conversations', '/v1/conversations?customer=big-guest']) {
      expect(JSON.stringify((await place.call('GET', list)).body), list).not.toContain('big-');
    }
    expect((await say('big-2', 'back again')).status).toBe(410);
    expect(
      (await say('big-2', 'wibble again', { id: 'm', customer: { id: guest.id } })).status,
    ).toBe(410);
    const correct = await place.call('PATCH', '/v1/conversations/big-2/messages/m/emotion', {
      label: 'joy',
      valence: 0.5,
    });
    expect(correct.status).toBe(410);
    expect(await wrongStatistics()).toEqual([]);
  });

  it('shows its progress', async () => {
    const { status, body } = await place.call('GET', `${path}/erasure`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      customerId: guest.id,
      state: 'running',
      messages: FIRST_PAGE,
      remaining: { messages: 4500 + 2 - FIRST_PAGE, bookings: 0 },
    });
  });

  it('is finished by the sweep in bounded pages, with exact statistics after each', async () => {
    const values = { workspace, customer: customerId(row), rows: 1000 };
    const [page] = await deps.database.run(erasePage, values);
    expect(page?.erasure).toMatchObject({ state: 'running', messages: FIRST_PAGE + 1000 });
    expect(await wrongStatistics()).toEqual([]);

    const swept = await sweepErasures(deps, 1000);
    expect(swept.failed).toBe(0);
    expect(swept.pages).toBeGreaterThan(1);
    expect((await place.call('GET', `${path}/erasure`)).body).toMatchObject({
      state: 'finished',
      finishedAt: expect.any(String),
      conversations: 3,
      messages: 4502,
      statisticsSubtracted: expect.any(Number),
      bookings: 1,
      remaining: { messages: 0, bookings: 0 },
    });
    expect(await columnsWith('wibble')).toEqual([]);
    expect(await wrongStatistics()).toEqual([]);
    const [report] = await deps.database.run(rebuildStatistics, { workspace });
    expect(report?.report.workspace.corrected).toBe(0);
  });

  it('goes through everything again when it is requested again', async () => {
    const answer = await place.call('DELETE', path);
    expect(answer).toMatchObject({ status: 202, body: { messages: 0, conversations: 0 } });
    await sweepErasures(deps);
    expect((await place.call('GET', `${path}/erasure`)).body).toMatchObject({
      state: 'finished',
      messages: 0,
    });
  });
});

it('a page never takes more rows than its limit, whatever the number of conversations', async () => {
  for (let at = 0; at < 12; at += 1) {
    await say(`many-${at}`, 'plover', { customer: { id: 'many-guest' } });
    await place.book(venueId, tomorrow(at), {
      customer: { id: 'many-guest' },
      conversationId: `many-${at}`,
      notes: 'plover',
    });
  }
  const row = await customerRow('many-guest');
  await sql.query(
    `with gone as (
       update customers set external_id = null, name = null, email = null, phone = null,
                            locale = null, time_zone = null, erased_at = now()
        where id = $1 returning *
     )
     insert into erasures (customer_id, workspace_id, requested_at)
     select id, workspace_id, erased_at from gone`,
    [row],
  );
  const values = { workspace, customer: customerId(row), rows: 5 };
  let before = { conversations: 0, messages: 0, bookings: 0, jobs: 0 };
  for (let pages = 1; ; pages += 1) {
    const [page] = await deps.database.run(erasePage, values);
    const now = page?.erasure;
    if (now == null) throw new Error('skipped');
    for (const kind of ['conversations', 'messages', 'bookings', 'jobs'] as const) {
      expect(now[kind] - before[kind], kind).toBeLessThanOrEqual(5);
    }
    before = now;
    if (now.state === 'finished') {
      expect(now).toMatchObject({ conversations: 12, messages: 12, bookings: 12 });
      expect(pages).toBeGreaterThan(2);
      break;
    }
  }
  expect(await columnsWith('plover')).toEqual([]);
});

it('an erasure that fails does not hold up the others, and is tried again', async () => {
  for (const id of ['poisoned', 'other']) {
    await say(`of-${id}`, 'text', { customer: { id } });
  }
  const [poisoned, other] = [await customerRow('poisoned'), await customerRow('other')];
  await sql.query(
    `with gone as (
       update customers set external_id = null, erased_at = now() where id = any ($1) returning *
     )
     insert into erasures (customer_id, workspace_id, requested_at, position)
     select id, workspace_id, erased_at,
            case when id = $2 then '{"seq": "not a number"}' else '{}' end::jsonb
       from gone`,
    [[poisoned, other], poisoned],
  );
  const logged: unknown[] = [];
  const log = { ...deps.log, warn: (...line: unknown[]) => void logged.push(line) };
  expect(await sweepErasures({ ...deps, log })).toMatchObject({ failed: 1, finished: 1 });
  expect(logged).toEqual([
    ['erasure_page_failed', expect.objectContaining({ customer: poisoned, workspace })],
  ]);
  // It waits for its next turn.
  expect(await sweepErasures({ ...deps, log })).toMatchObject({ failed: 0 });
  const states = await sql.query(
    `select failures, finished_at is null as running, fault from erasures where customer_id = $1`,
    [poisoned],
  );
  expect(states).toEqual([{ failures: 1, running: true, fault: expect.any(String) }]);
  await sql.query(`update erasures set position = '{}', wake_at = now() where customer_id = $1`, [
    poisoned,
  ]);
  expect(await sweepErasures({ ...deps, log })).toMatchObject({ finished: 1 });
});

it('the progress of a customer who was not erased is 404', async () => {
  await say('alive', 'hello', { customer: { id: 'alive' } });
  for (const id of ['alive', 'nobody']) {
    const { status, body } = await place.call('GET', `/v1/customers/${id}/erasure`);
    expect([status, body.code]).toEqual([404, 'erasure_not_found']);
  }
});

it('an answer that was kept about an erased customer is not given again', async () => {
  const row = { customer: { id: 'kept-guest' }, venueId, start: tomorrow(5), partySize: 2 };
  const once = client(await makeKey('paged erasure'), { 'Idempotency-Key': newId<'key'>() });
  expect((await once('POST', '/v1/bookings', row)).status).toBe(201);
  // As after a first page that has not come to the answer.
  await sql.query(
    `update customers set external_id = null, name = null, erased_at = now() where id = $1`,
    [await customerRow('kept-guest')],
  );
  expect((await once('POST', '/v1/bookings', row)).status).toBe(410);
});
