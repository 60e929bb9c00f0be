import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { integer } from '../../platform/parameter-kinds.ts';
import { statement } from '../../platform/statement.ts';

/** The share of a table that `pages` pages are, at most 1. */
const shareOf = (table: string, pages: SQL) => sql`least(1, ${pages}
      * current_setting('block_size')::double precision
      / greatest(pg_relation_size('${sql.raw(table)}'), 1))`;

/** A workspace with fewer rows in the sample of a table counts as empty in that table. */
const FEWEST_ROWS = sql.raw('4');
/** What an estimate keeps of itself when a table is read in part. */
const KEPT = sql.raw('0.75');
/** An estimate that has fallen below both of these, and has no row in the samples, is deleted. */
const LEAST_BYTES = sql.raw('1000000');
const LEAST_JOBS = sql.raw('1000');

/**
 * An estimate of what each workspace has in a table, from about `pages` of its pages. `bytes` must
 * not read a value that is stored outside its row: pg_column_size knows the size without reading it.
 */
const sampleOf = (table: string, pages: SQL, bytes: string, jobs = '0') => sql`
    select workspace_id, sum(${sql.raw(bytes)}) / min(share) as bytes,
           sum(${sql.raw(jobs)}) / min(share) as jobs
      from ${sql.raw(table)} tablesample system ((100 * ${shareOf(table, pages)})::real),
           (select ${shareOf(table, pages)} as share) s
     group by workspace_id
    having min(share) = 1 or count(*) >= ${FEWEST_ROWS}`;

/** The sampled tables: the bytes of a row, and whether it is a job that counts. */
const SAMPLED: readonly (readonly [table: string, bytes: string, jobs?: string])[] = [
  ['messages', '250 + coalesce(pg_column_size(text), 0) + coalesce(pg_column_size(metadata), 0)'],
  ['conversations', '200'],
  [
    'customers',
    '250 + coalesce(pg_column_size(preferences), 0) + coalesce(pg_column_size(staff_notes), 0)',
  ],
  ['bookings', '300 + 150 * version + coalesce(pg_column_size(notes), 0) + pg_column_size(tags)'],
  [
    'jobs',
    '300 + coalesce(pg_column_size(content), 0)',
    `(state in ('planned', 'leased', 'running'))::int`,
  ],
  ['idempotency_keys', '200 + coalesce(pg_column_size(answer), 0)'],
];

/**
 * Estimates what each workspace uses. It reads about `pages` pages of each large table, chosen at
 * random, so its duration does not grow with the tables; small tables are read whole and counted
 * exactly. The estimates of a table that is not read whole move a quarter of the way each time.
 *
 * Only what has changed is written: an exact number when it is another one, and an estimate when it
 * moves by more than a hundredth. A workspace that has few rows in large tables gets no row of
 * `workspace_usage`, so the work follows the workspaces that use much. Of those that have a row and are
 * not in the samples any more, at most `workspaces` are reduced or deleted each time.
 */
export const measureUsage = statement({
  params: { pages: integer, workspaces: integer },
  row: z.object({ measured: z.int() }),
  sql: (p) => sql`with sampled as (${sql.join(
    SAMPLED.map(([table, bytes, jobs]) => sampleOf(table, p.pages, bytes, jobs)),
    sql`
    union all`,
  )}
  ),
  estimated as materialized (
    select workspace_id, sum(bytes) as bytes, sum(jobs) as jobs from sampled group by workspace_id
  ),
  -- How far an estimate moves: all the way when the tables are read whole.
  pace as materialized (
    select case when ${sql.join(
      SAMPLED.map(([table]) => sql`${shareOf(table, p.pages)} = 1`),
      sql` and `,
    )} then 1 else 1 - ${KEPT} end::double precision as of_bytes,
           case when ${shareOf('jobs', p.pages)} = 1 then 1 else 1 - ${KEPT} end::double precision
             as of_jobs
  ),
  -- "not in" reads the estimates once, whatever the statistics say.
  unseen as materialized (
    select u.ctid as address, workspace_id,
           storage_bytes * (1 - of_bytes) < case when of_bytes = 1 then 1 else ${LEAST_BYTES} end
           and jobs * (1 - of_jobs) < case when of_jobs = 1 then 1 else ${LEAST_JOBS} end
             as is_over
      from workspace_usage u, pace
     where workspace_id not in (select workspace_id from estimated)
     limit (select ${p.workspaces})
  ),
  found as (
    select e.workspace_id as id, e.bytes, e.jobs, u.storage_bytes, u.jobs as stored_jobs
      from (
        select workspace_id, bytes, jobs from estimated
        union all
        select workspace_id, 0, 0 from unseen where not is_over
      ) e
      left join lateral (
        select storage_bytes, jobs from workspace_usage where workspace_id = e.workspace_id offset 0
      ) u on true
  ),
  moved as materialized (
    select id, coalesce(storage_bytes + (f.bytes - storage_bytes) * of_bytes, f.bytes)::bigint as bytes,
           coalesce(stored_jobs + (f.jobs - stored_jobs) * of_jobs, f.jobs)::bigint as jobs
      from found f, pace
     where storage_bytes is null
        or abs(f.bytes - storage_bytes) * of_bytes
             > case when of_bytes = 1 then 0 else greatest(1, storage_bytes / 100) end
        or abs(f.jobs - stored_jobs) * of_jobs
             > case when of_jobs = 1 then 0 else greatest(1, stored_jobs / 100) end
  ),
  stored as (
    insert into workspace_usage as u (workspace_id, storage_bytes, jobs)
    select w.id, m.bytes, m.jobs
      from moved m
     cross join lateral (select id from workspaces where id = m.id offset 0) w
     order by w.id
    on conflict (workspace_id) do update
       set storage_bytes = excluded.storage_bytes, jobs = excluded.jobs, measured_at = now()
    returning 1
  ),
  -- It comes last and waits for nobody, so two of these statements cannot block each other.
  over as materialized (
    select w.ctid as address
      from (select count(*) from stored) after_stored
      cross join unseen n
      cross join lateral (
        select ctid from workspace_usage where ctid = n.address for update skip locked
      ) w
     where n.is_over
  ),
  deleted as (
    delete from workspace_usage where ctid = any (array(select address from over)) returning 1
  )
  select (select count(*) from stored)::int + (select count(*) from deleted)::int as measured`,
});
