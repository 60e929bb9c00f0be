import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { DRIZZLE_FOLDER, migrate } from '../../scripts/migrate.ts';
import { type FunctionFile, readFunctions } from '../../scripts/migrations/function-files.ts';
import { type LocalDatabase, openLocalDatabase } from './local-database.ts';

let database: LocalDatabase;
let files: FunctionFile[];
beforeAll(async () => {
  database = await openLocalDatabase();
  await migrate(database.url);
  files = readFunctions(DRIZZLE_FOLDER);
});
afterAll(() => database?.close());

/**
 * Everything in the database that a function file could define, with its full definition: for a
 * function its arguments, result, language, volatility, settings and body. Definitions of an
 * extension (btree_gist) are left out, and constraint triggers, which migrations create.
 */
async function definitions(): Promise<Map<string, string>> {
  const rows = await database.run(`
    select format('function %s(%s)', p.proname, pg_get_function_identity_arguments(p.oid)) as name,
           pg_get_functiondef(p.oid) as definition, p.oid, 'pg_proc'::regclass as class
      from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prokind <> 'a'
       and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    union all
    select format('aggregate %s(%s)', p.proname, pg_get_function_identity_arguments(p.oid)),
           concat_ws(' ', a.aggtransfn, a.aggtranstype::regtype, a.agginitval, a.aggfinalfn,
                     p.provolatile, p.proparallel, p.proconfig), p.oid, 'pg_proc'::regclass
      from pg_proc p join pg_aggregate a on a.aggfnoid = p.oid
     where p.pronamespace = 'public'::regnamespace
    union all
    select format('trigger %s', t.tgname), pg_get_triggerdef(t.oid) || t.tgenabled::text, t.oid,
           'pg_trigger'::regclass
      from pg_trigger t where not t.tgisinternal and t.tgconstraint = 0`);
  const parsed = z.array(z.object({ name: z.string(), definition: z.string() })).parse(rows);
  return new Map(parsed.map(({ name, definition }) => [name, definition]));
}

/**
 * Lists the differences: definitions that only the database or only the folder has, and those that
 * differ.
 */
async function differences(): Promise<string[]> {
  const before = await definitions();
  const named = new Map(
    files.flatMap(({ routines }) => routines.map(({ kind, name }) => [`${kind} ${name}`, name])),
  );
  const shortOf = (name: string) => name.replace(/\(.*/, '');
  const found: string[] = [...before.keys()]
    .filter((name) => !named.has(shortOf(name)))
    .map((name) => `in no file: ${name}`);
  // The definitions of the files: applying the files replaces every definition that differs.
  await database.run(
    'set local check_function_bodies = off',
    ...files.flatMap(({ routines }) => routines.map(({ statement }) => statement)),
  );
  const after = await definitions();
  for (const [name, definition] of after) {
    if (!before.has(name)) found.push(`not in the database: ${name}`);
    else if (before.get(name) !== definition) found.push(`differs: ${name}`);
  }
  return found;
}

it('functions, aggregates and triggers are the same in a migrated database and in the folder', async () => {
  expect((await definitions()).size).toBeGreaterThan(40);
  expect(await differences()).toEqual([]);
});

it.each([
  [
    'another body',
    `create or replace function iso_v1(p_at timestamptz) returns text
     language sql stable strict parallel safe as $$ select p_at::text $$`,
    ['differs: function iso_v1(p_at timestamp with time zone)'],
  ],
  [
    'another setting',
    `alter function job_id_v1 set work_mem = '8MB'`,
    ['differs: function job_id_v1(p_what text)'],
  ],
  [
    'a missing setting',
    'alter function book_once_v1 reset plan_cache_mode',
    ['differs: function book_once_v1(p_workspace uuid, p_key uuid, p_booking uuid, p jsonb)'],
  ],
  [
    'another volatility',
    'alter function message_exists_v1 stable',
    ['differs: function message_exists_v1(p_conversation uuid, p_id text)'],
  ],
  [
    'a disabled trigger',
    'alter table booking_events disable trigger booking_events_schedule',
    ['differs: trigger booking_events_schedule'],
  ],
  [
    'a missing trigger',
    'drop trigger booking_events_schedule on booking_events',
    ['not in the database: trigger booking_events_schedule'],
  ],
  [
    'a function of no file',
    'create function spare_v1() returns int language sql as $$ select 1 $$',
    ['in no file: function spare_v1()'],
  ],
])('finds %s', async (_, change, expected) => {
  await database.run(change);
  expect(await differences()).toEqual(expected);
  await database.run('drop function if exists spare_v1()');
  await database.run('alter table booking_events enable trigger booking_events_schedule');
});
