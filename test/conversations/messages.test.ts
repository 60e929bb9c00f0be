import { beforeAll, describe, expect, it } from 'vitest';
import { type Call, client, makeKey } from '../support/workspace.ts';

let call: Call;
beforeAll(async () => {
  call = client(await makeKey('messages'));
});

const post = (conversation: string, body: unknown) =>
  call('POST', `/v1/conversations/${conversation}/messages`, body);

describe('storing a message', () => {
  it('answers 201 with the first seq, then the next', async () => {
    const first = await post('plain', { role: 'customer', text: 'A table for two?' });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ conversationId: 'plain', seq: 1, status: 'created' });
    expect(first.body.id).toMatch(/^msg_[0-9a-f]{32}$/);
    const second = await post('plain', { role: 'assistant', text: 'At seven?' });
    expect(second.body).toMatchObject({ seq: 2, status: 'created' });
  });

  it('answers 200 to the same id and content, whatever the order of the fields, and stores nothing', async () => {
    const message = {
      id: 'm1',
      role: 'customer',
      text: 'hi',
      metadata: { a: 1, b: { c: 2, d: 3 } },
    };
    await post('replay', message);
    const again = await post('replay', {
      metadata: { b: { d: 3, c: 2 }, a: 1 },
      text: 'hi',
      role: 'customer',
      id: 'm1',
    });
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ id: 'm1', seq: 1, status: 'replayed' });
    const next = await post('replay', { role: 'customer', text: 'next' });
    expect(next.body.seq).toBe(2);
  });

  it('answers 409 to the same id with other content, and stores nothing', async () => {
    await post('conflict', { id: 'm1', role: 'customer', text: 'hi' });
    const other = await post('conflict', { id: 'm1', role: 'customer', text: 'bye' });
    expect(other.status).toBe(409);
    expect(other.headers.get('Content-Type')).toBe('application/problem+json');
    expect(other.body).toMatchObject({ code: 'message_conflict', status: 409 });
    expect((await call('GET', '/v1/conversations/conflict')).body.messages).toBe(1);
  });

  it('refuses another customer or channel, and stores nothing about that customer', async () => {
    const customer = { id: 'guest-1', name: 'Maya' };
    await post('mine', { role: 'customer', text: 'hi', channel: 'sms', customer });
    const channel = await post('mine', { role: 'customer', text: 'x', channel: 'web' });
    expect([channel.status, channel.body.code]).toEqual([409, 'channel_mismatch']);
    const other = await post('mine', { role: 'customer', text: 'x', customer: { id: 'guest-2' } });
    expect([other.status, other.body.code]).toEqual([409, 'customer_mismatch']);
    const of = (id: string) => call('GET', `/v1/conversations?customer=${id}`);
    expect((await of('guest-1')).body.data).toHaveLength(1);
    expect((await of('guest-2')).body.data).toHaveLength(0);
    expect((await call('GET', '/v1/conversations/mine')).body).toMatchObject({
      channel: 'sms',
      customerId: 'guest-1',
      messages: 1,
    });
  });

  it('accepts the customer in a later message', async () => {
    await post('later', { role: 'customer', text: 'hi' });
    await post('later', { role: 'customer', text: 'I am Ana', customer: { id: 'ana' } });
    expect((await call('GET', '/v1/conversations/later')).body.customerId).toBe('ana');
  });

  it('stores a text unchanged: emoji, other scripts, 32 KB', async () => {
    for (const text of ['🍝 ça va?', '予約をお願いします', 'x'.repeat(32 * 1024)]) {
      const { body } = await post('texts', { role: 'customer', text });
      const page = await call('GET', '/v1/conversations/texts/messages?limit=200');
      expect(page.body.data[body.seq - 1].text).toBe(text);
    }
  });
});

