import { beforeAll, describe, expect, it } from 'vitest';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import { insertBooking } from '../../src/bookings/store.ts';
import { requesterOf } from '../../src/platform/auth/actions.ts';
import { Refused } from '../../src/platform/database-errors.ts';
import { newId } from '../../src/platform/ids.ts';
import { offerWaitlist } from '../../src/waitlist/offer-waitlist.ts';
import { runAsCaller } from '../../src/workspaces/caller-store.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { venueIdOf } from '../support/open-venue.ts';
import { sql } from '../support/sql.ts';
import { type Answer, type Call, client, makeKey, testDeps } from '../support/workspace.ts';

const WORKSPACE = 'rules of guests';
let staff: Call;
let call: Call;
let writer: Call;
let staffKey: string;
let guests = 0;
beforeAll(async () => {
  staffKey = await makeKey(WORKSPACE);
  staff = client(staffKey);
  call = client(await makeKey(WORKSPACE, ['messages:write', 'bookings:write', 'bookings:read']));
  writer = client(await makeKey(WORKSPACE, ['bookings:write']));
});

const open = async (settings: object = {}, tables = 10) =>
  (await makeVenue(asking(staff), tables, { guestOverlap: 'refuse', ...settings })).id;
const newGuest = () => {
  guests += 1;
  return `guest-${guests}`;
};
const book = (by: Call, venueId: string, guest: string, hour: number, more: object = {}) =>
  by('POST', '/v1/bookings', {
    ...{ venueId, start: tomorrow(hour), partySize: 2, customer: { id: guest } },
    ...more,
  });
const outcome = ({ status, body }: Answer) =>
  status < 300 ? status : [body.code, body.limit].filter((each) => each !== undefined).join(' ');

describe('the settings for guests', () => {
  it('are refuse and no limits for a new venue, and are changed one by one', async () => {
    const { body } = await staff('POST', '/v1/venues', { name: 'New', timeZone: 'UTC' });
    const none = { guestBookings: null, guestHolds: null, guestBookingsPerDay: null };
    expect(body).toMatchObject({ ...none, guestOverlap: 'refuse' });
    const change = (sent: object) => staff('PATCH', `/v1/venues/${body.id}`, sent);
    expect((await change({ guestHolds: 2 })).body).toMatchObject({ ...none, guestHolds: 2 });
    expect((await change({ guestOverlap: 'allow' })).body).toMatchObject({
      ...{ guestHolds: 2, guestOverlap: 'allow' },
    });
    expect((await change({ guestHolds: null })).body).toMatchObject(none);
    for (const wrong of [{ guestHolds: 0 }, { guestBookings: 1.5 }, { guestOverlap: 'x' }]) {
      expect((await change(wrong)).body.code).toBe('invalid_field');
    }
  });

  it('allow overlapping bookings at a venue that existed before', async () => {
    // As a Worker from before the rule stores it.
    const [row] = await sql`
      insert into venues (id, workspace_id, name, time_zone, slot_interval, turn_times, buffer_before,
                          buffer_after, lead_time, horizon_days, hold_seconds, cancellation_cutoff,
                          follow_ups)
      select gen_random_uuid(), id, 'Old', 'UTC', 15, '[]', 0, 0, 0, 90, 300, 0, '{}'
        from workspaces where name = ${WORKSPACE}
      returning guest_overlap`;
    expect(row?.['guest_overlap']).toBe('allow');
  });
});

