import { beforeAll, describe, expect, it } from 'vitest';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { tomorrow } from '../support/bookings.ts';
import { sql } from '../support/sql.ts';
import { type Answer, client, makeKey } from '../support/workspace.ts';

const WORKSPACE = 'the floor';
let call: BookingClient['call'];
let open: BookingClient['open'];
let book: BookingClient['book'];
beforeAll(async () => {
  ({ call, open, book } = await openBookingClient(WORKSPACE));
});

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const later = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();
const fromNow = (minutes: number) => new Date(Date.now() + minutes * MINUTE).toISOString();
const act = (id: string, name: string, body?: object) =>
  call('POST', `/v1/bookings/${id}/${name}`, body);
const change = (id: string, body: object) => call('PATCH', `/v1/bookings/${id}`, body);
const show = async (id: string) => (await call('GET', `/v1/bookings/${id}`)).body;
/** The status, and the code of a refusal. */
const outcome = ({ status, body }: Answer) => [status, body.code];
const field = ({ status, body }: Answer) => [status, body.code, body.errors?.[0].field];
const tablesOf = (booking: { resources: { id: string }[] }) =>
  booking.resources.map(({ id }) => id).sort();

/** Moves a booking in time: it has begun so many minutes ago, and ends in so many. */
async function begin(shown: string, ago: number, left: number): Promise<void> {
  const id = shown.slice(4);
  await sql`update bookings set starts_at = now() - ${ago} * interval '1 minute',
                                ends_at = now() + ${left} * interval '1 minute'
             where id = ${id}`;
  await sql`update booking_events e set starts_at = b.starts_at, ends_at = b.ends_at
              from bookings b where b.id = e.booking_id and b.id = ${id}`;
  await sql`update allocations a set span = tstzrange(b.starts_at, b.ends_at)
              from bookings b where b.id = a.booking_id and b.id = ${id}`;
}

/** A start on the grid of a venue with slots of five minutes, which is not past when it is booked. */
const nextSlot = () =>
  new Date(Math.ceil((Date.now() + MINUTE) / (5 * MINUTE)) * 5 * MINUTE).toISOString();

