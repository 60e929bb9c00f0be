import { beforeAll, describe, expect, it } from 'vitest';
import { sweepBookings } from '../../src/bookings/sweep-bookings.ts';
import type { Scope } from '../../src/platform/auth/scopes.ts';
import { offerWaitlist } from '../../src/waitlist/offer-waitlist.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { venueIdOf } from '../support/open-venue.ts';
import { sql } from '../support/sql.ts';
import { type Answer, type Call, client, makeKey, testDeps } from '../support/workspace.ts';

const WORKSPACE = 'requests';
const GUEST: readonly Scope[] = ['bookings:write', 'bookings:read', 'messages:write'];
const MINUTE = 60_000;

let staff: Call;
let guest: Call;
beforeAll(async () => {
  staff = client(await makeKey(WORKSPACE));
  guest = client(await makeKey(WORKSPACE, [...GUEST]));
});

const open = (tables: number, settings: object = {}) =>
  makeVenue(asking(staff), tables, { approvalFrom: 3, ...settings });
const book = (by: Call, venueId: string, hour: number, more: object = {}) =>
  by('POST', '/v1/bookings', {
    venueId,
    start: tomorrow(hour),
    partySize: 4,
    // Each venue has a guest of its own, because a workspace limits the bookings of one.
    customer: { id: `guest of ${venueId}` },
    ...more,
  });
const act = (by: Call, id: string, name: string, body?: object) =>
  by('POST', `/v1/bookings/${id}/${name}`, body);
const outcome = ({ status, body }: Answer) => [status, body.code ?? body.state];
const show = async (id: string) => (await staff('GET', `/v1/bookings/${id}`)).body;
const eventsOf = async (id: string) =>
  (await staff('GET', `/v1/bookings/${id}/timeline`)).body.data as Record<string, unknown>[];
const minutesLeft = (body: { holdExpiresAt: string }) =>
  (Date.parse(body.holdExpiresAt) - Date.now()) / MINUTE;
const lapsesAt = async (id: string) =>
  (
    await sql`select lapses_at = hold_expires_at as "isSame" from allocations a
               join bookings b on b.id = a.booking_id where b.id = ${id.slice(4)}`
  )[0]?.['isSame'];
const lapse = (id: string) =>
  sql`update bookings set hold_expires_at = now() - interval '1 second' where id = ${id.slice(4)}`;
/** A request of a guest, for a party of four. */
const requested = async (venueId: string, hour = 19, more: object = {}) => {
  const { status, body } = await book(guest, venueId, hour, more);
  expect([status, body.state]).toEqual([201, 'requested']);
  return body;
};

