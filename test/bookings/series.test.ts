import { beforeAll, describe, expect, it } from 'vitest';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { sql } from '../support/sql.ts';
import { type Answer, client as clientOf, makeKey } from '../support/workspace.ts';

const WORKSPACE = 'series';
let client: BookingClient;
beforeAll(async () => {
  client = await openBookingClient(WORKSPACE);
});

const DAY_MS = 24 * 3_600_000;
/** A day after tomorrow at this hour, as a local time of a venue in UTC. */
const local = (days: number, hour = 19) =>
  new Date(Date.parse(tomorrow(hour)) + days * DAY_MS).toISOString().slice(0, 16);
const instant = (days: number, hour = 19) => `${local(days, hour)}:00Z`;
const shown = (days: number, hour = 19) => `${local(days, hour)}:00+00:00`;
const request = (venueId: string, more: object = {}) => ({
  ...{ venueId, start: local(0), repeat: 'FREQ=DAILY;COUNT=4', partySize: 2 },
  customer: { id: 'maya' },
  ...more,
});
const series = (venueId: string, more: object = {}, call = client.call) =>
  call('POST', '/v1/series', request(venueId, more));
const show = async (id: string) => (await client.call('GET', `/v1/series/${id}`)).body;
const cancel = (id: string, body?: object) => client.call('POST', `/v1/series/${id}/cancel`, body);
const startsOf = ({ body }: Answer) =>
  body.bookings.map(({ start }: { start: string }) => start) as string[];
const codesOf = ({ body }: Answer) =>
  body.missing.map(({ start, code }: Record<string, string>) => [start, code]);
const countOf = async (venueId: string) =>
  (await sql`select count(*)::int as n from bookings where venue_id = ${uuid(venueId)}`)[0]?.['n'];
const uuid = (id: string) => id.slice(4);

describe('a series', () => {
  it('is a booking of its own for each occurrence', async () => {
    const { id } = await client.open(1);
    const made = await series(id, {
      ...{ notes: 'by the window', tags: ['club'], actor: 'Maria', repeat: 'FREQ=WEEKLY;COUNT=3' },
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...{ venueId: id, customerId: 'maya', repeat: 'FREQ=WEEKLY;COUNT=3', start: local(0) },
      ...{ timeZone: 'UTC', missing: [] },
    });
    expect(startsOf(made)).toEqual([shown(0), shown(7), shown(14)]);
    const references = new Set<string>();
    for (const booking of made.body.bookings) {
      expect(booking).toMatchObject({
        ...{ seriesId: made.body.id, state: 'confirmed', version: 1, notes: 'by the window' },
        ...{ tags: ['club'], customerId: 'maya', partySize: 2 },
      });
      references.add(booking.reference);
      const { body } = await client.call('GET', `/v1/bookings/${booking.id}`);
      const { mood: _, ...stored } = body;
      expect(stored).toEqual(booking);
      const timeline = await client.call('GET', `/v1/bookings/${booking.id}/timeline`);
      expect(timeline.body.data).toMatchObject([{ event: 'confirmed', actor: 'Maria' }]);
    }
    expect(references.size).toBe(3);
    expect(await show(made.body.id)).toEqual(made.body);
    expect((await client.book(id, instant(1))).body.seriesId).toBe(null);
  });

  it('with `refuse` is made whole, or not at all with the list of what cannot be had', async () => {
    const { id } = await client.open(1);
    await client.book(id, instant(1), { customer: { id: 'other' } });
    await client.book(id, instant(3), { customer: { id: 'other' } });
    const before = await countOf(id);
    const single = await client.book(id, instant(1));
    const refused = await series(id);
    expect([refused.status, refused.body.code]).toEqual([409, 'series_unavailable']);
    expect(codesOf(refused)).toEqual([
      [shown(1), 'full'],
      [shown(3), 'full'],
    ]);
    expect(single.body.alternatives.length).toBeGreaterThan(0);
    expect(refused.body.missing[0]).toEqual({
      ...{ start: shown(1), code: single.body.code, alternatives: single.body.alternatives },
    });
    expect(await countOf(id)).toBe(before);
    expect(await sql`select 1 from booking_series where venue_id = ${uuid(id)}`).toEqual([]);
  });

  it('with `report` has what can be had, and lists the rest', async () => {
    const { id } = await client.open(1);
    await client.book(id, instant(1), { customer: { id: 'other' } });
    const made = await series(id, { missing: 'report' });
    expect(made.status).toBe(201);
    expect(startsOf(made)).toEqual([shown(0), shown(2), shown(3)]);
    expect(codesOf(made)).toEqual([[shown(1), 'full']]);
    expect(made.body.missing[0].alternatives.length).toBeGreaterThan(0);
    const stored = await show(made.body.id);
    expect(stored.bookings).toEqual(made.body.bookings);
    expect(stored.missing).toEqual([{ start: shown(1), code: 'full' }]);
    const again = await series(id, { missing: 'report' });
    expect([again.status, again.body.code]).toEqual([409, 'series_unavailable']);
    expect(codesOf(again).length).toBe(4);
  });

  it('gives each occurrence the word that a single booking gets', async () => {
    const { id } = await client.open(1, { horizonDays: 2, slotInterval: 30 });
    const late = await series(id, { start: local(-2), repeat: 'FREQ=DAILY;COUNT=6' });
    const codes = new Map<string, string>(codesOf(late));
    // The horizon of two days ends one day after tomorrow.
    expect([-2, 0, 1, 2, 3].map((day) => codes.get(shown(day)))).toEqual([
      ...['too_late', undefined, undefined, 'beyond_horizon', 'beyond_horizon'],
    ]);
    const between = await series(id, {
      start: local(0).replace(':00', ':10'),
      repeat: 'FREQ=DAILY;COUNT=2',
    });
    expect(codesOf(between).map(([, code]: string[]) => code)).toEqual([
      'not_a_slot',
      'not_a_slot',
    ]);
    const large = await series(id, { partySize: 9, repeat: 'FREQ=DAILY;COUNT=1' });
    expect(codesOf(large)).toEqual([[shown(0), 'party_too_large']]);
  });
});

