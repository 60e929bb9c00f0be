import { Temporal } from 'temporal-polyfill';
import { beforeAll, describe, expect, it } from 'vitest';
import { sweepBlocks } from '../../src/bookings/blocks/sweep-blocks.ts';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { tomorrow } from '../support/bookings.ts';
import { sql } from '../support/sql.ts';
import { client as clientOf, makeKey, quietBindings, testDeps } from '../support/workspace.ts';

let client: BookingClient;
beforeAll(async () => {
  client = await openBookingClient('blocks');
});

/** Tomorrow at this hour as a local time of a venue in UTC. */
const local = (hour: number, minutes = 0) => tomorrow(hour, minutes).slice(0, 16);
const block = (venueId: string, more: object) =>
  client.call('POST', `/v1/venues/${venueId}/blocks`, {
    from: local(18),
    to: local(20),
    ...more,
  });
const listOf = async (venueId: string) =>
  (await client.call('GET', `/v1/venues/${venueId}/blocks`)).body.data;
const uuid = (shown: string) => shown.slice(4);

/** The statuses of the slots of tomorrow, by the hour; undefined when the date is closed. */
async function statuses(venueId: string, more = '') {
  const day = tomorrow(0).slice(0, 10);
  const path = `/v1/venues/${venueId}/availability?from=${day}&to=${day}&partySize=2${more}`;
  const { body } = await client.call('GET', path);
  if (body.days[0].closed) return undefined;
  const slots = body.days[0].slots as { start: string; status: string }[];
  return new Map(slots.map(({ start, status }) => [start.slice(11, 16), status]));
}

const sweep = () => sweepBlocks({ ...testDeps(), log: { info() {}, warn() {}, error() {} } });
const spansOf = (shown: string) =>
  sql`select resource_id, lower(span) as starts, upper(span) as ends from allocations
       where block_id = ${uuid(shown)} order by 2, 1`;