describe('seating and finishing', () => {
  it('occupies the table of an early party from now on, and no longer after an undo', async () => {
    const venue = await open(1, { timeZone: 'UTC', slotInterval: 5 });
    const walkIn = (partySize = 2) =>
      call('POST', '/v1/bookings', { venueId: venue.id, walkIn: true, partySize, minStay: 15 });
    const { body } = await book(venue.id, later(nextSlot(), 120 * MINUTE));
    expect((await act(body.id, 'seat')).body).toMatchObject({ state: 'seated', start: body.start });
    expect(outcome(await walkIn())).toEqual([409, 'full']);
    expect((await act(body.id, 'undo')).body.state).toBe('confirmed');
    const { status, body: party } = await walkIn();
    expect([status, tablesOf(party)]).toEqual([201, tablesOf(body)]);
    // The party that is there keeps the table until it leaves.
    const early = await act(body.id, 'seat');
    expect([outcome(early), early.body.bookingId]).toEqual([[409, 'stay_overlaps'], party.id]);
    expect(await show(body.id)).toMatchObject({ state: 'confirmed', version: 3 });
    await act(party.id, 'finish');
    expect((await act(body.id, 'seat')).status).toBe(200);
    expect(outcome(await walkIn())).toEqual([409, 'full']);
    // After an early end and its undo, too.
    await act(body.id, 'finish');
    expect((await act(body.id, 'undo')).body.state).toBe('seated');
    expect(outcome(await walkIn())).toEqual([409, 'full']);
  });

  it('is refused before the start where a block has the table until then', async () => {
    const venue = await open(1, { timeZone: 'UTC', slotInterval: 5 });
    const { body } = await book(venue.id, later(nextSlot(), 180 * MINUTE));
    const from = later(nextSlot(), 60 * MINUTE);
    const [opens, closes] = [from, later(from, 30 * MINUTE)].map((at) => at.slice(0, 16));
    const block = { resourceIds: tablesOf(body), from: opens, to: closes };
    const made = await call('POST', `/v1/venues/${venue.id}/blocks`, {
      ...block,
      reason: 'repair',
    });
    expect(made.status).toBe(201);
    const early = await act(body.id, 'seat');
    expect([outcome(early), early.body.bookingId]).toEqual([[409, 'stay_overlaps'], undefined]);
  });

  it('is refused more than the venue’s window before the start', async () => {
    const venue = await open(1, { seatingWindow: 720 });
    const { body } = await book(venue.id, later(tomorrow(13), DAY));
    expect(outcome(await act(body.id, 'seat'))).toEqual([409, 'too_early']);
    expect(await show(body.id)).toMatchObject({ state: 'confirmed', version: 1 });
    await call('PATCH', `/v1/venues/${venue.id}`, { seatingWindow: 43_200 });
    expect((await act(body.id, 'seat')).body.state).toBe('seated');
    await call('PATCH', `/v1/venues/${venue.id}`, { seatingWindow: 720 });
    expect(outcome(await act(body.id, 'finish'))).toEqual([409, 'too_early']);
    await begin(body.id, -700, 800);
    expect((await act(body.id, 'finish')).body.state).toBe('finished');
  });

  it('is possible long after the start', async () => {
    const venue = await open(1, { seatingWindow: 15 });
    const { body } = await book(venue.id, tomorrow(13));
    await begin(body.id, 20 * 60, -18 * 60);
    expect((await act(body.id, 'seat')).body.state).toBe('seated');
    expect((await act(body.id, 'finish')).body.state).toBe('finished');
  });

  it('has settings with defaults, which are checked', async () => {
    const { body: venue } = await call('POST', '/v1/venues', { name: 'new', timeZone: 'UTC' });
    expect(venue).toMatchObject({ seatingWindow: 720, lateGrace: 15, undoMinutes: 30 });
    const path = `/v1/venues/${venue.id}`;
    const set = { seatingWindow: 60, lateGrace: 0, undoMinutes: 0 };
    expect((await call('PATCH', path, set)).body).toMatchObject(set);
    expect((await call('GET', path)).body).toMatchObject(set);
    for (const [name, value] of [
      ['seatingWindow', 14],
      ['seatingWindow', 43_201],
      ['seatingWindow', null],
      ['lateGrace', -1],
      ['lateGrace', 1441],
      ['undoMinutes', -1],
      ['undoMinutes', 0.5],
    ] as const) {
      const refused = await call('PATCH', path, { [name]: value });
      expect(field(refused)).toEqual([400, 'invalid_field', `body.${name}`]);
    }
  });

  it('a venue that is older than the grace time has none', async () => {
    const [{ grace } = {}] =
      await sql`select column_default as grace from information_schema.columns
      where table_name = 'venues' and column_name = 'late_grace'`;
    expect(grace).toBe('0');
  });
});

