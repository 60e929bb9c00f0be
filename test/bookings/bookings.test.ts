import { beforeAll, describe, expect, it } from 'vitest';
import { BOOKING_STATES, type BookingAct, TRANSITIONS } from '../../src/bookings/lifecycle.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { type Call, client, makeKey } from '../support/workspace.ts';

let call: Call;
beforeAll(async () => {
  call = client(await makeKey('bookings'));
});

const open = (tables: number, settings?: object) => makeVenue(asking(call), tables, settings);
const book = (venueId: string, start: string, more: object = {}) =>
  call('POST', '/v1/bookings', {
    venueId,
    start,
    partySize: 2,
    customer: { id: 'maya' },
    ...more,
  });

describe('booking', () => {
  it('confirms with the smallest table that fits', async () => {
    const venue = await open(0);
    for (const maxParty of [8, 2, 4]) {
      const body = { name: `for ${maxParty}`, maxParty };
      await call('POST', `/v1/venues/${venue.id}/resources`, body);
    }
    const { status, body, headers } = await book(venue.id, tomorrow(19), { partySize: 3 });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      state: 'confirmed',
      start: tomorrow(19).replace('.000Z', '+00:00'),
      end: tomorrow(21).replace('.000Z', '+00:00'),
      customerId: 'maya',
      version: 1,
    });
    expect(body.resources.map(({ name }: { name: string }) => name)).toEqual(['for 4']);
    expect(headers.get('ETag')).toBe('"1"');
  });

  it('combines tables when no single one fits, and frees them together', async () => {
    const venue = await open(3);
    const [a, b, c] = venue.resources;
    const combination = { resourceIds: [a, b], minParty: 5, maxParty: 8 };
    await call('POST', `/v1/venues/${venue.id}/combinations`, combination);
    const large = await book(venue.id, tomorrow(19), { partySize: 7 });
    expect(large.body.resources.map(({ id }: { id: string }) => id).sort()).toEqual([a, b].sort());
    expect((await book(venue.id, tomorrow(19))).body.resources[0].id).toBe(c);
    expect((await book(venue.id, tomorrow(19))).body.code).toBe('slot_taken');
    await call('POST', `/v1/bookings/${large.body.id}/cancel`, {});
    expect((await book(venue.id, tomorrow(19))).status).toBe(201);
    expect((await book(venue.id, tomorrow(19))).status).toBe(201);
  });

  it('answers a taken slot with the nearest alternatives, and stores nothing', async () => {
    const venue = await open(1);
    await book(venue.id, tomorrow(19));
    const taken = await book(venue.id, tomorrow(19), { customer: { id: 'nobody' } });
    expect([taken.status, taken.body.code]).toEqual([409, 'slot_taken']);
    expect(taken.body.alternatives).toEqual(
      [tomorrow(17), tomorrow(17, 15), tomorrow(17, 30), tomorrow(20, 30), tomorrow(20, 45)].map(
        (start) => start.replace('.000Z', '+00:00'),
      ),
    );
    expect((await call('GET', '/v1/customers/nobody')).status).toBe(404);
  });

  it.each([
    ['outside hours', tomorrow(2), 'outside_hours'],
    ['off the slots', tomorrow(19, 7), 'outside_hours'],
    ['so late that it would not end in time', tomorrow(22), 'outside_hours'],
    ['too soon', new Date().toISOString().slice(0, 14).concat('00:00Z'), 'too_late'],
    ['too far ahead', `${new Date().getUTCFullYear() + 2}-06-01T19:00:00Z`, 'beyond_horizon'],
  ])('refuses what is %s, and says so', async (_, start, code) => {
    const venue = await open(1);
    await call('PUT', `/v1/venues/${venue.id}/hours`, {
      weekly: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map(
        (weekday) => ({ weekday, opens: '18:00', closes: '23:00' }),
      ),
    });
    const refused = await book(venue.id, start);
    expect([refused.status, refused.body.code]).toEqual([409, code]);
  });

  it('takes resources chosen by hand, and only those', async () => {
    const venue = await open(2);
    const other = await open(1);
    const [first, second] = venue.resources;
    const both = await book(venue.id, tomorrow(12), { partySize: 8, resourceIds: [first, second] });
    expect(both.body.resources).toHaveLength(2);
    for (const resourceIds of [other.resources, ['res_x'], [second]]) {
      const unfit = await book(venue.id, tomorrow(15), { partySize: 8, resourceIds });
      expect([unfit.status, unfit.body.code]).toEqual([409, 'resources_unfit']);
    }
    const again = await book(venue.id, tomorrow(12, 30), { resourceIds: [second] });
    expect(again.body.code).toBe('slot_taken');
  });

  it('replays an Idempotency-Key with the same body, and refuses another one', async () => {
    const venue = await open(2);
    const key = await makeKey('bookings');
    const keyed = client(key, { 'Idempotency-Key': 'once' });
    const body = {
      venueId: venue.id,
      start: tomorrow(19),
      partySize: 2,
      customer: { id: 'maya' },
    };
    const first = await keyed('POST', '/v1/bookings', body);
    const second = await keyed('POST', '/v1/bookings', body);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('Idempotency-Replayed')).toBe('true');
    const other = await keyed('POST', '/v1/bookings', { ...body, partySize: 3 });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);

    const unlucky = client(key, { 'Idempotency-Key': 'unlucky' });
    const elsewhere = { ...body, venueId: (await open(0)).id };
    expect((await unlucky('POST', '/v1/bookings', elsewhere)).status).toBe(409);
    const table = { name: 'T', maxParty: 2 };
    await call('POST', `/v1/venues/${elsewhere.venueId}/resources`, table);
    expect((await unlucky('POST', '/v1/bookings', elsewhere)).status).toBe(201);
  });

  it('copies the cancellation cutoff, and tells a late cancellation', async () => {
    const venue = await open(1, { cancellationCutoff: 3 * 24 * 60 });
    const { body } = await book(venue.id, tomorrow(19));
    await call('PATCH', `/v1/venues/${venue.id}`, { cancellationCutoff: 0 });
    const cancelled = await call('POST', `/v1/bookings/${body.id}/cancel`, { reason: 'ill' });
    expect(cancelled.body).toMatchObject({ state: 'cancelled', cancelledLate: true });
    const timeline = await call('GET', `/v1/bookings/${body.id}/timeline`);
    expect(timeline.body.data).toMatchObject([
      { version: 1, event: 'confirmed', state: 'confirmed', reason: null },
      { version: 2, event: 'cancel', state: 'cancelled', reason: 'ill' },
    ]);
    expect(timeline.body.data[1].keyId).toMatch(/^key_/);
  });
});

