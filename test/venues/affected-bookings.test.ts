import { beforeAll, describe, expect, it } from 'vitest';
import { WEEKDAYS } from '../../src/venues/opening-hours.ts';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { tomorrow } from '../support/bookings.ts';
import { sql } from '../support/sql.ts';

let call: BookingClient['call'];
let open: BookingClient['open'];
let book: BookingClient['book'];
beforeAll(async () => {
  ({ call, open, book } = await openBookingClient('affected'));
});

const every = (...periods: [string, string][]) => ({
  weekly: WEEKDAYS.flatMap((weekday) =>
    periods.map(([opens, closes]) => ({ weekday, opens, closes })),
  ),
});
const local = (at: string) => at.replace('.000Z', '+00:00');
const idOf = async (booked: Promise<{ body: { id: string } }>) => (await booked).body.id;
/** The ids of the affected bookings, and the set of reasons. */
const affected = ({ body }: { body: { affectedBookings: Affected } }) => {
  const { count, data } = body.affectedBookings;
  expect(data.map(({ start }) => start)).toEqual(data.map(({ start }) => start).toSorted());
  return { count, ids: data.map(({ id }) => id), reasons: [...new Set(data.map((b) => b.reason))] };
};
interface Affected {
  count: number;
  data: { id: string; start: string; partySize: number; reason: string }[];
}
const none = { count: 0, ids: [], reasons: [] };