describe('the rule of a series', () => {
  it.each([
    ['body.repeat', { repeat: 'FREQ=WEEKLY' }],
    ['body.repeat', { repeat: 'FREQ=DAILY;COUNT=53' }],
    ['body.repeat', { repeat: 'FREQ=YEARLY;UNTIL=20800101' }],
    ['body.repeat', { repeat: 'FREQ=HOURLY;COUNT=2' }],
    ['body.repeat', { repeat: undefined }],
    ['body.start', { start: '2026-02-30T19:00' }],
    ['body.start', { start: '2026-12-01T19:00:00Z' }],
    ['body.start', { start: '2027-03-02T19:00', repeat: 'FREQ=WEEKLY;COUNT=3;BYDAY=MO' }],
    ['body.hold', { hold: true }],
    ['body.walkIn', { walkIn: true }],
    ['body.customer', { customer: undefined }],
    ['body.missing', { missing: 'maybe' }],
  ])('is refused by naming %s: %j', async (field, more) => {
    const { id } = await client.open(1);
    const refused = await series(id, more);
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid_field']);
    expect(refused.body.errors.map((each: { field: string }) => each.field)).toEqual([field]);
    expect(await countOf(id)).toBe(0);
  });

  it('may have 52 occurrences', async () => {
    const { id } = await client.open(1, { horizonDays: 365 });
    const made = await series(id, { repeat: 'FREQ=WEEKLY;COUNT=52' });
    expect([made.status, made.body.bookings.length]).toEqual([201, 52]);
    const cancelled = await cancel(made.body.id);
    expect(cancelled.body.cancelled.length).toBe(52);
  });
});

describe('the local time of a series', () => {
  /** The first change of the clocks in Paris after tomorrow, of this direction. */
  const sundayOf = (month: number) => {
    const now = new Date(Date.now() + 3 * DAY_MS);
    for (let year = now.getUTCFullYear(); ; year += 1) {
      const last = new Date(Date.UTC(year, month, 31));
      const sunday = new Date(last.getTime() - last.getUTCDay() * DAY_MS);
      if (sunday > now) return sunday;
    }
  };
  const dayOf = (at: Date, days: number) =>
    new Date(at.getTime() + days * DAY_MS).toISOString().slice(0, 10);
  const inParis = () => client.open(1, { timeZone: 'Europe/Paris', horizonDays: 731 });

  it.each([
    ['forward', 2, ['+01:00', '+01:00', '+02:00', '+02:00']],
    ['back', 9, ['+02:00', '+02:00', '+01:00', '+01:00']],
  ])('stays the same when clocks go %s', async (_, month, offsets) => {
    const { id } = await inParis();
    const change = sundayOf(month);
    const start = `${dayOf(change, -2)}T19:00`;
    const made = await series(id, { start });
    expect(startsOf(made)).toEqual(
      offsets.map((offset, day) => `${dayOf(change, day - 2)}T19:00:00${offset}`),
    );
  });

  it('is moved forward where clocks skip it, and is the second one where it occurs twice', async () => {
    const { id } = await inParis();
    const forward = sundayOf(2);
    const skipped = await series(id, { start: `${dayOf(forward, -1)}T02:30` });
    expect(startsOf(skipped).slice(0, 3)).toEqual([
      `${dayOf(forward, -1)}T02:30:00+01:00`,
      `${dayOf(forward, 0)}T03:30:00+02:00`,
      `${dayOf(forward, 1)}T02:30:00+02:00`,
    ]);
    const back = sundayOf(9);
    const twice = await series(id, { start: `${dayOf(back, -1)}T02:30` });
    expect(startsOf(twice)[1]).toBe(`${dayOf(back, 0)}T02:30:00+01:00`);
  });
});

