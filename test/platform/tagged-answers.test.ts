import { beforeAll, describe, expect, it } from 'vitest';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { type Answer, type Call, client, makeKey } from '../support/workspace.ts';

let key: string;
let call: Call;
let bookingId: string;
beforeAll(async () => {
  key = await makeKey('tagged');
  call = client(key);
  await say();
  const { id: venueId } = await makeVenue(asking(call), 1);
  const booked = await call('POST', '/v1/bookings', {
    ...{ venueId, start: tomorrow(12), partySize: 2, customer: { id: 'guest' } },
  });
  bookingId = booked.body.id;
});

const say = (): Promise<Answer> =>
  call('POST', '/v1/conversations/talk/messages', { role: 'agent', text: 'Good evening' });
const change = (): Promise<Answer> => call('PATCH', `/v1/bookings/${bookingId}`, { partySize: 3 });

interface Tagged {
  readonly name: string;
  readonly pathOf: () => string;
  readonly alter: () => Promise<Answer>;
}
const TAGGED: readonly Tagged[] = [
  { name: 'conversations', pathOf: () => '/v1/conversations?limit=1', alter: say },
  { name: 'messages', pathOf: () => '/v1/conversations/talk/messages', alter: say },
  { name: 'a timeline', pathOf: () => `/v1/bookings/${bookingId}/timeline`, alter: change },
];

describe.each(TAGGED)('$name', ({ pathOf, alter }) => {
  const get = (value: string) => client(key, { 'If-None-Match': value })('GET', pathOf());

  it('have an ETag, and are 304 until something has changed', async () => {
    const first = await call('GET', pathOf());
    const tag = first.headers.get('ETag') ?? '';
    expect(tag).toMatch(/^"[\w+/]{16}"$/);
    // Data of guests is kept by no cache, whether it is sent or not.
    expect(first.headers.get('Cache-Control')).toBe('no-store');

    const known = await get(`"other", W/${tag}`);
    expect([known.status, known.body]).toEqual([304, undefined]);
    expect([known.headers.get('ETag'), known.headers.get('Cache-Control')]).toEqual([
      ...[tag, 'no-store'],
    ]);
    expect((await alter()).status).toBeLessThan(300);
    const changed = await get(tag);
    expect(changed.status).toBe(200);
    expect(changed.body).not.toEqual(first.body);
    expect(changed.headers.get('ETag')).not.toBe(tag);
  });

  it('refuse a malformed condition, and a key without the scope whatever it knows', async () => {
    const refused = await get('x');
    expect([refused.status, refused.body.code, refused.headers.get('ETag')]).toEqual([
      ...[400, 'invalid_field', null],
    ]);
    const lacking = client(await makeKey('tagged', ['admin']), { 'If-None-Match': '*' });
    expect((await lacking('GET', pathOf())).status).toBe(403);
  });
});
