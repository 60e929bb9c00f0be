import { beforeAll, describe, expect, it } from 'vitest';
import { sweepEmotions } from '../../src/emotions/sweep-emotions.ts';
import type { SCOPES } from '../../src/platform/auth/scopes.ts';
import { offerWaitlist } from '../../src/waitlist/offer-waitlist.ts';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { tomorrow } from '../support/bookings.ts';
import { venueIdOf } from '../support/open-venue.ts';
import { sql } from '../support/sql.ts';
import { type Answer, client, makeKey, testDeps } from '../support/workspace.ts';

const WORKSPACE = 'the page of the staff';
let call: BookingClient['call'];
let open: BookingClient['open'];
let book: BookingClient['book'];
beforeAll(async () => {
  ({ call, open, book } = await openBookingClient(WORKSPACE));
});

const DATE = tomorrow(0).slice(0, 10);
const NEXT = new Date(Date.parse(DATE) + 24 * 3_600_000).toISOString().slice(0, 10);
const local = (at: string) => at.replace('.000Z', '+00:00');
const floorOf = (id: string, date = DATE, by = call) =>
  by('GET', `/v1/venues/${id}/floor?date=${date}`);
const act = (id: string, name: string, body?: object) =>
  call('POST', `/v1/bookings/${id}/${name}`, body);
const wait = (id: string, customer: string, from: string, to: string) =>
  call('POST', `/v1/venues/${id}/waitlist`, {
    ...{ earliest: from, latest: to, partySize: 2, customer: { id: customer, name: customer } },
  });
const block = (id: string, more: object) => call('POST', `/v1/venues/${id}/blocks`, more);
const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id);
const uuid = (shown: string) => shown.slice(4);
const made = ({ status, body }: Answer) => {
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
};

/** A guest whose conversation has a mood, with a booking in it. */
async function bookInConversation(venueId: string, guest: string) {
  const message = { role: 'customer', text: 'a word', emotion: { label: 'anger', valence: -0.8 } };
  const customer = { id: guest, name: 'Maya Lin' };
  made(await call('POST', `/v1/conversations/${guest}/messages`, { ...message, customer }));
  await sweepEmotions(testDeps(), '0 seconds');
  const booking = made(
    await book(venueId, tomorrow(19), {
      ...{ customer: { id: guest }, conversationId: guest, notes: 'by the window' },
      ...{ tags: ['birthday'] },
    }),
  );
  const details = { tags: ['regular'], staffNotes: 'is hard of hearing' };
  made(await call('PATCH', `/v1/customers/${guest}`, details));
  return booking;
}

