import { beforeAll, describe, expect, it } from 'vitest';
import { type BookingClient, openBookingClient } from '../support/booking-client.ts';
import { tomorrow } from '../support/bookings.ts';

let client: BookingClient;
beforeAll(async () => {
  client = await openBookingClient('areas');
});

/** A venue with a table in each of these areas. */
async function openAreas(areas: readonly (string | null)[], settings?: object) {
  const { id } = await client.open(0, settings);
  const tables: string[] = [];
  for (const [n, area] of areas.entries()) {
    const table = { name: `T${n}`, maxParty: 4, area };
    const made = await client.call('POST', `/v1/venues/${id}/resources`, table);
    expect([made.status, made.body.area]).toEqual([201, area]);
    tables.push(made.body.id);
  }
  return { id, tables };
}

const wish = (name: string, required?: boolean) => ({
  area: { name, ...(required === undefined ? {} : { required }) },
});
const tableOf = ({ body }: { body: { resources: { name: string }[] } }) =>
  body.resources.map(({ name }) => name).join();

describe('the area of a resource', () => {
  it('is shown, changed and removed', async () => {
    const { id, tables } = await openAreas([null]);
    const path = `/v1/venues/${id}/resources`;
    const change = (body: object) => client.call('PATCH', `${path}/${tables[0]}`, body);
    expect((await change({ area: 'bar' })).body.area).toBe('bar');
    expect((await change({ priority: 3 })).body.area).toBe('bar');
    expect((await client.call('GET', path)).body.data[0].area).toBe('bar');
    expect((await change({ area: null })).body.area).toBeNull();
    const refused = await change({ area: 'two\nlines' });
    expect([refused.status, refused.body.errors[0].field]).toEqual([400, 'body.area']);
  });
});

describe('a wish for an area', () => {
  it('is taken when a place there is free, and otherwise anywhere', async () => {
    const { id } = await openAreas([null, 'terrace']);
    const first = await client.book(id, tomorrow(12), wish('terrace'));
    expect([first.status, tableOf(first)]).toEqual([201, 'T1']);
    expect(first.body.area).toEqual({ name: 'terrace', required: false });
    const second = await client.book(id, tomorrow(12), wish('terrace'));
    expect([second.status, tableOf(second)]).toEqual([201, 'T0']);
    expect((await client.book(id, tomorrow(12), wish('terrace'))).body.code).toBe('full');
  });

  it('is kept by a reschedule, which finds a place there again', async () => {
    const { id } = await openAreas([null, 'terrace']);
    await client.book(id, tomorrow(12), { customer: { id: 'other' }, ...wish('terrace') });
    const inside = await client.book(id, tomorrow(12), wish('terrace'));
    expect(tableOf(inside)).toBe('T0');
    const path = `/v1/bookings/${inside.body.id}`;
    const moved = await client.call('POST', `${path}/reschedule`, { start: tomorrow(18) });
    expect([tableOf(moved), moved.body.area.name]).toEqual(['T1', 'terrace']);
    // At the same start the party stays where it is.
    const back = await client.call('POST', `${path}/reschedule`, { start: tomorrow(12) });
    expect(tableOf(back)).toBe('T0');
    expect(tableOf(await client.call('PATCH', path, { notes: 'n', partySize: 3 }))).toBe('T0');
  });

  it('is changed and removed, and moves the party only if a place is free', async () => {
    const { id } = await openAreas([null, 'terrace']);
    const made = await client.book(id, tomorrow(12));
    expect([tableOf(made), made.body.area]).toEqual(['T0', null]);
    const change = (body: object) => client.call('PATCH', `/v1/bookings/${made.body.id}`, body);
    const outside = await change(wish('terrace'));
    expect([tableOf(outside), outside.body.version]).toEqual(['T1', 2]);
    expect((await change(wish('terrace'))).body.version).toBe(2);
    const anywhere = await change({ area: null });
    expect([tableOf(anywhere), anywhere.body.area, anywhere.body.version]).toEqual(['T1', null, 3]);
  });

  it('does not move a party that is seated', async () => {
    const { id } = await openAreas([null, 'terrace']);
    const made = await client.book(id, tomorrow(12));
    const path = `/v1/bookings/${made.body.id}`;
    await client.call('POST', `${path}/seat`);
    expect(tableOf(await client.call('PATCH', path, wish('terrace')))).toBe('T0');
  });
});

