import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type NeonEndpoint, startNeonEndpoint } from '../../scripts/local/neon-endpoint.ts';
import { openPostgresBackend } from '../../scripts/local/postgres-backend.ts';
import {
  type PostgresCluster,
  startPostgresCluster,
} from '../../scripts/local/postgres-cluster.ts';
import type { SqlBackend } from '../../scripts/local/sql-backend.ts';
import { migrate } from '../../scripts/migrate.ts';
import { copyDrizzle, type DrizzleCopy } from '../migrations/drizzle-copy.ts';

const CLIENTS = 4;
const BOOKINGS = 60;

const BOOKING_JSON = 'functions/bookings/booking-json.sql';

let cluster: PostgresCluster;
let backend: SqlBackend;
let endpoint: NeonEndpoint;
let checker: pg.Client;
let older: DrizzleCopy;
let next: DrizzleCopy;

beforeAll(async () => {
  cluster = await startPostgresCluster();
  backend = openPostgresBackend({ connectionString: cluster.connectionString });
  endpoint = await startNeonEndpoint({ backend });
  checker = new pg.Client(cluster.connectionString);
  await checker.connect();

  older = copyDrizzle();
  older.replace(BOOKING_JSON, `'tags', to_jsonb(b.tags), `, '');
  older.replace(
    'functions/bookings/seat-party.sql',
    'max_party, priority, id\n',
    'max_party, -priority, id\n',
  );
  older.write(
    'functions/bookings/retired.sql',
    'create or replace function retired_v1() returns int language sql as $$ select 1 $$;',
  );
  next = copyDrizzle();
  next.addMigration(
    'source',
    `alter table bookings add column source text not null default 'api'
     --> statement-breakpoint
     drop function retired_v1()`,
  );
});
afterAll(async () => {
  await checker?.end();
  await endpoint?.close();
  await backend?.close();
  await cluster?.stop();
  older?.delete();
  next?.delete();
});

const rows = async (text: string) => (await checker.query(text)).rows;

/** The rows of each table as text, without the column that the next version adds. */
async function contents(): Promise<Record<string, string[]>> {
  const tables = await rows(`select relname from pg_class where relkind = 'r'
                                and relnamespace = 'public'::regnamespace order by 1`);
  const found: Record<string, string[]> = {};
  for (const { relname } of tables) {
    const stored = await rows(`select (to_jsonb(t) - 'source')::text as row from ${relname} t`);
    found[relname] = stored.map(({ row }) => row).sort();
  }
  return found;
}

/** A venue that is open all day and has a table for each booking. */
const FILL = [
  `insert into workspaces (id, name) values (gen_random_uuid(), 'upgrade')`,
  `insert into venues (id, workspace_id, name, time_zone, slot_interval, turn_times, buffer_before,
                       buffer_after, lead_time, horizon_days, hold_seconds, cancellation_cutoff,
                       weekly_hours, follow_ups)
     select gen_random_uuid(), id, 'v', 'UTC', 15, '[{"maxParty": 8, "minutes": 90}]', 0, 0, 0, 30,
            600, 0, (select jsonb_agg(jsonb_build_object(
                       'weekday', d, 'opens', '00:00', 'closes', '00:00'))
                       from generate_series(1, 7) d), '{}'
       from workspaces`,
  `insert into resources (id, workspace_id, venue_id, name, kind, min_party, max_party, priority)
     select gen_random_uuid(), workspace_id, id, 't' || n, 'table', 1, 8, n
       from venues, generate_series(1, ${CLIENTS * BOOKINGS * 2}) n`,
];

/** Books with the function that the application calls. */
const BOOK = `select book_once_v1(v.workspace_id, null, gen_random_uuid(), jsonb_build_object(
                'venueId', v.id, 'start', date_trunc('day', now()) + interval '2 days 19 hours',
                'partySize', 2, 'tags', '["window"]'::jsonb,
                'customer', jsonb_build_object('id', $1::text))) -> 'booking' as booking
                from venues v`;

it('a filled database is upgraded while clients book, and keeps its rows', async () => {
  const first = await migrate(endpoint.connectionString, older.folder);
  expect(first.migrations[0]).toBe('0000_baseline');
  expect(first.functions).toContain('bookings/retired.sql');
  for (const text of FILL) await checker.query(text);

  // Connections that are open before, during and after the upgrade, with plans of the old functions.
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = new pg.Client(cluster.connectionString);
      await client.connect();
      return client;
    }),
  );
  const booked: string[] = [];
  const book = async (client: pg.Client, guest: string) => {
    const { booking } = (await client.query(BOOK, [guest])).rows[0];
    booked.push(booking.id);
    return booking;
  };
  const each = (work: (client: pg.Client, at: number) => Promise<unknown>) =>
    Promise.all(clients.map(work));

  await each(async (client, at) => {
    for (let n = 0; n < BOOKINGS / 2; n += 1) {
      expect(await book(client, `before-${at}-${n}`)).not.toHaveProperty('tags');
    }
  });
  const before = await contents();
  expect(before['bookings']).toHaveLength((CLIENTS * BOOKINGS) / 2);

  const upgrading = migrate(endpoint.connectionString, next.folder);
  await each(async (client, at) => {
    for (let n = 0; n < BOOKINGS / 2; n += 1) await book(client, `during-${at}-${n}`);
  });
  expect(await upgrading).toEqual({
    migrations: ['source'],
    functions: ['bookings/booking-json.sql', 'bookings/seat-party.sql'],
    leftovers: [],
  });

  // The connections that were opened before the upgrade use the new functions.
  await each(async (client, at) => {
    expect(await book(client, `after-${at}`)).toMatchObject({ tags: ['window'] });
  });
  const after = await contents();
  for (const [table, stored] of Object.entries(before)) {
    if (table === 'venues') continue;
    expect(after[table]).toEqual(expect.arrayContaining(stored));
  }
  expect(after['venues']).toEqual(before['venues']);
  const ids = await rows('select id::text, source from bookings');
  expect(ids.map(({ id }) => id).sort()).toEqual(booked.sort());
  expect(new Set(ids.map(({ source }) => source))).toEqual(new Set(['api']));
  expect(await rows(`select to_regproc('retired_v1') as oid`)).toEqual([{ oid: null }]);
  await Promise.all(clients.map((client) => client.end()));
});
