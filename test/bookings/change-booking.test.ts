import { beforeAll, describe, expect, it } from 'vitest';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { tomorrow } from '../support/bookings.ts';
import { sql } from '../support/sql.ts';
import { client, makeKey } from '../support/workspace.ts';

let call: BookingClient['call'];
let open: BookingClient['open'];
let book: BookingClient['book'];
beforeAll(async () => {
  ({ call, open, book } = await openBookingClient('changes'));
});

const DAY_MS = 24 * 60 * 60 * 1000;
const local = (at: string) => at.replace('.000Z', '+00:00');
const later = (at: string, days: number) => new Date(Date.parse(at) + days * DAY_MS).toISOString();
const change = (id: string, body: object) => call('PATCH', `/v1/bookings/${id}`, body);
const move = (id: string, body: object) => call('POST', `/v1/bookings/${id}/reschedule`, body);
const resourcesOf = (body: { resources: { id: string }[] }) => body.resources.map(({ id }) => id);
/** The status, and the code of a refusal. */
const outcome = ({ status, body }: { status: number; body: { code?: string } }) =>
  body.code ?? status;

describe('a change that keeps the start', () => {
  /** What a venue may have changed since the booking was made. */
  const CHANGES: [string, (venue: string) => Promise<unknown>][] = [
    ['the lead time', (id) => call('PATCH', `/v1/venues/${id}`, { leadTime: 43_200 })],
    ['the horizon', (id) => call('PATCH', `/v1/venues/${id}`, { horizonDays: 1 })],
    ['the grid', (id) => call('PATCH', `/v1/venues/${id}`, { slotInterval: 240 })],
    ['the hours', (id) => call('PUT', `/v1/venues/${id}/hours`, { weekly: [] })],
    [
      'the pacing',
      (id) => call('PATCH', `/v1/venues/${id}`, { pacingParties: 0, pacingCovers: 3 }),
    ],
  ];

  it.each(CHANGES)('is accepted after a change of %s', async (_, changed) => {
    const venue = await open(1);
    const start = later(tomorrow(19, 15), 5);
    const { body } = await book(venue.id, start, { partySize: 2 });
    await changed(venue.id);
    for (const sent of [{ partySize: 2 }, { partySize: 1 }, { partySize: 3 }]) {
      const answer = await change(body.id, sent);
      expect([sent, answer.status, answer.body.partySize]).toEqual([sent, 200, sent.partySize]);
      expect(answer.body.start).toBe(local(start));
    }
    expect(outcome(await move(body.id, { start }))).toBe(200);
    expect(outcome(await move(body.id, { start: local(start), partySize: 2 }))).toBe(200);
    // Another start is asked about.
    expect(outcome(await move(body.id, { start: later(start, 1) }))).not.toBe(200);
  });

  it('changes the size of a party that is seated, and whose start is past', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(9));
    await call('POST', `/v1/bookings/${body.id}/seat`);
    await sql`update bookings set starts_at = now() - interval '30 minutes',
                                  ends_at = now() + interval '60 minutes'
               where id = ${body.id.slice(4)}`;
    const changed = await change(body.id, { partySize: 3 });
    expect([changed.status, changed.body.state, changed.body.partySize]).toEqual([
      200,
      'seated',
      3,
    ]);
  });

  it('refuses a bigger party whose longer turn overlaps the next one, and one over the pacing', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(19), { partySize: 2 });
    await book(venue.id, tomorrow(20, 30));
    const refused = await change(body.id, { partySize: 4 });
    expect([refused.status, refused.body.code]).toEqual([409, 'full']);
    expect(refused.body.alternatives).toHaveLength(5);
    const kept = await call('GET', `/v1/bookings/${body.id}`);
    expect(kept.body).toMatchObject({ partySize: 2, version: 1, end: local(tomorrow(20, 30)) });

    const paced = await open(2, { pacingCovers: 5 });
    const first = await book(paced.id, tomorrow(19), { partySize: 2 });
    await book(paced.id, tomorrow(19), { partySize: 2 });
    expect(outcome(await change(first.body.id, { partySize: 3 }))).toBe(200);
    expect(outcome(await change(first.body.id, { partySize: 4 }))).toBe('full');
  });

  it('keeps the end unless the new size has another turn time', async () => {
    const venue = await open(1, { turnTimes: [{ maxParty: 2, minutes: 90 }] });
    const { body } = await book(venue.id, tomorrow(19), { partySize: 2 });
    await call('PATCH', `/v1/venues/${venue.id}`, {
      turnTimes: [
        { maxParty: 2, minutes: 60 },
        { maxParty: 4, minutes: 120 },
      ],
    });
    expect((await change(body.id, { partySize: 1 })).body.end).toBe(local(tomorrow(20, 30)));
    expect((await change(body.id, { partySize: 3 })).body.end).toBe(local(tomorrow(21)));
  });
});