describe('an area that is required', () => {
  it('is the only one in which the party sits', async () => {
    const { id } = await openAreas([null, 'terrace']);
    const first = await client.book(id, tomorrow(12), wish('terrace', true));
    expect([tableOf(first), first.body.area.required]).toEqual(['T1', true]);
    const refused = await client.book(id, tomorrow(12), wish('terrace', true));
    expect(refused.body.code).toBe('full');
    // The alternatives have a place there too, so the party of the first booking is in their way.
    const until = Date.parse(first.body.end);
    expect(refused.body.alternatives).toHaveLength(5);
    for (const start of refused.body.alternatives) {
      const apart = Math.abs(Date.parse(start) - Date.parse(first.body.start));
      expect(apart).toBeGreaterThanOrEqual(until - Date.parse(first.body.start));
    }
    const other = await client.book(id, tomorrow(12));
    const path = `/v1/bookings/${other.body.id}`;
    const change = await client.call('PATCH', path, wish('terrace', true));
    expect([change.status, change.body.code]).toEqual([409, 'full']);
    expect((await client.call('GET', path)).body.area).toBeNull();
  });

  it('refuses resources outside of it that were chosen by hand', async () => {
    const { id, tables } = await openAreas([null, 'terrace']);
    const chosen = (at: number, required: boolean) =>
      client.book(id, tomorrow(12), { resourceIds: [tables[at]], ...wish('terrace', required) });
    expect((await chosen(0, true)).body.code).toBe('resources_unfit');
    expect(tableOf(await chosen(0, false))).toBe('T0');
    expect(tableOf(await chosen(1, true))).toBe('T1');
  });

  it('contains a combination only if it contains all of its resources', async () => {
    const { id, tables } = await openAreas(['terrace', 'terrace', null]);
    const combine = (members: (string | undefined)[]) =>
      client.call('POST', `/v1/venues/${id}/combinations`, { resourceIds: members, maxParty: 8 });
    await combine([tables[1], tables[2]]);
    const large = { partySize: 7, ...wish('terrace', true) };
    expect((await client.book(id, tomorrow(12), large)).body.code).toBe('full');
    await combine([tables[0], tables[1]]);
    expect(tableOf(await client.book(id, tomorrow(12), large))).toBe('T0,T1');
  });

  it('must exist', async () => {
    const { id } = await openAreas([null]);
    const refused = await client.book(id, tomorrow(12), wish('roof'));
    expect([refused.status, refused.body.code]).toEqual([404, 'area_not_found']);
    const made = await client.book(id, tomorrow(12));
    const path = `/v1/bookings/${made.body.id}`;
    expect((await client.call('PATCH', path, wish('roof'))).body.code).toBe('area_not_found');
    const search = `/v1/venues/${id}/availability?from=2027-01-01&to=2027-01-01&partySize=2`;
    expect((await client.call('GET', `${search}&area=roof`)).body.code).toBe('area_not_found');
  });
});

describe('availability', () => {
  const slotsOf = async (id: string, more: string) => {
    const day = tomorrow(0).slice(0, 10);
    const path = `/v1/venues/${id}/availability?from=${day}&to=${day}&partySize=2${more}`;
    const { status, body } = await client.call('GET', path);
    expect(status).toBe(200);
    const slot = body.days[0].slots.find(
      ({ start }: { start: string }) => Date.parse(start) === Date.parse(tomorrow(12)),
    );
    return slot && { ...slot, start: undefined };
  };

  it('shows the free slots of a required area, and where a wish is fulfilled', async () => {
    const { id } = await openAreas([null, 'terrace']);
    expect(await slotsOf(id, '&area=terrace')).toEqual({ status: 'free', inArea: true });
    expect(await slotsOf(id, '&area=terrace&areaRequired=true')).toEqual({ status: 'free' });
    await client.book(id, tomorrow(12), wish('terrace', true));
    expect(await slotsOf(id, '')).toEqual({ status: 'free' });
    expect(await slotsOf(id, '&area=terrace')).toEqual({ status: 'free', inArea: false });
    expect(await slotsOf(id, '&area=terrace&areaRequired=true')).toEqual({ status: 'full' });
  });

  it('refuses a required area without a name', async () => {
    const { id } = await openAreas(['terrace']);
    const path = `/v1/venues/${id}/availability?from=2027-01-01&to=2027-01-01&partySize=2`;
    const refused = await client.call('GET', `${path}&areaRequired=true`);
    expect(refused.body.errors).toEqual([
      { field: 'query.areaRequired', message: 'goes with area' },
    ]);
  });
});

it('a booking in a message has its area too', async () => {
  const { id } = await openAreas([null, 'window']);
  const booking = { venueId: id, start: tomorrow(12), partySize: 2, ...wish('window') };
  const message = { role: 'customer', text: 'by the window', customer: { id: 'maya' }, booking };
  const said = await client.call('POST', '/v1/conversations/areas/messages', message);
  expect(said.status).toBe(201);
  expect(tableOf({ body: said.body.booking })).toBe('T1');
});