describe('the day of a venue', () => {
  it('has its resources, periods and bookings as other answers show them', async () => {
    const venue = await open(2, { name: 'Chez Nous', slotInterval: 30 });
    const booking = await bookInConversation(venue.id, 'maya');
    const earlier = made(await book(venue.id, tomorrow(3), { customer: { id: 'tom' } }));
    made(await book(venue.id, tomorrow(27)));
    const { status, body, headers } = await floorOf(venue.id);
    expect(status).toBe(200);
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(body).toMatchObject({
      venue: { id: venue.id, name: 'Chez Nous', timeZone: 'UTC', slotInterval: 30 },
      ...{ date: DATE, blocks: [], waitlist: [], withheld: [], more: false },
      periods: [{ opens: `${DATE}T00:00:00+00:00`, closes: `${NEXT}T00:00:00+00:00` }],
    });
    expect(Math.abs(Date.parse(body.now) - Date.now())).toBeLessThan(60_000);
    const { data } = (await call('GET', `/v1/venues/${venue.id}/resources`)).body;
    expect(body.resources).toEqual(data);
    expect(idsOf(body.bookings)).toEqual([earlier.id, booking.id]);
    const { venueId, timeZone, messageSeq, cancelBefore, cancelledLate, ...shown } = booking;
    const { createdAt, updatedAt, ...lasting } = shown;
    const attendance = { visits: 0, noShows: 0, lateCancellations: 0, lastVisitAt: null };
    expect(body.bookings[1]).toEqual({
      ...lasting,
      walkIn: false,
      guest: {
        ...{ customerId: 'maya', name: 'Maya Lin', tags: ['regular'], attendance },
        ...{ staffNotes: 'is hard of hearing', mood: -0.4 },
      },
    });
    expect(body.bookings[0].guest).toMatchObject({ customerId: 'tom', name: null, mood: null });
  });

  it('has the mood of the guest’s newest conversation for a booking in none', async () => {
    const venue = await open(2);
    const say = (conversation: string, valence: number) =>
      call('POST', `/v1/conversations/${conversation}/messages`, {
        ...{ role: 'customer', text: 'a word', customer: { id: 'zoe' } },
        emotion: { label: 'anger', valence },
      });
    made(await say('zoe-1', -0.8));
    made(await say('zoe-2', 0.4));
    await sweepEmotions(testDeps(), '0 seconds');
    made(await book(venue.id, tomorrow(19), { customer: { id: 'zoe' } }));
    const moods = async () =>
      (await floorOf(venue.id)).body.bookings.map(
        ({ guest }: { guest: { mood: number | null } }) => guest.mood,
      );
    expect(await moods()).toEqual([0.2]);
    made(await say('zoe-1', -0.8));
    await sweepEmotions(testDeps(), '0 seconds');
    expect(await moods()).toEqual([-0.6]);
    // A conversation that ended long ago says nothing about today.
    await sql`update conversations set last_message_at = now() - interval '31 days'
               where external_id in ('zoe-1', 'zoe-2')`;
    expect(await moods()).toEqual([null]);
  });

  it('has bookings in each state but expired, and how the guest’s bookings ended', async () => {
    const venue = await open(9);
    const at = async (hour: number, more: object = {}) =>
      made(await book(venue.id, tomorrow(hour), { customer: { id: 'often' }, ...more })).id;
    const held = await at(1, { hold: true });
    const lapsed = await at(2, { hold: true });
    await sql`update bookings set hold_expires_at = now() - interval '1 second'
               where id = ${uuid(lapsed)}`;
    const expired = await at(3, { hold: true });
    await sql`update bookings set hold_expires_at = null, state = 'expired'
               where id = ${uuid(expired)}`;
    const [seated, cancelled, missed, confirmed] = [
      await at(4),
      await at(5),
      await at(6),
      await at(7),
    ];
    made(await act(seated, 'seat'));
    made(await act(cancelled, 'cancel'));
    await sql`update bookings set state = 'no_show' where id = ${uuid(missed)}`;
    const { bookings } = (await floorOf(venue.id)).body;
    const states = bookings.map(({ id, state }: { id: string; state: string }) => [id, state]);
    expect(states).toEqual([
      [held, 'held'],
      [seated, 'seated'],
      [cancelled, 'cancelled'],
      [missed, 'no_show'],
      [confirmed, 'confirmed'],
    ]);
    expect(bookings[0].guest.attendance).toEqual({
      ...{ visits: 1, noShows: 1, lateCancellations: 0, lastVisitAt: tomorrow(4) },
    });
  });

  it('is today without a date, with walk-ins', async () => {
    const venue = await open(2);
    const party = { venueId: venue.id, walkIn: true, partySize: 2 };
    const { id } = made(await call('POST', '/v1/bookings', party));
    const { body } = await call('GET', `/v1/venues/${venue.id}/floor`);
    expect(body.bookings).toMatchObject([{ id, walkIn: true, customerId: null, guest: null }]);
    expect(body.date).toBe(body.bookings[0].start.slice(0, 10));
  });

  it('has the blocks and the open waitlist entries that touch it', async () => {
    const venue = await open(1);
    const span = (from: string, to: string) => ({ from: `${DATE}T${from}`, to: `${DATE}T${to}` });
    const daily = made(
      await block(venue.id, {
        ...{
          resourceIds: venue.resources,
          repeat: 'FREQ=DAILY;COUNT=3',
          ...span('08:00', '10:00'),
        },
      }),
    );
    const night = made(
      await block(venue.id, { all: true, from: `${DATE}T23:00`, to: `${NEXT}T01:00` }),
    );
    const ended = made(await block(venue.id, { all: true, ...span('05:00', '06:00') }));
    made(await call('DELETE', `/v1/venues/${venue.id}/blocks/${ended.id}`));
    const offered = made(await wait(venue.id, 'first', tomorrow(12), tomorrow(12)));
    await offerWaitlist(
      { database: testDeps().database, enqueueFollowUp: () => {} },
      venueIdOf(venue.id),
    );
    const waiting = made(await wait(venue.id, 'second', tomorrow(12), tomorrow(26)));
    const later = made(await wait(venue.id, 'third', tomorrow(30), tomorrow(31)));
    const left = made(await wait(venue.id, 'fourth', tomorrow(12), tomorrow(13)));
    made(await call('DELETE', `/v1/venues/${venue.id}/waitlist/${left.id}`));

    const { body } = await floorOf(venue.id);
    const { keptBookings: _, ...shown } = daily;
    const occurrence = { start: local(tomorrow(8)), end: local(tomorrow(10)) };
    expect(body.blocks).toEqual([
      { ...shown, occurrences: [occurrence] },
      expect.objectContaining({ id: night.id, all: true }),
    ]);
    expect(idsOf(body.waitlist)).toEqual([offered.id, waiting.id]);
    expect(body.waitlist[0]).toMatchObject({
      ...{ state: 'offered', offer: { start: local(tomorrow(12)) } },
      guest: { customerId: 'first', name: 'first' },
    });
    const { unchanged: __, ...entry } = waiting;
    expect(body.waitlist[1]).toMatchObject(entry);
    const next = (await floorOf(venue.id, NEXT)).body;
    expect(idsOf(next.blocks)).toEqual([daily.id, night.id]);
    expect(idsOf(next.waitlist)).toEqual([waiting.id, later.id]);
    const third = new Date(Date.parse(NEXT) + 2 * 24 * 3_600_000).toISOString().slice(0, 10);
    expect((await floorOf(venue.id, third)).body).toMatchObject({ blocks: [], waitlist: [] });
  });

  it('says when bookings are left out', async () => {
    const venue = await open(1);
    await sql`insert into bookings (id, workspace_id, venue_id, state, starts_at, ends_at,
                                    party_size, cancellation_cutoff)
              select gen_random_uuid(), workspace_id, id, 'finished',
                     ${DATE}::timestamptz + n * interval '1 minute',
                     ${DATE}::timestamptz + (n + 1) * interval '1 minute', 2, 0
                from venues, generate_series(1, 1001) n where id = ${uuid(venue.id)}`;
    const { bookings, more } = (await floorOf(venue.id)).body;
    expect([bookings.length, more]).toEqual([1000, true]);
  });

  it('is unknown for a venue of another workspace, or one that is deleted', async () => {
    const venue = await open(1);
    const stranger = client(await makeKey('strangers of the floor'));
    expect((await floorOf(venue.id, DATE, stranger)).body.code).toBe('venue_not_found');
    made(await call('DELETE', `/v1/venues/${venue.id}`));
    expect((await floorOf(venue.id)).body.code).toBe('venue_not_found');
  });

  it('leaves erased guests out', async () => {
    const venue = await open(2);
    made(await book(venue.id, tomorrow(5), { customer: { id: 'gone', name: 'Gone' } }));
    made(await wait(venue.id, 'gone', tomorrow(9), tomorrow(9)));
    made(await call('DELETE', '/v1/customers/gone'));
    expect((await floorOf(venue.id)).body).toMatchObject({ bookings: [], waitlist: [] });
  });
});