describe('a booking that the venue has to approve', () => {
  it('is requested by guests, from the party size of the venue on, and holds its place', async () => {
    const venue = await open(1, { approvalMinutes: 90 });
    const body = await requested(venue.id);
    expect(minutesLeft(body)).toBeGreaterThan(89);
    expect(minutesLeft(body)).toBeLessThanOrEqual(90);
    expect(await lapsesAt(body.id)).toBe(true);
    expect(body.resources).toHaveLength(1);
    expect(outcome(await book(guest, venue.id, 19, { partySize: 2 }))).toEqual([409, 'full']);
    expect(outcome(await book(staff, venue.id, 19))).toEqual([409, 'full']);
    const search = `from=${tomorrow(19).slice(0, 10)}&to=${tomorrow(19).slice(0, 10)}&partySize=2`;
    const { days } = (await staff('GET', `/v1/venues/${venue.id}/availability?${search}`)).body;
    const slot = days[0].slots.find(({ start }: { start: string }) => start.includes('T19:00'));
    expect(slot.status).toBe('full');
    expect((await eventsOf(body.id)).map(({ event, state }) => [event, state])).toEqual([
      ['requested', 'requested'],
    ]);
    expect(outcome(await book(guest, venue.id, 8, { partySize: 2 }))).toEqual([201, 'confirmed']);
    expect(outcome(await book(staff, venue.id, 12))).toEqual([201, 'confirmed']);
  });

  it('waits no longer than until its start, also when it is moved', async () => {
    const venue = await open(2, { approvalMinutes: 20_160, turnTimes: TURN });
    const body = await requested(venue.id, 19);
    expect(Date.parse(body.holdExpiresAt)).toBe(Date.parse(tomorrow(19)));
    const moved = await act(guest, body.id, 'reschedule', { start: tomorrow(12) });
    expect(outcome(moved)).toEqual([200, 'requested']);
    expect(Date.parse(moved.body.holdExpiresAt)).toBe(Date.parse(tomorrow(12)));
    const later = await act(guest, body.id, 'reschedule', { start: tomorrow(22) });
    expect(Date.parse(later.body.holdExpiresAt)).toBe(Date.parse(tomorrow(12)));
    expect(await lapsesAt(body.id)).toBe(true);
    const past = new Date(Date.now() - 5 * MINUTE).toISOString();
    const tooLate = { start: past, override: ['lead_time', 'slot', 'hours'] };
    expect(outcome(await act(staff, body.id, 'reschedule', tooLate))).toEqual([409, 'too_late']);
  });

  it('is any booking where approvalFrom is 1, and none where it is null', async () => {
    const every = await open(2, { approvalFrom: 1 });
    expect(outcome(await book(guest, every.id, 19, { partySize: 1 }))).toEqual([201, 'requested']);
    const changed = await staff('PATCH', `/v1/venues/${every.id}`, { approvalFrom: null });
    expect(changed.body).toMatchObject({ approvalFrom: null, approvalMinutes: 1440 });
    expect(outcome(await book(guest, every.id, 19))).toEqual([201, 'confirmed']);
    const venue = (await staff('POST', '/v1/venues', { name: 'x', timeZone: 'UTC' })).body;
    expect(venue).toMatchObject({ approvalFrom: null, approvalMinutes: 1440 });
    for (const wrong of [{ approvalFrom: 0 }, { approvalMinutes: 4 }, { approvalMinutes: 20_161 }])
      expect((await staff('PATCH', `/v1/venues/${every.id}`, wrong)).body.code).toBe(
        'invalid_field',
      );
  });

  it('is requested when a hold is confirmed, and when a message makes it', async () => {
    const venue = await open(2);
    const held = await book(guest, venue.id, 19, { hold: true });
    expect(outcome(held)).toEqual([201, 'held']);
    const confirmed = await act(guest, held.body.id, 'confirm');
    expect(outcome(confirmed)).toEqual([200, 'requested']);
    expect(minutesLeft(confirmed.body)).toBeGreaterThan(1);
    expect(await lapsesAt(held.body.id)).toBe(true);
    expect((await eventsOf(held.body.id)).map(({ event, state }) => [event, state])).toEqual([
      ['held', 'held'],
      ['confirm', 'requested'],
    ]);
    const other = await book(guest, venue.id, 8, { hold: true });
    expect(outcome(await act(staff, other.body.id, 'confirm'))).toEqual([200, 'confirmed']);
    const said = await guest('POST', '/v1/conversations/requests/messages', {
      role: 'customer',
      text: 'a table for four',
      customer: { id: 'maya' },
      booking: { venueId: venue.id, start: tomorrow(19), partySize: 4 },
    });
    expect([said.status, said.body.booking?.state]).toEqual([201, 'requested']);
  });

  it('is requested when a guest accepts an offer of the waitlist, and confirmed by the staff', async () => {
    const venue = await open(1);
    for (const [by, state] of [
      [guest, 'requested'],
      [staff, 'confirmed'],
    ] as const) {
      const taken = await book(staff, venue.id, 19);
      const entry = await guest('POST', `/v1/venues/${venue.id}/waitlist`, {
        earliest: tomorrow(19),
        latest: tomorrow(19),
        partySize: 4,
        customer: { id: `waiting-${state}` },
      });
      await act(staff, taken.body.id, 'cancel');
      await offerWaitlist(
        { database: testDeps().database, enqueueFollowUp: () => {} },
        venueIdOf(venue.id),
      );
      const path = `/v1/venues/${venue.id}/waitlist/${entry.body.id}/accept`;
      const accepted = await by('POST', path);
      expect(outcome(accepted)).toEqual([200, state]);
      expect(outcome(await by('POST', path))).toEqual([409, 'waitlist_state']);
      const entries = await staff('GET', `/v1/venues/${venue.id}/waitlist?state=accepted`);
      expect(entries.body.data.map(({ id }: { id: string }) => id)).toContain(entry.body.id);
      await act(staff, accepted.body.id, 'cancel');
    }
  });

  it('is not a walk-in', async () => {
    const venue = await open(1, { approvalFrom: 1 });
    const walkIn = { venueId: venue.id, partySize: 4, walkIn: true };
    expect(outcome(await staff('POST', '/v1/bookings', walkIn))).toEqual([201, 'seated']);
  });

  it('keeps its state when a guest changes it', async () => {
    const venue = await open(1);
    const body = await requested(venue.id);
    const patch = (more: object) => guest('PATCH', `/v1/bookings/${body.id}`, more);
    expect(outcome(await patch({ partySize: 2 }))).toEqual([200, 'requested']);
    expect(outcome(await patch({ partySize: 4, notes: 'a birthday' }))).toEqual([200, 'requested']);
    expect((await show(body.id)).holdExpiresAt).toBe(body.holdExpiresAt);
  });

  it('counts among the bookings of its guest', async () => {
    const venue = await open(3, {
      guestBookings: 2,
      guestHolds: 1,
      guestBookingsPerDay: 2,
      guestOverlap: 'refuse',
    });
    const more = { customer: { id: 'many' } };
    const first = await requested(venue.id, 9, more);
    expect(await book(guest, venue.id, 9, more)).toMatchObject({
      status: 409,
      body: { code: 'guest_overlap', bookingId: first.id },
    });
    // A request is no hold.
    expect(outcome(await book(guest, venue.id, 12, { ...more, hold: true }))[0]).toBe(201);
    expect((await book(guest, venue.id, 18, more)).body).toMatchObject({
      code: 'limit_reached',
      limit: 'venue_guest_bookings',
    });
    await act(staff, first.id, 'decline');
    expect(outcome(await book(guest, venue.id, 9, more))).toEqual([201, 'requested']);
  });
});

