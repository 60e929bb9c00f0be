import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { Refused } from '../../src/platform/database-errors.ts';
import { integers, json, orNull, text, texts } from '../../src/platform/parameter-kinds.ts';
import { preparedStatement, statement } from '../../src/platform/statement.ts';
import { type RealPostgres, startRealPostgres } from './real-postgres.ts';

let postgres: RealPostgres;
beforeAll(async () => {
  postgres = await startRealPostgres();
}, 60_000);
afterAll(() => postgres?.stop());

/** Returns its parameter, and how often this connection has used the plan that it keeps. */
const countPlans = preparedStatement({
  params: { name: text },
  row: z.object({ pid: z.number(), name: z.string(), plans: z.number() }),
  sql: (p) => sql`select json_build_object('pid', pg_backend_pid(), 'name', ${p.name}, 'plans', (
      select generic_plans from pg_prepared_statements where statement like '%generic_plans%'
    )) as result`,
});

/** Requests that come one after the other use one connection. */
async function runCountPlans(times: number) {
  const rows: { pid: number; name: string; plans: number }[] = [];
  for (let n = 0; n < times; n += 1)
    rows.push(...(await postgres.database.run(countPlans, { name: `name ${n}` })));
  expect(new Set(rows.map(({ pid }) => pid)).size).toBe(1);
  expect(rows.map(({ name }) => name)).toEqual(rows.map((_, n) => `name ${n}`));
  return rows.map(({ plans }) => plans);
}

it('keeps one generic plan in each connection', async () => {
  const plans = await runCountPlans(10);
  expect(plans.at(-1)).toBe(10);
});

it('prepares a statement anew that the connection has lost', async () => {
  await runCountPlans(5);
  const forget = statement({ params: {}, row: z.unknown(), sql: () => sql`deallocate all` });
  await postgres.database.run(forget, {});
  expect(await runCountPlans(3)).toEqual([1, 2, 3]);
});

it('passes every kind of value on as it is', async () => {
  const echo = preparedStatement({
    params: {
      text,
      texts,
      nothing: orNull(texts),
      empty: texts,
      integers,
      json: json<Record<string, string>>(),
    },
    row: z.unknown(),
    sql: (p) => sql`select json_build_object('text', ${p.text}, 'texts', ${p.texts},
      'nothing', ${p.nothing}, 'empty', ${p.empty}, 'integers', ${p.integers},
      'json', ${p.json}) as result`,
  });
  const awkward = `"double", 'single', {braces}, back\\slash, $1, %I, null, NULL,\nline, 😀, `;
  const values = {
    text: awkward,
    texts: [awkward, '', 'NULL', '{}'],
    nothing: null,
    empty: [],
    integers: [1, -2],
    json: { [awkward]: awkward },
  };
  // The first run prepares the statement, and the second one finds it.
  for (const _ of [1, 2]) expect(await postgres.database.run(echo, values)).toEqual([values]);
});

it('passes on what the statement raises, and keeps nothing of it', async () => {
  const insert = preparedStatement({
    params: { name: text, fault: text },
    row: z.unknown(),
    sql: (p) => sql`with made as (
        insert into workspaces (id, name)
        select gen_random_uuid(), name from unnest(string_to_array(${p.name}, ',')) name
        returning id
      )
      select to_json(count(*)) as result from made
       where case ${p.fault}
               when 'refusal' then refuse_for_test((select count(*) from made)) else true end`,
  });
  await postgres.rows(`create function refuse_for_test(n bigint) returns boolean language plpgsql
    as $$ begin
      raise exception 'slot_taken' using errcode = 'MT409', detail = '{"alternatives": []}';
    end $$`);
  const count = async () =>
    (await postgres.rows<{ n: number }>(`select count(*)::int as n from workspaces`))[0]?.n;
  const before = await count();
  for (const _ of [1, 2]) {
    await expect(
      postgres.database.run(insert, { name: 'a guest', fault: 'refusal' }),
    ).rejects.toEqual(new Refused('MT409', 'slot_taken', '{"alternatives": []}'));
  }
  expect(await count()).toBe(before);
  // PostgreSQL logs the refusal, but no value of the request.
  expect(postgres.log()).toContain('slot_taken');
  expect(postgres.log()).not.toContain('a guest');
  expect(await postgres.database.run(insert, { name: 'made', fault: '' })).toEqual([1]);
  expect(await count()).toBe((before ?? 0) + 1);
});