describe('a block of resources', () => {
  it('keeps bookings out, is listed, and frees its places when it is deleted', async () => {
    const { id, resources } = await client.open(2);
    const made = await block(id, { resourceIds: resources, reason: 'the floor is wet' });
    expect(made.status).toBe(201);
    const { keptBookings, ...shown } = made.body;
    expect(keptBookings).toEqual({ count: 0, data: [] });
    expect(shown).toMatchObject({
      ...{ venueId: id, resourceIds: [...resources].sort(), area: null, all: false },
      ...{ from: local(18), to: local(20), repeat: null, reason: 'the floor is wet' },
    });
    expect(await listOf(id)).toEqual([shown]);
    const refused = await client.book(id, tomorrow(18));
    expect([refused.status, refused.body.code]).toEqual([409, 'full']);
    // A party of two stays for 90 minutes.
    const found = await statuses(id);
    expect(['16:30', '16:45', '19:45', '20:00'].map((at) => found?.get(at))).toEqual([
      ...['free', 'full', 'full', 'free'],
    ]);
    const path = `/v1/venues/${id}/blocks/${made.body.id}`;
    expect((await client.call('DELETE', path)).status).toBe(204);
    expect((await client.call('DELETE', path)).body.code).toBe('block_not_found');
    expect(await listOf(id)).toEqual([]);
    expect((await statuses(id))?.get('18:00')).toBe('free');
    expect((await client.book(id, tomorrow(18))).status).toBe(201);
  });

  it('takes no part in lists of bookings', async () => {
    const { id, resources } = await client.open(1);
    await block(id, { resourceIds: resources });
    const day = tomorrow(0).slice(0, 10);
    const listed = await client.call('GET', `/v1/bookings?venueId=${id}&date=${day}`);
    expect(listed.body.data).toEqual([]);
  });

  it('is kept out of by a booking that is moved, joined by hand or made longer', async () => {
    const { id, resources } = await client.open(1, {
      turnTimes: [
        { maxParty: 2, minutes: 60 },
        { maxParty: 4, minutes: 120 },
      ],
    });
    await block(id, { resourceIds: resources });
    const made = await client.book(id, tomorrow(17));
    const path = `/v1/bookings/${made.body.id}`;
    expect((await client.call('PATCH', path, { partySize: 4 })).body.code).toBe('full');
    const moved = await client.call('POST', `${path}/reschedule`, { start: tomorrow(18) });
    expect(moved.body.code).toBe('full');
    const byHand = await client.book(id, tomorrow(18), { resourceIds: resources });
    expect(byHand.body.code).toBe('slot_taken');
  });

  it('longer than two days is stored in pieces, which leave no gap', async () => {
    const { id, resources } = await client.open(1, { horizonDays: 30 });
    const later = new Date(Date.parse(tomorrow(9)) + 7.5 * 86_400_000).toISOString();
    const made = await block(id, {
      resourceIds: resources,
      from: local(3),
      to: later.slice(0, 16),
    });
    const spans = await spansOf(made.body.id);
    expect(spans).toHaveLength(4);
    expect(new Date(spans[0]?.['starts']).toISOString()).toBe(tomorrow(3));
    expect(new Date(spans.at(-1)?.['ends']).toISOString()).toBe(later);
    for (const [at, span] of spans.entries()) {
      if (at > 0) expect(span['starts']).toEqual(spans[at - 1]?.['ends']);
    }
  });

  it('refuses what is not a block, naming the field', async () => {
    const { id, resources } = await client.open(1);
    const errorsOf = async (more: object) => {
      const { status, body } = await block(id, more);
      expect(status).toBe(400);
      return body.errors[0].field;
    };
    expect(await errorsOf({})).toBe('body.resourceIds');
    expect(await errorsOf({ all: true, area: 'terrace' })).toBe('body.resourceIds');
    expect(await errorsOf({ all: true, from: local(20) })).toBe('body.to');
    expect(await errorsOf({ all: true, from: '2027-02-30T10:00' })).toBe('body.from');
    expect(await errorsOf({ all: true, from: `${local(18)}:00Z` })).toBe('body.from');
    expect(await errorsOf({ all: true, repeat: 'FREQ=HOURLY' })).toBe('body.repeat');
    const past = { from: '2020-01-01T10:00', to: '2020-01-02T10:00' };
    expect(await errorsOf({ all: true, ...past })).toBe('body.to');
    const never = { from: '2027-01-05T10:00', to: '2027-01-05T11:00' };
    expect(await errorsOf({ all: true, ...never, repeat: 'FREQ=WEEKLY;BYDAY=MO' })).toBe(
      'body.from',
    );
    const other = await client.open(1);
    const foreign = await block(id, { resourceIds: [...resources, ...other.resources] });
    expect([foreign.status, foreign.body.code]).toEqual([404, 'resource_not_found']);
    expect((await block(id, { area: 'roof' })).body.code).toBe('area_not_found');
    expect(await listOf(id)).toEqual([]);
  });

  it('is one of 500 at most that have not ended', async () => {
    const { id } = await client.open(1);
    await sql`insert into blocks (id, workspace_id, venue_id, starts_local, ends_local, key_id, ends_at,
                                  expanded_to, filled_to)
      select gen_random_uuid(), workspace_id, id, now(), now(), id,
             now() + (n - 2) * interval '1 hour', 'infinity', 'infinity'
        from venues, generate_series(1, 501) n where id = ${uuid(id)}`;
    // Two of them have ended.
    expect((await block(id, { all: true })).status).toBe(201);
    const refused = await block(id, { all: true });
    expect(refused.body).toMatchObject({ code: 'limit_reached', limit: 'blocks', most: 500 });
  });
});