const TURN = [{ maxParty: 4, minutes: 90 }];

describe('the answer of the venue', () => {
  it('approves a request in its place, after other bookings too', async () => {
    const venue = await open(1);
    const body = await requested(venue.id);
    const approved = await act(staff, body.id, 'approve', { actor: 'Maria' });
    expect(approved.body).toMatchObject({
      ...{ state: 'confirmed', holdExpiresAt: null, resources: body.resources, version: 2 },
    });
    const lapses =
      await sql`select lapses_at from allocations where booking_id = ${body.id.slice(4)}`;
    expect(lapses).toEqual([{ lapses_at: null }]);
    expect((await eventsOf(body.id)).at(-1)).toMatchObject({ event: 'approve', actor: 'Maria' });
    expect(outcome(await act(staff, body.id, 'seat'))).toEqual([200, 'seated']);
    expect(outcome(await act(staff, body.id, 'approve'))).toEqual([409, 'booking_state']);
  });

  it('declines a request with a reason, and its place is free', async () => {
    const venue = await open(1);
    const body = await requested(venue.id);
    const declined = await act(staff, body.id, 'decline', { reason: 'a wedding' });
    expect(declined.body).toMatchObject({ state: 'declined', holdExpiresAt: null });
    expect((await eventsOf(body.id)).at(-1)).toMatchObject({
      ...{ event: 'decline', state: 'declined', reason: 'a wedding' },
    });
    expect(outcome(await book(staff, venue.id, 19))).toEqual([201, 'confirmed']);
    const again = await act(staff, body.id, 'decline');
    expect([outcome(again), again.body.state]).toEqual([[409, 'booking_state'], 'declined']);
  });

  it('is not given after the end of the request, which the sweep ends without a queue', async () => {
    const venue = await open(1);
    const body = await requested(venue.id);
    await lapse(body.id);
    const { expired } = await sweepBookings({ ...testDeps(), now: () => Date.now() });
    expect(expired).toBeGreaterThanOrEqual(1);
    expect((await eventsOf(body.id)).at(-1)).toMatchObject({ event: 'expired', state: 'expired' });
    const late = await act(staff, body.id, 'approve');
    expect([outcome(late), late.body.state]).toEqual([[409, 'booking_state'], 'expired']);
    expect(outcome(await act(guest, body.id, 'cancel'))).toEqual([409, 'hold_expired']);
    // A booking at the venue ends an expired request as well.
    const other = await requested(venue.id);
    await lapse(other.id);
    expect(outcome(await book(staff, venue.id, 19))).toEqual([201, 'confirmed']);
    expect((await show(other.id)).state).toBe('expired');
  });

  it('needs the scope bookings:staff, and so does undoing it', async () => {
    const venue = await open(1);
    const body = await requested(venue.id);
    const key = await makeKey(WORKSPACE, ['bookings:staff']);
    for (const name of ['approve', 'decline']) {
      const refused = await act(guest, body.id, name);
      expect(outcome(refused)).toEqual([403, 'scope_missing']);
      expect((await act(client(key), body.id, name)).status).toBe(200);
      const undo = await act(guest, body.id, 'undo');
      expect(outcome(undo)).toEqual([403, 'scope_missing']);
      expect(undo.headers.get('WWW-Authenticate')).toContain('scope="bookings:staff"');
      expect(outcome(await act(staff, body.id, 'undo'))).toEqual([200, 'requested']);
    }
  });

  it('does not approve a guest who may not book any more', async () => {
    const venue = await open(1);
    const body = await requested(venue.id, 19, { customer: { id: 'banned' } });
    await staff('PUT', '/v1/customers/banned/refusal', { reason: 'left without paying' });
    expect(outcome(await act(staff, body.id, 'approve'))).toEqual([409, 'guest_refused']);
    expect(outcome(await act(staff, body.id, 'decline'))).toEqual([200, 'declined']);
  });

  it('is answered again for the same Idempotency-Key', async () => {
    const venue = await open(1);
    const key = await makeKey(WORKSPACE);
    const once = client(key, { 'Idempotency-Key': crypto.randomUUID() });
    const body = await requested(venue.id);
    for (const replayed of [null, 'true']) {
      const answer = await act(once, body.id, 'approve');
      expect(outcome(answer)).toEqual([200, 'confirmed']);
      expect(answer.headers.get('Idempotency-Replayed')).toBe(replayed);
    }
  });
});