describe('a party that is late', () => {
  it('is marked with or without an expected time, until it is seated or moved', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(19));
    expect(body).toMatchObject({ late: false, expectedAt: null });
    const expectedAt = tomorrow(19, 40);
    const marked = await act(body.id, 'late', { expectedAt, actor: 'Maria' });
    expect(marked.body).toMatchObject({ state: 'confirmed', late: true, expectedAt, version: 2 });
    expect((await act(body.id, 'late', { expectedAt })).body.version).toBe(2);
    expect((await act(body.id, 'late')).body).toMatchObject({
      ...{ late: true, expectedAt: null, version: 3 },
    });
    await act(body.id, 'late', { expectedAt });
    const timeline = await call('GET', `/v1/bookings/${body.id}/timeline`);
    expect(timeline.body.data[1]).toMatchObject({ event: 'late', actor: 'Maria' });
    const seated = await act(body.id, 'seat');
    expect(seated.body).toMatchObject({ state: 'seated', late: false, expectedAt: null });
    expect(outcome(await act(body.id, 'late'))).toEqual([409, 'booking_state']);
    expect((await act(body.id, 'undo')).body).toMatchObject({ late: true, expectedAt });
    const moved = await act(body.id, 'reschedule', { start: tomorrow(20) });
    expect(moved.body).toMatchObject({ late: false, expectedAt: null });
  });

  it('needs an expected time that is after the start, and within a day of it', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(19));
    for (const expectedAt of [tomorrow(19), tomorrow(18), later(tomorrow(19), DAY + 1), 'soon']) {
      const refused = await act(body.id, 'late', { expectedAt });
      expect(field(refused)).toEqual([400, 'invalid_field', 'body.expectedAt']);
    }
    expect(await show(body.id)).toMatchObject({ version: 1, late: false });
  });

  it('becomes a no-show only after the grace time', async () => {
    const venue = await open(1, { lateGrace: 15 });
    const { body } = await book(venue.id, tomorrow(19));
    await begin(body.id, 14, 60);
    expect(outcome(await act(body.id, 'no-show'))).toEqual([409, 'too_early']);
    await begin(body.id, 16, 60);
    expect((await act(body.id, 'late', { expectedAt: fromNow(-14) })).status).toBe(200);
    expect(outcome(await act(body.id, 'no-show'))).toEqual([409, 'too_early']);
    expect((await act(body.id, 'late')).body.expectedAt).toBeNull();
    expect((await act(body.id, 'no-show')).body.state).toBe('no_show');
  });

  it('becomes a no-show from the start on at a venue without grace time', async () => {
    const venue = await open(1, { lateGrace: 0 });
    const { body } = await book(venue.id, tomorrow(19));
    expect(outcome(await act(body.id, 'no-show'))).toEqual([409, 'too_early']);
    await begin(body.id, 0, 60);
    expect((await act(body.id, 'no-show')).body.state).toBe('no_show');
  });
});

