import { beforeAll, describe, expect, it } from 'vitest';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { tomorrow } from '../support/bookings.ts';

let call: BookingClient['call'];
let open: BookingClient['open'];
let book: BookingClient['book'];
beforeAll(async () => {
  ({ call, open, book } = await openBookingClient('bookings'));
});

describe('booking', () => {
  it('gives a party the smallest table that fits', async () => {
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

  it('combines tables when no single table fits, and frees all of them on cancellation', async () => {
    const venue = await open(3);
    const [a, b, c] = venue.resources;
    const combination = { resourceIds: [a, b], minParty: 5, maxParty: 8 };
    await call('POST', `/v1/venues/${venue.id}/combinations`, combination);
    const large = await book(venue.id, tomorrow(19), { partySize: 7 });
    expect(large.body.resources.map(({ id }: { id: string }) => id).sort()).toEqual([a, b].sort());
    expect((await book(venue.id, tomorrow(19))).body.resources[0].id).toBe(c);
    expect((await book(venue.id, tomorrow(19))).body.code).toBe('full');
    await call('POST', `/v1/bookings/${large.body.id}/cancel`, {});
    expect((await book(venue.id, tomorrow(19))).status).toBe(201);
    expect((await book(venue.id, tomorrow(19))).status).toBe(201);
  });

  it('answers a taken slot with the nearest free times, and stores nothing', async () => {
    const venue = await open(1);
    await book(venue.id, tomorrow(19));
    const taken = await book(venue.id, tomorrow(19), { customer: { id: 'nobody' } });
    expect([taken.status, taken.body.code]).toEqual([409, 'full']);
    expect(taken.body.alternatives).toEqual(
      [tomorrow(17), tomorrow(17, 15), tomorrow(17, 30), tomorrow(20, 30), tomorrow(20, 45)].map(
        (start) => start.replace('.000Z', '+00:00'),
      ),
    );
    expect((await call('GET', '/v1/customers/nobody')).status).toBe(404);
  });

  it.each([
    ['a start outside the opening hours', tomorrow(2), 'outside_hours'],
    ['a start between two slots', tomorrow(19, 7), 'not_a_slot'],
    ['a start whose turn time lasts past closing', tomorrow(22), 'outside_hours'],
    ['a start in the past', tomorrow(19 - 48), 'too_late'],
    [
      'a start beyond the horizon',
      `${new Date().getUTCFullYear() + 2}-06-01T19:00:00Z`,
      'beyond_horizon',
    ],
  ])('refuses %s', async (_, start, code) => {
    const venue = await open(1);
    await call('PUT', `/v1/venues/${venue.id}/hours`, {
      weekly: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map(
        (weekday) => ({ weekday, opens: '18:00', closes: '23:00' }),
      ),
    });
    const refused = await book(venue.id, start);
    expect([refused.status, refused.body.code]).toEqual([409, code]);
  });

  it('books exactly the resources that a request chooses', async () => {
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

  it('records a late cancellation by the cutoff that the venue had when the booking was made', async () => {
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

  it('stores both, and replays both for a retry with the same message id', async () => {
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

  it('stores neither when the slot is taken or the request has no customer', async () => {
    const venue = await open(1);
    await book(venue.id, tomorrow(19));
    const refused = await say(venue.id, 'one', tomorrow(19));
    expect([refused.status, refused.body.code]).toEqual([409, 'full']);
    expect(refused.body.alternatives).toHaveLength(5);
    expect((await call('GET', `/v1/conversations/${venue.id}`)).status).toBe(404);
    const anonymous = await say(venue.id, 'two', tomorrow(12), { customer: undefined });
    expect([anonymous.status, anonymous.body.code]).toEqual([422, 'customer_missing']);
  });
});
