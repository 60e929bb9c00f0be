import { beforeAll, describe, expect, it } from 'vitest';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { tomorrow } from '../support/bookings.ts';
import { client, makeKey } from '../support/workspace.ts';

let call: BookingClient['call'];
let open: BookingClient['open'];
let book: BookingClient['book'];
beforeAll(async () => {
  ({ call, open, book } = await openBookingClient('availability'));
});

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

  it('is cached for a few seconds with Age and ETag, answers 304, and is never used for a booking', async () => {
    const venue = await open(1);
    const date = tomorrow(0).slice(0, 10);
    const path = `/v1/venues/${venue.id}/availability?from=${date}&to=${date}&partySize=4`;
    const first = await call('GET', path);
    await book(venue.id, tomorrow(19));
    const second = await call('GET', path);
    expect(second.body).toEqual(first.body);
    expect(Number(second.headers.get('Age'))).toBeLessThan(5);
    const tag = second.headers.get('ETag') ?? '';
    const known = client(await makeKey('availability'), { 'If-None-Match': tag });
    const unchanged = await known('GET', path);
    expect([unchanged.status, unchanged.body]).toEqual([304, undefined]);
    expect(unchanged.headers.get('ETag')).toBe(tag);
    const given = async (value: string) =>
      client(await makeKey('availability'), { 'If-None-Match': value })('GET', path);
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
    expect((await book(venue.id, tomorrow(19))).body.code).toBe('slot_taken');
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
    expect((await book(venue.id, tomorrow(12))).body.code).toBe('slot_taken');
    expect((await book(venue.id, tomorrow(12, 15))).status).toBe(201);
  });
});