describe('a block over bookings', () => {
  it('is refused with their ids, also when it is repeated with its key', async () => {
    const { id, resources } = await client.open(2);
    const first = await client.book(id, tomorrow(18), { resourceIds: [resources[0]] });
    const second = await client
      .book(id, tomorrow(17), { resourceIds: [resources[0]] })
      .catch(() => null);
    expect(second?.body.code).toBe('slot_taken');
    const held = await client.book(id, tomorrow(19, 30), {
      resourceIds: [resources[1]],
      hold: true,
    });
    await client.book(id, tomorrow(20), { resourceIds: [resources[0]] });
    const refused = await block(id, { resourceIds: resources });
    expect([refused.status, refused.body.code]).toEqual([409, 'bookings_in_block']);
    expect(refused.body).toMatchObject({ count: 2, bookings: [first.body.id, held.body.id] });
    const once = clientOf(await makeKey('blocks'), { 'Idempotency-Key': 'a-block' });
    for (const _ of ['first', 'again']) {
      const kept = await once('POST', `/v1/venues/${id}/blocks`, {
        ...{ from: local(18), to: local(20), resourceIds: resources },
      });
      expect(kept.body).toMatchObject({ code: 'bookings_in_block', count: 2 });
    }
    expect(await listOf(id)).toEqual([]);
  });

  it('is stored around them with keepBookings, and closes the gap when one leaves', async () => {
    const { id, resources } = await client.open(1);
    const booked = await client.book(id, tomorrow(18));
    const made = await block(id, {
      ...{ resourceIds: resources, from: local(17), to: local(22), keepBookings: true },
    });
    expect(made.status).toBe(201);
    expect(made.body.keptBookings).toEqual({ count: 1, data: [booked.body.id] });
    expect(await spansOf(made.body.id)).toMatchObject([
      { starts: new Date(tomorrow(17)), ends: new Date(tomorrow(18)) },
      { starts: new Date(tomorrow(19, 30)), ends: new Date(tomorrow(22)) },
    ]);
    const path = `/v1/bookings/${booked.body.id}`;
    expect((await client.call('PATCH', path, { notes: 'stays' })).status).toBe(200);
    await sweep();
    expect(await spansOf(made.body.id)).toHaveLength(2);
    expect((await client.call('POST', `${path}/cancel`)).status).toBe(200);
    // At once, before the sweep stores the block anew.
    expect((await client.book(id, tomorrow(18))).body.code).toBe('full');
    expect(await spansOf(made.body.id)).toMatchObject([
      { starts: new Date(tomorrow(17)), ends: new Date(tomorrow(18)) },
      { starts: new Date(tomorrow(18)), ends: new Date(tomorrow(19, 30)) },
      { starts: new Date(tomorrow(19, 30)), ends: new Date(tomorrow(22)) },
    ]);
    expect((await sweep()).extended).toBeGreaterThan(0);
    expect(await spansOf(made.body.id)).toMatchObject([
      { starts: new Date(tomorrow(17)), ends: new Date(tomorrow(22)) },
    ]);
    expect((await client.book(id, tomorrow(18))).body.code).toBe('full');
  });

  it('closes the gap when a kept booking is moved, changes its tables, expires or is finished', async () => {
    const { id, resources } = await client.open(4);
    const places = resources.map((resource) => ({ resourceIds: [resource] }));
    const [moved, changed] = [
      await client.book(id, tomorrow(18), { ...places[0], customer: { id: 'moved' } }),
      await client.book(id, tomorrow(18), { ...places[1], customer: { id: 'changed' } }),
    ];
    const held = await client.book(id, tomorrow(18), {
      ...{ ...places[2], hold: true, customer: { id: 'held' } },
    });
    const kept = { from: local(17), to: local(22), keepBookings: true };
    const all = await block(id, { ...kept, resourceIds: resources.slice(0, 3) });
    expect(all.body.keptBookings.count).toBe(3);
    // A second block lies over the first one and has no place of its own.
    const second = await block(id, { ...kept, resourceIds: [resources[1]] });

    const path = (made: { body: { id: string } }) => `/v1/bookings/${made.body.id}`;
    const later = { start: tomorrow(10) };
    expect((await client.call('POST', `${path(moved)}/reschedule`, later)).status).toBe(200);
    expect((await client.call('PATCH', path(changed), places[3])).status).toBe(200);
    await sql`update bookings set hold_expires_at = now() where id = ${uuid(held.body.id)}`;
    for (const place of places.slice(0, 3)) {
      const refused = await client.book(id, tomorrow(18), { ...place, customer: { id: 'late' } });
      expect([refused.status, refused.body.code]).toEqual([409, 'slot_taken']);
    }
    // The first block in the order of their ids has the place until it is deleted.
    const blocks = [all.body.id, second.body.id].sort();
    const remove = (shown: string) => client.call('DELETE', `/v1/venues/${id}/blocks/${shown}`);
    expect((await remove(blocks[0])).status).toBe(204);
    expect((await client.book(id, tomorrow(18), places[1])).body.code).toBe('slot_taken');
    expect((await remove(blocks[1])).status).toBe(204);
    expect((await client.book(id, tomorrow(18), places[1])).status).toBe(201);
  });

  it('gives the place of a kept booking back when its cancellation is undone', async () => {
    const { id, resources } = await client.open(1);
    const booked = await client.book(id, tomorrow(18));
    const around = { resourceIds: resources, from: local(17), to: local(22) };
    const made = await block(id, { ...around, keepBookings: true });
    const path = `/v1/bookings/${booked.body.id}`;
    const before = await spansOf(made.body.id);
    for (const isSwept of [false, true]) {
      expect((await client.call('POST', `${path}/cancel`)).status).toBe(200);
      if (isSwept) await sweep();
      expect((await client.call('POST', `${path}/undo`)).status).toBe(200);
      expect(await spansOf(made.body.id)).toEqual(before);
      await sweep();
      expect(await spansOf(made.body.id)).toEqual(before);
    }
    expect((await client.call('POST', `${path}/cancel`)).status).toBe(200);
    expect((await client.book(id, tomorrow(18))).body.code).toBe('full');

    // A block that was made after the cancellation keeps the place.
    await client.call('DELETE', `/v1/venues/${id}/blocks/${made.body.id}`);
    const later = await block(id, around);
    expect(later.body.keptBookings.count).toBe(0);
    expect((await client.call('POST', `${path}/undo`)).body.code).toBe('slot_taken');
    expect(await spansOf(later.body.id)).toHaveLength(1);
  });

  it('lets a party that sits in it join another table and leave it again', async () => {
    const { id, resources } = await client.open(2);
    const party = await client.call('POST', '/v1/bookings', {
      ...{ venueId: id, partySize: 2, walkIn: true, resourceIds: [resources[0]] },
    });
    expect(party.status).toBe(201);
    const now = new Date();
    const localNow = (minutes: number) =>
      new Date(now.getTime() + minutes * 60_000).toISOString().slice(0, 16);
    const made = await block(id, {
      ...{ from: localNow(-60), to: localNow(300) },
      ...{ resourceIds: [resources[0]], keepBookings: true },
    });
    expect(made.body.keptBookings).toEqual({ count: 1, data: [party.body.id] });
    const path = `/v1/bookings/${party.body.id}`;
    const sitAt = (resourceIds: readonly (string | undefined)[]) =>
      client.call('PATCH', path, { resourceIds });
    expect((await sitAt(resources)).status).toBe(200);
    expect((await sitAt([resources[1]])).status).toBe(200);
    // The block has the first table now.
    expect((await sitAt(resources)).body.code).toBe('slot_taken');
    expect((await client.call('POST', `${path}/undo`)).body.state).toBe('cancelled');
  });

  it('counts a booking whose buffer lies in it', async () => {
    const { id, resources } = await client.open(1, { bufferAfter: 15 });
    await client.book(id, tomorrow(16, 30));
    expect((await block(id, { resourceIds: resources })).body.count).toBe(1);
    const path = `/v1/venues/${id}`;
    expect((await block(id, { all: true })).status).toBe(201);
    expect((await client.call('DELETE', path)).status).toBe(200);
  });
});

