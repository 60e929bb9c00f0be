import { beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '../../src/platform/auth/scopes.ts';
import { asking, makeVenue, tomorrow } from '../support/bookings.ts';
import { sql } from '../support/sql.ts';
import { type Answer, type Call, client, makeKey } from '../support/workspace.ts';

const GUEST: readonly Scope[] = ['messages:write', 'bookings:write', 'bookings:read'];

let staff: Call;
let call: Call;
let workspace: string;
beforeAll(async () => {
  workspace = `limits of guests ${crypto.randomUUID()}`;
  staff = client(await makeKey(workspace));
  call = client(await makeKey(workspace, GUEST));
});

/** Makes a venue without a limit of pacing, with this number of tables for four. */
const open = (tables: number) => makeVenue(asking(staff), tables);
const setLimits = (limits: object) =>
  sql`update workspaces set limits = ${JSON.stringify(limits)} where name = ${workspace}`;
const outcome = ({ status, body }: Answer) => (status < 300 ? status : [body.code, body.limit]);
const resourcesOf = ({ body }: Answer): string[] =>
  body.resources.map(({ id }: { id: string }) => id).sort();

describe('open holds', () => {
  const hold = (by: Call, venueId: string, customer: string, more: object = {}) =>
    by('POST', '/v1/bookings', {
      ...{ venueId, start: tomorrow(12), partySize: 2, hold: true, customer: { id: customer } },
      ...more,
    });

  it('of one guest are limited at a venue, and end with the hold', async () => {
    const { id } = await open(240);
    const holds: Answer[] = [];
    for (let n = 0; n < 3; n += 1) holds.push(await hold(call, id, 'hoarder'));
    expect(holds.map(outcome)).toEqual([201, 201, 201]);
    const refused = await hold(call, id, 'hoarder');
    expect(refused.body).toMatchObject({ code: 'limit_reached', limit: 'guest_holds', most: 3 });
    expect(refused.body.alternatives).toBeUndefined();
    expect(outcome(await hold(call, id, 'another'))).toBe(201);
    expect(outcome(await hold(call, id, 'hoarder', { hold: false }))).toBe(201);
    expect(outcome(await hold(staff, id, 'hoarder'))).toBe(201);
    const release = (n: number) =>
      call('POST', `/v1/bookings/${holds[n]?.body.id}/cancel`, {}).then(outcome);
    expect(await release(0)).toBe(200);
    expect(outcome(await hold(call, id, 'hoarder'))).toEqual(['limit_reached', 'guest_holds']);
    expect(await release(1)).toBe(200);
    expect(outcome(await hold(call, id, 'hoarder'))).toBe(201);
    expect(outcome(await hold(call, (await open(1)).id, 'hoarder'))).toBe(201);
  });

  it('of one guest are limited in messages too', async () => {
    const { id } = await open(10);
    const say = () =>
      call('POST', '/v1/conversations/hoarding/messages', {
        role: 'assistant',
        text: 'held',
        customer: { id: 'talker' },
        booking: { venueId: id, start: tomorrow(12), partySize: 2, hold: true },
      });
    for (let n = 0; n < 3; n += 1) expect((await say()).status).toBe(201);
    expect(outcome(await say())).toEqual(['limit_reached', 'guest_holds']);
    const { body } = await staff('GET', '/v1/conversations/hoarding');
    expect(body.messages).toBe(3);
  });

  it('of one guest are counted exactly when many requests race', async () => {
    const { id } = await open(20);
    const all = await Promise.all(Array.from({ length: 12 }, () => hold(call, id, 'racer')));
    expect(all.filter(({ status }) => status === 201)).toHaveLength(3);
  });

  it('of all guests are limited at a venue', async () => {
    await setLimits({ venue_holds: 4 });
    const { id } = await open(10);
    for (let n = 0; n < 4; n += 1) expect(outcome(await hold(call, id, `many-${n}`))).toBe(201);
    expect(outcome(await hold(call, id, 'many-4'))).toEqual(['limit_reached', 'venue_holds']);
    await setLimits({});
  });
});

it('upcoming bookings of one guest are limited, at all venues together', async () => {
  await setLimits({ guest_bookings: 4 });
  const [first, second] = [await open(10), await open(10)];
  const book = (venueId: string, by = call) =>
    by('POST', '/v1/bookings', {
      ...{ venueId, start: tomorrow(12), partySize: 2, customer: { id: 'regular' } },
    });
  const made: Answer[] = [];
  for (const { id } of [first, second, first, second]) made.push(await book(id));
  expect(made.map(outcome)).toEqual([201, 201, 201, 201]);
  expect(outcome(await book(second.id))).toEqual(['limit_reached', 'guest_bookings']);
  expect(outcome(await book(second.id, staff))).toBe(201);
  await staff('POST', `/v1/bookings/${made[0]?.body.id}/cancel`, {});
  // A visit that has begun is not to come.
  await sql`update bookings set starts_at = now() - interval '1 hour', ends_at = now()
             where id = ${made[1]?.body.id.slice(4)}::uuid`;
  expect(outcome(await book(first.id))).toBe(201);
  expect(outcome(await book(first.id))).toEqual(['limit_reached', 'guest_bookings']);
  await setLimits({});
});

describe('resources that are chosen by hand', () => {
  const book = (by: Call, venueId: string, partySize: number, resourceIds: string[], hour = 9) =>
    by('POST', '/v1/bookings', {
      ...{ venueId, start: tomorrow(hour), partySize, resourceIds, customer: { id: 'chooser' } },
    });

  it('are no more than the party needs, unless the key may book as staff', async () => {
    const { id, resources } = await open(12);
    expect(outcome(await book(call, id, 1, resources))).toEqual(['resources_unneeded', undefined]);
    expect(outcome(await book(call, id, 4, resources.slice(0, 2)))).toEqual([
      'resources_unneeded',
      undefined,
    ]);
    expect(outcome(await book(call, id, 5, resources.slice(0, 2)))).toBe(201);
    expect(outcome(await book(call, id, 1, resources.slice(2, 3)))).toBe(201);
    expect(outcome(await book(staff, id, 1, resources.slice(3)))).toBe(201);
    expect(outcome(await book(call, id, 9, resources.slice(0, 2)))).toEqual([
      'resources_unfit',
      undefined,
    ]);
  });

  it('are not meant for larger parties only', async () => {
    const { id } = await open(0);
    const large = { name: 'large', minParty: 6, maxParty: 10 };
    const table = (await staff('POST', `/v1/venues/${id}/resources`, large)).body.id;
    expect(outcome(await book(call, id, 2, [table]))).toEqual(['resources_unneeded', undefined]);
    expect(outcome(await book(call, id, 6, [table]))).toBe(201);
    expect(outcome(await book(staff, id, 2, [table], 15))).toBe(201);
  });

  it('are measured by combinations too', async () => {
    const { id, resources } = await open(3);
    const pair = resources.slice(0, 2);
    await staff('POST', `/v1/venues/${id}/combinations`, { resourceIds: pair, maxParty: 10 });
    expect(outcome(await book(call, id, 10, resources))).toEqual(['resources_unneeded', undefined]);
    expect(outcome(await book(call, id, 10, pair))).toBe(201);
  });

  it('are checked when a booking changes, and given back when the party gets smaller', async () => {
    const { id, resources } = await open(6);
    const change = (by: Call, booking: string, sent: object) =>
      by('PATCH', `/v1/bookings/${booking}`, sent);
    const three = resources.slice(0, 3);
    const { body } = await book(call, id, 12, three);
    expect(outcome(await change(call, body.id, { resourceIds: resources }))).toEqual([
      'resources_unneeded',
      undefined,
    ]);
    const smaller = { partySize: 1, resourceIds: three };
    expect(outcome(await change(call, body.id, smaller))).toEqual([
      'resources_unneeded',
      undefined,
    ]);
    const shrunk = await change(call, body.id, { partySize: 5 });
    expect(outcome(shrunk)).toBe(200);
    expect(resourcesOf(shrunk)).toHaveLength(2);
    expect(three).toEqual(expect.arrayContaining(resourcesOf(shrunk)));
    const alone = await change(call, body.id, { partySize: 1 });
    expect(resourcesOf(alone)).toHaveLength(1);

    const kept = await book(staff, id, 12, resources.slice(3), 15);
    const byStaff = await change(staff, kept.body.id, { partySize: 1 });
    expect(resourcesOf(byStaff)).toHaveLength(3);
    // A guest may send the resources that the booking has.
    const same = { resourceIds: resources.slice(3), notes: 'thanks' };
    expect(outcome(await change(call, kept.body.id, same))).toBe(200);
  });
});