describe('a booking’s life', () => {
  const PATHS: Record<BookingAct, [string, string, unknown?]> = {
    confirm: ['POST', 'confirm'],
    cancel: ['POST', 'cancel', {}],
    reschedule: ['POST', 'reschedule', { start: tomorrow(12) }],
    seat: ['POST', 'seat'],
    finish: ['POST', 'finish'],
    no_show: ['POST', 'no-show'],
    change: ['PATCH', '', { notes: 'x' }],
  };
  /** How a new booking gets to each state that a request alone brings about. */
  const WAYS: Record<string, BookingAct[]> = {
    held: [],
    confirmed: ['confirm'],
    seated: ['confirm', 'seat'],
    finished: ['confirm', 'seat', 'finish'],
    cancelled: ['cancel'],
  };
  /** What each state allows and where it leads; whatever is not here is refused. */
  const ALLOWED: Record<string, Partial<Record<BookingAct, string>>> = {
    held: { confirm: 'confirmed', cancel: 'cancelled', reschedule: 'held', change: 'held' },
    confirmed: {
      cancel: 'cancelled',
      reschedule: 'confirmed',
      change: 'confirmed',
      seat: 'seated',
      no_show: 'too early',
    },
    seated: { finish: 'finished', change: 'seated' },
    finished: {},
    cancelled: {},
  };
  const cases = Object.entries(WAYS).flatMap(([state, way]) =>
    (Object.keys(PATHS) as BookingAct[]).map((name) => ({ state, way, name })),
  );

  it.each(cases)('$name of one that is $state', async ({ state, way, name }) => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(9), { hold: true });
    const perform = (act: BookingAct) => {
      const [method, path, sent] = PATHS[act];
      return call(method, `/v1/bookings/${body.id}${path && `/${path}`}`, sent);
    };
    for (const act of way) expect((await perform(act)).status).toBe(200);
    const leadsTo = ALLOWED[state]?.[name];
    const answer = await perform(name);
    if (leadsTo === 'too early') {
      expect([answer.status, answer.body.code]).toEqual([409, 'too_early']);
    } else if (leadsTo !== undefined) {
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ state: leadsTo, version: way.length + 2 });
    } else {
      expect([answer.status, answer.body.code]).toEqual([409, 'booking_state']);
      expect(answer.body.state).toBe(state);
    }
  });

  it('knows every state', () => {
    const reached = Object.values(TRANSITIONS).flatMap(({ to }) => to ?? []);
    expect(new Set<string>(['held', 'expired', ...reached])).toEqual(new Set(BOOKING_STATES));
  });

  it('refuses a version that is stale with 412', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(9));
    const key = await makeKey('bookings');
    const patch = (tag: string) =>
      client(key, { 'If-Match': tag })('PATCH', `/v1/bookings/${body.id}`, { tags: ['vip'] });
    expect((await patch('"1"')).body).toMatchObject({ tags: ['vip'], version: 2 });
    const stale = await patch('"1"');
    expect([stale.status, stale.body.code]).toEqual([412, 'version_stale']);
    expect((await patch('1')).body.code).toBe('invalid_field');
  });

  it('moves a booking within its own place, or not at all', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(9));
    const move = (start: string) => call('POST', `/v1/bookings/${body.id}/reschedule`, { start });
    expect((await move(tomorrow(9, 30))).body).toMatchObject({ version: 2, state: 'confirmed' });
    await book(venue.id, tomorrow(14));
    const taken = await move(tomorrow(14));
    expect(taken.body.code).toBe('slot_taken');
    expect(taken.body.alternatives).toHaveLength(5);
    const after = await call('GET', `/v1/bookings/${body.id}`);
    expect(after.body.start).toBe(tomorrow(9, 30).replace('.000Z', '+00:00'));
  });
});

