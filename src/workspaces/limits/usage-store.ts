import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { integer } from '../../platform/parameter-kinds.ts';
import { statement } from '../../platform/statement.ts';

/** The share of a table that `pages` pages are, at most 1. */
const shareOf = (table: string, pages: SQL) => sql`least(1, ${pages}
      * current_setting('block_size')::double precision
      / greatest(pg_relation_size('${sql.raw(table)}'), 1))`;

/**
 * An estimate of what each workspace has in a table, from about `pages` of its pages. `bytes` must
 * not read a value that is stored outside its row: pg_column_size knows the size without reading it.
 */
const sampleOf = (table: string, pages: SQL, bytes: string, jobs = '0') => sql`
    select workspace_id, sum(${sql.raw(bytes)}) / min(share) as bytes,
           sum(${sql.raw(jobs)}) / min(share) as jobs
      from ${sql.raw(table)} tablesample system ((100 * ${shareOf(table, pages)})::real),
           (select ${shareOf(table, pages)} as share) s
     group by workspace_id`;

/**
 * Estimates what each workspace uses. It reads about `pages` pages of each large table, chosen at
 * random, so its duration does not grow with the tables; small tables are read whole and counted
 * exactly. The estimates of a table that is not read whole move a quarter of the way each time.
 * Workspaces without a row in the sample count as empty, at most `workspaces` of them each time, the
 * ones measured longest ago first.
 */
export const measureUsage = statement({
  params: { pages: integer, workspaces: integer },
  row: z.object({ measured: z.int() }),
  sql: (p) => sql`with sampled as (
    ${sampleOf(
      'messages',
      p.pages,
      `250 + coalesce(pg_column_size(text), 0) + coalesce(pg_column_size(metadata), 0)`,
    )}
    union all
    ${sampleOf('conversations', p.pages, '200')}
    union all
    ${sampleOf('customers', p.pages, '250')}
    union all
    ${sampleOf(
      'bookings',
      p.pages,
      `300 + 150 * version + coalesce(pg_column_size(notes), 0) + pg_column_size(tags)`,
    )}
    union all
    ${sampleOf(
      'jobs',
      p.pages,
      `300 + coalesce(pg_column_size(content), 0)`,
      `(state in ('planned', 'leased', 'running'))::int`,
    )}
    union all
    ${sampleOf('idempotency_keys', p.pages, `200 + coalesce(pg_column_size(answer), 0)`)}
  ),
  estimated as materialized (
    select workspace_id, sum(bytes) as bytes, sum(jobs) as jobs from sampled group by workspace_id
  ),
  unseen as materialized (
    select workspace_id
      from (select workspace_id from workspace_usage order by measured_at
             limit (select ${p.workspaces})) u
     where not exists (select from estimated e where e.workspace_id = u.workspace_id)
  ),
  weights as (
    select case when ${shareOf('messages', p.pages)} = 1 then 1.0 else 0.25 end as bytes,
           case when ${shareOf('jobs', p.pages)} = 1 then 1.0 else 0.25 end as jobs
  ),
  stored as (
    insert into workspace_usage as u (workspace_id, storage_bytes, jobs)
    select w.id, coalesce(e.bytes, 0), coalesce(e.jobs, 0)
      from (select workspace_id from estimated union all select workspace_id from unseen) n
     cross join lateral (select id from workspaces where id = n.workspace_id offset 0) w
      left join estimated e on e.workspace_id = w.id
     order by w.id
    on conflict (workspace_id) do update
       set storage_bytes = u.storage_bytes + (excluded.storage_bytes - u.storage_bytes)
                                             * (select bytes from weights),
           jobs = u.jobs + (excluded.jobs - u.jobs) * (select jobs from weights),
           measured_at = now()
    returning 1
  )
  select count(*)::int as measured from stored`,
});
