import { sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newId, readId } from '../../src/platform/ids.ts';
import { WAITLIST_STATES } from '../../src/waitlist/entry.ts';
import { offerWaitlist } from '../../src/waitlist/offer-waitlist.ts';
import { sweepWaitlist } from '../../src/waitlist/sweep-waitlist.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { venueIdOf } from '../support/open-venue.ts';
import { statement } from '../support/sql-statement.ts';
import { type Call, client, makeKey, testDeps } from '../support/workspace.ts';

let call: Call;
beforeAll(async () => {
  call = client(await makeKey('waitlist'));
});

let planned: unknown[] = [];
beforeEach(() => {
  planned = [];
});
const deps = () => ({
  ...testDeps(),
  enqueueFollowUp: (job: unknown) => void planned.push(job),
  log: { info() {}, warn() {}, error() {} },
});

const open = (tables: number, settings?: object) => makeVenue(asking(call), tables, settings);
const book = (venueId: string, guest: string, more: object = {}) =>
  call('POST', '/v1/bookings', {
    venueId,
    start: tomorrow(19),
    partySize: 2,
    customer: { id: guest },
    ...more,
  });
const join = (venueId: string, guest: string, more: object = {}) =>
  call('POST', `/v1/venues/${venueId}/waitlist`, {
    earliest: tomorrow(19),
    latest: tomorrow(19, 30),
    partySize: 2,
    customer: { id: guest },
    ...more,
  });
const enter = async (venueId: string, guest: string, more?: object): Promise<string> => {
  const { status, body } = await join(venueId, guest, more);
  expect(status).toBe(201);
  return body.id;
};
const entriesOf = async (venueId: string, query = '') =>
  (await call('GET', `/v1/venues/${venueId}/waitlist${query}`)).body.data;
const states = async (venueId: string): Promise<string[]> =>
  (await entriesOf(venueId)).map(({ state }: { state: string }) => state);
const entryOf = async (venueId: string, id: string) =>
  (await entriesOf(venueId)).find((entry: { id: string }) => entry.id === id);
const offer = (venueId: string) => offerWaitlist(deps(), venueIdOf(venueId));
const accept = (venueId: string, id: string) =>
  call('POST', `/v1/venues/${venueId}/waitlist/${id}/accept`);
const leave = (venueId: string, id: string) =>
  call('DELETE', `/v1/venues/${venueId}/waitlist/${id}`);
const cancel = (bookingId: string) => call('POST', `/v1/bookings/${bookingId}/cancel`, {});

const p = sql.placeholder;
/** Ends the holds of a venue a second ago. */
const lapse = (venueId: string) =>
  testDeps().database.run(
    statement(
      sql`with allocated as (
            update allocations set lapses_at = now() - interval '1 second'
             where venue_id = ${p('venue')}::uuid and lapses_at is not null)
          update bookings set hold_expires_at = now() - interval '1 second'
           where venue_id = ${p('venue')}::uuid and state = 'held'`,
      z.object({}),
    ),
    { venue: venueIdOf(venueId) },
  );
/** Ends the window of an entry an hour ago. */
const endWindow = (entryId: string) =>
  testDeps().database.run(
    statement(
      sql`update waitlist_entries set earliest = now() - interval '2 hours',
                 latest = now() - interval '1 hour' where id = ${p('id')}::uuid`,
      z.object({}),
    ),
    { id: readId('waitlistEntry', entryId) ?? '' },
  );

/** A venue whose only table is booked by `first`, with an entry for each guest. */
async function fullVenue(guests: readonly string[], settings?: object) {
  const venue = await open(1, settings);
  const first: string = (await book(venue.id, 'first')).body.id;
  const entries: string[] = [];
  for (const guest of guests) entries.push(await enter(venue.id, guest));
  return { id: venue.id, first, entries };
}

