import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/platform/database.ts';
import { verifyByHand } from '../support/challenges.ts';
import { createWorld } from '../support/follow-up-world.ts';
import { bookings, dateOf, GUESTS } from './import-files.ts';
import { openImportVenue, short } from './import-venue.ts';
import { type ImportWorld, openImportWorld } from './import-world.ts';
import { NODE_SERVER_SECRET, type NodeServer, startNodeServer } from './node-server.ts';

let server: NodeServer;
let world: ImportWorld;
beforeAll(async () => {
  server = await startNodeServer();
  world = openImportWorld(server);
});
afterAll(async () => {
  world?.close();
  await server?.close();
});

/** What the run must say about the rows above. */
const REFUSED = [
  'guests 4 phone must be a telephone number',
  'guests 5 email must be an email address',
  'guests 6 id is the id of line 2 too',
  'guests 7 id is missing',
  'guests 8 id customer_erased: the guest was erased',
  'bookings 4 - slot_taken: the resources that the row names are taken',
  'bookings 6 - full: no place is free',
  'bookings 12 state not_final: the stay has ended, so it must be finished, no_show or cancelled',
  'bookings 13 state not_begun: the stay has not begun, so it can be confirmed or cancelled only',
  'bookings 14 customerId customer_erased: the guest was erased',
  'bookings 15 start this local time does not exist: the clocks were put forward',
  'bookings 16 state this value is not one of states',
  'bookings 17 partySize Invalid input: expected number, received string',
  'bookings 18 resources the venue has no resource of this name',
  'bookings 19 customerId is missing',
  'bookings 20 customerId guest_refused: the guest may not book',
  'bookings 22 - has another number of cells than the header',
];