it('shows of a guest what the scopes of the key allow', async () => {
  const venue = await open(2);
  await bookInConversation(venue.id, 'ines');
  const as = async (...scopes: (typeof SCOPES)[number][]) =>
    (await floorOf(venue.id, DATE, client(await makeKey(WORKSPACE, scopes)))).body;
  const reader = await as('bookings:read');
  expect(reader.withheld).toEqual(['staffNotes', 'mood']);
  expect(reader.bookings[0].guest).toMatchObject({
    ...{ name: 'Maya Lin', tags: ['regular'], attendance: { visits: 0 } },
    ...{ staffNotes: null, mood: null },
  });
  const noted = await as('bookings:read', 'customers:notes');
  expect(noted.withheld).toEqual(['mood']);
  expect(noted.bookings[0].guest).toMatchObject({ staffNotes: 'is hard of hearing', mood: null });
  const listener = await as('bookings:read', 'messages:read');
  expect(listener.withheld).toEqual(['staffNotes']);
  expect(listener.bookings[0].guest).toMatchObject({ staffNotes: null, mood: -0.4 });
});

describe('the ETag', () => {
  it('stays while nothing changes, and changes with each act', async () => {
    const venue = await open(3);
    const key = await makeKey(WORKSPACE);
    let tag = '';
    const poll = () =>
      floorOf(venue.id, DATE, client(key, tag === '' ? {} : { 'If-None-Match': tag }));
    /** Expects a new answer, and 304 for its ETag, also for a weak one. */
    const changed = async (by: string) => {
      const { status, headers } = await poll();
      expect(status, by).toBe(200);
      tag = headers.get('ETag') ?? '';
      const known = await poll();
      expect([known.status, known.body, known.headers.get('ETag')]).toEqual([304, undefined, tag]);
      expect(
        (await floorOf(venue.id, DATE, client(key, { 'If-None-Match': `W/${tag}` }))).status,
      ).toBe(304);
    };
    await changed('nothing');
    const { id } = made(await book(venue.id, tomorrow(9), { customer: { id: 'eve' } }));
    await changed('a booking');
    made(await act(id, 'late'));
    await changed('a party that is late');
    made(await act(id, 'reschedule', { start: tomorrow(10) }));
    await changed('another start');
    made(await call('PATCH', `/v1/bookings/${id}`, { resourceIds: [venue.resources[2]] }));
    await changed('another table');
    made(await act(id, 'seat'));
    await changed('a party that is seated');
    const whole = { all: true, from: `${DATE}T20:00`, to: `${DATE}T21:00` };
    const { id: blockId } = made(await block(venue.id, whole));
    await changed('a block');
    made(await call('DELETE', `/v1/venues/${venue.id}/blocks/${blockId}`));
    await changed('the end of the block');
    const entry = made(await wait(venue.id, 'ada', tomorrow(20), tomorrow(20)));
    await changed('a party that waits');
    made(await call('DELETE', `/v1/venues/${venue.id}/waitlist/${entry.id}`));
    await changed('the end of waiting');
    made(await call('PATCH', '/v1/customers/eve', { staffNotes: 'left-handed' }));
    await changed('a note about the guest');
    const table = { name: 'Window' };
    made(await call('PATCH', `/v1/venues/${venue.id}/resources/${venue.resources[0]}`, table));
    await changed('the name of a table');
    made(await act(id, 'finish'));
    await changed('a party that has left');
  });

  it('is refused when it is malformed', async () => {
    const venue = await open(1);
    const by = client(await makeKey(WORKSPACE), { 'If-None-Match': 'x' });
    const { status, body } = await floorOf(venue.id, DATE, by);
    expect([status, body.errors[0].field]).toEqual([400, 'header.if-none-match']);
  });
});