describe('a second request of a waiting customer', () => {
  it('with the same values gets the first entry', async () => {
    const venue = await fullVenue([]);
    const first = await join(venue.id, 'twice', { notes: 'window' });
    const second = await join(venue.id, 'twice', { notes: 'window' });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
    expect(await states(venue.id)).toEqual(['waiting']);
  });

  it('with another party size, notes or conversation is refused', async () => {
    const venue = await fullVenue([]);
    const customer = { id: 'differs' };
    await call('POST', '/v1/conversations/wait-2/messages', { role: 'agent', text: 'x', customer });
    await enter(venue.id, 'differs');
    for (const more of [{ partySize: 3 }, { notes: 'x' }, { conversationId: 'wait-2' }]) {
      const refused = await join(venue.id, 'differs', more);
      expect([refused.status, refused.body.code]).toEqual([409, 'already_waiting']);
    }
    expect(await states(venue.id)).toEqual(['waiting']);
  });

  it('gets an entry for another window, and after the first has got an offer or left', async () => {
    const venue = await fullVenue([]);
    const first = await enter(venue.id, 'again');
    await enter(venue.id, 'again', { latest: tomorrow(20) });
    await leave(venue.id, first);
    const second = await enter(venue.id, 'again');
    await cancel(venue.first);
    await offer(venue.id);
    expect(await states(venue.id)).toEqual(['left', 'offered', 'waiting']);
    await leave(venue.id, second);
    await enter(venue.id, 'again', { latest: tomorrow(20) });
  });
});