describe('two bookings of a guest at the same time', () => {
  it('are refused, and the other booking is named to a key that may read it', async () => {
    const venueId = await open();
    const guest = newGuest();
    const first = await book(call, venueId, guest, 12);
    expect(first.status).toBe(201);
    // The turn time of two is 90 minutes.
    for (const hour of [11, 12, 13]) {
      const refused = await book(call, venueId, guest, hour);
      expect([refused.status, refused.body]).toMatchObject([
        409,
        { code: 'guest_overlap', bookingId: first.body.id },
      ]);
      expect(refused.body.alternatives).toBeUndefined();
    }
    const unread = await book(writer, venueId, guest, 12);
    expect(unread.body.code).toBe('guest_overlap');
    expect(JSON.stringify(unread.body)).not.toContain('bkg_');
    expect(outcome(await book(staff, venueId, guest, 12))).toBe('guest_overlap');
    expect(outcome(await book(call, venueId, guest, 12, { hold: true }))).toBe('guest_overlap');
    expect(outcome(await book(call, venueId, newGuest(), 12))).toBe(201);
    // A visit may begin when the other one ends.
    const next = { start: tomorrow(13, 30) };
    expect(outcome(await book(call, venueId, guest, 13, next))).toBe(201);
    expect(outcome(await book(call, venueId, guest, 10, { start: tomorrow(10, 30) }))).toBe(201);
  });

  it('are refused at another venue of the workspace too, and not in another workspace', async () => {
    const [first, second] = [await open(), await open()];
    const guest = newGuest();
    const made = await book(call, first, guest, 12);
    const refused = await book(call, second, guest, 12);
    expect(refused.body).toMatchObject({ code: 'guest_overlap', bookingId: made.body.id });
    const other = client(await makeKey('rules of other guests'));
    const foreign = await makeVenue(asking(other), 1, { guestOverlap: 'refuse' });
    expect(outcome(await book(other, foreign.id, guest, 12))).toBe(201);
  });

  it('are allowed where the venue allows it', async () => {
    const venueId = await open({ guestOverlap: 'allow' });
    const guest = newGuest();
    expect(outcome(await book(call, venueId, guest, 12))).toBe(201);
    expect(outcome(await book(call, venueId, guest, 12))).toBe(201);
  });

  it('are allowed once the other one is over', async () => {
    const venueId = await open();
    const guest = newGuest();
    for (const end of ['cancel', 'seat', 'hold'] as const) {
      const { body } = await book(call, venueId, guest, 12, { hold: end === 'hold' });
      if (end === 'cancel') await call('POST', `/v1/bookings/${body.id}/cancel`, {});
      if (end === 'seat') {
        await call('POST', `/v1/bookings/${body.id}/seat`);
        expect(outcome(await book(call, venueId, guest, 12))).toBe('guest_overlap');
        await call('POST', `/v1/bookings/${body.id}/finish`);
      }
      if (end === 'hold') {
        expect(outcome(await book(call, venueId, guest, 12))).toBe('guest_overlap');
        const past = sql`update bookings set hold_expires_at = now() - interval '1 second'
                          where id = ${body.id.slice(4)}::uuid`;
        await past;
      }
    }
    expect(outcome(await book(call, venueId, guest, 12))).toBe(201);
  });

  it('are refused in a message, with and without a guest in it', async () => {
    const venueId = await open();
    const guest = newGuest();
    const say = (more: object) =>
      call('POST', `/v1/conversations/${guest}/messages`, {
        ...{ role: 'assistant', text: 'booked' },
        booking: { venueId, start: tomorrow(12), partySize: 2 },
        ...more,
      });
    const first = await say({ customer: { id: guest } });
    expect(first.status).toBe(201);
    for (const more of [{}, { customer: { id: guest } }]) {
      const refused = await say(more);
      expect(refused.body).toMatchObject({
        ...{ code: 'guest_overlap', bookingId: first.body.booking.id },
      });
    }
    expect((await staff('GET', `/v1/conversations/${guest}`)).body.messages).toBe(1);
  });

  it('are refused when one is moved or gets longer, and it stays as it was', async () => {
    const venueId = await open();
    const guest = newGuest();
    const first = (await book(call, venueId, guest, 12)).body;
    const second = (await book(call, venueId, guest, 16)).body;
    const path = `/v1/bookings/${second.id}`;
    const move = (start: string) => call('POST', `${path}/reschedule`, { start });
    const refused = await move(tomorrow(13));
    expect(refused.body).toMatchObject({ code: 'guest_overlap', bookingId: first.id });
    expect(refused.body.alternatives).toBeUndefined();
    expect((await call('GET', path)).body).toMatchObject({ start: second.start, version: 1 });
    // It may overlap itself.
    expect(outcome(await move(tomorrow(16, 30)))).toBe(200);
    expect(outcome(await move(tomorrow(13, 30)))).toBe(200);
    // A party of four stays for two hours.
    const longer = await call('PATCH', `/v1/bookings/${first.id}`, { partySize: 4 });
    expect(longer.body).toMatchObject({ code: 'guest_overlap', bookingId: second.id });
    expect(outcome(await call('PATCH', path, { partySize: 4 }))).toBe(200);
    expect(outcome(await call('PATCH', path, { notes: 'by the window' }))).toBe(200);
  });

  it('are allowed with permission to override, which is not a reason to break other rules', async () => {
    const venueId = await open({}, 2);
    const guest = newGuest();
    await book(call, venueId, guest, 12);
    const deps = testDeps();
    const caller = await deps.signer.verify(staffKey);
    if (caller === undefined) throw new Error('the key does not verify');
    const wanted = newBookingSchema.parse({
      ...{ venueId, start: tomorrow(12), partySize: 2, customer: { id: guest } },
    });
    const insert = (override: ('pacing' | 'guest_overlap')[]) => {
      const booking = { ...wanted, by: requesterOf(caller), override };
      const values = { id: newId<'booking'>(), booking };
      return runAsCaller(deps.database, caller, insertBooking, values).then(
        (made) => made?.state,
        (error: unknown) => (error instanceof Refused ? error.reason : error),
      );
    };
    expect(await insert(['pacing'])).toBe('guest_overlap');
    expect(await insert(['pacing', 'guest_overlap'])).toBe('confirmed');
    expect(await insert(['guest_overlap'])).toBe('full');
  });

  it('are allowed for an offer of the waitlist, because a party may wait for a better time', async () => {
    const venueId = await open({}, 1);
    const guest = newGuest();
    const taken = (await book(call, venueId, newGuest(), 12)).body;
    await book(call, venueId, guest, 14);
    const joined = await call('POST', `/v1/venues/${venueId}/waitlist`, {
      ...{ earliest: tomorrow(12, 30), latest: tomorrow(12, 30), partySize: 2 },
      customer: { id: guest },
    });
    await call('POST', `/v1/bookings/${taken.id}/cancel`, {});
    await offerWaitlist(testDeps(), venueIdOf(venueId));
    const path = `/v1/venues/${venueId}/waitlist/${joined.body.id}/accept`;
    expect(outcome(await call('POST', path))).toBe(200);
  });
});

