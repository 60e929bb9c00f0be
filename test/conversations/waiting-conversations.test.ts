import { expect, it } from 'vitest';
import { MOST_READ } from '../../src/platform/range-store.ts';
import { sql } from '../support/sql.ts';
import { type Call, client, makeKey } from '../support/workspace.ts';

const NEEDED = '/v1/conversations?attention=needed';
const WAITING = `${NEEDED}&order=attention`;

const say = (call: Call, id: string, message: object) =>
  call('POST', `/v1/conversations/${id}/messages`, { role: 'customer', text: 'hi', ...message });

/** Lets a conversation wait since an instant. */
const wait = (id: string, since: string) =>
  sql.query(
    `insert into conversation_moods (conversation_id, workspace_id, as_of_seq, mood, attention_seq,
                                     attention_mood, attention_label, attention_at)
     select id, workspace_id, 1, -500, 1, -400, 'anger', $2 from conversations
      where external_id = $1`,
    [id, since],
  );

/** The ids on each page of a list, from the first page. */
async function pagesOf(call: Call, path: string) {
  const pages: string[][] = [];
  let after = '';
  do {
    const { status, body } = await call('GET', `${path}${after}`);
    expect(status).toBe(200);
    pages.push(body.data.map(({ id }: { id: string }) => id));
    after = body.page.next === null ? '' : `&after=${encodeURIComponent(body.page.next)}`;
  } while (after !== '');
  return pages;
}

it('lists those that wait for longest first, each once on pages of one', async () => {
  const call = client(await makeKey('waiting'));
  const since = {
    short: '2026-11-01T12:00:00.000002Z',
    long: '2026-11-01T10:00:00Z',
    // The same millisecond as `short`, and the same instant as each other.
    twin: '2026-11-01T12:00:00.000001Z',
    other: '2026-11-01T12:00:00.000001Z',
  };
  for (const [id, at] of Object.entries(since)) {
    await say(call, id, { channel: id === 'other' ? 'sms' : 'web', customer: { id: `of-${id}` } });
    await wait(id, at);
  }
  await say(call, 'calm', {});

  const order = ['long', 'twin', 'other', 'short'];
  expect(await pagesOf(call, WAITING)).toEqual([order]);
  expect(await pagesOf(call, `${WAITING}&limit=1`)).toEqual(order.map((id) => [id]));
  expect(await pagesOf(call, `${WAITING}&channel=sms`)).toEqual([['other']]);
  expect(await pagesOf(call, `${WAITING}&customer=of-twin`)).toEqual([['twin']]);
  expect(await pagesOf(call, `${WAITING}&customer=nobody`)).toEqual([[]]);
  expect(await pagesOf(call, `${WAITING}&since=2027-01-01T00:00:00Z`)).toEqual([[]]);
  expect(await pagesOf(client(await makeKey('not waiting')), WAITING)).toEqual([[]]);
  expect(await pagesOf(call, NEEDED)).toEqual([['other', 'twin', 'long', 'short']]);
});

it('continues after a page whose filter has found too little', async () => {
  const call = client(await makeKey('waiting filter'));
  await say(call, 'last', { channel: 'sms', customer: { id: 'guest' } });
  await wait('last', '2026-11-02T00:00:00Z');
  await sql.query(
    `with c as (
       insert into conversations (id, workspace_id, external_id, channel, customer_id, last_seq)
       select gen_random_uuid(), workspace_id, 'web-' || n, 'web', customer_id, 1
         from conversations, generate_series(1, $1::int) n where external_id = 'last'
       returning id, workspace_id
     )
     insert into conversation_moods (conversation_id, workspace_id, as_of_seq, mood, attention_seq,
                                     attention_mood, attention_label, attention_at)
     select id, workspace_id, 1, -500, 1, -400, 'anger', '2026-11-01' from c`,
    [MOST_READ + 5],
  );
  expect(await pagesOf(call, `${WAITING}&channel=sms`)).toEqual([[], ['last']]);
});

it('takes the order of attention with attention=needed only, and cursors of its own', async () => {
  const call = client(await makeKey('waiting cursors'));
  for (const id of ['w1', 'w2']) {
    await say(call, id, {});
    await wait(id, '2026-11-01T10:00:00Z');
  }
  const refused = await call('GET', '/v1/conversations?order=attention');
  expect([refused.status, refused.body.code, refused.body.errors]).toEqual([
    ...[400, 'invalid_field'],
    [{ field: 'query.order', message: 'attention needs attention=needed' }],
  ]);
  const cursorOf = async (path: string) =>
    encodeURIComponent((await call('GET', `${path}&limit=1`)).body.page.next);
  const [newest, waiting] = [await cursorOf(NEEDED), await cursorOf(WAITING)];
  for (const path of [`${WAITING}&after=${newest}`, `${NEEDED}&after=${waiting}`]) {
    const { status, body } = await call('GET', path);
    expect([status, body.code]).toEqual([400, 'invalid_cursor']);
  }
});

it('shows who wrote what last, the mood and where it goes', async () => {
  const call = client(await makeKey('summaries'));
  const text = `${'é🙂'.repeat(100)}and more`;
  const emotion = (valence: number) => ({
    emotion: { label: valence < 0 ? 'anger' : 'joy', valence, confidence: 1 },
  });
  // The first two are no longer among the last ten messages.
  const valences = [-1, -1, 0.8, 0.6, 0.5, -0.2, -0.4];
  for (const valence of valences) await say(call, 'talk', emotion(valence));
  for (const role of ['assistant', 'assistant', 'assistant', 'system']) {
    await say(call, 'talk', { role, ...emotion(0.9) });
  }
  await say(call, 'talk', { role: 'agent', text, customer: { id: 'guest', name: 'Zoë' } });
  await say(call, 'brief', { text: 'x'.repeat(200) });
  await sql.query(
    `insert into conversation_moods (conversation_id, workspace_id, as_of_seq, mood)
     select id, workspace_id, 11, -123 from conversations where external_id = 'talk'`,
  );

  const [brief, talk] = (await call('GET', '/v1/conversations')).body.data;
  expect(talk).toMatchObject({
    id: 'talk',
    customerId: 'guest',
    customerName: 'Zoë',
    messages: 12,
    mood: -0.123,
    recentTrend: { beginning: 0.7, end: -0.3, change: -1, direction: 'falling' },
    lastMessage: { seq: 12, role: 'agent', excerpt: 'é🙂'.repeat(100), isCut: true },
  });
  expect(brief).toMatchObject({
    id: 'brief',
    customerName: null,
    mood: null,
    recentTrend: null,
    lastMessage: { seq: 1, role: 'customer', excerpt: 'x'.repeat(200), isCut: false },
  });
  expect(talk).not.toHaveProperty('valences');
  expect(talk).not.toHaveProperty('attentionAt');
  expect((await call('GET', '/v1/conversations/talk')).body).toEqual(talk);
});
