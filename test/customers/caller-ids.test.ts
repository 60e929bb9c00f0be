import { beforeAll, describe, expect, it } from 'vitest';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { type Answer, type Call, client, makeKey } from '../support/workspace.ts';

let call: Call;
let venueId: string;
beforeAll(async () => {
  call = client(await makeKey('caller ids'));
  venueId = (await makeVenue(asking(call), 2)).id;
});

const say = (conversation: string, more: object) =>
  call('POST', `/v1/conversations/${conversation}/messages`, {
    role: 'customer',
    text: 'hi',
    ...more,
  });
const refusal = ({ status, body }: Answer) => [status, body.code, body.errors?.[0].field];

describe('an id of the caller that no path can name', () => {
  it('is each segment that a URL parser leaves out, and no other', () => {
    // The reference is the parser itself: such a segment is not in the path that it returns.
    const dots = ['.', '%2e', '%2E'];
    const candidates = [...dots, ...dots.flatMap((one) => dots.map((two) => one + two))];
    for (const id of candidates) {
      expect(new URL(`https://x.example/a/${id}/b`).pathname).not.toContain(id);
    }
    for (const id of ['...', '.a', '%2f', '..%2f', '%2e%2e%2e']) {
      expect(new URL(`https://x.example/a/${id}/b`).pathname).toBe(`/a/${id}/b`);
    }
  });

  it.each(['.', '..', '%2e', '%2E', '%2e%2e', '.%2e', '%2E.', '%2e%2E'])(
    'is refused where it is given: %s',
    async (id) => {
      const conversation = `dots-${encodeURIComponent(id).replaceAll('.', 'dot')}`;
      const customer = await say(conversation, { customer: { id } });
      expect(refusal(customer)).toEqual([400, 'invalid_field', 'body.customer.id']);
      const message = await say(conversation, { id });
      expect(refusal(message)).toEqual([400, 'invalid_field', 'body.id']);
      expect((await call('GET', `/v1/conversations/${conversation}`)).status).toBe(404);

      const wanted = { venueId, start: tomorrow(19), partySize: 2 };
      const booking = await call('POST', '/v1/bookings', { ...wanted, customer: { id } });
      expect(refusal(booking)).toEqual([400, 'invalid_field', 'body.customer.id']);
      const chat = { ...wanted, customer: { id: 'fine' }, conversationId: id };
      const booked = await call('POST', '/v1/bookings', chat);
      expect(refusal(booked)).toEqual([400, 'invalid_field', 'body.conversationId']);
      const entry = await call('POST', `/v1/venues/${venueId}/waitlist`, {
        earliest: tomorrow(19),
        latest: tomorrow(20),
        partySize: 2,
        customer: { id },
      });
      expect(refusal(entry)).toEqual([400, 'invalid_field', 'body.customer.id']);

      const query = encodeURIComponent(id);
      for (const [path, field] of [
        [`/v1/conversations?customer=${query}`, 'query.customer'],
        [`/v1/bookings?customer=${query}`, 'query.customer'],
        [`/v1/bookings?conversation=${query}`, 'query.conversation'],
      ] as const) {
        expect(refusal(await call('GET', path))).toEqual([400, 'invalid_field', field]);
      }
      // A path can contain only the ids with an escape, and only with the escape escaped.
      if (!id.includes('%')) return;
      expect(refusal(await call('GET', `/v1/customers/${query}`))).toEqual([
        400,
        'invalid_field',
        'path.customerId',
      ]);
      expect(refusal(await say(query, {}))).toEqual([400, 'invalid_field', 'path.conversationId']);
    },
  );
});

describe('an id of the caller with characters that mean something in a URL', () => {
  it.each([
    'a/b',
    '/',
    'a?b=c',
    'a#b',
    '100%',
    '%',
    '%41',
    '%2f',
    '%252e',
    'a b',
    ' a',
    'a+b',
    'a\\b',
    '..\\a',
    '../a',
    'a/../b',
    './',
    '...',
    'a;b=c',
    'a&b=c',
    'a@b:c',
    'a.ics',
    '[a]{b}|^`"<>',
    'Zoë/früh',
    '予約',
    '🍝',
  ])('is read, exported and erased by its path: %s', async (id) => {
    const segment = encodeURIComponent(id);
    const said = await say(segment, { id, customer: { id, name: 'Maya' } });
    expect(said.body).toMatchObject({ id, conversationId: id, status: 'created' });
    expect((await call('GET', `/v1/conversations/${segment}`)).body).toMatchObject({
      id,
      customerId: id,
    });
    const corrected = await call(
      'PATCH',
      `/v1/conversations/${segment}/messages/${segment}/emotion`,
      { label: 'joy' },
    );
    expect(corrected.body).toMatchObject({ id, conversationId: id });
    expect((await call('GET', `/v1/customers/${segment}`)).body).toMatchObject({ id });
    const exported = await call('GET', `/v1/customers/${segment}/export`);
    expect(exported.body.messages).toMatchObject([{ id, conversationId: id }]);
    const listed = await call('GET', `/v1/conversations?customer=${segment}`);
    expect(listed.body.data).toMatchObject([{ id }]);
    const erased = await call('DELETE', `/v1/customers/${segment}`);
    expect(erased.body).toMatchObject({ customerId: id, messages: 1 });
    expect((await call('GET', `/v1/customers/${segment}`)).body.code).toBe('customer_erased');
  });
});

describe('an id of the caller that is not in Unicode normalization form C', () => {
  const [composed, decomposed] = ['Zo\u00eb', 'Zoe\u0308'];

  it.each([
    ['a letter and its accent', decomposed],
    ['an accented letter of its own code point', '\u212b'],
    ['jamo', '\u1100\u1161'],
    ['accents in another order', 'a\u0301\u0323'],
  ])('is refused: %s', async (_, id) => {
    const customer = await say('nfd', { customer: { id } });
    expect(refusal(customer)).toEqual([400, 'invalid_field', 'body.customer.id']);
    expect(customer.body.errors[0].message).toContain('NFC');
    expect(refusal(await say('nfd', { id }))).toEqual([400, 'invalid_field', 'body.id']);
    const path = encodeURIComponent(id);
    expect(refusal(await say(path, {}))).toEqual([400, 'invalid_field', 'path.conversationId']);
    expect(refusal(await call('GET', `/v1/customers/${path}`))).toEqual([
      400,
      'invalid_field',
      'path.customerId',
    ]);
    expect(refusal(await call('GET', `/v1/conversations?customer=${path}`))).toEqual([
      400,
      'invalid_field',
      'query.customer',
    ]);
  });

  it('does not make a second customer beside the one in form C', async () => {
    expect((await say('nfc', { customer: { id: composed } })).status).toBe(201);
    expect((await say('nfc-2', { customer: { id: decomposed } })).status).toBe(400);
    expect((await call('GET', `/v1/customers/${encodeURIComponent(composed)}`)).body).toMatchObject(
      {
        id: composed,
        conversations: 1,
      },
    );
  });
});