describe('a confirmed booking', () => {
  it('is not made larger or moved by a guest where that needs an approval', async () => {
    const venue = await open(2);
    const small = (await book(guest, venue.id, 19, { partySize: 2 })).body;
    const change = (by: Call, more: object) => by('PATCH', `/v1/bookings/${small.id}`, more);
    const later = { start: tomorrow(20) };
    expect(outcome(await act(guest, small.id, 'reschedule', later))).toEqual([200, 'confirmed']);
    expect(outcome(await change(guest, { partySize: 3 }))).toEqual([409, 'needs_approval']);
    expect(await show(small.id)).toMatchObject({ state: 'confirmed', partySize: 2 });
    expect(outcome(await change(staff, { partySize: 4 }))).toEqual([200, 'confirmed']);
    expect(outcome(await change(guest, { notes: 'thanks' }))).toEqual([200, 'confirmed']);
    expect(outcome(await act(guest, small.id, 'reschedule', { start: tomorrow(12) }))).toEqual([
      ...[409, 'needs_approval'],
    ]);
    expect(outcome(await change(guest, { partySize: 3 }))).toEqual([200, 'confirmed']);
    const moved = await act(staff, small.id, 'reschedule', { start: tomorrow(12) });
    expect(outcome(moved)).toEqual([200, 'confirmed']);
    expect(outcome(await act(guest, small.id, 'cancel'))).toEqual([200, 'cancelled']);
  });
});

describe('undo', () => {
  it.each([
    ['an approval', 'approve'],
    ['a declined request', 'decline'],
    ['a withdrawal', 'cancel'],
    ['an expiry', 'expire'],
  ])('of %s brings the request back with a new end', async (_, name) => {
    const venue = await open(1, { approvalMinutes: 60 });
    const body = await requested(venue.id);
    if (name === 'expire') await lapse(body.id);
    else expect((await act(staff, body.id, name)).status).toBe(200);
    const undone = await act(staff, body.id, 'undo');
    expect(outcome(undone)).toEqual([200, 'requested']);
    expect(undone.body).toMatchObject({ version: 3, cancelledLate: null });
    expect(minutesLeft(undone.body)).toBeGreaterThan(59);
    expect(await lapsesAt(body.id)).toBe(true);
    expect(outcome(await act(staff, body.id, 'undo'))).toEqual([409, 'nothing_to_undo']);
    expect(outcome(await book(staff, venue.id, 19))).toEqual([409, 'full']);
    expect(outcome(await act(staff, body.id, 'approve'))).toEqual([200, 'confirmed']);
    expect(outcome(await act(staff, body.id, 'undo'))).toEqual([200, 'requested']);
  });

  it('takes an approval back after the acts that followed it, where it was changed to', async () => {
    const venue = await open(2);
    const body = await requested(venue.id);
    await act(staff, body.id, 'approve');
    await act(staff, body.id, 'reschedule', { start: tomorrow(21) });
    await act(staff, body.id, 'seat');
    const states = [];
    for (let n = 0; n < 3; n += 1) states.push(outcome(await act(staff, body.id, 'undo'))[1]);
    expect(states).toEqual(['confirmed', 'requested', 'nothing_to_undo']);
    expect((await show(body.id)).start).toContain('T21:00');
  });

  it('is refused when the place is taken, after undoMinutes, and after the start', async () => {
    const venue = await open(1, { undoMinutes: 10 });
    const body = await requested(venue.id);
    await act(staff, body.id, 'decline');
    const taken = (await book(staff, venue.id, 19)).body;
    const refused = await act(staff, body.id, 'undo');
    expect(outcome(refused)).toEqual([409, 'slot_taken']);
    await act(staff, taken.id, 'cancel');
    const id = body.id.slice(4);
    await sql`update bookings set starts_at = now() - interval '1 minute' where id = ${id}`;
    expect(outcome(await act(staff, body.id, 'undo'))).toEqual([409, 'undo_expired']);
    await sql`update bookings set starts_at = ${tomorrow(19)} where id = ${id}`;
    await sql`update booking_events set at = at - interval '11 minutes' where booking_id = ${id}`;
    expect(outcome(await act(staff, body.id, 'undo'))).toEqual([409, 'undo_expired']);
  });
});