describe('a stay', () => {
  const local = (at: string) => at.replace('.000Z', '+00:00');

  it('is extended up to the next booking, which the refusal names', async () => {
    const venue = await open(1, { bufferAfter: 15 });
    const { body } = await book(venue.id, tomorrow(19));
    const next = await book(venue.id, tomorrow(21));
    const extended = await change(body.id, { end: tomorrow(20, 45), actor: 'Maria' });
    expect(extended.body).toMatchObject({ end: local(tomorrow(20, 45)), version: 2 });
    expect((await change(body.id, { end: tomorrow(20, 45) })).body.version).toBe(2);
    const refused = await change(body.id, { end: tomorrow(20, 46), notes: 'stays' });
    expect(outcome(refused)).toEqual([409, 'stay_overlaps']);
    expect(refused.body.bookingId).toBe(next.body.id);
    expect(await show(body.id)).toMatchObject({ version: 2, notes: null });
    const timeline = await call('GET', `/v1/bookings/${body.id}/timeline`);
    expect(timeline.body.data.map(({ end }: { end: string }) => end)).toEqual([
      local(tomorrow(20, 30)),
      local(tomorrow(20, 45)),
    ]);
    await act(next.body.id, 'cancel');
    expect((await change(body.id, { end: tomorrow(23) })).status).toBe(200);
    expect(outcome(await book(venue.id, tomorrow(21)))).toEqual([409, 'full']);
  });

  it('is shortened, which frees the rest', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(19));
    expect(outcome(await book(venue.id, tomorrow(20)))).toEqual([409, 'full']);
    expect((await change(body.id, { end: tomorrow(20) })).status).toBe(200);
    expect((await book(venue.id, tomorrow(20))).status).toBe(201);
    expect(outcome(await change(body.id, { end: tomorrow(20, 30) }))).toEqual([
      409,
      'stay_overlaps',
    ]);
  });

  it('of a seated party is extended also when it has ended', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(19));
    await act(body.id, 'seat');
    await begin(body.id, 90, -10);
    const extended = await change(body.id, { end: fromNow(30) });
    expect([extended.status, extended.body.state]).toEqual([200, 'seated']);
    // Others have had the table in the meantime.
    await begin(body.id, 90, -30);
    const other = await book(venue.id, later(tomorrow(19), DAY));
    await begin(other.body.id, 20, -10);
    expect((await change(body.id, { end: fromNow(30) })).status).toBe(200);
    await begin(other.body.id, -40, 80);
    const refused = await change(body.id, { end: fromNow(50) });
    expect([...outcome(refused), refused.body.bookingId]).toEqual([
      ...[409, 'stay_overlaps'],
      other.body.id,
    ]);
  });

  it.each([
    ['the start', () => tomorrow(19)],
    ['a time before the start', () => tomorrow(18)],
    ['more than a day after the start', () => later(tomorrow(19), DAY + 1)],
    ['no time', () => 'late'],
  ])('does not end at %s', async (_, end) => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(19));
    const refused = await change(body.id, { end: end() });
    expect(field(refused)).toEqual([400, 'invalid_field', 'body.end']);
    expect(await show(body.id)).toMatchObject({ version: 1 });
  });

  it('does not end in the past', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(19));
    await begin(body.id, 60, 30);
    expect(field(await change(body.id, { end: fromNow(-1) }))).toEqual([
      ...[400, 'invalid_field', 'body.end'],
    ]);
  });

  it('is for the staff, and names the other booking only to keys that may read bookings', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(19));
    const next = await book(venue.id, tomorrow(21));
    const end = tomorrow(22);
    const by = async (scopes: Parameters<typeof makeKey>[1], headers = {}) =>
      client(await makeKey(WORKSPACE, scopes), headers)('PATCH', `/v1/bookings/${body.id}`, {
        end,
      });
    const guest = await by(['bookings:write', 'bookings:read']);
    expect([...outcome(guest), guest.headers.get('WWW-Authenticate')]).toEqual([
      ...[403, 'scope_missing'],
      'Bearer error="insufficient_scope", scope="bookings:staff"',
    ]);
    const writer = await by(['bookings:write', 'bookings:staff']);
    expect([...outcome(writer), writer.body.bookingId]).toEqual([409, 'stay_overlaps', undefined]);
    const once = { 'Idempotency-Key': 'a-stay-that-overlaps' };
    const both = ['bookings:write', 'bookings:staff', 'bookings:read'] as const;
    for (const replayed of [null, 'true']) {
      const reader = await by(both, once);
      expect([reader.body.bookingId, reader.headers.get('Idempotency-Replayed')]).toEqual([
        next.body.id,
        replayed,
      ]);
    }
  });

  it('of a seated party does not end before now when the party changes its size', async () => {
    const venue = await open(1, {
      turnTimes: [
        { maxParty: 2, minutes: 90 },
        { maxParty: 4, minutes: 30 },
      ],
    });
    const { body } = await book(venue.id, tomorrow(19));
    await act(body.id, 'seat');
    await begin(body.id, 60, 30);
    const { end } = await show(body.id);
    expect((await change(body.id, { partySize: 3 })).body).toMatchObject({ partySize: 3, end });
  });
});

