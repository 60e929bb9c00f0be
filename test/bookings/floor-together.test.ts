import { beforeAll, describe, expect, it } from 'vitest';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { sql } from '../support/sql.ts';
import { type Answer, client, makeKey } from '../support/workspace.ts';

// What two features of the floor do to each other. Each of them has tests of its own.

const MINUTE = 60_000;
let call: BookingClient['call'];
let open: BookingClient['open'];
let book: BookingClient['book'];
beforeAll(async () => {
  ({ call, open, book } = await openBookingClient('floor together'));
});

const outcome = ({ status, body }: Answer) => (status < 300 ? status : body.code);
const local = (ms: number) => new Date(ms).toISOString().slice(0, 16);
const block = (venueId: string, from: number, to: number, more: object) =>
  call('POST', `/v1/venues/${venueId}/blocks`, { from: local(from), to: local(to), ...more });
const walkIn = (venueId: string, more: object = {}) =>
  call('POST', '/v1/bookings', { venueId, partySize: 2, walkIn: true, ...more });
const act = (id: string, name: string, body?: object) =>
  call('POST', `/v1/bookings/${id}/${name}`, body);
const overridesOf = async (id: string) =>
  (await call('GET', `/v1/bookings/${id}/timeline`)).body.data.at(-1).overrides;
const minutesOf = ({ start, end }: { start: string; end: string }) =>
  (Date.parse(end) - Date.parse(start)) / MINUTE;
/** Gives a resource an area. */
const put = (venueId: string, resource: string | undefined, area: string) =>
  call('PATCH', `/v1/venues/${venueId}/resources/${resource}`, { area });

describe('a block of tables', () => {
  it('ends the stay of a walk-in, and refuses one that would reach into it', async () => {
    const { id, resources } = await open(1);
    const from = Math.ceil(Date.now() / MINUTE) * MINUTE + 45 * MINUTE;
    expect((await block(id, from, from + 60 * MINUTE, { resourceIds: resources })).status).toBe(
      201,
    );
    expect(outcome(await walkIn(id))).toBe('full');
    expect(outcome(await walkIn(id, { override: ['party_size'] }))).toBe('full');
    const short = await walkIn(id, { minStay: 20 });
    expect(short.status).toBe(201);
    expect(Date.parse(short.body.end)).toBe(from);
  });

  it('is in the way of a longer stay, without the name of a booking', async () => {
    const { id, resources } = await open(1);
    const { body } = await book(id, tomorrow(12));
    const from = Date.parse(tomorrow(14));
    await block(id, from, from + 60 * MINUTE, { resourceIds: resources });
    const longer = await call('PATCH', `/v1/bookings/${body.id}`, { end: tomorrow(14, 30) });
    expect([longer.status, longer.body.code]).toEqual([409, 'stay_overlaps']);
    expect(longer.body.bookingId).toBeUndefined();
    const until = await call('PATCH', `/v1/bookings/${body.id}`, { end: tomorrow(14) });
    expect([until.status, minutesOf(until.body)]).toEqual([200, 120]);
  });

  it('is in the way of an undo', async () => {
    const { id, resources } = await open(1);
    const { body } = await book(id, tomorrow(12));
    await act(body.id, 'cancel');
    const from = Date.parse(tomorrow(12));
    const made = await block(id, from, from + 60 * MINUTE, { resourceIds: resources });
    expect(outcome(await act(body.id, 'undo'))).toBe('slot_taken');
    await call('DELETE', `/v1/venues/${id}/blocks/${made.body.id}`);
    expect(outcome(await act(body.id, 'undo'))).toBe(200);
  });

  it('is in the way of a seated party that moves, until it has ended', async () => {
    const { id, resources } = await open(2);
    const seated = await walkIn(id, { resourceIds: [resources[0]] });
    const now = Math.floor(Date.now() / MINUTE) * MINUTE;
    const made = await block(id, now, now + 60 * MINUTE, { resourceIds: [resources[1]] });
    const move = () =>
      call('PATCH', `/v1/bookings/${seated.body.id}`, { resourceIds: [resources[1]] });
    expect(outcome(await move())).toBe('slot_taken');
    await call('DELETE', `/v1/venues/${id}/blocks/${made.body.id}`);
    expect(outcome(await move())).toBe(200);
  });
});

describe('a block of the whole venue', () => {
  it('is called closed in availability and in bookings, and broken by the hours', async () => {
    const { id } = await open(1);
    const from = Date.parse(tomorrow(0));
    const all = await block(id, from, from + 24 * 60 * MINUTE, { all: true });
    expect(all.status).toBe(201);
    const day = tomorrow(0).slice(0, 10);
    const path = `/v1/venues/${id}/availability?from=${day}&to=${day}&partySize=2`;
    const [found] = (await call('GET', path)).body.days;
    expect(found).toMatchObject({ closed: true, reason: 'closed', slots: [] });
    const lunch = { customer: { id: 'of the closed day' } };
    expect(outcome(await book(id, tomorrow(12), lunch))).toBe('closed');
    const broken = await book(id, tomorrow(12), { ...lunch, override: ['hours'] });
    expect(broken.status).toBe(201);
    expect(await overridesOf(broken.body.id)).toEqual(['hours']);
  });
});

describe('an area that a party requires', () => {
  it('holds for an override of the party size, and for a walk-in', async () => {
    const { id, resources } = await open(2);
    await put(id, resources[0], 'terrace');
    const terrace = { area: { name: 'terrace', required: true } };
    const inside = { area: { name: 'bar', required: true } };
    await put(id, resources[1], 'bar');
    const large = { partySize: 6, override: ['party_size'] };
    const first = await book(id, tomorrow(12), { ...large, ...terrace });
    expect(first.body.resources.map((each: { id: string }) => each.id)).toEqual([resources[0]]);
    expect(outcome(await book(id, tomorrow(12), { ...large, ...terrace }))).toBe('full');
    const seated = await walkIn(id, inside);
    expect(seated.body.resources.map((each: { id: string }) => each.id)).toEqual([resources[1]]);
    expect(outcome(await walkIn(id, inside))).toBe('full');
    expect(outcome(await walkIn(id, { ...inside, resourceIds: [resources[0]] }))).toBe(
      'resources_unfit',
    );
    expect(outcome(await walkIn(id, { area: { name: 'roof' } }))).toBe('area_not_found');
  });
});

describe('the rules for one guest', () => {
  it('hold for walk-ins that name the guest', async () => {
    const owner = client(await makeKey('floor together: guests'));
    const venue = await makeVenue(asking(owner), 3, { guestOverlap: 'refuse' });
    const arrive = (more: object) =>
      owner('POST', '/v1/bookings', { venueId: venue.id, partySize: 2, walkIn: true, ...more });
    const customer = { id: 'twice' };
    const first = await arrive({ customer });
    const again = await arrive({ customer });
    expect([again.body.code, again.body.bookingId]).toEqual(['guest_overlap', first.body.id]);
    const both = await arrive({ customer, override: ['guest_overlap'] });
    const { data } = (await owner('GET', `/v1/bookings/${both.body.id}/timeline`)).body;
    expect(data.at(-1).overrides).toEqual(['guest_overlap']);
    await owner('PUT', '/v1/customers/twice/refusal', { reason: 'left without paying' });
    expect((await arrive({ customer, override: ['guest_overlap'] })).body.code).toBe(
      'guest_refused',
    );
    expect((await arrive({})).status).toBe(201);
    const [left] =
      await sql`select count(*)::int as bookings from bookings where venue_id = ${venue.id.slice(4)}`;
    expect(left).toEqual({ bookings: 3 });
  });
});