describe('an entry', () => {
  it('gets an offer when a place becomes free, and is accepted', async () => {
    const venue = await fullVenue([]);
    await call('POST', '/v1/conversations/wait-1/messages', {
      role: 'customer',
      text: 'Then let me know!',
      customer: { id: 'maya' },
    });
    const joined = await join(venue.id, 'maya', { conversationId: 'wait-1', notes: 'window' });
    expect(joined.body).toMatchObject({
      id: expect.stringMatching(/^wtl_/),
      venueId: venue.id,
      customerId: 'maya',
      conversationId: 'wait-1',
      state: 'waiting',
      earliest: tomorrow(19).replace('.000Z', '+00:00'),
      timeZone: 'UTC',
      partySize: 2,
      notes: 'window',
      offer: null,
    });
    const none = await accept(venue.id, joined.body.id);
    expect([none.status, none.body.code, none.body.state]).toEqual([
      409,
      'waitlist_state',
      'waiting',
    ]);
    expect(await offer(venue.id)).toEqual([]);

    await cancel(venue.first);
    const made = await offer(venue.id);
    expect(planned).toEqual(made.map((bookingId) => ({ bookingId })));
    expect(made).toHaveLength(1);
    expect(await offer(venue.id)).toEqual([]);
    const offered = await entryOf(venue.id, joined.body.id);
    expect(offered).toMatchObject({
      state: 'offered',
      offer: { start: tomorrow(19).replace('.000Z', '+00:00') },
    });
    const lasts = Date.parse(offered.offer.expiresAt) - Date.now();
    expect(Math.abs(lasts - 900_000)).toBeLessThan(30_000);
    expect((await call('GET', `/v1/bookings/${offered.offer.bookingId}`)).body).toMatchObject({
      state: 'held',
      customerId: 'maya',
      conversationId: 'wait-1',
      messageSeq: 1,
      notes: 'window',
      holdExpiresAt: offered.offer.expiresAt,
    });

    const accepted = await accept(venue.id, joined.body.id);
    expect(accepted.status).toBe(200);
    expect(accepted.headers.get('ETag')).toBe('"2"');
    expect(accepted.body).toMatchObject({ id: offered.offer.bookingId, state: 'confirmed' });
    expect((await entryOf(venue.id, joined.body.id)).offer.expiresAt).toBeNull();
    const again = await accept(venue.id, joined.body.id);
    expect([again.body.code, again.body.state]).toEqual(['waitlist_state', 'accepted']);
    const left = await leave(venue.id, joined.body.id);
    expect([left.status, left.body.code, left.body.state]).toEqual([
      409,
      'waitlist_state',
      'accepted',
    ]);
    const events = (await call('GET', `/v1/bookings/${accepted.body.id}/timeline`)).body.data;
    expect(events.map(({ event }: { event: string }) => event)).toEqual(['held', 'confirm']);
    expect(events[0].keyId).toBeNull();
  });

  it('can be in each of the states', async () => {
    const venue = await open(1);
    const ids: Record<string, string> = {};
    // Each entry gets its offer before the next one joins.
    const serve = async (name: string) => {
      ids[name] = await enter(venue.id, name);
      await offer(venue.id);
      return (await entryOf(venue.id, ids[name])).offer.bookingId;
    };
    await serve('passed');
    await lapse(venue.id);
    await cancel(await serve('declined'));
    await serve('accepted');
    await accept(venue.id, ids['accepted'] ?? '');
    ids['left'] = await enter(venue.id, 'left');
    await leave(venue.id, ids['left']);
    ids['lapsed'] = await enter(venue.id, 'lapsed');
    await endWindow(ids['lapsed']);
    await serve('waiting').catch(() => {});
    await serve('offered').catch(() => {});
    expect(await states(venue.id)).toEqual([
      'passed',
      'declined',
      'accepted',
      'left',
      'lapsed',
      'waiting',
      'waiting',
    ]);
    await cancel((await entryOf(venue.id, ids['accepted'] ?? '')).offer.bookingId);
    await leave(venue.id, ids['waiting'] ?? '');
    await offer(venue.id);
    expect(await states(venue.id)).toEqual([
      'passed',
      'declined',
      'declined',
      'left',
      'lapsed',
      'left',
      'offered',
    ]);

    const other = await enter(venue.id, 'other');
    ids['waiting'] = other;
    for (const state of WAITLIST_STATES.filter((each) => each !== 'accepted')) {
      const found = await entriesOf(venue.id, `?state=${state}`);
      expect(found.map(({ id }: { id: string }) => id)).toContain(ids[state]);
      expect(new Set(found.map((entry: { state: string }) => entry.state))).toEqual(
        new Set([state]),
      );
    }
    const over: Record<string, string> = { passed: 'hold_expired' };
    for (const name of ['passed', 'declined', 'left', 'lapsed']) {
      const { status, body } = await accept(venue.id, ids[name] ?? '');
      expect([status, body.code]).toEqual([409, over[name] ?? 'waitlist_state']);
      expect((await leave(venue.id, ids[name] ?? '')).status).toBe(204);
      expect((await entryOf(venue.id, ids[name] ?? '')).state).toBe(name);
    }
  });

  it.each([['seat', 'finish'], ['no-show']])(
    'stays accepted after %s was called for its booking',
    async (...acts) => {
      const venue = await fullVenue(['maya']);
      await cancel(venue.first);
      await offer(venue.id);
      const { body } = await accept(venue.id, venue.entries[0] ?? '');
      await testDeps().database.run(
        statement(
          sql`update bookings set starts_at = starts_at - interval '3 days'
             where id = ${p('id')}::uuid`,
          z.object({}),
        ),
        { id: readId('booking', body.id) ?? '' },
      );
      for (const act of acts) await call('POST', `/v1/bookings/${body.id}/${act}`);
      expect(await states(venue.id)).toEqual(['accepted']);
    },
  );

  it('leaves with its offer, which is cancelled, and the next entry gets an offer', async () => {
    const venue = await fullVenue(['one', 'two']);
    await cancel(venue.first);
    await offer(venue.id);
    const [one = '', two = ''] = venue.entries;
    const { bookingId } = (await entryOf(venue.id, one)).offer;
    expect((await leave(venue.id, one)).status).toBe(204);
    expect((await call('GET', `/v1/bookings/${bookingId}`)).body.state).toBe('cancelled');
    expect((await leave(venue.id, one)).status).toBe(204);
    expect(await states(venue.id)).toEqual(['left', 'waiting']);
    expect(await offer(venue.id)).toHaveLength(1);
    expect((await entryOf(venue.id, two)).state).toBe('offered');
  });

  it('is listed in the order of joining, in pages', async () => {
    const guests = ['a', 'b', 'c', 'd', 'e'];
    const venue = await fullVenue(guests);
    const seen: string[] = [];
    for (const state of ['', '&state=waiting']) {
      let next = '';
      do {
        const path = `/v1/venues/${venue.id}/waitlist?limit=2${state}`;
        const { body } = await call('GET', path + (next && `&after=${next}`));
        seen.push(...body.data.map(({ customerId }: { customerId: string }) => customerId));
        next = body.page.next ?? '';
      } while (next !== '');
    }
    expect(seen).toEqual([...guests, ...guests]);
    const wrong = await call('GET', `/v1/venues/${venue.id}/waitlist?after=eA`);
    expect([wrong.status, wrong.body.code]).toEqual([400, 'invalid_cursor']);
  });
});