describe('the metadata of a message', () => {
  it('keep every key, and every number that a double holds', async () => {
    const metadata =
      '{"constructor":1,"toString":"x","hasOwnProperty":null,"prototype":{"__proto":2},"":3,' +
      '"n":[9007199254740992,0.1,1.0,1e2,5e-324,1e21,-0.30000000000000004],"a.b":{"$ref":"#"}}';
    const sent = `{"id":"m1","role":"customer","text":"hi","metadata":${metadata}}`;
    expect((await post('kept', sent)).status).toBe(201);
    const [stored] = (await call('GET', '/v1/conversations/kept/messages')).body.data;
    expect(stored.metadata).toEqual(JSON.parse(metadata));
    expect(Object.keys(stored.metadata)).toHaveLength(7);
    expect((await post('kept', sent)).body.status).toBe('replayed');
    const other = await post('kept', sent.replace('9007199254740992', '9007199254740994'));
    expect(other.body.code).toBe('message_conflict');
  });

  it('are not replaced by others with a number that rounds to theirs', async () => {
    const sent =
      '{"id":"m1","role":"customer","text":"hi","metadata":{"orderId":9007199254740992}}';
    expect((await post('rounded', sent)).status).toBe(201);
    const other = await post('rounded', sent.replace('740992', '740993'));
    expect([other.status, other.body.errors]).toMatchObject([
      400,
      [{ field: 'body.metadata.orderId' }],
    ]);
  });
});