describe('limits and rules of the guest', () => {
  it('count each occurrence, and the staff may override them', async () => {
    const { id } = await client.open(3, { guestBookings: 2, guestOverlap: 'refuse' });
    const guest = clientOf(await makeKey(WORKSPACE, ['bookings:write', 'bookings:read']));
    const customer = { id: 'limited' };
    const made = await series(id, { missing: 'report', customer }, guest);
    expect(startsOf(made)).toEqual([shown(0), shown(1)]);
    expect(made.body.missing).toEqual(
      [2, 3].map((day) => ({
        ...{ start: shown(day), code: 'limit_reached', limit: 'venue_guest_bookings', most: 2 },
      })),
    );
    const again = { customer, repeat: 'FREQ=DAILY;COUNT=2' };
    const staff = await series(id, again);
    expect(staff.body.missing).toEqual(
      [0, 1].map((day) => ({
        ...{ start: shown(day), code: 'guest_overlap', bookingId: made.body.bookings[day].id },
      })),
    );
    const overridden = await series(id, { ...again, override: ['guest_overlap'] });
    expect(overridden.status).toBe(201);
    for (const { id: booking } of overridden.body.bookings) {
      const timeline = await client.call('GET', `/v1/bookings/${booking}/timeline`);
      expect(timeline.body.data[0].overrides).toEqual(['guest_overlap']);
    }
    const forbidden = await series(id, { ...again, override: ['guest_overlap'] }, guest);
    expect([forbidden.status, forbidden.body.code]).toEqual([403, 'scope_missing']);
  });

  it('refuse a guest who may not book as in a single booking', async () => {
    const { id } = await client.open(1);
    const customer = { id: 'unwelcome' };
    await client.book(id, instant(0, 9), { customer });
    await client.call('PUT', '/v1/customers/unwelcome/refusal', { reason: 'left without paying' });
    for (const missing of ['refuse', 'report']) {
      const refused = await series(id, { customer, missing });
      expect([refused.status, refused.body.code]).toEqual([409, 'guest_refused']);
    }
  });

  it('obey the pacing', async () => {
    const { id } = await client.open(3, { pacingParties: 1 });
    const other = await client.book(id, instant(1), { customer: { id: 'other' } });
    const made = await series(id, { missing: 'report' });
    expect([other.status, codesOf(made)]).toEqual([201, [[shown(1), 'full']]]);
  });
});

describe('an Idempotency-Key', () => {
  const keyed = async (key: string) =>
    clientOf(await makeKey(WORKSPACE), { 'Idempotency-Key': key });

  it('gives a repetition the same series, and the same refusal', async () => {
    const { id } = await client.open(1);
    const call = await keyed('series-1');
    const made = await series(id, {}, call);
    const again = await series(id, {}, call);
    expect([made.status, again.status, again.body]).toEqual([201, 201, made.body]);
    expect(await countOf(id)).toBe(4);
    const other = await series(id, { partySize: 3 }, call);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    const second = await keyed('series-2');
    const refused = await series(id, {}, second);
    await cancel(made.body.id);
    const repeated = await series(id, {}, second);
    expect(refused.body.code).toBe('series_unavailable');
    expect({ ...repeated.body, requestId: '' }).toEqual({ ...refused.body, requestId: '' });
  });

  it('does not keep a refusal by a limit', async () => {
    const { id } = await client.open(1, { guestBookings: 2 });
    const guest = clientOf(await makeKey(WORKSPACE, ['bookings:write', 'bookings:read']), {
      'Idempotency-Key': 'series-limit',
    });
    const customer = { id: 'raised' };
    expect((await series(id, { customer }, guest)).body.code).toBe('series_unavailable');
    await client.call('PATCH', `/v1/venues/${id}`, { guestBookings: 4 });
    expect((await series(id, { customer }, guest)).status).toBe(201);
  });

  it('gives a repeated cancellation the same answer', async () => {
    const { id } = await client.open(1);
    const made = await series(id);
    const call = await keyed('series-cancel');
    const path = `/v1/series/${made.body.id}/cancel`;
    const first = await call('POST', path, { reason: 'moved away' });
    const again = await call('POST', path, { reason: 'moved away' });
    expect([first.status, again.body]).toEqual([200, first.body]);
    expect(first.body.cancelled.length).toBe(4);
  });
});