describe('the limits of a venue for one guest', () => {
  it('count its bookings that are still to come', async () => {
    const venueId = await open({ guestBookings: 2 });
    const guest = newGuest();
    const first = await book(call, venueId, guest, 8);
    expect(outcome(await book(call, venueId, guest, 12, { hold: true }))).toBe(201);
    const refused = await book(call, venueId, guest, 16);
    expect(refused.body).toMatchObject({
      ...{ code: 'limit_reached', limit: 'venue_guest_bookings', most: 2 },
    });
    expect(outcome(await book(call, await open(), guest, 16))).toBe(201);
    expect(outcome(await book(call, venueId, newGuest(), 16))).toBe(201);
    // The staff has no limits, and a booking that is moved was counted before.
    const path = `/v1/bookings/${first.body.id}`;
    expect(outcome(await call('POST', `${path}/reschedule`, { start: tomorrow(6) }))).toBe(200);
    expect(outcome(await book(staff, venueId, guest, 20))).toBe(201);
    await staff('PATCH', `/v1/venues/${venueId}`, { guestBookings: 4 });
    expect(outcome(await book(call, venueId, guest, 22))).toBe(201);
    expect(outcome(await book(call, venueId, guest, 2))).toBe('limit_reached venue_guest_bookings');
    await call('POST', `${path}/cancel`, {});
    expect(outcome(await book(call, venueId, guest, 2))).toBe(201);
  });

  it('count a booking again that an undo brings back', async () => {
    const venueId = await open({ guestBookings: 1, guestHolds: 1 });
    const guest = newGuest();
    const first = await book(call, venueId, guest, 8);
    const path = `/v1/bookings/${first.body.id}`;
    await call('POST', `${path}/cancel`, {});
    const second = await book(call, venueId, guest, 12);
    expect(outcome(await call('POST', `${path}/undo`))).toBe('limit_reached venue_guest_bookings');
    await call('POST', `/v1/bookings/${second.body.id}/cancel`, {});
    expect(outcome(await call('POST', `${path}/undo`))).toBe(200);
    // The staff has no limits.
    expect(outcome(await staff('POST', `/v1/bookings/${second.body.id}/undo`))).toBe(200);
  });

  it('count its open holds', async () => {
    const venueId = await open({ guestHolds: 1 });
    const guest = newGuest();
    const hold = (hour: number) => book(call, venueId, guest, hour, { hold: true });
    const held = await hold(8);
    expect(outcome(await hold(12))).toBe('limit_reached venue_guest_holds');
    expect(outcome(await book(call, venueId, guest, 12))).toBe(201);
    await call('POST', `/v1/bookings/${held.body.id}/confirm`);
    expect(outcome(await hold(16))).toBe(201);
  });

  it('count its bookings of a date, on which their period opened', async () => {
    const venueId = await open({ guestBookingsPerDay: 2 });
    const day = (date: number) =>
      new Date(Date.parse(tomorrow(0)) + date * 86_400_000).toISOString().slice(0, 10);
    const weekly = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
    await staff('PUT', `/v1/venues/${venueId}/hours`, {
      weekly: weekly.map((weekday) => ({ weekday, opens: '12:00', closes: '04:00' })),
    });
    const guest = newGuest();
    const at = (date: number, hour: string) => ({ start: `${day(date)}T${hour}:00Z` });
    const first = await book(call, venueId, guest, 0, at(0, '12:00'));
    // After midnight it is still the same evening.
    expect(outcome(await book(call, venueId, guest, 0, at(1, '01:00')))).toBe(201);
    const refused = await book(call, venueId, guest, 0, at(0, '18:00'));
    expect(refused.body).toMatchObject({
      ...{ code: 'limit_reached', limit: 'venue_guest_bookings_per_day', most: 2 },
    });
    const next = await book(call, venueId, guest, 0, at(1, '12:00'));
    expect(next.status).toBe(201);
    const move = (by: Call) =>
      by('POST', `/v1/bookings/${next.body.id}/reschedule`, at(0, '20:00'));
    expect(outcome(await move(call))).toBe('limit_reached venue_guest_bookings_per_day');
    expect(outcome(await book(staff, venueId, guest, 0, at(0, '18:00')))).toBe(201);
    // A cancelled booking does not count, and a finished one does.
    await call('POST', `/v1/bookings/${first.body.id}/seat`);
    await call('POST', `/v1/bookings/${first.body.id}/finish`);
    expect(outcome(await move(call))).toBe('limit_reached venue_guest_bookings_per_day');
    const page = await call('GET', `/v1/bookings?customer=${guest}`);
    for (const { id, state } of page.body.data) {
      const isOther = state === 'confirmed' && id !== next.body.id;
      if (isOther) await call('POST', `/v1/bookings/${id}/cancel`, {});
    }
    expect(outcome(await move(call))).toBe(200);
  });
});
