import { beforeAll, describe, expect, it } from 'vitest';
import { offerWaitlist } from '../../src/waitlist/offer-waitlist.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { venueIdOf } from '../support/open-venue.ts';
import { type Answer, type Call, client, makeKey, testDeps } from '../support/workspace.ts';

const WORKSPACE = 'refusals of guests';
const REASON = 'Left without paying.';
let staff: Call;
let call: Call;
let venueId: string;
beforeAll(async () => {
  staff = client(await makeKey(WORKSPACE));
  call = client(
    await makeKey(WORKSPACE, [
      ...(['messages:write', 'messages:read'] as const),
      ...(['bookings:write', 'bookings:read'] as const),
    ]),
  );
  venueId = (await makeVenue(asking(staff), 5)).id;
});

const book = (by: Call, guest: string, hour: number, more: object = {}) =>
  by('POST', '/v1/bookings', {
    ...{ venueId, start: tomorrow(hour), partySize: 2, customer: { id: guest }, ...more },
  });
const refuse = (guest: string, reason = REASON) =>
  staff('PUT', `/v1/customers/${guest}/refusal`, { reason });
const admit = (guest: string) => staff('DELETE', `/v1/customers/${guest}/refusal`);
const outcome = ({ status, body }: Answer) => (status < 300 ? status : body.code);

