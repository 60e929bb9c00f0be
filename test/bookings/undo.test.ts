import { beforeAll, describe, expect, it } from 'vitest';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { sql } from '../support/sql.ts';
import { type Answer, client, makeKey } from '../support/workspace.ts';

const DAY = 24 * 60 * 60_000;

let call: BookingClient['call'];
let open: BookingClient['open'];
let book: BookingClient['book'];
beforeAll(async () => {
  ({ call, open, book } = await openBookingClient('undo'));
});

const act = (id: string, name: string, body?: object) =>
  call('POST', `/v1/bookings/${id}/${name}`, body);
const undo = (id: string, body?: object) => act(id, 'undo', body);
const show = async (id: string) => (await call('GET', `/v1/bookings/${id}`)).body;
const outcome = ({ status, body }: Answer) => [status, body.code ?? body.state];
const eventsOf = async (id: string) =>
  (await call('GET', `/v1/bookings/${id}/timeline`)).body.data as Record<string, unknown>[];
/** Moves the start of a booking into the past, with its place. */
const begin = async (shown: string) => {
  const id = shown.slice(4);
  await sql`update bookings set starts_at = now() - interval '20 minutes',
                                ends_at = now() + interval '70 minutes' where id = ${id}`;
  await sql`update booking_events e set starts_at = b.starts_at, ends_at = b.ends_at
              from bookings b where b.id = e.booking_id and b.id = ${id}`;
  await sql`update allocations a set span = tstzrange(b.starts_at, b.ends_at)
              from bookings b where b.id = a.booking_id and b.id = ${id}`;
};
/** Lets so many minutes pass since the newest event of a booking. */
const wait = (shown: string, minutes: number) =>
  sql`update booking_events set at = at - ${minutes} * interval '1 minute'
       where booking_id = ${shown.slice(4)}`;
/** Lets a hold expire, and another request find it. */
const expire = async (shown: string) => {
  await sql`update bookings set hold_expires_at = now() - interval '1 second'
             where id = ${shown.slice(4)}`;
};

