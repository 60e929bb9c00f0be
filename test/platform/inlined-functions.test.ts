import { expect, it } from 'vitest';
import { sql } from '../support/sql.ts';

/** Functions that only the version before this one calls. */
const OLD = ['offer_waitlist_v1', 'waitlist_start_v1'];

it('has no function in SQL that PostgreSQL plans again for each statement', async () => {
  const functions = await sql.query(
    `select p.proname as name, p.proargtypes::regtype[]::text[] as types
       from pg_proc p join pg_language l on l.oid = p.prolang
      where l.lanname = 'sql' and p.pronamespace = 'public'::regnamespace
        and p.prokind = 'f' and not p.proretset
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
      order by name`,
  );
  expect(functions.length).toBeGreaterThan(5);
  const called: string[] = [];
  for (const { name, types } of functions) {
    // Arguments that are no constants, because a call with constants is carried out by the planner.
    const columns = types.map((type: string, n: number) => `random()::text::${type} as a${n}`);
    const plan = await sql.query(
      `explain (verbose, costs off)
       select ${name}(${types.map((_: string, n: number) => `a${n}`).join(', ')})
         from (select ${['1 as one', ...columns].join(', ')} from generate_series(1, 2) offset 0) s`,
    );
    if (JSON.stringify(plan).includes(`${name}(`)) called.push(name);
  }
  expect(called).toEqual(OLD);
});