describe('a request is refused when it names', () => {
  it.each([
    ['a window that ends before it begins', { latest: tomorrow(18) }, 'body.latest'],
    [
      'a window that has ended',
      { earliest: '2026-01-01T00:00:00Z', latest: '2026-01-02T00:00:00Z' },
      'body.latest',
    ],
    [
      'a window that is too long',
      { latest: new Date(Date.parse(tomorrow(20)) + 14 * 86_400_000).toISOString() },
      'body.latest',
    ],
    ['a time without an offset', { earliest: tomorrow(19).slice(0, -1) }, 'body.earliest'],
    ['a party of zero', { partySize: 0 }, 'body.partySize'],
    ['no customer', { customer: undefined }, 'body.customer'],
    ['a field that only an offer has', { offer: true }, 'body.offer'],
  ])('%s', async (_, more, field) => {
    const venue = await open(0);
    const { status, body } = await join(venue.id, 'maya', more);
    expect([status, body.code]).toEqual([400, 'invalid_field']);
    expect(body.errors.map((error: { field: string }) => error.field)).toEqual([field]);
  });

  it('a window of more than 14 local days at the venue', async () => {
    const venue = await open(0, { timeZone: 'Europe/Paris' });
    const year = new Date().getUTCFullYear() + 1;
    const windowOf = (earliest: string, latest: string) =>
      join(venue.id, 'maya', { earliest: `${year}-${earliest}`, latest: `${year}-${latest}` });
    // Clocks always go back in the last week of October, and forward in the last week of March.
    const statuses = await Promise.all([
      windowOf('10-20T19:00:00+02:00', '11-03T19:00:00+01:00'),
      windowOf('10-20T19:00:00+02:00', '11-03T19:01:00+01:00'),
      windowOf('03-20T19:00:00+01:00', '04-03T19:00:00+02:00'),
      windowOf('03-20T19:00:00+01:00', '04-03T20:00:00+02:00'),
      windowOf('03-20T19:00:00+01:00', '04-03T20:01:00+02:00'),
      windowOf('07-01T19:00:00+02:00', '07-15T19:01:00+02:00'),
    ]).then((answers) => answers.map(({ status }) => status));
    expect(statuses).toEqual([201, 400, 201, 201, 400, 400]);
  });

  it('a venue, an entry or a conversation that does not exist or belongs to another venue or customer', async () => {
    const [venue, other] = [await open(1), await open(1)];
    const id = await enter(venue.id, 'maya');
    const codes = async (answers: Promise<{ body: { code: string } }>[]) =>
      (await Promise.all(answers)).map(({ body }) => body.code);
    expect(
      await codes([
        join('ven_x', 'maya'),
        accept(other.id, id),
        leave(venue.id, 'wtl_x'),
        join(venue.id, 'maya', { conversationId: 'nowhere' }),
        call('GET', '/v1/venues/ven_x/waitlist'),
      ]),
    ).toEqual([
      'venue_not_found',
      'waitlist_entry_not_found',
      'waitlist_entry_not_found',
      'conversation_not_found',
      'venue_not_found',
    ]);
    await call('POST', '/v1/conversations/hers/messages', {
      role: 'customer',
      text: 'x',
      customer: { id: 'kim' },
    });
    const mismatch = await join(venue.id, 'maya', { conversationId: 'hers' });
    expect([mismatch.status, mismatch.body.code]).toEqual([409, 'customer_mismatch']);
  });

  it('an erased customer, whose entries are no longer listed', async () => {
    const venue = await fullVenue(['gone', 'stays']);
    await call('DELETE', '/v1/customers/gone');
    const refused = await join(venue.id, 'gone');
    expect([refused.status, refused.body.code]).toEqual([410, 'customer_erased']);
    const mine = await accept(venue.id, venue.entries[0] ?? '');
    expect([mine.status, mine.body.code]).toEqual([410, 'customer_erased']);
    await cancel(venue.first);
    expect(await offer(venue.id)).toHaveLength(1);
    expect(await entriesOf(venue.id)).toMatchObject([{ customerId: 'stays', state: 'offered' }]);
  });
});