describe('availability', () => {
  it('tells free from full, closed, too late and beyond the horizon', async () => {
    const venue = await open(1, { horizonDays: 3, leadTime: 60 });
    const weekday = new Date(Date.parse(tomorrow(0)))
      .toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'UTC' })
      .toLowerCase();
    await call('PUT', `/v1/venues/${venue.id}/hours`, {
      weekly: [{ weekday, opens: '18:00', closes: '20:00' }],
    });
    await book(venue.id, tomorrow(18));
    const date = (days: number) =>
      new Date(Date.parse(tomorrow(0)) + days * 86_400_000).toISOString().slice(0, 10);
    const search = async (query = '') =>
      (
        await call(
          'GET',
          `/v1/venues/${venue.id}/availability?from=${date(-7)}&to=${date(7)}&partySize=2${query}`,
        )
      ).body;
    const { days, timeZone } = await search();
    expect([timeZone, days.length]).toEqual(['UTC', 15]);
    const statuses = (at: number) => days[at].slots.map(({ status }: { status: string }) => status);
    expect(statuses(0)).toEqual(['too_late', 'too_late', 'too_late']);
    expect(days[1]).toMatchObject({ date: date(-6), closed: true, slots: [] });
    expect(statuses(7)).toEqual(['full', 'full', 'full']);
    expect(statuses(14)).toEqual(['beyond_horizon', 'beyond_horizon', 'beyond_horizon']);

    const own = (await call('GET', '/v1/bookings?customer=maya&limit=1')).body.data[0].id;
    const moving = await search(`&bookingId=${own}`);
    expect(moving.days[7].slots[0]).toEqual({
      start: tomorrow(18).replace('.000Z', '+00:00'),
      status: 'free',
    });
  });

  it('is answered from a cache for seconds, with Age, ETag and 304, and never confirms by it', async () => {
    const venue = await open(1);
    const date = tomorrow(0).slice(0, 10);
    const path = `/v1/venues/${venue.id}/availability?from=${date}&to=${date}&partySize=4`;
    const first = await call('GET', path);
    await book(venue.id, tomorrow(19));
    const second = await call('GET', path);
    expect(second.body).toEqual(first.body);
    expect(Number(second.headers.get('Age'))).toBeLessThan(5);
    const tag = second.headers.get('ETag') ?? '';
    const known = client(await makeKey('bookings'), { 'If-None-Match': tag });
    const unchanged = await known('GET', path);
    expect([unchanged.status, unchanged.body]).toEqual([304, undefined]);
    expect((await book(venue.id, tomorrow(19))).body.code).toBe('slot_taken');
  });

  it('agrees with what can be booked, pacing included', async () => {
    const venue = await open(3, { pacingCovers: 4 });
    await book(venue.id, tomorrow(12), { partySize: 3 });
    const { body } = await call(
      'GET',
      `/v1/venues/${venue.id}/availability?from=${tomorrow(0).slice(0, 10)}&to=${tomorrow(0).slice(0, 10)}&partySize=2`,
    );
    const at = (start: string) =>
      body.days[0].slots.find(
        (slot: { start: string }) => slot.start === start.replace('.000Z', '+00:00'),
      ).status;
    expect([at(tomorrow(12)), at(tomorrow(12, 15))]).toEqual(['full', 'free']);
    expect((await book(venue.id, tomorrow(12))).body.code).toBe('slot_taken');
    expect((await book(venue.id, tomorrow(12, 15))).status).toBe(201);
  });
});

