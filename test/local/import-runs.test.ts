import { afterAll, beforeAll, expect, it } from 'vitest';
import { bookings, GUESTS, local } from './import-files.ts';
import { openImportVenue } from './import-venue.ts';
import { type ImportWorld, openImportWorld } from './import-world.ts';
import { type NodeServer, startNodeServer } from './node-server.ts';

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

it('a run that ended in the middle is completed by another, and no other workspace changes', async () => {
  const names = ['whole', 'broken off'] as const;
  const places = [await openImportVenue(world, names[0]), await openImportVenue(world, names[1])];
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
  const { args, venue } = await openImportVenue(world, 'unusable');
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

it('a venue of another workspace is refused, and gets nothing', async () => {
  const [mine, other] = [
    await openImportVenue(world, 'mine'),
    await openImportVenue(world, 'other'),
  ];
  const before = await world.checksums();
  const file = world.file('bookings.csv', bookings());
  const { code, stdout, stderr } = await world.run(
    ...mine.args('--venue', other.venue, '--bookings', file, '--apply'),
  );
  expect([code, stdout, stderr.trim()]).toEqual([
    1,
    '',
    'The workspace has no venue with this id.',
  ]);
  expect(await world.checksums()).toEqual(before);
});