describe('a seated party', () => {
  /** A venue with a party that was seated an hour ago on its first table, and stays half an hour. */
  const seatedAt = async (tables: number) => {
    const venue = await open(tables, { slotInterval: 5 });
    const [first] = venue.resources;
    const { body } = await book(venue.id, tomorrow(19), { resourceIds: [first] });
    await act(body.id, 'seat');
    await begin(body.id, 60, 30);
    return { venue, id: body.id as string };
  };
  /** Another party on a table of the venue, which has begun and ends at these minutes. */
  const other = async (venueId: string, table: string | undefined, ago: number, left: number) => {
    const made = await book(venueId, tomorrow(19), { resourceIds: [table] });
    expect(made.status).toBe(201);
    await act(made.body.id, 'seat');
    await begin(made.body.id, ago, left);
    return made.body.id as string;
  };
  const place = (resourceIds: unknown[], more: object = {}) => ({ resourceIds, ...more });

  it('moves to a table that another party has left, and frees its own', async () => {
    const { venue, id } = await seatedAt(2);
    const [first, second] = venue.resources;
    // Its stay has ended, and nobody has recorded that it left.
    await other(venue.id, second, 95, -5);
    const moved = await change(id, place([second]));
    expect([moved.status, moved.body.state, ...tablesOf(moved.body)]).toEqual([
      ...[200, 'seated'],
      second,
    ]);
    const next = await book(venue.id, nextSlot(), place([first]));
    expect(next.status).toBe(201);
    expect(outcome(await change(id, place([first])))).toEqual([409, 'slot_taken']);
    await act(next.body.id, 'cancel');
    expect(tablesOf((await change(id, place([first]))).body)).toEqual([first]);
    const rows = await sql`select lower(span) > now() - interval '1 minute' as "isNew"
                             from allocations where booking_id = ${id.slice(4)}`;
    expect(rows).toEqual([{ isNew: true }]);
  });

  it('does not move to a table that is taken before the end of its stay', async () => {
    const { venue, id } = await seatedAt(2);
    const [first, second] = venue.resources;
    const next = await book(venue.id, tomorrow(19), place([second]));
    await begin(next.body.id, -20, 80);
    expect(outcome(await change(id, place([second])))).toEqual([409, 'slot_taken']);
    expect(tablesOf(await show(id))).toEqual([first]);
    // A shorter stay ends before the next party comes.
    const shorter = await change(id, place([second], { end: fromNow(15) }));
    expect([shorter.status, ...tablesOf(shorter.body)]).toEqual([200, second]);
  });

  it('gets a second table, and gives one back', async () => {
    const { venue, id } = await seatedAt(2);
    const [first, second] = venue.resources;
    await other(venue.id, second, 95, -5);
    const joined = await change(id, place([first, second], { partySize: 7 }));
    expect([joined.status, joined.body.partySize]).toEqual([200, 7]);
    expect(tablesOf(joined.body)).toEqual([first, second].sort());
    const spans =
      await sql`select resource_id as table, lower(span) > now() - interval '1 minute' as "isNew"
                              from allocations where booking_id = ${id.slice(4)} order by 2`;
    expect(spans.map(({ isNew }) => isNew)).toEqual([false, true]);
    const split = await change(id, place([second], { partySize: 3 }));
    expect([split.status, ...tablesOf(split.body)]).toEqual([200, second]);
    expect((await book(venue.id, nextSlot(), place([first]))).status).toBe(201);
  });

  it('needs a new end with its new table when its stay has ended', async () => {
    const { venue, id } = await seatedAt(2);
    const [, second] = venue.resources;
    await begin(id, 90, -5);
    expect(outcome(await change(id, place([second])))).toEqual([409, 'stay_ended']);
    const moved = await change(id, place([second], { end: fromNow(20) }));
    expect([moved.status, ...tablesOf(moved.body)]).toEqual([200, second]);
  });

  it('that sits before its start takes its new table from then on', async () => {
    const venue = await open(2, { slotInterval: 5 });
    const [first, second] = venue.resources;
    const { body } = await book(venue.id, tomorrow(19), place([first]));
    await begin(body.id, -20, 110);
    const waiting = await book(venue.id, tomorrow(19), place([second]));
    await begin(waiting.body.id, 60, 10);
    await act(body.id, 'seat');
    expect(outcome(await change(body.id, place([second])))).toEqual([409, 'slot_taken']);
    await begin(waiting.body.id, 60, -1);
    expect((await change(body.id, place([second]))).status).toBe(200);
  });

  it('leaves a table that is free at that moment', async () => {
    const { venue, id } = await seatedAt(1);
    expect(outcome(await book(venue.id, nextSlot()))).toEqual([409, 'full']);
    await act(id, 'finish');
    expect((await book(venue.id, nextSlot())).status).toBe(201);
  });
});
