import { beforeEach, describe, expect, it, vi } from 'vitest';
import { asking, makeVenue, tomorrow } from '../../support/bookings.ts';
import { useTimedApp } from '../../support/timed-app.ts';
import { type Call, client, makeKey, quietBindings } from '../../support/workspace.ts';

const WORKSPACE = 'cached writes';
const date = tomorrow(0).slice(0, 10);

let world: ReturnType<typeof useTimedApp>;
let reader: string;
let isolate: typeof quietBindings;

/** A request to the isolate of this test. */
const get = (path: string, headers: Record<string, string> = {}, key = reader) =>
  client(key, headers, isolate)('GET', path);
/** How the last request was answered. */
const outcome = () => [world.lines.at(-1)?.['cacheClass'], world.lines.at(-1)?.['cache']];

describe('what this isolate has written', () => {
  let owner: Call;
  let venue: { id: string };
  beforeEach(async () => {
    world = useTimedApp();
    isolate = { ...quietBindings };
    reader = await makeKey(WORKSPACE, ['bookings:read']);
    owner = client(await makeKey(WORKSPACE), {}, isolate);
    venue = await makeVenue(asking(owner), 1);
  });

  it('is seen at once in the descriptions of a venue', async () => {
    const { id, resources } = await makeVenue(asking(owner), 3);
    const paths = [`/v1/venues/${id}`, `/v1/venues/${id}/resources`, '/v1/venues?limit=200'];
    const elsewhere = { ...quietBindings };
    let before: unknown[] = [];
    const expectFresh = async (change: string) => {
      const shown: unknown[] = [];
      for (const path of paths) {
        const own = await get(path);
        const fresh = await client(reader, { 'Cache-Control': 'no-cache' }, elsewhere)('GET', path);
        expect([change, own.body]).toEqual([change, fresh.body]);
        shown.push(own.body);
      }
      expect([change, JSON.stringify(shown) === JSON.stringify(before)]).toEqual([change, false]);
      before = shown;
    };
    const write = async (method: string, path: string, body?: object) => {
      const answer = await owner(method, path, body);
      expect([method, path, answer.status < 300]).toEqual([method, path, true]);
      await expectFresh(`${method} ${path}`);
      return answer.body;
    };
    await expectFresh('nothing yet');
    await write('PATCH', `/v1/venues/${id}`, { name: 'Chez Vous' });
    await write('PUT', `/v1/venues/${id}/hours`, { weekly: [] });
    const added = await write('POST', `/v1/venues/${id}/resources`, { name: 'new', maxParty: 2 });
    await write('PATCH', `/v1/venues/${id}/resources/${added.id}`, { maxParty: 3 });
    const combined = await write('POST', `/v1/venues/${id}/combinations`, {
      resourceIds: resources.slice(0, 2),
      maxParty: 8,
    });
    await write('DELETE', `/v1/venues/${id}/combinations/${combined.id}`);
    await write('DELETE', `/v1/venues/${id}/resources/${added.id}`);
    await write('POST', '/v1/venues', { name: 'Second', timeZone: 'UTC' });
    expect((await get('/v1/venues?limit=200')).body.data[0].name).toBe('Second');
    await owner('DELETE', `/v1/venues/${id}`);
    expect((await get(`/v1/venues/${id}`)).status).toBe(404);
    const listed = (await get('/v1/venues?limit=200')).body.data as { id: string }[];
    expect(listed.some((each) => each.id === id)).toBe(false);
  });

  it('is seen a minute later by a key of another isolate, and at once by one that may write it', async () => {
    const path = `/v1/venues/${venue.id}`;
    const nameSeen = async (key = reader) => (await get(path, {}, key)).body.name;
    expect(await nameSeen()).toBe('Chez Nous');
    const editor = await makeKey(WORKSPACE);
    await client(editor, {}, { ...quietBindings })('PATCH', path, { name: 'Changed' });
    world.now += 59_999;
    await get('/v1/limits');
    expect(await nameSeen()).toBe('Chez Nous');
    const edited = await get(path, {}, editor);
    expect([edited.body.name, edited.headers.get('Cache-Control'), outcome()]).toEqual([
      ...['Changed', 'private, no-cache', ['60s', 'bypass']],
    ]);
    // What the editor has read is cached for the others.
    expect([await nameSeen(), outcome()]).toEqual(['Changed', ['60s', 'hit']]);
  });

  it('leaves the descriptions cached when it is a booking', async () => {
    await get(`/v1/venues/${venue.id}`);
    const booked = await owner('POST', '/v1/bookings', {
      ...{ venueId: venue.id, start: tomorrow(3), partySize: 2, customer: { id: 'maya' } },
    });
    expect(booked.status).toBe(201);
    await get(`/v1/venues/${venue.id}`);
    expect(outcome()).toEqual(['60s', 'hit']);
  });

  /** Whether a slot of the venue is shown as free. */
  async function isFree(hour: number): Promise<boolean> {
    const path = `/v1/venues/${venue.id}/availability?from=${date}&to=${date}&partySize=2`;
    const { slots } = (await get(path)).body.days[0];
    const start = tomorrow(hour).replace('.000Z', '+00:00');
    return slots.find((slot: { start: string }) => slot.start === start).status === 'free';
  }

  it('is seen when it is the erasure of a guest who had booked', async () => {
    const wanted = { venueId: venue.id, partySize: 2, customer: { id: 'gone' } };
    const booked = await owner('POST', '/v1/bookings', { ...wanted, start: tomorrow(12) });
    expect([booked.status, await isFree(12)]).toEqual([201, false]);
    expect((await owner('DELETE', '/v1/customers/gone')).status).toBe(200);
    expect(await isFree(12)).toBe(true);
  });

  it('is seen also when its answer was lost', async () => {
    expect([await isFree(12), await isFree(12), outcome()]).toEqual([true, true, ['5s', 'hit']]);
    const send = globalThis.fetch;
    const lost = vi.spyOn(globalThis, 'fetch').mockImplementationOnce(async (...request) => {
      await send(...request);
      throw new TypeError('the connection was lost');
    });
    const wanted = { venueId: venue.id, partySize: 2, customer: { id: 'maya' } };
    const answer = await owner('POST', '/v1/bookings', { ...wanted, start: tomorrow(12) });
    lost.mockRestore();
    expect([answer.status, await isFree(12)]).toEqual([503, false]);
  });

  it('is not hidden by a cached answer that a refusal has shown to be outdated', async () => {
    const wanted = { venueId: venue.id, partySize: 2, customer: { id: 'maya' } };
    const elsewhere = client(await makeKey(WORKSPACE), {}, { ...quietBindings });
    const own = (await owner('POST', '/v1/bookings', { ...wanted, start: tomorrow(20) })).body;
    for (const [hour, write] of [
      [12, (start: string) => owner('POST', '/v1/bookings', { ...wanted, start })],
      [15, (start: string) => owner('POST', `/v1/bookings/${own.id}/reschedule`, { start })],
      [
        18,
        (start: string) =>
          owner('POST', '/v1/conversations/refused/messages', {
            ...{ role: 'customer', text: 'hi', customer: { id: 'maya' } },
            booking: { venueId: venue.id, start, partySize: 2 },
          }),
      ],
    ] as const) {
      expect([hour, await isFree(hour)]).toEqual([hour, true]);
      const start = tomorrow(hour);
      expect((await elsewhere('POST', '/v1/bookings', { ...wanted, start })).status).toBe(201);
      expect([hour, await isFree(hour)]).toEqual([hour, true]);
      expect((await write(start)).body.code).toBe('full');
      expect([hour, await isFree(hour)]).toEqual([hour, false]);
    }
  });
});
