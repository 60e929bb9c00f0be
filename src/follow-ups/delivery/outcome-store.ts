import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { idSchema, type JobId, type WebhookId } from '../../platform/ids.ts';
import { id, integer, json, milliseconds } from '../../platform/parameter-kinds.ts';
import { statement } from '../../platform/statement.ts';
import type { JobContent } from '../job.ts';

/** The text of a taken job. */
export interface JobText {
  readonly id: JobId;
  /** The number of the claim. */
  readonly attempt: number;
  readonly content: JobContent;
}

/**
 * Posts the texts of taken jobs in their conversations and records the outcomes, in the global
 * order of locks; see say_v2. The outcome is null for a job that is no longer running under this
 * claim.
 */
export const postTexts = statement({
  params: { texts: json<readonly JobText[]>(), now: milliseconds },
  row: z.object({ jobId: idSchema<'job'>(), outcome: z.string().nullable() }),
  sql: (p) => sql`with named as materialized (
      select n.id, n.attempt, n.content, b.conversation_id
        from jsonb_to_recordset(${p.texts}) as n (id uuid, attempt int, content jsonb)
        cross join lateral (select booking_id from jobs where id = n.id offset 0) j
        cross join lateral (
          select conversation_id from bookings where id = j.booking_id offset 0
        ) b
       order by b.conversation_id, n.id
    )
    select n.id::text as "jobId", say_v2(n.id, n.attempt, ${p.now}, n.content) as outcome
      from (select * from named order by conversation_id, id) n`,
});

/**
 * Makes a booking a no-show if it is still confirmed. change_booking_v1 decides; it raises a refusal
 * for any other booking.
 */
export const markNoShow = statement({
  params: { id: id<'job'>() },
  row: z.object({ bookingId: idSchema<'booking'>() }),
  sql: (p) => sql`select change_booking_v1(workspace_id, null, booking_id, 'no_show', null, '{}')
               ->> 'id' as "bookingId"
        from jobs where id = ${p.id}`,
});

/** The result of an attempt as {@link finishJobs} takes it. */
export interface JobResult {
  readonly id: JobId;
  /** The number of the claim. */
  readonly attempt: number;
  /** The job's next state. */
  readonly state: 'planned' | 'delivered' | 'suppressed' | 'dead';
  readonly outcome: 'delivered' | 'retry' | 'suppressed' | 'dead' | 'postponed';
  readonly failures: number;
  readonly reason: string | null;
  /** When a job that is planned again fires next, in milliseconds since 1970. */
  readonly wake_at: number | null;
  /** The endpoint that was called; null when none was. */
  readonly webhook_id: WebhookId | null;
  readonly status: number | null;
  readonly latency_ms: number | null;
  readonly answer: string | null;
  readonly gone: boolean;
  /** The text that was attempted; null when none was. */
  readonly content: JobContent | null;
}

/**
 * Records the results of attempts, except those of jobs that are no longer running under the claim.
 * A success ends an endpoint's series of failures. An endpoint that has been failing since before
 * `failingBefore`, or that is gone, is disabled. Returns each job with `again`, which is true if
 * the job is due before `soon`, and the number of disabled endpoints.
 */
export const finishJobs = statement({
  params: {
    results: json<readonly JobResult[]>(),
    now: milliseconds,
    soon: milliseconds,
    failingBefore: milliseconds,
  },
  row: z.object({ id: idSchema<'job'>(), again: z.boolean(), disabled: z.int() }),
  sql: (p) => sql`with met as (
      select * from jsonb_to_recordset(${p.results}) as r (
        id uuid, attempt int, state text, outcome text, failures int, reason text, wake_at bigint,
        webhook_id uuid, status int, latency_ms int, answer text, gone boolean, content jsonb)
    ),
    locked as materialized (
      select met.id
        from (select id, attempt from met order by id) met
        cross join lateral (
          -- The expression keeps PostgreSQL from reading all open jobs; see docs/database.md.
          select from jobs j
           where j.id = met.id and j.attempts = met.attempt and j.state || '' = 'running'
             for no key update
        ) j
    ),
    done as (
      update jobs j
         set state = met.state, reason = met.reason, failures = met.failures,
             content = coalesce(met.content, j.content),
             wake_at = coalesce(to_timestamp(met.wake_at / 1000.0), j.wake_at),
             finished_at = case when met.state = 'planned' then null else ${p.now} end
        from met
       where j.id = met.id and j.id = any (array(select id from locked))
      returning j.id, j.state, j.wake_at
    ),
    attempts as (
      insert into job_attempts
        (job_id, attempt, webhook_id, at, outcome, reason, status, latency_ms, answer)
      select met.id, met.attempt, met.webhook_id, ${p.now}, met.outcome, met.reason,
             met.status, met.latency_ms, met.answer
        from met join done using (id)
       where met.outcome <> 'postponed'
       order by 1
      on conflict do nothing
    ),
    heard as (
      select webhook_id, bool_or(outcome = 'delivered') as well,
             bool_or(outcome in ('retry', 'dead')) as ill, bool_or(gone) as gone
        from met join done using (id)
       where webhook_id is not null
       group by 1
    ),
    endpoints as materialized (
      select h.webhook_id as id
        from (select * from heard order by webhook_id) h
        cross join lateral (
          select from webhooks w
           where w.id = h.webhook_id
             and (h.gone or h.well and w.failing_since is not null or h.ill and not h.well)
             -- An endpoint that is locked is left out, so that the results are stored. The next
             -- attempt says the same about it.
             for no key update skip locked
        ) w
    ),
    changed as (
      update webhooks w
         set failing_since = case when h.well then null
                                  when h.ill then coalesce(w.failing_since, ${p.now})
                                  else w.failing_since end,
             disabled_at = case
               when w.disabled_at is not null then w.disabled_at
               when h.gone or not h.well and w.failing_since < ${p.failingBefore}
                 then ${p.now} end,
             disabled_reason = case
               when w.disabled_at is not null then w.disabled_reason
               when h.gone then 'gone'
               when not h.well and w.failing_since < ${p.failingBefore} then 'failing' end
        from heard h
       where w.id = h.webhook_id and w.id = any (array(select id from endpoints))
      returning w.disabled_at = ${p.now} as disabled
    )
    select id::text, state = 'planned' and wake_at <= ${p.soon} as again,
           (select count(*) from changed where disabled)::int as disabled
      from done`,
});

/**
 * Deletes jobs that reported a message or a mood and finished before `before`. Dead jobs are kept for
 * redelivery, and a booking's jobs for its timeline.
 */
export const deleteReportedJobs = statement({
  params: { before: milliseconds, limit: integer },
  row: z.object({ id: idSchema<'job'>() }),
  sql: (p) => sql`with old as (
      select id from jobs
       where booking_id is null and state in ('delivered', 'suppressed')
         and finished_at < ${p.before}
       order by finished_at
       limit (select ${p.limit})
         for update skip locked
    )
    delete from jobs where id = any (array(select id from old))
    returning id::text`,
});
