import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { integer, json, milliseconds, text, uuids } from '../parameter-kinds.ts';
import { statement } from '../statement.ts';
import type { Work } from './work.ts';

/** The longest time for which a subject is set apart, in minutes. */
const MOST_MINUTES = sql.raw('360');

const literal = (work: Work) => sql.raw(`'${work}'`);

/**
 * Whether a subject is not set apart at `now`. Statements that choose their own subjects use it. The
 * row is looked up by its key, whatever the statistics say; see docs/database.md.
 */
export const isNotSetApart = (work: Work, subject: SQL, now: SQL) => sql`not exists (
    select from failed_work f
     where f.work = ${literal(work)} and f.subject = ${subject} and f.retry_at > ${now}
    offset 0)`;

/** Whether the work for a subject has failed before, as the column `has_failed`. */
export const hasFailed = (work: Work, subject: SQL) => sql`exists (
    select from failed_work f where f.work = ${literal(work)} and f.subject = ${subject}
    offset 0) as has_failed`;

/**
 * The subjects of a kind of work that are set apart at `now`, at most `limit`. They are read as a range
 * of the primary key, whatever the statistics say; see docs/database.md.
 */
export const selectSetApart = statement({
  params: { work: text, now: milliseconds, limit: integer },
  row: z.object({ subject: z.string() }),
  sql: (p) => sql`select f.subject::text from failed_work f
     where f.work between (select ${p.work}) and (select ${p.work}) and f.retry_at > ${p.now}
     order by f.work, f.subject
     limit (select ${p.limit})`,
});

/** A failure to record. */
export interface Failure {
  readonly subject: string;
  readonly reason: string;
}

/** Counts a failure of each subject, and sets it apart for 1, 2, 4, 8 … minutes, at most 6 hours. */
export const recordFailedWork = statement({
  params: { work: text, failures: json<readonly Failure[]>(), now: milliseconds },
  row: z.object({ subject: z.string(), failures: z.int() }),
  sql: (p) => sql`insert into failed_work as f (work, subject, reason, failed_at, retry_at)
    select ${p.work}, x.subject, min(x.reason), ${p.now}, ${p.now} + interval '1 minute'
      from jsonb_to_recordset(${p.failures}) as x (subject uuid, reason text)
     group by x.subject
     order by x.subject
    on conflict (work, subject) do update
       set failures = f.failures + 1, reason = excluded.reason, failed_at = excluded.failed_at,
           retry_at = ${p.now} + least(2 ^ least(f.failures, 30), ${MOST_MINUTES})
                                 * interval '1 minute'
    returning subject::text, failures`,
});

/**
 * Deletes the failures of subjects whose work has succeeded. A failure that another transaction is just
 * recording stays.
 */
export const forgetFailedWork = statement({
  params: { work: text, subjects: uuids },
  row: z.object({}),
  sql: (p) => sql`with over as materialized (
      select f.ctid
        from (select distinct id from unnest(${p.subjects}) as n (id) order by id) n
        cross join lateral (
          select ctid from failed_work where work = ${p.work} and subject = n.id
             for update skip locked
        ) f
    )
    delete from failed_work where ctid = any (array(select ctid from over))`,
});

/**
 * Deletes failures that have not been repeated since `before`, at most `limit`. Their subjects no
 * longer have such work, or it has succeeded in another way.
 */
export const deleteOldFailedWork = statement({
  params: { before: milliseconds, limit: integer },
  row: z.object({}),
  sql: (p) => sql`with old as (
      select ctid from failed_work where failed_at < ${p.before}
       order by failed_at
       limit (select ${p.limit})
         for update skip locked
    )
    delete from failed_work where ctid = any (array(select ctid from old))`,
});

/** All failures, the newest first, at most `limit`. */
export const selectFailedWork = statement({
  params: { limit: integer },
  row: z.object({
    work: z.string(),
    subject: z.string(),
    failures: z.int(),
    reason: z.string(),
    failedAt: z.string(),
    retryAt: z.string(),
  }),
  sql: (p) => sql`select work, subject::text, failures, reason, iso_v1(failed_at) as "failedAt",
           iso_v1(retry_at) as "retryAt"
      from failed_work order by failed_at desc, work, subject limit ${p.limit}`,
});

/** Ends the time for which subjects are set apart, so that the next sweep tries them again. */
export const retryFailedWork = statement({
  params: { now: milliseconds },
  row: z.object({ subject: z.string() }),
  sql: (p) => sql`update failed_work set retry_at = ${p.now} where retry_at > ${p.now}
    returning subject::text`,
});

/** Does nothing. It shows whether the database works. */
export const ping = statement({
  params: {},
  row: z.object({ works: z.int() }),
  sql: () => sql`select 1 as works`,
});