describe('a guest who may not book', () => {
  it('is in the list of those guests until the staff admit them, also with other conditions', async () => {
    const listed = async (query: string) => {
      const { status, body } = await staff('GET', `/v1/customers?${query}`);
      expect(status).toBe(200);
      return body.data.map(({ id }: { id: string }) => id);
    };
    for (const guest of ['loud', 'late', 'kind']) await book(staff, guest, 20);
    await staff('PATCH', '/v1/customers/loud', { name: 'Lou Dupont', tags: ['regular'] });
    await refuse('loud');
    await refuse('late');
    expect((await listed('refused=true')).toSorted()).toEqual(['late', 'loud']);
    expect(await listed('refused=true&name=dup')).toEqual(['loud']);
    expect(await listed('refused=true&tag=regular')).toEqual(['loud']);
    expect(await listed('refused=true&tag=wine')).toEqual([]);
    await admit('loud');
    expect(await listed('refused=true')).toEqual(['late']);
    await staff('POST', '/v1/customers/late/merge', { into: 'kind' });
    const merged = (await staff('GET', '/v1/customers/kind')).body.refusal;
    expect(await listed('refused=true')).toEqual(merged === null ? [] : ['kind']);
    const foreign = client(await makeKey('no refusals here'));
    expect((await foreign('GET', '/v1/customers?refused=true')).body.data).toEqual([]);
    for (const guest of ['late', 'kind']) await admit(guest);
  });

  it('is in no list that the other keys see', async () => {
    expect(outcome(await call('GET', '/v1/customers?refused=true'))).toBe('scope_missing');
    const refused = await staff('GET', '/v1/customers?refused=false');
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([400, 'query.refused']);
  });

  it('is refused everywhere, for every key, without the reason', async () => {
    const existing = (await book(call, 'rude', 9)).body;
    const held = (await book(call, 'rude', 10, { hold: true })).body;
    expect(await refuse('rude')).toMatchObject({ status: 200, body: { reason: REASON } });
    const wait = () =>
      call('POST', `/v1/venues/${venueId}/waitlist`, {
        ...{ earliest: tomorrow(3), latest: tomorrow(4), partySize: 2, customer: { id: 'rude' } },
      });
    const say = () =>
      call('POST', '/v1/conversations/rude/messages', {
        ...{ role: 'assistant', text: 'booked', customer: { id: 'rude' } },
        booking: { venueId, start: tomorrow(12), partySize: 2 },
      });
    const refused = [
      await book(call, 'rude', 12),
      await book(staff, 'rude', 12),
      await book(call, 'rude', 12, { hold: true }),
      await wait(),
      await say(),
      await call('POST', `/v1/bookings/${held.id}/confirm`),
    ];
    for (const { status, body } of refused) {
      expect([status, body.code]).toEqual([409, 'guest_refused']);
      expect(JSON.stringify(body)).not.toContain('paying');
      expect(body.alternatives).toBeUndefined();
    }
    expect(outcome(await book(call, 'polite', 12))).toBe(201);
    // What the guest has stays, and can be given up.
    expect(outcome(await call('POST', `/v1/bookings/${existing.id}/cancel`, {}))).toBe(200);

    expect((await admit('rude')).status).toBe(204);
    expect((await admit('rude')).status).toBe(204);
    expect(outcome(await call('POST', `/v1/bookings/${held.id}/confirm`))).toBe(200);
    expect(outcome(await book(call, 'rude', 12))).toBe(201);
    expect([outcome(await wait()), outcome(await say())]).toEqual([201, 201]);
  });

  it('is shown with the reason to the staff only', async () => {
    await book(call, 'shown', 9);
    const show = async (by: Call) => (await by('GET', '/v1/customers/shown')).body.refusal;
    expect(await show(staff)).toBeNull();
    const first = (await refuse('shown')).body;
    const second = (await refuse('shown', 'Shouted.')).body;
    expect(second).toEqual({ at: first.at, reason: 'Shouted.' });
    expect(await show(staff)).toEqual(second);
    expect(await show(call)).toBeNull();
    await admit('shown');
    expect(await show(staff)).toBeNull();
  });

  it('gets no offer, and does not take precedence over others', async () => {
    const venue = await makeVenue(asking(staff), 1, { waitlistFirst: true });
    const at = { earliest: tomorrow(12), latest: tomorrow(12), partySize: 2 };
    const join = async (guest: string) =>
      (await call('POST', `/v1/venues/${venue.id}/waitlist`, { ...at, customer: { id: guest } }))
        .body.id;
    const entry = await join('waits');
    await refuse('waits');
    await offerWaitlist(testDeps(), venueIdOf(venue.id));
    const list = (await call('GET', `/v1/venues/${venue.id}/waitlist`)).body.data;
    expect(list).toMatchObject([{ id: entry, state: 'waiting', offer: null }]);
    const other = { venueId: venue.id, start: tomorrow(12) };
    expect(outcome(await book(call, 'someone', 12, other))).toBe(201);
  });

  it('must be known, and not erased', async () => {
    expect((await refuse('unknown')).body.code).toBe('customer_not_found');
    expect((await admit('unknown')).body.code).toBe('customer_not_found');
    await book(call, 'gone', 15);
    await refuse('gone');
    await staff('DELETE', '/v1/customers/gone');
    expect((await refuse('gone')).body.code).toBe('customer_erased');
    expect((await admit('gone')).body.code).toBe('customer_erased');
    expect((await staff('PUT', '/v1/customers/shown/refusal', {})).body.code).toBe('invalid_field');
    const foreign = client(await makeKey('refusals of other guests'));
    const path = '/v1/customers/shown/refusal';
    expect((await foreign('PUT', path, { reason: 'x' })).body.code).toBe('customer_not_found');
  });
});

describe('a guest who is merged', () => {
  it('is refused when one of the two was, by either id', async () => {
    for (const id of ['merged-a', 'merged-b']) {
      expect((await book(call, id, id === 'merged-a' ? 13 : 14)).status).toBe(201);
    }
    expect((await refuse('merged-a')).status).toBe(200);
    const merged = await staff('POST', '/v1/customers/merged-a/merge', { into: 'merged-b' });
    expect(merged.body.refusal.reason).toBe(REASON);
    expect(outcome(await book(call, 'merged-b', 16))).toBe('guest_refused');
    expect(outcome(await book(call, 'merged-a', 16))).toBe('guest_refused');
    expect((await admit('merged-a')).status).toBe(204);
    expect(outcome(await book(call, 'merged-b', 16))).toBe(201);
    expect((await refuse('merged-a')).status).toBe(200);
    expect(outcome(await book(call, 'merged-b', 18))).toBe('guest_refused');
  });
});