describe('two blocks of one table', () => {
  it('may overlap, and the place stays blocked until both have ended', async () => {
    const { id, resources } = await client.open(1);
    const first = await block(id, { resourceIds: resources });
    const second = await block(id, { resourceIds: resources, from: local(19), to: local(22) });
    expect(second.status).toBe(201);
    await client.call('DELETE', `/v1/venues/${id}/blocks/${first.body.id}`);
    const found = await statuses(id);
    expect(['17:30', '17:45', '19:00', '21:45', '22:00'].map((at) => found?.get(at))).toEqual([
      ...['free', 'full', 'full', 'full', 'free'],
    ]);
    expect(await spansOf(second.body.id)).toMatchObject([
      { starts: new Date(tomorrow(19)), ends: new Date(tomorrow(22)) },
    ]);
  });
});

describe('a block of an area', () => {
  it('is for its resources, and for those that it gets later', async () => {
    const { id, resources } = await client.open(1);
    const path = `/v1/venues/${id}/resources`;
    const add = (name: string, area: string) =>
      client.call('POST', path, { name, maxParty: 4, area });
    await add('outside', 'terrace');
    const made = await block(id, { area: 'terrace' });
    expect(made.body).toMatchObject({ area: 'terrace', resourceIds: null, all: false });
    const search = '&area=terrace&areaRequired=true';
    expect((await statuses(id, search))?.get('18:00')).toBe('full');
    expect((await statuses(id))?.get('18:00')).toBe('free');
    await add('new', 'terrace');
    await client.call('PATCH', `${path}/${resources[0]}`, { area: 'terrace' });
    await sweep();
    expect(await spansOf(made.body.id)).toHaveLength(3);
    expect((await statuses(id))?.get('18:00')).toBe('full');
    await client.call('PATCH', `${path}/${resources[0]}`, { area: null });
    await sweep();
    expect(await spansOf(made.body.id)).toHaveLength(2);
    expect((await statuses(id))?.get('18:00')).toBe('free');
  });
});