describe('a message with a booking', () => {
  const say = (venueId: string, id: string, start: string, more: object = {}) =>
    call('POST', `/v1/conversations/${venueId}/messages`, {
      id,
      role: 'assistant',
      text: 'Your table is booked.',
      customer: { id: 'maya' },
      booking: { venueId, start, partySize: 2 },
      ...more,
    });

  it('stores both, and replays both', async () => {
    const venue = await open(1);
    const made = await say(venue.id, 'one', tomorrow(19));
    expect(made.status).toBe(201);
    expect(made.body.booking).toMatchObject({
      state: 'confirmed',
      conversationId: venue.id,
      messageSeq: 1,
    });
    const again = await say(venue.id, 'one', tomorrow(19));
    expect([again.status, again.body.booking.id]).toEqual([200, made.body.booking.id]);
    const list = await call('GET', `/v1/bookings?conversation=${venue.id}`);
    expect(list.body.data).toHaveLength(1);
  });

  it('stores neither when the place is taken', async () => {
    const venue = await open(1);
    await book(venue.id, tomorrow(19));
    const refused = await say(venue.id, 'one', tomorrow(19));
    expect([refused.status, refused.body.code]).toEqual([409, 'slot_taken']);
    expect(refused.body.alternatives).toHaveLength(5);
    expect((await call('GET', `/v1/conversations/${venue.id}`)).status).toBe(404);
    const anonymous = await say(venue.id, 'two', tomorrow(12), { customer: undefined });
    expect([anonymous.status, anonymous.body.code]).toEqual([422, 'customer_missing']);
  });
});
