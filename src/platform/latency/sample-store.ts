import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { TelemetryJob } from '../jobs.ts';
import { integer, json } from '../parameter-kinds.ts';
import { limitTo } from '../range-store.ts';
import { statement } from '../statement.ts';

/** The columns of a Sample in a record set. */
const sampleColumns = sql.raw(`measured text, outcome text, region text, at bigint, weight int,
          "isSlow" boolean, total int, "inDatabase" int, wait int`);

/** The histogram with `weight` requests in one bucket; see histogram.ts. */
const histogram = (bucket: string) =>
  sql.raw(`coalesce(x.weight * ('1e' || 12 * x.${bucket})::numeric, 0)`);

/**
 * CTEs that count samples, beginning with a comma. They are the last to lock rows: by region, then by
 * workspace, each in the order of the keys: `after_regions` makes one wait for the other. Nothing else
 * refers to them, so PostgreSQL runs them at the end of the statement.
 * @param samples a query with the columns `workspace_id`, null for a request without a workspace, and
 *   `sample`, a Sample as JSON
 */
export const countSamples = (samples: SQL) => sql`,
    sampled as materialized (
      select s.workspace_id, x.region, x.measured, x.outcome, x.weight, g.grain,
             case when x."isSlow" then x.weight else 0 end as slow,
             -- An isolate's clock may be ahead.
             date_trunc(g.grain, least(to_timestamp(x.at / 1000.0), now()), 'UTC') as at,
             ${histogram('total')} as total, ${histogram('"inDatabase"')} as in_database,
             ${histogram('wait')} as wait
        from (${samples}) s
        cross join lateral jsonb_to_record(s.sample) as x (${sampleColumns})
        cross join (values ('minute'), ('hour'), ('day')) as g (grain)
    ),
    of_regions as (
      insert into latency_of_regions as l
        (grain, measured, at, region, outcome, requests, slow, total, in_database, wait)
      select grain, measured, at, region, outcome, sum(weight), sum(slow), sum(total),
             sum(in_database), sum(wait)
        from sampled
       group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
      on conflict (grain, measured, at, region, outcome) do update
         set requests = l.requests + excluded.requests, slow = l.slow + excluded.slow,
             total = l.total + excluded.total,
             in_database = l.in_database + excluded.in_database,
             wait = l.wait + excluded.wait
      returning 1
    ),
    latency_of_tenants as (
      insert into latency_of_workspaces as l
        (workspace_id, grain, measured, at, outcome, requests, slow, total, in_database, wait)
      select workspace_id, grain, measured, at, outcome, sum(weight), sum(slow), sum(total),
             sum(in_database), sum(wait)
        from sampled, (select count(*) from of_regions) after_regions
       where workspace_id is not null
       group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
      on conflict (workspace_id, grain, measured, at, outcome) do update
         set requests = l.requests + excluded.requests, slow = l.slow + excluded.slow,
             total = l.total + excluded.total,
             in_database = l.in_database + excluded.in_database,
             wait = l.wait + excluded.wait
    )`;

/**
 * Counts samples that came by the queue `telemetry`, each once: ids are remembered for an hour. A
 * workspace that has been deleted since is left out.
 */
export const countTelemetry = statement({
  params: { samples: json<readonly TelemetryJob[]>() },
  row: z.object({ counted: z.int() }),
  sql: (p) => sql`with given as materialized (
      select distinct on (id) id, "workspaceId" as workspace, sample
        from jsonb_to_recordset(${p.samples}) as g (id uuid, "workspaceId" uuid, sample jsonb)
       order by id
    ),
    fresh as materialized (
      insert into counted_samples (id) select id from given order by id
      on conflict (id) do nothing
      returning id
    )${countSamples(sql`select w.id as workspace_id, g.sample
        from fresh
        join given g on g.id = fresh.id
        left join lateral (select id from workspaces where id = g.workspace offset 0) w on true`)}
    select (select count(*) from fresh)::int as counted`,
});

/** For how many days rows of each grain are kept. */
export type KeptDays = Readonly<Record<'minute' | 'hour' | 'day', number>>;

/** Deletes rows of a table of durations that are too old. */
const deleteOld = (table: string, kept: SQL, rows: SQL) => sql`
      delete from ${sql.raw(table)} where ctid = any (array(
        select l.ctid from jsonb_each_text(${kept}) as g (grain, days)
         cross join lateral (
           select ctid from ${sql.raw(table)}
            where lower(grain) = g.grain and at < now() - g.days::int * interval '1 day'
            order by lower(grain), at ${limitTo(rows)}
         ) l))
      returning 1`;

/** Deletes durations and ids of samples that are too old, at most `rows` of each table and grain. */
export const deleteOldLatency = statement({
  params: { rows: integer, kept: json<KeptDays>() },
  row: z.object({ deleted: z.int() }),
  sql: (p) => sql`with regions as (${deleteOld('latency_of_regions', p.kept, p.rows)}),
    tenants as (${deleteOld('latency_of_workspaces', p.kept, p.rows)}),
    ids as (
      delete from counted_samples where ctid = any (array(
        select ctid from counted_samples where at < now() - interval '1 hour'
         order by at ${limitTo(p.rows)}))
      returning 1
    )
    select ((select count(*) from regions) + (select count(*) from tenants)
            + (select count(*) from ids))::int as deleted`,
});
