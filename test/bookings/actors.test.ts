import { beforeAll, describe, expect, it } from 'vitest';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { tomorrow } from '../support/bookings.ts';
import { client, makeKey } from '../support/workspace.ts';

let call: BookingClient['call'];
let open: BookingClient['open'];
let book: BookingClient['book'];
let apiKey: string;
beforeAll(async () => {
  ({ call, open, book } = await openBookingClient('actors'));
  apiKey = await makeKey('actors');
});

const actorsOf = async (id: string) => {
  const { body } = await call('GET', `/v1/bookings/${id}/timeline`);
  return body.data.map(({ event, actor }: { event: string; actor: string | null }) => [
    event,
    actor,
  ]);
};

describe('the acting person', () => {
  it('is shown in the timeline, for a new booking and for each act', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(12), { hold: true, actor: 'Anna' });
    const act = (path: string, details?: object) =>
      call('POST', `/v1/bookings/${body.id}/${path}`, details);
    await act('confirm', { actor: 'Ben' });
    await act('reschedule', { start: tomorrow(13), actor: 'Cleo' });
    await call('PATCH', `/v1/bookings/${body.id}`, { notes: 'window', actor: 'Dan' });
    await act('seat', { actor: 'Eve' });
    const finished = await act('finish');
    expect(finished.body).toMatchObject({ state: 'finished', version: 6 });
    expect(await actorsOf(body.id)).toEqual([
      ['held', 'Anna'],
      ['confirm', 'Ben'],
      ['reschedule', 'Cleo'],
      ['change', 'Dan'],
      ['seat', 'Eve'],
      ['finish', null],
    ]);
  });

  it('is stored with a cancellation and with a no-show', async () => {
    const venue = await open(2);
    const first = await book(venue.id, tomorrow(12));
    await call('POST', `/v1/bookings/${first.body.id}/cancel`, { reason: 'ill', actor: 'Anna' });
    expect(await actorsOf(first.body.id)).toEqual([
      ['confirmed', null],
      ['cancel', 'Anna'],
    ]);
    const early = await call('POST', `/v1/bookings/${first.body.id}/no-show`, { actor: 'Anna' });
    expect([early.status, early.body.code]).toEqual([409, 'booking_state']);
  });

  it('is stored with the booking of a message', async () => {
    const venue = await open(1);
    const { body } = await call('POST', `/v1/conversations/${venue.id}/messages`, {
      role: 'assistant',
      text: 'Your table is booked.',
      customer: { id: 'maya' },
      booking: { venueId: venue.id, start: tomorrow(12), partySize: 2, actor: 'Anna' },
    });
    expect(await actorsOf(body.booking.id)).toEqual([['confirmed', 'Anna']]);
  });

  it.each([
    ['two lines', 'Anna\nBen'],
    ['more than 128 characters', 'x'.repeat(129)],
    ['nothing', ''],
    ['a number', 7],
  ])('is refused when it is %s', async (_, actor) => {
    const venue = await open(1);
    const refused = await book(venue.id, tomorrow(12), { actor });
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid_field']);
    expect(refused.body.errors[0].field).toBe('body.actor');
    expect((await book(venue.id, tomorrow(12), { actor: 'é'.repeat(128) })).status).toBe(201);
  });

  it('is part of what two requests with one Idempotency-Key must have in common', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(12));
    const seat = (details?: object) =>
      client(apiKey, { 'Idempotency-Key': 'seat' })(
        'POST',
        `/v1/bookings/${body.id}/seat`,
        details,
      );
    expect((await seat({ actor: 'Anna' })).status).toBe(200);
    expect((await seat({ actor: 'Anna' })).headers.get('Idempotency-Replayed')).toBe('true');
    expect((await seat({ actor: 'Ben' })).body.code).toBe('idempotency_key_reused');
  });
});