describe('refusing bad input', () => {
  const ahead = new Date(Date.now() + 25 * 60 * 60 * 1000).toISOString();
  const fine = { role: 'customer', text: 'hi' };
  const cases: [string, unknown, number, string, string?][] = [
    ['a body that is not JSON', '{"role":', 400, 'invalid_json'],
    ['a body that is not an object', '[]', 400, 'invalid_field', 'body'],
    ['no role', { text: 'hi' }, 400, 'invalid_field', 'body.role'],
    ['an unknown role', { ...fine, role: 'boss' }, 400, 'invalid_field', 'body.role'],
    ['no text', { role: 'customer' }, 400, 'invalid_field', 'body.text'],
    ['an empty text', { ...fine, text: '' }, 400, 'invalid_field', 'body.text'],
    ['an unknown field', { ...fine, colour: 'red' }, 400, 'invalid_field', 'body.colour'],
    ['NUL', { ...fine, text: 'a\0b' }, 400, 'invalid_field', 'body.text'],
    ['a lone surrogate', '{"role":"customer","text":"\\ud800"}', 400, 'invalid_field', 'body.text'],
    [
      'NUL in metadata',
      { ...fine, metadata: { a: ['\0'] } },
      400,
      'invalid_field',
      'body.metadata',
    ],
    [
      'a number out of range',
      '{"role":"customer","text":"hi","metadata":{"a":1e999}}',
      400,
      'invalid_field',
      'body.metadata.a',
    ],
    [
      'a number that a double cannot hold',
      '{"role":"customer","text":"hi","metadata":{"order":{"ids":[1,9007199254740993]}}}',
      400,
      'invalid_field',
      'body.metadata.order.ids.1',
    ],
    [
      'the key __proto__ in metadata',
      '{"role":"customer","text":"hi","metadata":{"__proto__":1}}',
      400,
      'invalid_field',
      'body.metadata.__proto__',
    ],
    [
      'the key __proto__ deep in metadata',
      '{"role":"customer","text":"hi","metadata":{"a":[{"\\u005f_proto__":{"b":1}}]}}',
      400,
      'invalid_field',
      'body.metadata.a.0.__proto__',
    ],
    [
      'the key __proto__ beside the fields',
      '{"role":"customer","text":"hi","__proto__":{"id":"m1"}}',
      400,
      'invalid_field',
      'body.__proto__',
    ],
    [
      'the key __proto__ in the customer',
      '{"role":"customer","text":"hi","customer":{"id":"x","__proto__":{"name":"y"}}}',
      400,
      'invalid_field',
      'body.customer.__proto__',
    ],
    [
      'a name of two lines',
      { ...fine, customer: { id: 'x', name: 'Maya\r\nBcc: x@example.com' } },
      400,
      'invalid_field',
      'body.customer.name',
    ],
    [
      'an email address without a domain',
      { ...fine, customer: { id: 'x', email: 'maya' } },
      400,
      'invalid_field',
      'body.customer.email',
    ],
    [
      'metadata with as many levels as a body can have',
      `{"role":"customer","text":"hi","metadata":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
      400,
      'invalid_field',
      'body.metadata',
    ],
    ['over 32 KB', { ...fine, text: 'é'.repeat(16 * 1024 + 1) }, 400, 'invalid_field', 'body.text'],
    ['over 256 KB', { ...fine, text: 'x'.repeat(300_000) }, 413, 'body_too_large'],
    [
      'metadata over 4 KB',
      { ...fine, metadata: { a: 'x'.repeat(4096) } },
      400,
      'invalid_field',
      'body.metadata',
    ],
    [
      'sentAt without offset',
      { ...fine, sentAt: '2026-01-01T00:00:00' },
      400,
      'invalid_field',
      'body.sentAt',
    ],
    [
      'sentAt in the year 0',
      { ...fine, sentAt: '0000-01-01T00:00:00Z' },
      400,
      'invalid_field',
      'body.sentAt',
    ],
    ['sentAt over a day ahead', { ...fine, sentAt: ahead }, 400, 'invalid_field', 'body.sentAt'],
    [
      'an unknown label',
      { ...fine, emotion: { label: 'hunger' } },
      400,
      'invalid_field',
      'body.emotion.label',
    ],
    [
      'no customer id',
      { ...fine, customer: { name: 'x' } },
      400,
      'invalid_field',
      'body.customer.id',
    ],
    [
      'an unknown time zone',
      { ...fine, customer: { id: 'x', timeZone: 'Mars/X' } },
      400,
      'invalid_field',
      'body.customer.timeZone',
    ],
  ];
  it.each(cases)('refuses %s, naming the field', async (name, body, status, code, field) => {
    const conversation = `refused-${name.replaceAll(/\W/g, '-')}`;
    const answer = await post(conversation, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    if (field !== undefined) expect(answer.body.errors[0].field).toBe(field);
    expect((await call('GET', `/v1/conversations/${conversation}`)).status).toBe(404);
  });

  it('refuses another media type', async () => {
    const key = await makeKey('messages');
    const plain = client(key, { 'Content-Type': 'text/plain' });
    const answer = await plain('POST', '/v1/conversations/c/messages', 'hi');
    expect([answer.status, answer.body.code]).toEqual([415, 'unsupported_media_type']);
  });
});

describe('reading messages', () => {
  it('pages in both directions without gap or overlap', async () => {
    for (let n = 1; n <= 7; n++) await post('pages', { role: 'customer', text: `n${n}` });
    const seen: number[] = [];
    const path = '/v1/conversations/pages/messages?limit=3';
    let { body } = await call('GET', path);
    expect(body.page.previous).toBeNull();
    for (;;) {
      seen.push(...body.data.map((message: { seq: number }) => message.seq));
      if (body.page.next === null) break;
      body = (await call('GET', `${path}&after=${body.page.next}`)).body;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const back = (await call('GET', `${path}&before=${body.page.previous}`)).body;
    expect(back.data.map((message: { seq: number }) => message.seq)).toEqual([4, 5, 6]);
    const first = (await call('GET', `${path}&before=${back.page.previous}`)).body;
    expect(first.data.map((message: { seq: number }) => message.seq)).toEqual([1, 2, 3]);
    expect(first.page.previous).toBeNull();
    const end = (await call('GET', `${path}&from=end`)).body;
    expect(end.data.map((message: { seq: number }) => message.seq)).toEqual([5, 6, 7]);
    expect(end.page.next).toBeNull();
    const older = (await call('GET', `${path}&before=${end.page.previous}`)).body;
    expect(older.data.map((message: { seq: number }) => message.seq)).toEqual([2, 3, 4]);
  });

  it('refuses a cursor of another list, and both directions at once', async () => {
    await post('cursors', { role: 'customer', text: 'hi' });
    const path = '/v1/conversations/cursors/messages';
    for (const cursor of ['!!', btoa('key:1'), btoa('seq:1'), btoa('seq:-1')]) {
      const answer = await call('GET', `${path}?after=${encodeURIComponent(cursor)}`);
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid_cursor']);
    }
    for (const query of ['after=a&before=b', 'after=a&from=end', 'before=a&from=beginning']) {
      expect((await call('GET', `${path}?${query}`)).body.code).toBe('invalid_field');
    }
  });

  it('lists conversations, the newest first, by channel, with a cursor', async () => {
    for (const id of ['n1', 'n2', 'n3']) {
      await post(id, { role: 'customer', text: 'hi', channel: 'kiosk' });
    }
    const path = '/v1/conversations?channel=kiosk&limit=2';
    const { body } = await call('GET', path);
    expect(body.data.map((each: { id: string }) => each.id)).toEqual(['n3', 'n2']);
    expect(body.data[0]).not.toHaveProperty('uuid');
    const rest = (await call('GET', `${path}&after=${body.page.next}`)).body;
    expect(rest.data.map((each: { id: string }) => each.id)).toEqual(['n1']);
    expect(rest.page.next).toBeNull();
  });
});