describe('a block of the whole venue', () => {
  it('takes the slots away whose stays would overlap it, also of resources that are added later', async () => {
    const { id } = await client.open(1);
    const made = await block(id, { all: true });
    expect(made.body).toMatchObject({ all: true, resourceIds: null, area: null });
    await client.call('POST', `/v1/venues/${id}/resources`, { name: 'later', maxParty: 9 });
    const found = await statuses(id);
    expect(['16:30', '16:45', '19:45', '20:00'].map((at) => found?.get(at))).toEqual([
      ...['free', undefined, undefined, 'free'],
    ]);
    const refused = await client.book(id, tomorrow(18));
    expect([refused.status, refused.body.code]).toEqual([409, 'outside_hours']);
    expect(refused.body.alternatives).not.toContain(tomorrow(18));
    await client.call('DELETE', `/v1/venues/${id}/blocks/${made.body.id}`);
    expect((await client.book(id, tomorrow(18))).status).toBe(201);
  });

  it('of a whole day shows the date as closed', async () => {
    const { id } = await client.open(1);
    const next = new Date(Date.parse(tomorrow(0)) + 86_400_000).toISOString().slice(0, 16);
    expect((await block(id, { all: true, from: local(0), to: next })).status).toBe(201);
    expect(await statuses(id)).toBeUndefined();
  });

  it('is refused by bookings, or leaves them as they are', async () => {
    const { id } = await client.open(2);
    const booked = await client.book(id, tomorrow(17));
    await client.book(id, tomorrow(20));
    const refused = await block(id, { all: true });
    expect(refused.body).toMatchObject({ code: 'bookings_in_block', bookings: [booked.body.id] });
    const made = await block(id, { all: true, keepBookings: true });
    expect(made.body.keptBookings).toEqual({ count: 1, data: [booked.body.id] });
    expect((await client.call('GET', `/v1/bookings/${booked.body.id}`)).body.state).toBe(
      'confirmed',
    );
    await client.call('POST', `/v1/bookings/${booked.body.id}/cancel`);
    expect((await client.book(id, tomorrow(17))).body.code).toBe('outside_hours');
  });
});

