import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/platform/database.ts';
import { verifyByHand } from '../support/challenges.ts';
import { createWorld } from '../support/follow-up-world.ts';
import { openImportWorld } from './import-world.ts';
import { NODE_SERVER_SECRET, type NodeServer, startNodeServer } from './node-server.ts';

let server: NodeServer;
let world: ReturnType<typeof openImportWorld>;
beforeAll(async () => {
  server = await startNodeServer();
  world = openImportWorld(server);
});
afterAll(async () => {
  world?.close();
  await server?.close();
});

const DAY_MS = 86_400_000;
/** A local date and time of Paris, this many days from now, as the other system writes it. */
const local = (days: number, time: string) => {
  const date = new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
  const [year, month, day] = date.split('-');
  return `${day}.${month}.${year} ${time}`;
};
const dateOf = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

const COLUMNS = {
  guests: {
    ...{ id: 'Nr', name: ['First', 'Last'], email: 'Mail', phone: 'Phone', tags: 'Tags' },
    ...{ staffNotes: 'Notes', locale: 'Language' },
  },
  bookings: {
    ...{ id: 'Nr', start: ['Date', 'Time'], partySize: 'Covers', state: 'Status' },
    ...{ customerId: 'Guest', notes: 'Notes', resources: 'Table', createdAt: 'Made' },
  },
  timeFormats: ['dd.MM.yyyy HH:mm'],
  states: {
    ...{ Booked: 'confirmed', Seated: 'finished', NoShow: 'no_show', Cancelled: 'cancelled' },
    ...{ CancelledLate: 'cancelled_late' },
  },
  phoneCountry: 'FR',
  tagSeparator: '/',
};
const GUESTS = [
  '\ufeffNr;First;Last;Mail;Phone;Tags;Notes;Language',
  '1;Zoé;Lefèvre;zoe@example.com;01 40 20 50 50;vip/terrace;"likes; semicolons";fr_FR',
  '2;Ben;Okafor;ben@example.com;+44 20 7946 0958;;;en',
  '3;Broken;Phone;three@example.com;12;;;',
  '4;Ann;Broken;not an address;;;;',
  '1;Zoé;Twice;;;;;',
  ';Nobody;;;;;;',
  'gone;Was;Erased;;;;;',
];
const bookings = (): string[] => [
  'Nr;Date;Time;Covers;Status;Guest;Notes;Table;Made',
  ...[
    [1, local(3, '19:30'), 2, 'Booked', 1, 'a window', '', local(-5, '10:00')],
    // Outside of the hours and between two slots: the guest has it all the same.
    [2, local(3, '03:07'), 4, 'Booked', 2, '', 'T2', local(-4, '10:00')],
    // The same table at the same time, then any other, then none.
    [3, local(3, '19:30'), 2, 'Booked', 2, '', 'T1', local(-4, '10:00')],
    [4, local(3, '19:35'), 2, 'Booked', 'new', '', '', local(-3, '10:00')],
    [5, local(3, '19:40'), 2, 'Booked', 2, '', '', local(-3, '10:00')],
    [6, local(-40, '19:00'), 3, 'Seated', 1, '', 'T1', local(-50, '10:00')],
    [7, local(-40, '19:00'), 2, 'Seated', 2, '', 'T1', local(-41, '19:00')],
    [8, local(-40, '20:00'), 5, 'NoShow', 1, '', '', local(-41, '10:00')],
    [9, local(-39, '20:00'), 2, 'CancelledLate', 1, '', '', local(-41, '10:00')],
    [10, local(5, '20:00'), 2, 'Cancelled', 1, '', '', local(-1, '10:00')],
    [11, local(-39, '20:00'), 2, 'Booked', 1, '', '', ''],
    [12, local(4, '20:00'), 2, 'Seated', 1, '', '', ''],
    [13, local(-39, '20:00'), 2, 'Seated', 'gone', '', '', ''],
    [14, '28.03.2027 02:30', 2, 'Booked', 1, '', '', ''],
    [15, local(4, '20:00'), 2, 'Perhaps', 1, '', '', ''],
    [16, local(4, '20:00'), 'two', 'Booked', 1, '', '', ''],
    [17, local(4, '20:00'), 2, 'Booked', 1, '', 'T99', ''],
    [18, local(4, '20:00'), 2, 'Booked', '', '', '', ''],
    [19, local(4, '20:00'), 2, 'Booked', 'refused', '', '', ''],
    [20, local(-30, '20:00'), 2, 'Seated', '', '', '', ''],
    [21, local(4, '20:00'), 2, 'Booked', 1, '', '', '', 'too many cells'],
  ].map((cells) =>
    cells
      .map((each) => String(each))
      .join(';')
      .replace(/(\d{4}) (\d\d:)/, '$1;$2'),
  ),
];

/** A venue in Paris with two tables for two to four, that is open in the evening. */
async function openVenue(name: string) {
  const { id: workspace, ask } = await world.workspace(name);
  const { id: venue } = await ask('POST', '/v1/venues', {
    name: 'Chez Nous',
    timeZone: 'Europe/Paris',
    turnTimes: [{ maxParty: 4, minutes: 90 }],
    followUps: { channels: ['email'], reminders: [60], thankYouAfter: 60 },
  });
  await ask('PUT', `/v1/venues/${venue}/hours`, {
    weekly: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map(
      (weekday) => ({ weekday, opens: '18:00', closes: '23:30' }),
    ),
  });
  for (const table of ['T1', 'T2']) {
    const made = { name: table, minParty: 2, maxParty: 4 };
    await ask('POST', `/v1/venues/${venue}/resources`, made);
  }
  for (const guest of ['gone', 'refused']) {
    await ask('POST', `/v1/conversations/${guest}/messages`, {
      ...{ role: 'customer', text: 'hello', customer: { id: guest } },
    });
  }
  await ask('DELETE', '/v1/customers/gone');
  await ask('PUT', '/v1/customers/refused/refusal', { reason: 'of the test' });
  const args = (...more: string[]) => [
    ...['--workspace', workspace, '--source', 'old-book', '--columns'],
    ...[world.file('columns.json', COLUMNS), ...more],
  ];
  const both = (...more: string[]) =>
    args(
      ...['--guests', world.file('guests.csv', GUESTS), '--venue', venue],
      ...['--bookings', world.file('bookings.csv', bookings()), ...more],
    );
  return { ask, venue, args, both };
}