describe('undo', () => {
  it.each([
    ['seat', ['seat'], 'confirmed'],
    ['finish', ['seat', 'finish'], 'seated'],
    ['a cancellation', ['cancel'], 'confirmed'],
  ])('of %s brings the state before it back', async (_, acts, state) => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(19), { notes: 'by the window' });
    for (const name of acts) expect((await act(body.id, name)).status).toBe(200);
    const before = await show(body.id);
    const undone = await undo(body.id, { actor: 'Maria' });
    expect(undone.status).toBe(200);
    expect(undone.body).toMatchObject({
      ...{ state, version: before.version + 1, notes: 'by the window', cancelledLate: null },
      ...{ start: body.start, end: body.end, resources: body.resources, holdExpiresAt: null },
    });
    expect(undone.headers.get('ETag')).toBe(`"${before.version + 1}"`);
    const events = await eventsOf(body.id);
    expect(events.slice(-2)).toMatchObject([
      { version: before.version, event: acts.at(-1), undoneBy: before.version + 1, undoes: null },
      { event: 'undo', state, undoes: before.version, undoneBy: null, actor: 'Maria' },
    ]);
    expect(events.at(-1)?.['keyId']).toMatch(/^key_/);
    // The place is taken again.
    expect(outcome(await book(venue.id, tomorrow(19)))).toEqual([409, 'full']);
  });

  it('of a walk-in cancels it, frees its table and counts as nothing', async () => {
    const venue = await open(1);
    const walkIn = (more: object = {}) =>
      call('POST', '/v1/bookings', { venueId: venue.id, walkIn: true, partySize: 2, ...more });
    const { body } = await walkIn({ customer: { id: 'passer-by' } });
    expect(body.state).toBe('seated');
    expect(outcome(await walkIn())).toEqual([409, 'full']);
    expect((await call('PATCH', `/v1/bookings/${body.id}`, { notes: 'by mistake' })).status).toBe(
      200,
    );
    const undone = await undo(body.id, { actor: 'Maria' });
    expect(undone.body).toMatchObject({ state: 'cancelled', cancelledLate: null, version: 3 });
    expect((await eventsOf(body.id)).map(({ event, undoneBy }) => [event, undoneBy])).toEqual([
      ['walk_in', 3],
      ['change', null],
      ['undo', null],
    ]);
    expect(outcome(await undo(body.id))).toEqual([409, 'nothing_to_undo']);
    const { attendance } = (await call('GET', '/v1/customers/passer-by')).body;
    expect(attendance).toMatchObject({ visits: 0, noShows: 0, lateCancellations: 0 });
    const day = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
    const report = await call('GET', `/v1/venues/${venue.id}/report?from=${day(-1)}&to=${day(1)}`);
    expect(report.body.total).toMatchObject({ parties: 0, covers: 0, cancellations: 0 });
    const again = await walkIn();
    expect(outcome(again)).toEqual([201, 'seated']);
    // Acts are undone like a stack.
    await act(again.body.id, 'finish');
    expect(outcome(await undo(again.body.id))).toEqual([200, 'seated']);
    expect(outcome(await undo(again.body.id))).toEqual([200, 'cancelled']);
    const late = await walkIn();
    await wait(late.body.id, 31);
    expect(outcome(await undo(late.body.id))).toEqual([409, 'undo_expired']);
  });

  it('of a no-show brings the booking back with the rest of its time', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(19));
    await begin(body.id);
    await act(body.id, 'no-show');
    expect(outcome(await undo(body.id))).toEqual([200, 'confirmed']);
    const [{ isNow, isWhole } = {}] = await sql`
      select lower(a.span) > now() - interval '1 minute' as "isNow",
             upper(a.span) = b.ends_at as "isWhole"
        from allocations a join bookings b on b.id = a.booking_id where b.id = ${body.id.slice(4)}`;
    expect([isNow, isWhole]).toEqual([true, true]);
    expect(outcome(await act(body.id, 'seat'))).toEqual([200, 'seated']);
  });

  it('of an expiry holds the place again, for as long as a new hold', async () => {
    const venue = await open(1, { holdSeconds: 600 });
    const { body } = await book(venue.id, tomorrow(19), { hold: true });
    await expire(body.id);
    const restored = await undo(body.id);
    expect(outcome(restored)).toEqual([200, 'held']);
    const left = Date.parse(restored.body.holdExpiresAt) - Date.now();
    expect(left).toBeGreaterThan(580_000);
    expect(left).toBeLessThanOrEqual(600_000);
    expect((await eventsOf(body.id)).map(({ event }) => event)).toEqual([
      'held',
      'expired',
      'undo',
    ]);
    expect(outcome(await book(venue.id, tomorrow(19)))).toEqual([409, 'full']);
    expect(outcome(await act(body.id, 'confirm'))).toEqual([200, 'confirmed']);
  });

  it('of a cancelled hold holds it again', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(19), { hold: true });
    await act(body.id, 'cancel');
    expect(outcome(await undo(body.id))).toEqual([200, 'held']);
    expect(outcome(await undo(body.id))).toEqual([409, 'nothing_to_undo']);
  });

  it('takes the acts back one after the other, and each of them once', async () => {
    const venue = await open(2);
    const [, second] = venue.resources;
    const { body } = await book(venue.id, tomorrow(19));
    expect(outcome(await undo(body.id))).toEqual([409, 'nothing_to_undo']);
    await act(body.id, 'seat');
    await call('PATCH', `/v1/bookings/${body.id}`, { resourceIds: [second], partySize: 3 });
    await act(body.id, 'finish');
    expect(outcome(await undo(body.id))).toEqual([200, 'seated']);
    expect(outcome(await act(body.id, 'finish'))).toEqual([200, 'finished']);
    expect(outcome(await undo(body.id))).toEqual([200, 'seated']);
    const confirmed = await undo(body.id);
    expect(outcome(confirmed)).toEqual([200, 'confirmed']);
    // What was changed in the meantime stays.
    expect(confirmed.body).toMatchObject({ partySize: 3, resources: [{ id: second }] });
    expect(outcome(await undo(body.id))).toEqual([409, 'nothing_to_undo']);
    expect(outcome(await act(body.id, 'cancel'))).toEqual([200, 'cancelled']);
    expect(outcome(await undo(body.id))).toEqual([200, 'confirmed']);
    const events = await eventsOf(body.id);
    expect(events.map(({ event, undoes }) => [event, undoes])).toEqual([
      ['confirmed', null],
      ['seat', null],
      ['change', null],
      ['finish', null],
      ['undo', 4],
      ['finish', null],
      ['undo', 6],
      ['undo', 2],
      ['cancel', null],
      ['undo', 9],
    ]);
  });

  it('is possible for as long as the venue allows', async () => {
    const venue = await open(1, { undoMinutes: 30 });
    const { body } = await book(venue.id, tomorrow(19));
    await act(body.id, 'cancel');
    await wait(body.id, 31);
    expect(outcome(await undo(body.id))).toEqual([409, 'undo_expired']);
    await wait(body.id, -2);
    expect(outcome(await undo(body.id))).toEqual([200, 'confirmed']);
    await call('PATCH', `/v1/venues/${venue.id}`, { undoMinutes: 0 });
    await act(body.id, 'cancel');
    expect(outcome(await undo(body.id))).toEqual([409, 'undo_expired']);
    expect(await show(body.id)).toMatchObject({ state: 'cancelled' });
  });

  it('is refused when the place is taken, with the nearest free times', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(19));
    await act(body.id, 'cancel');
    const other = await book(venue.id, tomorrow(18));
    const refused = await undo(body.id);
    expect(outcome(refused)).toEqual([409, 'slot_taken']);
    expect(refused.body.alternatives).toHaveLength(5);
    expect(await show(body.id)).toMatchObject({ state: 'cancelled', version: 2 });
    await act(other.body.id, 'cancel');
    expect(outcome(await undo(body.id))).toEqual([200, 'confirmed']);
  });

  it('of a party that has left is refused when another one has the table by now', async () => {
    const venue = await open(1, { slotInterval: 5 });
    const { body } = await book(venue.id, tomorrow(19));
    await begin(body.id);
    await act(body.id, 'seat');
    await act(body.id, 'finish');
    // A minute is left until the slot, so that it is not past when it is booked.
    const slot = new Date(Math.ceil((Date.now() + 60_000) / 300_000) * 300_000).toISOString();
    const next = await book(venue.id, slot);
    expect(next.status).toBe(201);
    expect(outcome(await undo(body.id))).toEqual([409, 'slot_taken']);
    await act(next.body.id, 'cancel');
    expect(outcome(await undo(body.id))).toEqual([200, 'seated']);
  });

  it('respects the pacing for a booking that is still to come', async () => {
    const venue = await open(2, { pacingParties: 1 });
    const { body } = await book(venue.id, tomorrow(19));
    await act(body.id, 'cancel');
    const other = await book(venue.id, tomorrow(19));
    expect(other.status).toBe(201);
    expect(outcome(await undo(body.id))).toEqual([409, 'slot_taken']);
    await act(other.body.id, 'cancel');
    expect(outcome(await undo(body.id))).toEqual([200, 'confirmed']);
  });

  it('respects the limits of the guest, except for the staff', async () => {
    const owner = client(await makeKey('undo with limits'));
    const venue = await makeVenue(asking(owner), 6);
    const guests = client(await makeKey('undo with limits', ['bookings:write', 'bookings:read']));
    // Each at another time, so that the place of the first one stays free.
    const hold = (hour: number) =>
      guests('POST', '/v1/bookings', {
        ...{ venueId: venue.id, start: tomorrow(hour), partySize: 2, hold: true },
        customer: { id: 'holder' },
      });
    const first = await hold(9);
    await guests('POST', `/v1/bookings/${first.body.id}/cancel`);
    for (const hour of [12, 15, 18]) expect((await hold(hour)).status).toBe(201);
    const path = `/v1/bookings/${first.body.id}/undo`;
    const refused = await guests('POST', path);
    expect([...outcome(refused), refused.body.limit]).toEqual([
      ...[409, 'limit_reached'],
      'guest_holds',
    ]);
    expect(outcome(await owner('POST', path))).toEqual([200, 'held']);
  });

  it('does not give a guest two bookings at the same time', async () => {
    const venue = await open(2, { guestOverlap: 'refuse' });
    const customer = { id: 'guest-of-one-table' };
    const { body } = await book(venue.id, tomorrow(19), { customer });
    await act(body.id, 'cancel');
    const other = await book(venue.id, tomorrow(20), {
      customer,
      resourceIds: [venue.resources[1]],
    });
    const refused = await undo(body.id);
    expect([...outcome(refused), refused.body.bookingId]).toEqual([
      ...[409, 'guest_overlap'],
      other.body.id,
    ]);
    await act(other.body.id, 'cancel');
    expect(outcome(await undo(body.id))).toEqual([200, 'confirmed']);
  });

  it('compares the version, and repeats an answer', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(19));
    await act(body.id, 'cancel');
    const path = `/v1/bookings/${body.id}/undo`;
    const key = await makeKey('undo');
    expect(outcome(await client(key, { 'If-Match': '"1"' })('POST', path))).toEqual([
      412,
      'version_stale',
    ]);
    const once = client(key, { 'Idempotency-Key': 'undo-once', 'If-Match': '"2"' });
    for (const replayed of [null, 'true']) {
      const answer = await once('POST', path, {});
      expect([...outcome(answer), answer.headers.get('Idempotency-Replayed')]).toEqual([
        ...[200, 'confirmed'],
        replayed,
      ]);
    }
    expect((await show(body.id)).version).toBe(3);
    const again = client(key, { 'Idempotency-Key': 'undo-nothing' });
    for (const replayed of [null, 'true']) {
      const answer = await again('POST', path);
      expect([...outcome(answer), answer.headers.get('Idempotency-Replayed')]).toEqual([
        ...[409, 'nothing_to_undo'],
        replayed,
      ]);
    }
  });

  it('does not reach a booking of another workspace, or of an erased guest', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(19), { customer: { id: 'leaves' } });
    await act(body.id, 'cancel');
    const stranger = client(await makeKey('undo by a stranger'));
    const path = `/v1/bookings/${body.id}/undo`;
    expect(outcome(await stranger('POST', path))).toEqual([404, 'booking_not_found']);
    await call('DELETE', '/v1/customers/leaves');
    expect(outcome(await undo(body.id))).toEqual([410, 'customer_erased']);
  });

  it('changes the count of outcomes', async () => {
    const mine = client(await makeKey('undo and outcomes'));
    const venue = await makeVenue(asking(mine), 1, { cancellationCutoff: 3 * 24 * 60 });
    const made = await mine('POST', '/v1/bookings', {
      ...{ venueId: venue.id, start: tomorrow(19), partySize: 2, customer: { id: 'counted' } },
    });
    const outcomes = async () => {
      const query = `from=${tomorrow(0)}&to=${tomorrow(23)}`;
      const { body } = await mine('GET', `/v1/outcomes?${query}`);
      const { finished, cancelled, cancelledLate } = body.outcomes.find(
        ({ mood }: { mood: string }) => mood === 'unknown',
      );
      return [finished, cancelled, cancelledLate];
    };
    const path = `/v1/bookings/${made.body.id}`;
    await mine('POST', `${path}/cancel`);
    expect(await outcomes()).toEqual([0, 1, 1]);
    await mine('POST', `${path}/undo`);
    expect(await outcomes()).toEqual([0, 0, 0]);
    await mine('POST', `${path}/seat`);
    await mine('POST', `${path}/finish`);
    expect(await outcomes()).toEqual([1, 0, 0]);
    await mine('POST', `${path}/undo`);
    expect(await outcomes()).toEqual([0, 0, 0]);
  });
});