describe('a booking keeps its resources', () => {
  it('that were chosen by hand, for another size, another time or both', async () => {
    const venue = await open(3);
    const table = venue.resources[2] ?? '';
    const { body } = await book(venue.id, tomorrow(19), { partySize: 4, resourceIds: [table] });
    for (const answer of [
      await change(body.id, { partySize: 2 }),
      await change(body.id, { partySize: 4 }),
      await move(body.id, { start: tomorrow(20) }),
      await move(body.id, { start: tomorrow(12), partySize: 1 }),
      await move(body.id, { start: later(tomorrow(12), 3) }),
    ]) {
      expect([answer.status, resourcesOf(answer.body)]).toEqual([200, [table]]);
    }
  });

  it('also several, and a table that is too large for an automatic choice', async () => {
    const venue = await open(2);
    const large = { name: 'large', minParty: 6, maxParty: 8 };
    const { body: table } = await call('POST', `/v1/venues/${venue.id}/resources`, large);
    const alone = await book(venue.id, tomorrow(19), { partySize: 7 });
    expect(resourcesOf(alone.body)).toEqual([table.id]);
    const smaller = await change(alone.body.id, { partySize: 2 });
    expect(resourcesOf(smaller.body)).toEqual([table.id]);

    const both = { partySize: 8, resourceIds: venue.resources };
    const { body } = await book(venue.id, tomorrow(12), both);
    const moved = await move(body.id, { start: tomorrow(14), partySize: 3 });
    expect(resourcesOf(moved.body).sort()).toEqual([...venue.resources].sort());
  });

  it('unless the party does not fit, or they are taken at the new time', async () => {
    const venue = await open(2);
    const [first = '', second = ''] = venue.resources;
    const { body } = await book(venue.id, tomorrow(9), { resourceIds: [first] });
    await book(venue.id, tomorrow(12), { resourceIds: [first] });
    const moved = await move(body.id, { start: tomorrow(12) });
    expect(resourcesOf(moved.body)).toEqual([second]);

    const large = { name: 'large', maxParty: 6 };
    const { body: table } = await call('POST', `/v1/venues/${venue.id}/resources`, large);
    expect(resourcesOf((await change(body.id, { partySize: 6 })).body)).toEqual([table.id]);
    expect(outcome(await change(body.id, { partySize: 7 }))).toBe('party_too_large');
  });

  it('of a combination that seats more than its tables do alone', async () => {
    const venue = await open(2);
    const combination = { resourceIds: venue.resources, minParty: 5, maxParty: 10 };
    await call('POST', `/v1/venues/${venue.id}/combinations`, combination);
    const { body } = await book(venue.id, tomorrow(19), { partySize: 9 });
    expect(resourcesOf(body)).toHaveLength(2);
    expect(resourcesOf((await change(body.id, { partySize: 10 })).body)).toHaveLength(2);
    const byHand = { partySize: 10, resourceIds: venue.resources };
    expect((await book(venue.id, tomorrow(12), byHand)).status).toBe(201);
    expect(outcome(await change(body.id, { partySize: 11 }))).toBe('party_too_large');
  });

  it('that are out of service at the same start, but not at another one', async () => {
    const venue = await open(2);
    const [first = '', second = ''] = venue.resources;
    const { body } = await book(venue.id, tomorrow(9), { resourceIds: [first] });
    await call('DELETE', `/v1/venues/${venue.id}/resources/${first}`);
    expect(resourcesOf((await change(body.id, { partySize: 4 })).body)).toEqual([first]);
    const sent = { partySize: 3, resourceIds: [first] };
    expect(resourcesOf((await change(body.id, sent)).body)).toEqual([first]);
    expect(outcome(await move(body.id, { start: tomorrow(12), resourceIds: [first] }))).toBe(
      'resources_unfit',
    );
    const moved = await move(body.id, { start: tomorrow(12) });
    expect(resourcesOf(moved.body)).toEqual([second]);
  });

  it('that have become too small, for a party that gets smaller at the same start', async () => {
    const venue = await open(2);
    const [first = ''] = venue.resources;
    const { body } = await book(venue.id, tomorrow(9), { partySize: 4, resourceIds: [first] });
    await call('PATCH', `/v1/venues/${venue.id}/resources/${first}`, { maxParty: 2 });
    expect(resourcesOf((await change(body.id, { partySize: 3 })).body)).toEqual([first]);
    expect(resourcesOf((await change(body.id, { partySize: 4 })).body)).not.toEqual([first]);
  });

  it('also where the venue’s buffers have grown since', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(19), { partySize: 2 });
    await book(venue.id, tomorrow(20, 30));
    const long = await book(venue.id, tomorrow(12), { partySize: 4 });
    await book(venue.id, tomorrow(14));
    await call('PATCH', `/v1/venues/${venue.id}`, { bufferAfter: 45 });
    expect(outcome(await change(body.id, { partySize: 1 }))).toBe(200);
    expect(outcome(await change(body.id, { partySize: 2 }))).toBe(200);
    // A smaller party leaves earlier, and the rest of its time is free.
    const shorter = await change(long.body.id, { partySize: 2 });
    expect([shorter.status, shorter.body.end]).toEqual([200, local(tomorrow(13, 30))]);
    await call('PATCH', `/v1/venues/${venue.id}`, { bufferAfter: 0 });
    expect(outcome(await change(long.body.id, { partySize: 4 }))).toBe(200);
    expect(outcome(await change(long.body.id, { partySize: 2 }))).toBe(200);
    expect(
      await sql`select upper(a.span) = b.ends_at as is_cut
                  from allocations a join bookings b on b.id = a.booking_id
                 where b.id = ${long.body.id.slice(4)}`,
    ).toEqual([{ is_cut: true }]);
  });
});

