import { beforeAll, describe, expect, it } from 'vitest';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { tomorrow } from '../support/bookings.ts';
import { client, makeKey, quietBindings } from '../support/workspace.ts';

let call: BookingClient['call'];
let open: BookingClient['open'];
let book: BookingClient['book'];
beforeAll(async () => {
  ({ call, open, book } = await openBookingClient('availability'));
});

/** A client of the same workspace whose requests are served by another isolate. */
const otherIsolate = async () =>
  client(
    await makeKey('availability'),
    {},
    { ...quietBindings, FOLLOW_UPS: { send: async () => {} } },
  );

describe('availability', () => {
  it('marks slots as free, full, too late or beyond the horizon, and marks closed dates', async () => {
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
    expect(days[1]).toEqual({ date: date(-6), closed: true, reason: 'closed', slots: [] });
    expect(days[7]).toMatchObject({ closed: false, reason: null });
    expect(statuses(7)).toEqual(['full', 'full', 'full']);
    expect(statuses(14)).toEqual(['beyond_horizon', 'beyond_horizon', 'beyond_horizon']);

    const own = (await call('GET', '/v1/bookings?customer=maya&limit=1')).body.data[0].id;
    const moving = await search(`&bookingId=${own}`);
    expect(moving.days[7].slots[0]).toEqual({
      start: tomorrow(18).replace('.000Z', '+00:00'),
      status: 'free',
    });
  });

  it('is cached for a few seconds with Age and ETag, answers 304, and is never used for a booking', async () => {
    const venue = await open(1);
    const date = tomorrow(0).slice(0, 10);
    const path = `/v1/venues/${venue.id}/availability?from=${date}&to=${date}&partySize=4`;
    // Only a key that the database has just accepted gets a cached answer.
    const key = await makeKey('availability');
    const first = await client(key)('GET', path);
    await (await otherIsolate())('POST', '/v1/bookings', {
      ...{ venueId: venue.id, start: tomorrow(19), partySize: 2, customer: { id: 'maya' } },
    });
    const second = await client(key)('GET', path);
    expect(second.body).toEqual(first.body);
    expect(Number(second.headers.get('Age'))).toBeLessThanOrEqual(5);
    const tag = second.headers.get('ETag') ?? '';
    const given = (value: string) => client(key, { 'If-None-Match': value })('GET', path);
    const unchanged = await given(tag);
    expect([unchanged.status, unchanged.body]).toEqual([304, undefined]);
    expect(unchanged.headers.get('ETag')).toBe(tag);
    // RFC 9110, 13.1.2: weak tags, lists and any tag.
    for (const value of [`W/${tag}`, `"other", ${tag}`, `W/"a,b",W/${tag}`, '*']) {
      expect([value, (await given(value)).status]).toEqual([value, 304]);
    }
    expect((await given('"other", W/"another"')).status).toBe(200);
    const malformed = await given(tag.slice(1));
    expect([malformed.status, malformed.body.errors]).toMatchObject([
      400,
      [{ field: 'header.if-none-match' }],
    ]);
    expect((await book(venue.id, tomorrow(19))).body.code).toBe('full');
  });

  it('shows at once what this isolate has changed', async () => {
    const venue = await open(2);
    const date = tomorrow(0).slice(0, 10);
    const path = `/v1/venues/${venue.id}/availability?from=${date}&to=${date}&partySize=4`;
    let before: unknown;
    const expectFresh = async (change: string, isSame = false) => {
      const shown = await call('GET', path);
      const fresh = await (await otherIsolate())('GET', path);
      expect([change, shown.body]).toEqual([change, fresh.body]);
      expect([change, JSON.stringify(shown.body) === JSON.stringify(before)]).toEqual([
        change,
        isSame,
      ]);
      before = shown.body;
    };
    const write = async (change: string, method: string, of: string, body?: object) => {
      const answer = await call(method, of, body);
      expect([change, answer.status < 300], JSON.stringify(answer.body)).toEqual([change, true]);
      await expectFresh(change);
      return answer.body;
    };
    const ofVenue = `/v1/venues/${venue.id}`;
    const [first = '', second = ''] = venue.resources;
    const wanted = { venueId: venue.id, partySize: 4, customer: { id: 'maya' } };
    await expectFresh('nothing yet');
    const { body: early } = await book(venue.id, tomorrow(12), { resourceIds: [first] });
    // One of the two tables is still free.
    await expectFresh('a booking of one table', true);
    const made = await write('a booking', 'POST', '/v1/bookings', {
      ...{ ...wanted, start: tomorrow(12) },
    });
    await write('a message with a booking', 'POST', '/v1/conversations/table/messages', {
      ...{ role: 'customer', text: 'both tables', customer: { id: 'maya' } },
      booking: {
        venueId: venue.id,
        start: tomorrow(18),
        partySize: 4,
        resourceIds: [first, second],
      },
    });
    await write('a booking that is moved', 'POST', `/v1/bookings/${made.id}/reschedule`, {
      start: tomorrow(9),
    });
    await write('a table out of service', 'DELETE', `${ofVenue}/resources/${second}`);
    await write('a booking that is cancelled', 'POST', `/v1/bookings/${early.id}/cancel`);
    const third = await write('a new table', 'POST', `${ofVenue}/resources`, {
      ...{ name: 'third', maxParty: 4 },
    });
    await write('a smaller table', 'PATCH', `${ofVenue}/resources/${third.id}`, { maxParty: 2 });
    await write('a table that is too small', 'PATCH', `${ofVenue}/resources/${first}`, {
      maxParty: 2,
    });
    const both = await write('tables that go together', 'POST', `${ofVenue}/combinations`, {
      ...{ resourceIds: [first, third.id], maxParty: 6 },
    });
    await write(
      'tables that no longer go together',
      'DELETE',
      `${ofVenue}/combinations/${both.id}`,
    );
    await call('PATCH', `${ofVenue}/resources/${first}`, { maxParty: 4 });
    await write('settings', 'PATCH', ofVenue, { slotInterval: 60 });
    await write('opening hours', 'PUT', `${ofVenue}/hours`, { weekly: [] });
    await call('DELETE', ofVenue);
    expect((await call('GET', path)).body.code).toBe('venue_not_found');
  });

  it('agrees with the bookings that succeed, also with pacing', async () => {
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
    expect((await book(venue.id, tomorrow(12))).body.code).toBe('full');
    expect((await book(venue.id, tomorrow(12, 15))).status).toBe(201);
  });
});