describe('a venue that comes from another system', () => {
  let place: Awaited<ReturnType<typeof openImportVenue>>;
  let before: Record<string, string>;
  beforeAll(async () => {
    place = await openImportVenue(world, 'import');
    const hook = 'https://hooks.example.com/import';
    await place.ask('POST', '/v1/webhooks', { url: hook, events: ['*'] });
    await verifyByHand(openDatabase({ url: server.databaseUrl, timeoutMs: 10_000 }), hook);
    before = await world.checksums();
  });

  it('a dry run changes nothing, and says what the real run then says', async () => {
    const trial = await world.run(...place.both());
    expect(trial.stderr).toContain('Nothing was stored.');
    expect(await world.checksums()).toEqual(before);
    expect(short(trial.report)).toEqual(REFUSED);
    expect(trial.code).toBe(2);
    expect(trial.stdout + trial.stderr).not.toMatch(/Lefèvre|zoe@|Okafor/);

    const real = await world.run(...place.both('--apply'));
    expect(real.code).toBe(2);
    expect(real.report).toEqual(trial.report);
    expect(real.counts).toEqual({ ...trial.counts, stored: true });
    expect(real.counts.guests).toMatchObject({ created: 2, refused: 5 });
    expect(real.counts.bookings).toMatchObject({ created: 9, refused: 12 });
  });

  it('a second run changes nothing', async () => {
    const once = await world.checksums();
    const again = await world.run(...place.both('--apply'));
    expect(await world.checksums()).toEqual(once);
    expect(short(again.report)).toEqual(REFUSED);
    expect(again.counts.guests).toMatchObject({ created: 0, unchanged: 2 });
    expect(again.counts.bookings).toMatchObject({ created: 0, unchanged: 9 });
  });

  it('the guest book finds the guests', async () => {
    for (const query of ['name=lef', 'phone=%2B33140205050', 'email=zoe@example.com', 'tag=vip']) {
      const { data } = await place.ask('GET', `/v1/customers?${query}`);
      expect(data.map(({ id }: { id: string }) => id)).toEqual(['1']);
    }
    expect(await place.ask('GET', '/v1/customers/1')).toMatchObject({
      ...{ name: 'Zoé Lefèvre', phone: '+33140205050', locale: 'fr-FR', tags: ['vip', 'terrace'] },
      staffNotes: 'likes; semicolons',
    });
  });

  it('the history counts for the guest and in the report', async () => {
    const { attendance } = await place.ask('GET', '/v1/customers/1');
    expect(attendance).toMatchObject({ visits: 1, noShows: 1, lateCancellations: 1 });
    expect(attendance.lastVisitAt).toContain(dateOf(-40));
    const range = `from=${dateOf(-40)}&to=${dateOf(-39)}`;
    const { days } = await place.ask('GET', `/v1/venues/${place.venue}/report?${range}`);
    expect(days).toMatchObject([
      { parties: 2, covers: 5, noShows: 1, cancellations: 0, occupiedMinutes: 180 },
      { parties: 0, noShows: 0, cancellations: 1, lateCancellations: 1 },
    ]);
  });

  it('coming bookings have places, and the guests get only what is still to come', async () => {
    const { data } = await place.ask(
      'GET',
      `/v1/bookings?venueId=${place.venue}&date=${dateOf(3)}`,
    );
    expect(
      data.map((each: { start: string; resources: { name: string }[] }) => [
        each.start.slice(11, 16),
        each.resources.map(({ name }) => name),
      ]),
    ).toEqual([
      ['03:07', ['T2']],
      ['19:30', ['T1']],
      ['19:35', ['T2']],
    ]);
    const follow = createWorld({
      database: openDatabase({ url: server.databaseUrl, timeoutMs: 10_000 }),
      keySecret: NODE_SERVER_SECRET,
      startsAt: Date.now() + 120_000,
    });
    await follow.goTo(Date.now() + 120_000);
    const { jobs, data: events } = await place.ask('GET', `/v1/bookings/${data[1].id}/timeline`);
    expect(events).toMatchObject([{ event: 'imported', state: 'confirmed', overrides: [] }]);
    expect(jobs.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
      'reminder',
      'thank_you',
    ]);
    const night = await place.ask('GET', `/v1/bookings/${data[0].id}/timeline`);
    expect(night.data[0].overrides).toContain('hours');
    expect(follow.mails).toEqual([]);
    expect(follow.received).toEqual([]);
    expect(follow.errors).toEqual([]);
    const planned = await server.rows(
      `select j.kind from jobs j join bookings b on b.id = j.booking_id where b.state <> 'confirmed'`,
    );
    expect(planned).toEqual([]);
  });

  it('what has changed in the file is stored for guests, and reported for bookings', async () => {
    // The staff have changed a detail that is the same in the file.
    await place.ask('PATCH', '/v1/customers/2', { name: 'Benedict Okafor' });
    const guests = GUESTS.slice(0, 3).map((line) =>
      line.replace('01 40 20 50 50', '01 40 20 50 51'),
    );
    const rows = bookings()
      .slice(0, 2)
      .map((line) => line.replace('19:30;2;', '19:30;3;'));
    const changed = await world.run(
      ...place.args('--guests', world.file('guests-2.csv', guests), '--venue', place.venue),
      ...['--bookings', world.file('bookings-2.csv', rows), '--apply'],
    );
    expect(changed.code).toBe(0);
    expect(changed.counts.guests).toMatchObject({ updated: 1, unchanged: 1 });
    expect(changed.counts.bookings).toMatchObject({ differs: 1 });
    expect(short(changed.report)).toEqual([
      'bookings 2 - the row has changed since it was imported',
    ]);
    expect((await place.ask('GET', '/v1/customers/1')).phone).toBe('+33140205051');
    expect((await place.ask('GET', '/v1/customers/2')).name).toBe('Benedict Okafor');
  });

  it('a guest who was merged away gives the other one what it lacks', async () => {
    await place.ask('POST', '/v1/customers/2/merge', { into: '1' });
    const rows = [GUESTS[0] ?? '', '2;Other;Name;ben@example.com;;;;en'];
    const merged = await world.run(
      ...place.args('--guests', world.file('guests-3.csv', rows), '--apply'),
    );
    expect(merged.counts.guests).toMatchObject({ unchanged: 1 });
    expect((await place.ask('GET', '/v1/customers/1')).name).toBe('Zoé Lefèvre');
  });

  it('an erasure leaves nothing that comes back', async () => {
    await place.ask('DELETE', '/v1/customers/1');
    const again = await world.run(...place.both('--apply'));
    expect(short(again.report).filter((line) => line.includes('guests 2'))).toEqual([
      'guests 2 id customer_erased: the guest was erased',
    ]);
    expect(again.counts.bookings.created).toBe(0);
    const [left] = await server.rows(
      `select count(*) from imported_rows where digest is not null and customer_id is not null`,
    );
    expect(left).toEqual({ count: '0' });
  });
});