describe('local times', () => {
  /** The next clock changes of Paris: at 02:00 forward to 03:00, and at 03:00 back to 02:00. */
  const changes = () => {
    const soon = Temporal.Now.zonedDateTimeISO('Europe/Paris').add({ days: 3 });
    const first = soon.getTimeZoneTransition('next');
    const second = first?.getTimeZoneTransition('next');
    if (!first || !second) throw new Error('Paris changes its clocks no more');
    const isForward = first.offsetNanoseconds > second.offsetNanoseconds;
    const [forward, back] = isForward ? [first, second] : [second, first];
    const dayOf = (change: Temporal.ZonedDateTime) => (days: number) =>
      change.toPlainDate().add({ days }).toString();
    return { forward: dayOf(forward), back: dayOf(back) };
  };

  it('are those of the venue on the days of clock changes', async () => {
    const { id, resources } = await client.open(1, { timeZone: 'Europe/Paris', horizonDays: 731 });
    const spans = async (from: string, to: string, repeat?: string) => {
      const made = await block(id, { resourceIds: resources, from, to, ...(repeat && { repeat }) });
      expect(made.status).toBe(201);
      const found = await spansOf(made.body.id);
      await client.call('DELETE', `/v1/venues/${id}/blocks/${made.body.id}`);
      return found.map(({ starts, ends }) =>
        [starts, ends].map((at) => new Date(at).toISOString().slice(0, 16)),
      );
    };
    const { forward, back } = changes();
    const daily = 'FREQ=DAILY;COUNT=3';
    expect(await spans(`${forward(-1)}T01:00`, `${forward(-1)}T04:00`, daily)).toEqual([
      [`${forward(-1)}T00:00`, `${forward(-1)}T03:00`],
      [`${forward(0)}T00:00`, `${forward(0)}T02:00`],
      [`${forward(0)}T23:00`, `${forward(1)}T02:00`],
    ]);
    // 02:30 is skipped, and is moved to 03:30.
    expect(await spans(`${forward(0)}T02:30`, `${forward(0)}T05:00`)).toEqual([
      [`${forward(0)}T01:30`, `${forward(0)}T03:00`],
    ]);
    // 02:30 occurs twice; the second is meant. The block of the whole night has an hour more.
    expect(await spans(`${back(0)}T02:30`, `${back(0)}T04:00`)).toEqual([
      [`${back(0)}T01:30`, `${back(0)}T03:00`],
    ]);
    expect(await spans(`${back(-1)}T22:00`, `${back(0)}T04:00`)).toEqual([
      [`${back(-1)}T20:00`, `${back(0)}T03:00`],
    ]);
    // 02:00 to 03:00 is 03:00 to 04:00 by the rule for the beginning, but has no length by the clock.
    const skipped = await spans(`${forward(-1)}T02:00`, `${forward(-1)}T03:00`, daily);
    expect(skipped.map(([start]) => start)).toEqual([
      `${forward(-1)}T01:00`,
      `${forward(1)}T00:00`,
    ]);
  });

  it('move with the time zone of the venue', async () => {
    const { id, resources } = await client.open(1);
    const made = await block(id, { resourceIds: resources });
    await client.call('PATCH', `/v1/venues/${id}`, { timeZone: 'Asia/Tokyo' });
    await sweep();
    expect(await spansOf(made.body.id)).toMatchObject([{ starts: new Date(tomorrow(9)) }]);
  });
});

