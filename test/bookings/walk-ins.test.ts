import { beforeAll, describe, expect, it } from 'vitest';
import { SCOPES } from '../../src/platform/auth/scopes.ts';
import { sweepRetentions } from '../../src/privacy/sweep-retentions.ts';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { sql } from '../support/sql.ts';
import { client, makeKey, testDeps } from '../support/workspace.ts';

let call: BookingClient['call'];
let open: BookingClient['open'];
let book: BookingClient['book'];
beforeAll(async () => {
  ({ call, open, book } = await openBookingClient('walk-ins'));
});

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const walkIn = (venueId: string, more: object = {}) =>
  call('POST', '/v1/bookings', { venueId, partySize: 2, walkIn: true, ...more });
/** A slot of a venue that is always open, at least this many minutes ahead. */
const slotIn = (minutes: number) =>
  new Date(Math.ceil((Date.now() + minutes * MINUTE) / QUARTER) * QUARTER).toISOString();
const idsOf = (resources: readonly { id: string }[]) => resources.map(({ id }) => id);
const lasts = ({ start, end }: { start: string; end: string }) =>
  (Date.parse(end) - Date.parse(start)) / MINUTE;
const eventsOf = async (id: string) => {
  const { body } = await call('GET', `/v1/bookings/${id}/timeline`);
  return body.data;
};
const NEVER = { weekly: [] };