describe('the business day', () => {
  const weekly = (opens: string, closes: string) =>
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map(
      (weekday) => ({
        ...{ weekday, opens, closes },
      }),
    );
  const hours = async (id: string, ...periods: [string, string][]) =>
    made(
      await call('PUT', `/v1/venues/${id}/hours`, {
        weekly: periods.flatMap(([opens, closes]) => weekly(opens, closes)),
        exceptions: [],
      }),
    );
  const dayAt = async (id: string, at: string) => {
    const [row] = await sql`select business_day_v1(v, ${at}::timestamptz)::text as day
                              from venues v where v.id = ${uuid(id)}`;
    return row?.['day'];
  };

  it.each([
    // Closes at two: 00:30 and the four hours after closing belong to the day before.
    ['18:00', '02:00', '2027-01-05T00:30:00Z', '2027-01-04'],
    ['18:00', '02:00', '2027-01-05T05:59:00Z', '2027-01-04'],
    ['18:00', '02:00', '2027-01-05T06:00:00Z', '2027-01-05'],
    ['18:00', '02:00', '2027-01-05T23:59:00Z', '2027-01-05'],
    ['12:00', '22:00', '2027-01-05T01:59:00Z', '2027-01-04'],
    ['12:00', '22:00', '2027-01-05T02:00:00Z', '2027-01-05'],
    // The next period begins before the four hours end.
    ['04:00', '02:00', '2027-01-05T03:59:00Z', '2027-01-04'],
    ['04:00', '02:00', '2027-01-05T04:00:00Z', '2027-01-05'],
    ['00:00', '00:00', '2027-01-05T00:00:00Z', '2027-01-05'],
  ])('of %s to %s at %s is %s', async (opens, closes, at, day) => {
    const venue = await open(0);
    await hours(venue.id, [opens, closes]);
    expect(await dayAt(venue.id, at)).toBe(day);
  });

  it('is the local date of a venue without hours', async () => {
    const venue = await open(0, { timeZone: 'Pacific/Auckland' });
    await hours(venue.id);
    expect(await dayAt(venue.id, '2027-01-05T11:30:00Z')).toBe('2027-01-06');
  });

  it('has what lies past midnight, and the next day has not', async () => {
    const venue = await open(1);
    await hours(venue.id, ['18:00', '02:00']);
    const { id } = made(await book(venue.id, tomorrow(24, 30)));
    const closed = { all: true, from: `${NEXT}T01:30`, to: `${NEXT}T02:00` };
    const blocked = made(await block(venue.id, { ...closed, keepBookings: true }));
    const entry = made(await wait(venue.id, 'owl', tomorrow(25), tomorrow(25)));
    const { body } = await floorOf(venue.id);
    expect(body.periods).toEqual([{ opens: local(tomorrow(18)), closes: local(tomorrow(26)) }]);
    expect([body.bookings, body.blocks, body.waitlist].map(idsOf)).toEqual([
      [id],
      [blocked.id],
      [entry.id],
    ]);
    const next = (await floorOf(venue.id, NEXT)).body;
    expect(next).toMatchObject({ bookings: [], blocks: [], waitlist: [] });
  });

  it('has 23 or 25 hours when clocks change', async () => {
    const venue = await open(1, { timeZone: 'Europe/Paris' });
    await hours(venue.id, ['00:00', '00:00']);
    const override = ['horizon'];
    const start = '2027-10-31T02:30:00+01:00';
    const { id } = made(await book(venue.id, start, { override }));
    const autumn = (await floorOf(venue.id, '2027-10-31')).body;
    expect(autumn.periods).toEqual([
      { opens: '2027-10-31T00:00:00+02:00', closes: '2027-11-01T00:00:00+01:00' },
    ]);
    expect(autumn.bookings).toMatchObject([{ id, start }]);
    const spring = (await floorOf(venue.id, '2027-03-28')).body;
    expect(spring.periods).toEqual([
      { opens: '2027-03-28T00:00:00+01:00', closes: '2027-03-29T00:00:00+02:00' },
    ]);
    expect((await floorOf(venue.id, '2027-11-01')).body.bookings).toEqual([]);
  });
});