describe('what the venue sees', () => {
  it('lists its open requests, those that expire first at the beginning', async () => {
    const venue = await open(6, { approvalMinutes: 600 });
    const ids: string[] = [];
    for (const hour of [3, 6, 9]) ids.push((await requested(venue.id, hour)).id);
    const [first = '', second = '', third = ''] = ids;
    await staff('PATCH', `/v1/venues/${venue.id}`, { approvalMinutes: 60 });
    const soon = await requested(venue.id, 22);
    const lapsed = await requested(venue.id, 12);
    await act(staff, second, 'approve');
    await book(guest, venue.id, 15, { hold: true });
    await lapse(lapsed.id);
    const list = async (more = '') =>
      (await guest('GET', `/v1/bookings?venueId=${venue.id}&state=requested${more}`)).body;
    const idsOf = ({ data }: { data: { id: string }[] }) => data.map(({ id }) => id);
    expect(idsOf(await list())).toEqual([soon.id, first, third]);
    const page = await list('&limit=2');
    expect(idsOf(page)).toEqual([soon.id, first]);
    const next = await list(`&after=${encodeURIComponent(page.page.next)}`);
    expect([idsOf(next), next.page.next]).toEqual([[third], null]);
    expect(idsOf(await list(`&date=${tomorrow(0).slice(0, 10)}`))).toEqual([
      ...[first, third, lapsed.id, soon.id],
    ]);
    const stranger = client(await makeKey(`${WORKSPACE} of others`));
    const others = await stranger('GET', `/v1/bookings?venueId=${venue.id}&state=requested`);
    expect(others.body.data).toEqual([]);
    const plain = await guest('GET', `/v1/bookings?venueId=${venue.id}&state=held`);
    expect(plain.body.code).toBe('invalid_field');
  });

  it('does not count a request as a party, nor its end as a cancellation', async () => {
    const venue = await open(4, { cancellationCutoff: 40_000 });
    await requested(venue.id, 9);
    const approved = await requested(venue.id, 11);
    await act(staff, approved.id, 'approve');
    const withdrawn = await requested(venue.id, 13);
    expect((await act(guest, withdrawn.id, 'cancel')).body.cancelledLate).toBe(false);
    const declined = await requested(venue.id, 15);
    await act(staff, declined.id, 'decline');
    const date = tomorrow(0).slice(0, 10);
    const report = await staff('GET', `/v1/venues/${venue.id}/report?from=${date}&to=${date}`);
    expect(report.body.total).toMatchObject({ parties: 1, covers: 4, cancellations: 0 });
  });

  it('exports a request, and an erasure ends it', async () => {
    const venue = await open(1);
    const body = await requested(venue.id, 19, { customer: { id: 'leaving' } });
    const { bookings } = (await staff('GET', '/v1/customers/leaving/export')).body;
    expect(bookings).toMatchObject([{ id: body.id, state: 'requested' }]);
    await staff('DELETE', '/v1/customers/leaving');
    expect(outcome(await act(staff, body.id, 'approve'))).toEqual([410, 'customer_erased']);
    expect(outcome(await book(staff, venue.id, 19))).toEqual([201, 'confirmed']);
  });
});