describe('PATCH with resourceIds', () => {
  it('moves the party to exactly these resources, also when it is seated', async () => {
    const venue = await open(2);
    const other = await open(1);
    const [first = '', second = ''] = venue.resources;
    const { body } = await book(venue.id, tomorrow(19), { resourceIds: [first] });
    const moved = await change(body.id, { resourceIds: [second] });
    expect([moved.status, resourcesOf(moved.body)]).toEqual([200, [second]]);
    // The first table is free again, and the second is not.
    expect((await book(venue.id, tomorrow(19), { resourceIds: [first] })).status).toBe(201);
    expect(outcome(await book(venue.id, tomorrow(19)))).toBe('full');
    expect(outcome(await change(body.id, { resourceIds: [first] }))).toBe('slot_taken');
    for (const resourceIds of [other.resources, ['res_x'], [second, ...other.resources]]) {
      expect(outcome(await change(body.id, { resourceIds }))).toBe('resources_unfit');
    }
    expect(outcome(await change(body.id, { partySize: 5, resourceIds: [second] }))).toBe(
      'resources_unfit',
    );
    await call('POST', `/v1/bookings/${body.id}/seat`);
    const kept = await change(body.id, { resourceIds: [second], notes: 'By the window.' });
    expect(kept.body).toMatchObject({ state: 'seated', notes: 'By the window.' });
    expect(resourcesOf(kept.body)).toEqual([second]);
  });
});

describe('an act that gives only the values that the booking has', () => {
  it('makes no version and no event, and no rule of the venue refuses it', async () => {
    const venue = await open(1);
    const [first = ''] = venue.resources;
    const start = tomorrow(19, 45);
    const { body } = await book(venue.id, start, { notes: 'Window', tags: ['vip'] });
    await call('PATCH', `/v1/venues/${venue.id}`, { pacingParties: 1, pacingCovers: 1 });
    for (const same of [
      {},
      { partySize: body.partySize },
      { notes: 'Window', tags: ['vip'] },
      { partySize: body.partySize, resourceIds: [first] },
    ]) {
      const answer = await change(body.id, same);
      expect([answer.status, answer.body]).toEqual([200, body]);
    }
    const moved = await move(body.id, { start, partySize: body.partySize });
    expect([moved.status, moved.body]).toEqual([200, body]);
    const { data } = (await call('GET', `/v1/bookings/${body.id}/timeline`)).body;
    expect(data).toHaveLength(1);
    for (const [other, version] of [
      [{ notes: null }, 2],
      [{ tags: [] }, 3],
      [{ notes: 'Window' }, 4],
    ] as const) {
      expect((await change(body.id, other)).body.version).toBe(version);
    }
  });

  it('still compares If-Match and the state', async () => {
    const venue = await open(1);
    const { body } = await book(venue.id, tomorrow(20));
    const asked = { notes: body.notes };
    const stale = client(await makeKey('changes'), { 'If-Match': '"7"' });
    expect(outcome(await stale('PATCH', `/v1/bookings/${body.id}`, asked))).toBe('version_stale');
    await call('POST', `/v1/bookings/${body.id}/cancel`);
    expect(outcome(await change(body.id, {}))).toBe('booking_state');
  });
});