describe('a walk-in', () => {
  it('is seated in this minute, without a guest, at the smallest table', async () => {
    const venue = await open(0, { leadTime: 24 * 60, horizonDays: 1, slotInterval: 60 });
    for (const maxParty of [6, 2, 4]) {
      await call('POST', `/v1/venues/${venue.id}/resources`, { name: `for ${maxParty}`, maxParty });
    }
    const before = Date.now();
    const { status, body, headers } = await walkIn(venue.id, { notes: 'pram', actor: 'Anna' });
    expect([status, headers.get('ETag')]).toEqual([201, '"1"']);
    expect(body).toMatchObject({
      state: 'seated',
      customerId: null,
      conversationId: null,
      partySize: 2,
      notes: 'pram',
      holdExpiresAt: null,
      version: 1,
    });
    expect(body.resources.map(({ name }: { name: string }) => name)).toEqual(['for 2']);
    const start = Date.parse(body.start);
    expect(start % MINUTE).toBe(0);
    // The database's clock may differ a little from that of this test.
    expect(Math.abs(start - before)).toBeLessThan(2 * MINUTE);
    expect(lasts(body)).toBe(90);
    expect(await eventsOf(body.id)).toMatchObject([
      { version: 1, event: 'walk_in', state: 'seated', actor: 'Anna', overrides: [] },
    ]);
  });

  it('may name a guest and a conversation, and is listed with both', async () => {
    const venue = await open(1);
    await call('POST', '/v1/conversations/door/messages', { role: 'agent', text: 'a table?' });
    const { body } = await walkIn(venue.id, {
      customer: { id: 'door-guest', name: 'Noor' },
      conversationId: 'door',
    });
    expect(body).toMatchObject({ customerId: 'door-guest', conversationId: 'door', messageSeq: 1 });
    for (const query of ['customer=door-guest', 'conversation=door']) {
      const { data } = (await call('GET', `/v1/bookings?${query}`)).body;
      expect(idsOf(data)).toEqual([body.id]);
    }
    const alone = await walkIn(venue.id, { conversationId: 'door' });
    expect([alone.status, alone.body.errors[0].field]).toEqual([400, 'body.conversationId']);
  });

  it('takes a table that stays free long enough, and not one that is booked soon', async () => {
    const venue = await open(2);
    const [first, second] = venue.resources;
    await book(venue.id, slotIn(40), { resourceIds: [first] });
    const seated = await walkIn(venue.id);
    expect(idsOf(seated.body.resources)).toEqual([second]);
    const full = await walkIn(venue.id);
    expect([full.status, full.body.code]).toEqual([409, 'full']);
    expect(full.body.alternatives).toHaveLength(5);
  });

  it('with minStay leaves before the next booking and its buffer, at the table with the longest stay', async () => {
    const buffers = { bufferBefore: 10, bufferAfter: 5 };
    const venue = await open(3, buffers);
    const [first, second, third] = venue.resources;
    const later = slotIn(75);
    await book(venue.id, slotIn(45), { resourceIds: [first] });
    await book(venue.id, later, { resourceIds: [second] });
    await book(venue.id, slotIn(30), { resourceIds: [third] });
    expect((await walkIn(venue.id)).body.code).toBe('full');
    const seated = await walkIn(venue.id, { minStay: 20 });
    expect(idsOf(seated.body.resources)).toEqual([second]);
    expect(Date.parse(seated.body.end)).toBe(Date.parse(later) - 15 * MINUTE);
    const next = await walkIn(venue.id, { minStay: 20 });
    expect(idsOf(next.body.resources)).toEqual([first]);
    expect((await walkIn(venue.id, { minStay: 40 })).body.code).toBe('full');
    // The party may not stay longer than its turn time, also where minStay is longer.
    const roomy = await open(1);
    expect(lasts((await walkIn(roomy.id, { minStay: 1000 })).body)).toBe(90);
  });

  it('with minStay may end before the next booking of the same guest', async () => {
    const venue = await open(2, { guestOverlap: 'refuse' });
    const [first, second] = venue.resources;
    const customer = { id: 'twice in the evening' };
    const slot = slotIn(45);
    const own = await book(venue.id, slot, { customer, resourceIds: [first] });
    const whole = await walkIn(venue.id, { customer, resourceIds: [second] });
    expect([whole.body.code, whole.body.bookingId]).toEqual(['guest_overlap', own.body.id]);
    await book(venue.id, slot, { customer: { id: 'other' }, resourceIds: [second] });
    const short = await walkIn(venue.id, { customer, minStay: 20, override: ['guest_overlap'] });
    expect([short.status, short.body.end]).toEqual([201, own.body.start]);
    expect(await eventsOf(short.body.id)).toMatchObject([{ event: 'walk_in', overrides: [] }]);
  });

  it('gets a combination, chosen tables, and the word of the rule that refuses it', async () => {
    const venue = await open(3);
    const [first = '', second = '', third] = venue.resources;
    await call('POST', `/v1/venues/${venue.id}/combinations`, {
      resourceIds: [first, second],
      minParty: 5,
      maxParty: 8,
    });
    const large = await walkIn(venue.id, { partySize: 7 });
    expect(idsOf(large.body.resources).sort()).toEqual([first, second].sort());
    const chosen = await walkIn(venue.id, { resourceIds: [third] });
    expect(idsOf(chosen.body.resources)).toEqual([third]);
    const words: string[] = [];
    for (const more of [
      { resourceIds: [third] },
      { partySize: 9 },
      { resourceIds: ['res_x'] },
      { partySize: 5, resourceIds: [third] },
    ]) {
      words.push((await walkIn(venue.id, more)).body.code);
    }
    expect(words).toEqual(['slot_taken', 'party_too_large', 'resources_unfit', 'resources_unfit']);
  });

  it('is refused when the venue is closed, unless the hours are overridden', async () => {
    const venue = await open(1);
    await call('PUT', `/v1/venues/${venue.id}/hours`, NEVER);
    expect((await walkIn(venue.id)).body.code).toBe('closed');
    const { status, body } = await walkIn(venue.id, { override: ['hours', 'slot'] });
    expect(status).toBe(201);
    expect((await eventsOf(body.id))[0].overrides).toEqual(['hours']);
  });

  it('leaves before a block of the whole venue, and stays into it only with the hours overridden', async () => {
    const venue = await open(3);
    const from = slotIn(45).slice(0, 16);
    const to = new Date(Date.parse(`${from}Z`) + 5 * 60 * MINUTE).toISOString().slice(0, 16);
    await call('POST', `/v1/venues/${venue.id}/blocks`, { all: true, from, to });
    expect((await walkIn(venue.id)).body.code).toBe('outside_hours');
    const short = await walkIn(venue.id, { minStay: 30 });
    expect(Date.parse(short.body.end)).toBe(Date.parse(`${from}Z`));
    const long = await walkIn(venue.id, { minStay: 30, override: ['hours'] });
    expect(lasts(long.body)).toBe(90);
    expect(await eventsOf(long.body.id)).toMatchObject([{ overrides: ['hours'] }]);
    // A stay that ends before the block all the same breaks no rule.
    await book(venue.id, slotIn(30), { resourceIds: [venue.resources[2]], override: ['hours'] });
    const before = await walkIn(venue.id, { minStay: 15, override: ['hours'] });
    expect(Date.parse(before.body.end)).toBeLessThan(Date.parse(`${from}Z`));
    expect(await eventsOf(before.body.id)).toMatchObject([{ overrides: [] }]);
  });

  it('stays until closing where minStay allows, and longer with the hours overridden', async () => {
    const venue = await open(3);
    // The venue closes between 40 and 70 minutes from now. It opened less than a day before.
    const closes = Date.parse(slotIn(40)) + QUARTER;
    const time = new Date(closes).toISOString().slice(11, 16);
    const opens = new Date(closes - 5 * 60 * MINUTE).toISOString().slice(11, 16);
    await call('PUT', `/v1/venues/${venue.id}/hours`, {
      weekly: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map(
        (weekday) => ({ weekday, opens, closes: time }),
      ),
    });
    expect((await walkIn(venue.id)).body.code).toBe('outside_hours');
    const short = await walkIn(venue.id, { minStay: 30 });
    expect(Date.parse(short.body.end)).toBe(closes);
    const long = await walkIn(venue.id, { override: ['hours'] });
    expect(lasts(long.body)).toBe(90);
    expect((await eventsOf(long.body.id))[0].overrides).toEqual(['hours']);
  });

  it('counts for the pacing, which may be overridden', async () => {
    const venue = await open(3, { pacingParties: 1 });
    expect((await walkIn(venue.id)).status).toBe(201);
    // A quarter hour may begin between two requests, and then has room for one more party.
    const answers = [await walkIn(venue.id), await walkIn(venue.id)];
    expect(answers.at(-1)?.body.code).toBe('full');
    const paced = await open(1, { pacingCovers: 1 });
    const over = await walkIn(paced.id, { override: ['pacing'] });
    expect((await eventsOf(over.body.id))[0].overrides).toEqual(['pacing']);
  });

  it('comes before a party that waits, because it is there', async () => {
    const venue = await open(1, { waitlistFirst: true });
    await call('POST', `/v1/venues/${venue.id}/waitlist`, {
      earliest: slotIn(15),
      latest: slotIn(60),
      partySize: 2,
      customer: { id: 'waits' },
    });
    expect((await walkIn(venue.id)).status).toBe(201);
  });

  it('needs the scope bookings:staff, and has no start', async () => {
    const venue = await open(1);
    const guest = client(
      await makeKey(
        'walk-ins',
        SCOPES.filter((scope) => scope !== 'bookings:staff'),
      ),
    );
    const wanted = { venueId: venue.id, partySize: 2, walkIn: true };
    const refused = await guest('POST', '/v1/bookings', wanted);
    expect([refused.status, refused.body.code]).toEqual([403, 'scope_missing']);
    for (const [more, field] of [
      [{ start: slotIn(0) }, 'body.start'],
      [{ hold: true }, 'body.hold'],
      [{ walkIn: 'yes' }, 'body.walkIn'],
      [{ minStay: 0 }, 'body.minStay'],
    ] as const) {
      const invalid = await walkIn(venue.id, more);
      expect([invalid.status, invalid.body.errors[0].field]).toEqual([400, field]);
    }
    const plain = { venueId: venue.id, partySize: 2, start: slotIn(60), minStay: 30 };
    const { body } = await call('POST', '/v1/bookings', { ...plain, walkIn: false });
    expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      'body.customer',
      'body.minStay',
    ]);
  });

  it('with an Idempotency-Key is seated once', async () => {
    const venue = await open(2);
    const keyed = client(await makeKey('walk-ins'), { 'Idempotency-Key': 'seat-once' });
    const wanted = { venueId: venue.id, partySize: 2, walkIn: true };
    const first = await keyed('POST', '/v1/bookings', wanted);
    const second = await keyed('POST', '/v1/bookings', wanted);
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect(second.headers.get('Idempotency-Replayed')).toBe('true');
  });
});