describe('a repeating block', () => {
  it('is stored up to the horizon, and the sweep continues it as time goes on', async () => {
    const { id, resources } = await client.open(1, { horizonDays: 10 });
    // The hours are far from now: an occurrence that lies in the horizon's end is stored in part, and the
    // part grows with each sweep.
    const hour = new Date().getUTCHours() < 12 ? 18 : 6;
    const made = await block(id, {
      ...{ from: local(hour), to: local(hour + 2) },
      ...{ resourceIds: resources, repeat: 'FREQ=DAILY' },
    });
    expect(made.body.repeat).toBe('FREQ=DAILY');
    const before = await spansOf(made.body.id);
    expect(before.length).toBeGreaterThanOrEqual(18);
    await sweep();
    expect(await spansOf(made.body.id)).toEqual(before);
    // A week later, as the database sees it.
    await sql`update blocks set filled_to = filled_to - interval '8 days',
                                wake_at = wake_at - interval '8 days' where id = ${uuid(made.body.id)}`;
    await sql`delete from allocations a using blocks b
               where b.id = ${uuid(made.body.id)} and a.block_id = b.id and lower(a.span) >= b.filled_to`;
    expect((await spansOf(made.body.id)).length).toBe(before.length - 8);
    await sweep();
    expect(await spansOf(made.body.id)).toEqual(before);
  });

  it('reaches further when the horizon does', async () => {
    const { id, resources } = await client.open(1, { horizonDays: 10 });
    const made = await block(id, { resourceIds: resources, repeat: 'FREQ=WEEKLY' });
    expect(await spansOf(made.body.id)).toHaveLength(3);
    await client.call('PATCH', `/v1/venues/${id}`, { horizonDays: 100 });
    await sweep();
    expect((await spansOf(made.body.id)).length).toBeGreaterThanOrEqual(15);
  });

  it('is refused when it is too large to be stored', async () => {
    const { id } = await client.open(0, { horizonDays: 731 });
    await sql`insert into resources (id, workspace_id, venue_id, name, kind, min_party, max_party,
                                     priority, area)
      select gen_random_uuid(), workspace_id, id, 'r' || n, 'table', 1, 4, 0, 'hall'
        from venues, generate_series(1, 40) n where id = ${uuid(id)}`;
    const daily = { area: 'hall', repeat: 'FREQ=DAILY' };
    expect((await block(id, daily)).body.code).toBe('block_too_large');
    expect((await block(id, { ...daily, repeat: 'FREQ=WEEKLY' })).status).toBe(201);
    expect((await block(id, { all: true, repeat: 'FREQ=DAILY' })).status).toBe(201);
  });

  it('is cleared by the sweep an hour after its end', async () => {
    const { id, resources } = await client.open(1);
    const made = await block(id, { resourceIds: resources });
    await sql`update blocks set ends_at = now() - interval '2 hours', wake_at = now()
               where id = ${uuid(made.body.id)}`;
    await sweep();
    expect(await spansOf(made.body.id)).toEqual([]);
    expect(await listOf(id)).toEqual([]);
    const [row] = await sql`select wake_at from blocks where id = ${uuid(made.body.id)}`;
    expect(row).toEqual({ wake_at: null });
  });
});

it('a deleted block offers its places to the waitlist', async () => {
  const { id, resources } = await client.open(1);
  const made = await block(id, { resourceIds: resources });
  const entry = await client.call('POST', `/v1/venues/${id}/waitlist`, {
    ...{ earliest: tomorrow(18), latest: tomorrow(18), partySize: 2, customer: { id: 'waits' } },
  });
  expect(entry.status).toBe(201);
  const jobs: unknown[] = [];
  const bindings = {
    ...quietBindings,
    FOLLOW_UPS: { send: async (job: unknown) => void jobs.push(job) },
  };
  const staff = clientOf(await makeKey('blocks', ['bookings:staff']), {}, bindings);
  expect((await staff('DELETE', `/v1/venues/${id}/blocks/${made.body.id}`)).status).toBe(204);
  await expect.poll(() => jobs).toContainEqual({ venueId: expect.stringContaining('-') });
});
