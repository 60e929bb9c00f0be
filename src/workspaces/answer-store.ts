import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { integer } from '../platform/parameter-kinds.ts';
import { statement } from '../platform/statement.ts';

/**
 * Deletes answers of idempotency keys that are older than a day, and the whole rows after 30 days.
 * Each is limited to `limit` rows, and rows that another statement has locked are skipped.
 *
 * The rows are found in the order of an index and changed by their physical address, which stays the
 * same while they are locked. So the plan does not depend on statistics.
 */
export const sweepAnswers = statement({
  params: { limit: integer },
  row: z.object({ emptied: z.number(), forgotten: z.number() }),
  sql: (p) => sql`with stale as materialized (
      select ctid as address from idempotency_keys
       where answer is not null and created_at < now() - interval '24 hours'
       order by created_at limit (select ${p.limit}) for no key update skip locked
    ),
    emptied as (
      update idempotency_keys set answer = null
       where ctid = any (array(select address from stale))
      returning 1
    ),
    old as materialized (
      select ctid as address from idempotency_keys
       where answer is null and created_at < now() - interval '30 days'
       order by created_at limit (select ${p.limit}) for update skip locked
    ),
    forgotten as (
      delete from idempotency_keys where ctid = any (array(select address from old))
      returning 1
    )
    select (select count(*)::int from emptied) as emptied,
           (select count(*)::int from forgotten) as forgotten`,
});