describe('a booking without a guest', () => {
  it('is shown, listed, changed and finished like another one', async () => {
    const venue = await open(2);
    const { body } = await walkIn(venue.id, { notes: 'pram', tags: ['walk-in'] });
    const path = `/v1/bookings/${body.id}`;
    const shown = await call('GET', path);
    expect(shown.body).toMatchObject({ ...body, mood: null });
    const day = await call(
      'GET',
      `/v1/bookings?venueId=${venue.id}&date=${body.start.slice(0, 10)}`,
    );
    expect(idsOf(day.body.data)).toEqual([body.id]);
    const ics = await call('GET', `${path}.ics`);
    expect([ics.status, String(ics.body)]).toEqual([200, expect.stringContaining('BEGIN:VEVENT')]);
    const changed = await call('PATCH', path, { partySize: 3, resourceIds: [venue.resources[1]] });
    expect(changed.body).toMatchObject({ partySize: 3, state: 'seated', version: 2 });
    expect((await call('POST', `${path}/finish`)).body).toMatchObject({ state: 'finished' });
    const date = body.start.slice(0, 10);
    const range = `from=${date}T00:00:00Z&to=${date}T23:59:00Z`;
    expect((await call('GET', `/v1/outcomes?${range}`)).status).toBe(200);
  });

  it('is erased by the retention', async () => {
    const other = await openBookingClient('walk-ins that are old');
    const venue = await other.open(1);
    const { body } = await other.call('POST', '/v1/bookings', {
      venueId: venue.id,
      partySize: 2,
      walkIn: true,
      notes: 'pram',
      actor: 'Anna',
    });
    await other.call('POST', `/v1/bookings/${body.id}/finish`);
    await sql`update bookings set starts_at = starts_at - interval '40 days',
                                  ends_at = ends_at - interval '40 days'
               where id = ${body.id.slice(4)}`;
    await other.call('PUT', '/v1/retention', { conversationsDays: null, bookingsDays: 30 });
    await sweepRetentions(testDeps());
    const gone = await other.call('GET', `/v1/bookings/${body.id}`);
    expect([gone.status, gone.body.code]).toEqual([410, 'booking_erased']);
    const [row] = await sql`
      select b.notes, e.actor from bookings b join booking_events e on e.booking_id = b.id
       where b.id = ${body.id.slice(4)} and e.version = 1`;
    expect(row).toEqual({ notes: null, actor: null });
  });
});