describe('a waitlist is limited', () => {
  const limit = (name: string, most: number) =>
    testDeps().database.run(
      statement(
        sql`update workspaces set limits = limits || jsonb_build_object(${p('name')}::text,
              ${p('most')}::int) where name = 'waitlist'`,
        z.object({}),
      ),
      { name, most },
    );

  it.each([
    ['waitlist_entries', 3, 'third'],
    ['guest_waitlist_entries', 2, 'often'],
  ])('by %s', async (name, most, guest) => {
    const venue = await fullVenue(['often', 'seldom']);
    await limit(name, most);
    try {
      const id = await enter(venue.id, guest, { latest: tomorrow(21) });
      const more = { latest: tomorrow(22) };
      const refused = await join(venue.id, guest, more);
      expect([refused.status, refused.body]).toMatchObject([
        409,
        { code: 'limit_reached', limit: name, most },
      ]);
      // A repetition is answered, and an entry that has ended makes room.
      expect((await join(venue.id, guest, { latest: tomorrow(21) })).status).toBe(200);
      await leave(venue.id, id);
      expect((await join(venue.id, guest, more)).status).toBe(201);
    } finally {
      await limit(name, 500);
      for (const entry of await entriesOf(venue.id)) await leave(venue.id, entry.id);
    }
  });
});

describe('an erasure', () => {
  it('ends the entries of a customer, and an offer that was made in the meantime', async () => {
    const venue = await fullVenue(['late']);
    await cancel(venue.first);
    const [bookingId = ''] = await offer(venue.id);
    const [row] = await testDeps().database.run(
      statement(
        sql`select erased as bookings
              from bookings b, erase_bookings_page_v1(b.customer_id, now(), 100, '{}')
             where id = ${p('id')}::uuid`,
        z.object({ bookings: z.number() }),
      ),
      { id: bookingId },
    );
    expect(row?.bookings).toBe(1);
    expect(await states(venue.id)).toEqual(['left']);
    expect((await entriesOf(venue.id))[0].notes).toBeNull();
    // The place is free again.
    expect((await book(venue.id, 'next')).status).toBe(201);
  });
});