const short = (report: { file: string; line: number; field?: string; reason: string }[]) =>
  report.map(({ file, line, field, reason }) => [file, line, field ?? '-', reason].join(' '));

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
  let place: Awaited<ReturnType<typeof openVenue>>;
  let before: Record<string, string>;
  beforeAll(async () => {
    place = await openVenue('import');
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

it('a run that ended in the middle is completed by another, and no other workspace changes', async () => {
  const names = ['whole', 'broken off'] as const;
  const places = [await openVenue(names[0]), await openVenue(names[1])];
  // A table that takes each party, so that the order decides who gets it.
  const rows = Array.from({ length: 130 }, (_, n) =>
    [
      n,
      local(3 + (n % 7), `1${8 + (n % 2)}:${10 + (n % 50)}`),
      2,
      'Booked',
      `g${n % 40}`,
      '',
      '',
      local(-1, '10:00'),
    ]
      .join(';')
      .replace(' ', ';'),
  );
  const path = world.file('many.csv', [bookings()[0] ?? '', ...rows]);
  const [whole, broken] = places;
  if (whole === undefined || broken === undefined) throw new Error('no place');
  const of = (place: typeof whole, ...more: string[]) =>
    place.args('--venue', place.venue, '--bookings', path, ...more);
  const trial = await world.run(...of(whole));
  const real = await world.run(...of(whole, '--apply'));
  expect(real.report).toEqual(trial.report);
  expect(real.counts.bookings.created).toBe(trial.counts.bookings.created);
  expect(real.counts.bookings.created).toBeGreaterThan(10);
  const bookedIn = (name: string) =>
    server.rows(`
      select g.external_id, b.starts_at, b.party_size, b.state, b.created_at, r.name
        from bookings b join workspaces w on w.id = b.workspace_id
        join customers g on g.id = b.customer_id
        join allocations a on a.booking_id = b.id join resources r on r.id = a.resource_id
       where w.name = '${name}' order by 2, 1, 6`);
  const others = await bookedIn(names[0]);

  // The second page fails, so the run ends after the first one.
  await server.rows(`
    create function fail_v1() returns trigger language plpgsql as $$ begin
      if (select count(*) from imported_rows where workspace_id = new.workspace_id) > 15 then
        raise exception 'the end' using errcode = '53100';
      end if;
      return new; end $$`);
  await server.rows(
    'create trigger fail before insert on imported_rows for each row execute function fail_v1()',
  );
  const failed = await world.run(...of(broken, '--apply'));
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(/^No database answered at .* \(53100\)/m);
  await server.rows('drop trigger fail on imported_rows');
  await server.rows('drop function fail_v1()');
  const some = await bookedIn(names[1]);
  expect(some.length).toBeGreaterThan(0);
  expect(some.length).toBeLessThan(others.length);

  const completed = await world.run(...of(broken, '--apply'));
  expect(await bookedIn(names[1])).toEqual(others);
  expect(completed.report).toEqual(real.report);
  expect(await bookedIn(names[0])).toEqual(others);
}, 120_000);

it('arguments and files that cannot be used are refused in one sentence', async () => {
  const { args, venue } = await openVenue('unusable');
  const guests = world.file('guests.csv', GUESTS);
  const latin = world.file('latin.csv', Buffer.from('id,name\n1,a\n2,Zo\xe9\n', 'latin1'));
  const torn = world.file('torn.csv', ['id,name', '1,"Zoé', '2,b']);
  const file = world.file('other.csv', ['id,name', '1,a']);
  const odd = world.file('odd.json', { guests: { id: 'Nr' }, states: { Booked: 'perhaps' } });
  const plain = ['--workspace', args()[1] ?? '', '--source', 's'];
  for (const [arguments_, message] of [
    [[], 'Usage: '],
    [args('--bookings', guests), 'Usage: '],
    [args('--guests', guests, '--venue', venue), 'Usage: '],
    [['--workspace', 'x', '--source', 's', '--guests', guests], 'Usage: '],
    [args('--guests', guests, '--unknown'), 'Usage: '],
    [[...plain, '--guests', latin], 'is not UTF-8 on line 3.'],
    [[...plain, '--guests', torn], 'is not valid CSV near line'],
    [[...plain, '--guests', `${guests}.missing`], 'cannot be read.'],
    [[...plain, '--guests', guests, '--columns', odd], 'states.Booked: '],
    [args('--guests', file), 'has no column "Nr", for id.'],
  ] as const) {
    const { code, stdout, stderr } = await world.run(...arguments_);
    expect([code, stdout], stderr).toEqual([1, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('Zoé');
  }
  const unknown = `wsp_${'0'.repeat(12)}7000800000000000cafe`;
  const missing = await world.run('--workspace', unknown, '--source', 's', '--guests', guests);
  expect(missing.stderr.trim()).toBe('No workspace has this id.');
});