describe('an answer names the bookings that no longer fit', () => {
  it('when hours are shortened, and cancels none', async () => {
    const venue = await open(4, { turnTimes: [{ maxParty: 8, minutes: 120 }] });
    const early = await idOf(book(venue.id, tomorrow(11)));
    await book(venue.id, tomorrow(12));
    await book(venue.id, tomorrow(14, 30));
    const held = await idOf(book(venue.id, tomorrow(19), { hold: true, partySize: 3 }));
    const late = await idOf(book(venue.id, tomorrow(21, 15)));
    const gone = await idOf(book(venue.id, tomorrow(22)));
    await call('POST', `/v1/bookings/${gone}/cancel`, {});

    const hours = every(['12:00', '16:30'], ['18:00', '23:00']);
    const answer = await call('PUT', `/v1/venues/${venue.id}/hours`, hours);
    expect([answer.status, answer.body.hours.weekly.length]).toEqual([200, 14]);
    expect(affected(answer)).toEqual({ count: 2, ids: [early, late], reasons: ['outside_hours'] });
    expect(answer.body.affectedBookings.data[0]).toEqual({
      id: early,
      start: local(tomorrow(11)),
      partySize: 2,
      reason: 'outside_hours',
    });
    expect((await call('GET', `/v1/bookings/${late}`)).body.state).toBe('confirmed');
    // The same request names the same bookings again.
    expect(affected(await call('PUT', `/v1/venues/${venue.id}/hours`, hours)).count).toBe(2);

    const closed = await call('PUT', `/v1/venues/${venue.id}/hours`, { weekly: [] });
    expect(affected(closed)).toMatchObject({ count: 5, reasons: ['outside_hours'] });
    expect(affected(closed).ids).toContain(held);
    expect(
      affected(await call('PUT', `/v1/venues/${venue.id}/hours`, every(['00:00', '00:00']))),
    ).toEqual(none);
  });

  it('not for a stay over adjoining periods or between two slots, and for one that has ended', async () => {
    const venue = await open(3, { turnTimes: [{ maxParty: 8, minutes: 120 }] });
    await book(venue.id, tomorrow(23));
    await book(venue.id, tomorrow(11, 15));
    const past = await idOf(book(venue.id, tomorrow(4)));
    const now = await idOf(book(venue.id, tomorrow(4)));
    await sql`update bookings set starts_at = now() - interval '3 hours',
                                  ends_at = now() - interval '1 hour' where id = ${past.slice(4)}`;
    await sql`update bookings set starts_at = now() - interval '1 hour',
                                  ends_at = now() + interval '1 hour' where id = ${now.slice(4)}`;
    await call('PATCH', `/v1/venues/${venue.id}`, { slotInterval: 240 });
    const split = every(['00:00', '12:00'], ['12:00', '00:00']);
    expect(affected(await call('PUT', `/v1/venues/${venue.id}/hours`, split))).toEqual(none);
    const closed = await call('PUT', `/v1/venues/${venue.id}/hours`, { weekly: [] });
    expect(affected(closed).count).toBe(3);
    expect(affected(closed).ids[0]).toBe(now);
  });

  it('when the last seating or the time zone changes, and not for other settings', async () => {
    const venue = await open(2, { turnTimes: [{ maxParty: 8, minutes: 120 }], lastSeating: 30 });
    await call('PUT', `/v1/venues/${venue.id}/hours`, every(['18:00', '23:00']));
    const late = await idOf(book(venue.id, tomorrow(22)));
    await book(venue.id, tomorrow(18));
    const path = `/v1/venues/${venue.id}`;
    expect(affected(await call('PATCH', path, { lastSeating: null })).ids).toEqual([late]);
    expect(affected(await call('PATCH', path, { name: 'Autre' }))).toEqual(none);
    expect(affected(await call('PATCH', path, { lastSeating: 60 }))).toEqual(none);
    const moved = await call('PATCH', path, { timeZone: 'Europe/Paris' });
    expect(affected(moved).ids).toEqual([late]);
    expect(moved.body.affectedBookings.data[0].start).toMatch(
      /T23:00:00\+01:00$|T00:00:00\+02:00$/,
    );
  });

  it('when a resource is removed or made smaller', async () => {
    const venue = await open(3);
    const [first = '', second = ''] = venue.resources;
    const path = `/v1/venues/${venue.id}/resources`;
    const large = await idOf(book(venue.id, tomorrow(19), { partySize: 4, resourceIds: [first] }));
    await book(venue.id, tomorrow(9), { partySize: 2, resourceIds: [first] });
    const both = { partySize: 7, resourceIds: [first, second] };
    const pair = await idOf(book(venue.id, tomorrow(12), both));
    await book(venue.id, tomorrow(19), { partySize: 4, resourceIds: [second] });

    expect(affected(await call('PATCH', `${path}/${first}`, { name: 'Window' }))).toEqual(none);
    const smaller = await call('PATCH', `${path}/${first}`, { maxParty: 2 });
    expect(smaller.body).toMatchObject({ id: first, name: 'Window', maxParty: 2 });
    expect(affected(smaller)).toEqual({
      count: 2,
      ids: [pair, large],
      reasons: ['party_too_large'],
    });
    const removed = await call('DELETE', `${path}/${first}`);
    expect(removed.status).toBe(200);
    expect(affected(removed)).toMatchObject({ count: 3, reasons: ['resource_deleted'] });
    // A request whose answer was lost can be repeated.
    expect(affected(await call('DELETE', `${path}/${first}`)).ids).toEqual(affected(removed).ids);
    expect((await call('DELETE', `${path}/res_x`)).body.code).toBe('resource_not_found');
    expect((await call('GET', `/v1/bookings/${large}`)).body.state).toBe('confirmed');
  });

  it('when a combination is deleted, unless another one has the same tables', async () => {
    const venue = await open(3);
    const [first = '', second = ''] = venue.resources;
    const path = `/v1/venues/${venue.id}/combinations`;
    const combine = (maxParty: number) =>
      idOf(call('POST', path, { resourceIds: [second, first], minParty: 5, maxParty }));
    const small = await combine(6);
    const wide = await combine(8);
    const six = await idOf(book(venue.id, tomorrow(9), { partySize: 6 }));
    const eight = await idOf(book(venue.id, tomorrow(12), { partySize: 8 }));
    await book(venue.id, tomorrow(19), { resourceIds: [first] });
    const reasons = ['combination_deleted'];
    expect(affected(await call('DELETE', `${path}/${wide}`))).toEqual({
      count: 1,
      ids: [eight],
      reasons,
    });
    expect(affected(await call('DELETE', `${path}/${small}`))).toEqual({
      count: 2,
      ids: [six, eight],
      reasons,
    });
  });

  it('when the venue is taken out of service', async () => {
    const venue = await open(1);
    const other = await open(1);
    const id = await idOf(book(venue.id, tomorrow(19)));
    await book(other.id, tomorrow(19));
    const deleted = await call('DELETE', `/v1/venues/${venue.id}`);
    expect([deleted.status, affected(deleted)]).toEqual([
      200,
      { count: 1, ids: [id], reasons: ['venue_deleted'] },
    ]);
  });

  it('the first hundred, and counts the others', async () => {
    const venue = await open(2, { horizonDays: 300 });
    const { body } = await book(venue.id, tomorrow(19));
    await sql`insert into bookings (id, workspace_id, venue_id, customer_id, state, starts_at, ends_at,
                                    party_size, cancellation_cutoff)
              select gen_random_uuid(), workspace_id, venue_id, customer_id, 'confirmed',
                     starts_at + n * interval '1 day', ends_at + n * interval '1 day', 2, 0
                from bookings, generate_series(1, 119) n where id = ${body.id.slice(4)}`;
    const closed = await call('PUT', `/v1/venues/${venue.id}/hours`, { weekly: [] });
    expect(affected(closed)).toMatchObject({ count: 120, ids: { length: 100 } });
    expect(affected(closed).ids[0]).toBe(body.id);
  });
});
