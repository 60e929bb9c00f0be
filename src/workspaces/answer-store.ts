import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { isNotSetApart } from '../platform/failed-work/store.ts';
import { integer, orNull, uuids } from '../platform/parameter-kinds.ts';
import { statement } from '../platform/statement.ts';

/** The subject under which the deletion of a row is set apart: a UUID that is made of its key. */
const subject = sql`md5(workspace_id || '/' || key)::uuid`;

/** The rows whose answer is older than a day, and those without one that are older than 30 days. */
const STALE = {
  answers: sql`answer is not null and created_at < now() - interval '24 hours'`,
  rows: sql`answer is null and created_at < now() - interval '30 days'`,
};

const isSwept = (stale: SQL) =>
  sql`${stale} and ${isNotSetApart('delete_answer', subject, sql`now()`)}`;

/**
 * Deletes answers of idempotency keys that are older than a day, and the whole rows after 30 days.
 * Each is limited to `limit` rows, and rows that another statement has locked are skipped.
 *
 * The rows are found in the order of an index and changed by their physical address, which stays the
 * same while they are locked. So the plan does not depend on statistics.
 * @param only null, or the subjects of the only rows to delete
 */
export const sweepAnswers = statement({
  params: { limit: integer, only: orNull(uuids) },
  row: z.object({ emptied: z.number(), forgotten: z.number() }),
  sql: (p) => sql`with stale as materialized (
      select ctid as address from idempotency_keys
       where ${isSwept(STALE.answers)} and (${p.only} is null or ${subject} = any (${p.only}))
       order by created_at limit (select ${p.limit}) for no key update skip locked
    ),
    emptied as (
      update idempotency_keys set answer = null
       where ctid = any (array(select address from stale))
      returning 1
    ),
    old as materialized (
      select ctid as address from idempotency_keys
       where ${isSwept(STALE.rows)} and (${p.only} is null or ${subject} = any (${p.only}))
       order by created_at limit (select ${p.limit}) for update skip locked
    ),
    forgotten as (
      delete from idempotency_keys where ctid = any (array(select address from old))
      returning 1
    )
    select (select count(*)::int from emptied) as emptied,
           (select count(*)::int from forgotten) as forgotten`,
});

/** The subjects of the rows that a sweep deletes, at most `limit` of each kind. */
export const selectStaleAnswers = statement({
  params: { limit: integer },
  row: z.object({ subject: z.string() }),
  sql: (p) => {
    const found = (stale: SQL) => sql`(select ${subject} as subject from idempotency_keys
       where ${isSwept(stale)}
       order by created_at limit (select ${p.limit}))`;
    return sql`${found(STALE.answers)} union all ${found(STALE.rows)}`;
  },
});