describe('offers', () => {
  it('go to the oldest entry that fits, at the earliest free start in its window', async () => {
    const venue = await open(1);
    await book(venue.id, 'first', { start: tomorrow(19) });
    const large = await enter(venue.id, 'large', { partySize: 9 });
    const later = await enter(venue.id, 'later', { latest: tomorrow(22) });
    const same = await enter(venue.id, 'same');
    expect(await offer(venue.id)).toHaveLength(1);
    expect((await entryOf(venue.id, later)).offer.start).toBe(
      tomorrow(20, 30).replace('.000Z', '+00:00'),
    );
    expect((await entryOf(venue.id, large)).state).toBe('waiting');
    expect((await entryOf(venue.id, same)).state).toBe('waiting');
  });

  it('include starts after midnight in a period that opened on the day before', async () => {
    const venue = await open(1);
    const weekly = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
    await call('PUT', `/v1/venues/${venue.id}/hours`, {
      weekly: weekly.map((weekday) => ({ weekday, opens: '18:00', closes: '03:00' })),
    });
    const id = await enter(venue.id, 'owl', { earliest: tomorrow(25), latest: tomorrow(26) });
    await offer(venue.id);
    expect((await entryOf(venue.id, id)).offer.start).toBe(tomorrow(25).replace('.000Z', '+00:00'));
  });

  it('that expire pass to the next entry and never come back', async () => {
    const venue = await fullVenue(['one', 'two']);
    await cancel(venue.first);
    const [one = '', two = ''] = venue.entries;
    await offer(venue.id);
    expect(await states(venue.id)).toEqual(['offered', 'waiting']);
    await lapse(venue.id);
    expect(await states(venue.id)).toEqual(['passed', 'waiting']);
    const late = await accept(venue.id, one);
    expect([late.status, late.body.code]).toEqual([409, 'hold_expired']);
    expect((await sweepWaitlist(deps())).offers).toBeGreaterThan(0);
    expect(await states(venue.id)).toEqual(['passed', 'offered']);
    await lapse(venue.id);
    expect(await offer(venue.id)).toEqual([]);
    expect(await states(venue.id)).toEqual(['passed', 'passed']);
    expect((await accept(venue.id, two)).body.code).toBe('hold_expired');
  });

  it('last for the venue’s offerSeconds, but never past their start', async () => {
    const venue = await open(1, { offerSeconds: 86_400 });
    expect((await call('PATCH', `/v1/venues/${venue.id}`, { offerSeconds: 59 })).status).toBe(400);
    const soon = new Date(Math.ceil((Date.now() + 60_000) / 900_000) * 900_000).toISOString();
    const id = await enter(venue.id, 'maya', { earliest: soon, latest: soon });
    await offer(venue.id);
    expect((await entryOf(venue.id, id)).offer.expiresAt).toBe(soon);
  });

  it('are made by the sweep for a new table, and it closes entries whose window has ended', async () => {
    const venue = await fullVenue(['one', 'two']);
    const [one = '', two = ''] = venue.entries;
    await endWindow(one);
    await call('POST', `/v1/venues/${venue.id}/resources`, { name: 'new', maxParty: 2 });
    expect((await sweepWaitlist(deps())).failed).toBe(0);
    expect(await states(venue.id)).toEqual(['lapsed', 'offered']);
    expect(planned.length).toBeGreaterThan(0);
    const [row] = await testDeps().database.run(
      statement(
        sql`select left_at is not null as closed from waitlist_entries where id = ${p('id')}::uuid`,
        z.object({ closed: z.boolean() }),
      ),
      { id: readId('waitlistEntry', one) ?? '' },
    );
    expect(row).toEqual({ closed: true });
    expect((await entryOf(venue.id, two)).state).toBe('offered');
  });

  it('are not made at a venue that is out of service, or that does not exist', async () => {
    const venue = await fullVenue(['one']);
    await cancel(venue.first);
    await call('DELETE', `/v1/venues/${venue.id}`);
    expect(await offer(venue.id)).toEqual([]);
    expect(await offerWaitlist(deps(), newId<'venue'>())).toEqual([]);
  });
});

