import { z } from 'zod';
import type { FunctionFile } from './function-files.ts';
import type { MigrationSession, MigrationStatement } from './migration-session.ts';

/** Names of functions, aggregates and triggers, quoted for a statement's parameter. */
const asArray = (names: readonly string[]) => `{${names.map((name) => `"${name}"`).join(',')}}`;

/**
 * Applies the function files in `changed` and checks all functions, in one transaction.
 *
 * They are created with check_function_bodies off, so that their order does not matter: a body may
 * name a function that a later file creates. Then PostgreSQL's own validators check the body of each
 * function of the folder. They do what CREATE FUNCTION does with check_function_bodies on, and they
 * also find an unchanged function whose table a migration has changed.
 *
 * @throws MigrationRefused failed_statement; the database is then as it was
 */
export async function applyFunctions(
  session: MigrationSession,
  files: readonly FunctionFile[],
  changed: readonly FunctionFile[],
): Promise<void> {
  const create = changed.flatMap(({ routines }) => routines.map(({ statement }) => statement));
  await session.transaction(describe(changed), [
    // Two runs at the same time would replace the same functions; the second one waits here.
    { text: 'lock table drizzle.maitred_functions in share row exclusive mode' },
    { text: 'set local check_function_bodies = off' },
    ...create.map((text) => ({ text })),
    { text: 'set local check_function_bodies = on' },
    checkBodies(namesOf(files)),
    ...changed.map(({ file, hash }) => ({
      text: `insert into drizzle.maitred_functions (file, hash) values ($1, $2)
             on conflict (file) do update set hash = excluded.hash`,
      parameters: [file, hash],
    })),
    {
      text: 'delete from drizzle.maitred_functions where file <> all ($1::text[])',
      parameters: [asArray(files.map(({ file }) => file))],
    },
  ]);
}

/** The functions and triggers that are in the database but in no file. */
export async function findLeftovers(
  session: MigrationSession,
  files: readonly FunctionFile[],
): Promise<string[]> {
  const rows = await session.transaction('Reading the SQL functions', [
    selectLeftovers(namesOf(files)),
  ]);
  return rowsSchema.parse(rows).map(({ name }) => name);
}

const rowsSchema = z.array(z.object({ name: z.string() }));

const namesOf = (files: readonly FunctionFile[]) =>
  files.flatMap(({ routines }) => routines.map(({ name }) => name));

function describe(changed: readonly FunctionFile[]): string {
  const shown = changed.slice(0, 3).map(({ file }) => `functions/${file}`);
  const more = changed.length - shown.length;
  if (changed.length === 0) return 'Checking the SQL functions';
  return `Applying ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/**
 * Calls the validator of each function by itself, because its error does not name the function. The
 * names consist of letters, digits and underscores, so they may stand in the text of the block.
 */
const checkBodies = (names: readonly string[]): MigrationStatement => ({
  text: `do $check$
         declare
           r record;
         begin
           for r in
             select p.oid, p.proname, l.lanname from pg_proc p join pg_language l on l.oid = p.prolang
              where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
                and l.lanname in ('sql', 'plpgsql') and p.proname = any ('${asArray(names)}')
              order by p.proname
           loop
             begin
               if r.lanname = 'sql' then
                 perform fmgr_sql_validator(r.oid);
               else
                 perform plpgsql_validator(r.oid);
               end if;
             exception when others then
               raise exception using errcode = sqlstate,
                 message = format('function %s: %s', r.proname, sqlerrm);
             end;
           end loop;
         end
         $check$`,
});

/**
 * Functions and triggers of an extension are left out, and so are constraint triggers, which migrations
 * create because PostgreSQL cannot replace them.
 */
const selectLeftovers = (names: readonly string[]): MigrationStatement => ({
  text: `with present as (
           select p.proname as name, p.oid, 'pg_proc'::regclass as class from pg_proc p
            where p.pronamespace = 'public'::regnamespace
           union all
           select t.tgname, t.oid, 'pg_trigger'::regclass from pg_trigger t
             join pg_class c on c.oid = t.tgrelid
            where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
              and t.tgconstraint = 0
         )
         select name::text as name from present
          where name <> all ($1::text[])
            and not exists (select from pg_depend d where d.classid = present.class
                              and d.objid = present.oid and d.deptype = 'e')
          order by 1`,
  parameters: [asArray(names)],
});