describe('a cancellation', () => {
  const statesOf = async (id: string) =>
    (await show(id)).bookings.map(({ state }: { state: string }) => state);

  it('of one booking leaves the others, and of the rest begins at a local date', async () => {
    const { id } = await client.open(1);
    const { body } = await series(id);
    const [first] = body.bookings;
    await client.call('POST', `/v1/bookings/${first.id}/cancel`);
    expect(await statesOf(body.id)).toEqual(['cancelled', 'confirmed', 'confirmed', 'confirmed']);
    const rest = await cancel(body.id, {
      from: local(2).slice(0, 10),
      reason: 'ill',
      actor: 'Maria',
    });
    expect(rest.status).toBe(200);
    expect(rest.body.id).toBe(body.id);
    expect(rest.body.cancelled.map((each: { id: string }) => each.id)).toEqual(
      body.bookings.slice(2).map((each: { id: string }) => each.id),
    );
    expect(rest.body.cancelled[0]).toMatchObject({
      ...{ state: 'cancelled', version: 2, seriesId: body.id, cancelledLate: false },
    });
    expect(await statesOf(body.id)).toEqual(['cancelled', 'confirmed', 'cancelled', 'cancelled']);
    const timeline = await client.call('GET', `/v1/bookings/${body.bookings[3].id}/timeline`);
    expect(timeline.body.data[1]).toMatchObject({ event: 'cancel', reason: 'ill', actor: 'Maria' });
    expect((await client.book(id, instant(2))).status).toBe(201);
    const undone = await client.call('POST', `/v1/bookings/${body.bookings[3].id}/undo`);
    expect([undone.status, undone.body.state]).toEqual([200, 'confirmed']);
  });

  it('of all leaves those that are seated or past, and can be repeated', async () => {
    const { id } = await client.open(1);
    const { body } = await series(id);
    const [past, seated] = body.bookings;
    await sql`update bookings set starts_at = now() - interval '3 hours',
                     ends_at = now() - interval '1 hour' where id = ${uuid(past.id)}`;
    await client.call('POST', `/v1/bookings/${seated.id}/seat`);
    const all = await cancel(body.id);
    expect(all.body.cancelled.length).toBe(2);
    expect(await statesOf(body.id)).toEqual(['confirmed', 'seated', 'cancelled', 'cancelled']);
    expect((await cancel(body.id, {})).body).toEqual({ id: body.id, cancelled: [] });
  });
});

describe('who may see a series', () => {
  it('is the workspace that made it', async () => {
    const { id } = await client.open(1);
    const made = await series(id);
    const other = clientOf(await makeKey('another workspace of series'));
    const path = `/v1/series/${made.body.id}`;
    for (const [method, at] of [
      ['GET', path],
      ['POST', `${path}/cancel`],
    ] as const) {
      const { status, body } = await other(method, at);
      expect([status, body.code]).toEqual([404, 'series_not_found']);
    }
    expect((await series(id, {}, other)).body.code).toBe('venue_not_found');
    expect((await client.call('GET', '/v1/series/ser_x')).body.code).toBe('series_not_found');
    expect((await show(made.body.id)).bookings.length).toBe(4);
    // The other workspace has a venue with the same times, and a guest of the same id.
    const own = await makeVenue(asking(other), 1);
    const theirs = await series(own.id, {}, other);
    expect(theirs.status).toBe(201);
    expect((await cancel(theirs.body.id)).body.code).toBe('series_not_found');
  });

  it('is told nothing about the guest without the scope to read bookings', async () => {
    const { id } = await client.open(1);
    await client.book(id, instant(1), { customer: { id: 'writer' }, notes: 'mine' });
    const writer = clientOf(await makeKey(WORKSPACE, ['bookings:write']));
    const more = { missing: 'report', notes: 'x', customer: { id: 'unread' } };
    const made = await series(id, more, writer);
    expect(made.status).toBe(201);
    expect(made.body.customerId).toBe(null);
    expect(made.body.bookings[0]).toMatchObject({ customerId: null, notes: null, resources: [] });
    const { status } = await writer('GET', `/v1/series/${made.body.id}`);
    expect(status).toBe(403);
  });
});