describe('a new request while a party waits', () => {
  it('gets the free place, unless the venue has waitlistFirst', async () => {
    const quick = await fullVenue(['one']);
    await cancel(quick.first);
    expect((await book(quick.id, 'walk-in')).status).toBe(201);
    expect(await offer(quick.id)).toEqual([]);

    const fair = await fullVenue(['one'], { waitlistFirst: true });
    await cancel(fair.first);
    const refused = await book(fair.id, 'walk-in');
    expect([refused.status, refused.body.code]).toEqual([409, 'slot_taken']);
    // The sweep makes the offer.
    expect(await states(fair.id)).toEqual(['waiting']);
    expect((await book(fair.id, 'walk-in')).body.code).toBe('slot_taken');
    await sweepWaitlist(deps());
    expect(await states(fair.id)).toEqual(['offered']);
    expect((await accept(fair.id, fair.entries[0] ?? '')).status).toBe(200);
  });

  it('gets a place when there is one for each waiting party too', async () => {
    const venue = await fullVenue(['one'], { waitlistFirst: true });
    await call('POST', `/v1/venues/${venue.id}/resources`, { name: 'T2', maxParty: 2 });
    await call('POST', `/v1/venues/${venue.id}/resources`, { name: 'T3', maxParty: 2 });
    const { status, body } = await book(venue.id, 'walk-in', { hold: true });
    expect([status, body.state]).toEqual([201, 'held']);
    // The hold of the request lasts for holdSeconds, not for offerSeconds.
    expect(Date.parse(body.holdExpiresAt) - Date.now()).toBeLessThan(301_000);
    // One place is left. The waiting party has precedence over the next request.
    expect((await book(venue.id, 'second')).body.code).toBe('slot_taken');
    // The booking's own statement makes no offer.
    expect(await states(venue.id)).toEqual(['waiting']);
    await offer(venue.id);
    expect(await states(venue.id)).toEqual(['offered']);
    const taken = (await entriesOf(venue.id))[0].offer.bookingId;
    const place = (await call('GET', `/v1/bookings/${taken}`)).body.resources[0].id;
    expect(body.resources[0].id).not.toBe(place);
  });

  it('gets a place that no waiting party can have', async () => {
    const venue = await open(0, { waitlistFirst: true });
    const table = async (name: string, minParty: number, maxParty: number) =>
      (await call('POST', `/v1/venues/${venue.id}/resources`, { name, minParty, maxParty })).body
        .id;
    await table('small', 1, 2);
    const large = await table('large', 5, 8);
    await enter(venue.id, 'six', { partySize: 6 });
    expect((await book(venue.id, 'walk-in')).status).toBe(201);
    const refused = await book(venue.id, 'seven', { partySize: 7 });
    expect([refused.status, refused.body.code]).toEqual([409, 'slot_taken']);
    const other = await table('other', 2, 2);
    await call('POST', `/v1/venues/${venue.id}/combinations`, {
      resourceIds: [large, other],
      minParty: 9,
      maxParty: 10,
    });
    expect((await book(venue.id, 'nine', { partySize: 9 })).body.code).toBe('slot_taken');
  });

  it('is refused when pacing would then keep a waiting party out', async () => {
    const venue = await open(3, { waitlistFirst: true, pacingCovers: 4 });
    await enter(venue.id, 'waits', { latest: tomorrow(19), partySize: 3 });
    expect((await book(venue.id, 'walk-in')).body.code).toBe('slot_taken');
    await offer(venue.id);
    expect(await states(venue.id)).toEqual(['offered']);
    expect((await book(venue.id, 'single', { partySize: 1 })).status).toBe(201);
  });

  it('is not refused for a party with another window, without a table, or of the same guest', async () => {
    const venue = await open(1, { waitlistFirst: true });
    await enter(venue.id, 'earlier', { earliest: tomorrow(12), latest: tomorrow(14) });
    await enter(venue.id, 'large', { partySize: 9 });
    await enter(venue.id, 'asks');
    expect((await book(venue.id, 'asks')).status).toBe(201);
    expect(await states(venue.id)).toEqual(['waiting', 'waiting', 'waiting']);
  });

  it('is refused for a party whose visit would only overlap', async () => {
    const venue = await open(1, { waitlistFirst: true });
    await enter(venue.id, 'overlaps', { earliest: tomorrow(17, 45), latest: tomorrow(17, 45) });
    expect((await book(venue.id, 'walk-in')).body.code).toBe('slot_taken');
    expect((await book(venue.id, 'walk-in', { start: tomorrow(19, 15) })).status).toBe(201);
    await offer(venue.id);
    expect(await states(venue.id)).toEqual(['offered']);
  });

  it('is refused when fewer places would be left than parties wait', async () => {
    const venue = await open(12, { waitlistFirst: true });
    for (let n = 0; n < 11; n += 1) await enter(venue.id, `many-${n}`);
    expect((await book(venue.id, 'walk-in')).status).toBe(201);
    expect((await book(venue.id, 'second')).body.code).toBe('slot_taken');
    expect(await offer(venue.id)).toHaveLength(11);
    await call('POST', `/v1/venues/${venue.id}/resources`, { name: 'more', maxParty: 2 });
    expect((await book(venue.id, 'second')).status).toBe(201);
  });

  it('is refused in the same way when it comes with a message', async () => {
    const venue = await fullVenue(['one'], { waitlistFirst: true });
    await cancel(venue.first);
    const said = await call('POST', '/v1/conversations/walk-in/messages', {
      role: 'assistant',
      text: 'Booked.',
      customer: { id: 'walk-in' },
      booking: { venueId: venue.id, start: tomorrow(19), partySize: 2 },
    });
    expect([said.status, said.body.code]).toEqual([409, 'slot_taken']);
  });
});
