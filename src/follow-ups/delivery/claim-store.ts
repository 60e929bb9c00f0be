import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { isNotSetApart } from '../../platform/failed-work/store.ts';
import { idSchema } from '../../platform/ids.ts';
import { ids, integer, milliseconds } from '../../platform/parameter-kinds.ts';
import { type Placeholders, statement } from '../../platform/statement.ts';
import { MAX_FAILURES } from './backoff.ts';

const maxFailures = sql.raw(String(MAX_FAILURES));

const claimedJobSchema = z.object({
  jobId: idSchema<'job'>(),
  attempt: z.int(),
  /** Whether the job has been given up instead of claimed. */
  dead: z.boolean(),
  /** How long the job's message is held back, so that it arrives when the job is due. */
  delaySeconds: z.int(),
});
export type ClaimedJob = z.infer<typeof claimedJobSchema>;

const claimParams = {
  now: milliseconds,
  soon: milliseconds,
  leaseMs: integer,
  limit: integer,
};

/**
 * Claims jobs for the queue: writes a lease and the claim's number, which the consumer compares. A
 * lease that has ended without an outcome counts as a failed attempt. Jobs that another statement has
 * locked are skipped. `due` selects and locks the jobs to claim.
 */
const claim = <P extends typeof claimParams>(params: P, due: (p: Placeholders<P>) => SQL) =>
  statement({
    params,
    row: claimedJobSchema,
    sql: (p) => sql`with due as materialized (${due(p)}),
      claimed as (
        update jobs j
           set failures = due.failures,
               state = case when due.failures < ${maxFailures} then 'leased' else 'dead' end,
               reason = case when due.state = 'planned' then j.reason else 'never_finished' end,
               attempts = j.attempts + 1,
               wake_at = greatest(due.wake_at, ${p.now})
                         + ${p.leaseMs} * interval '1 millisecond',
               finished_at = case when due.failures < ${maxFailures} then null else ${p.now} end
          from due
         where j.id = due.id and j.id = any (array(select id from due))
        returning j.id, j.state, j.attempts, due.state = 'planned' as fresh, due.wake_at
      )
      select id::text as "jobId", attempts as attempt, state = 'dead' as dead,
             case when fresh
                  then greatest(0, ceil(extract(epoch from wake_at - ${p.now})))::int
                  else 0 end as "delaySeconds"
        from claimed`,
  });

/** Whether the job `j`, whose state is `state`, is to be claimed now. */
const isDue = (p: { now: SQL; soon: SQL }, state: SQL) => sql`(
  ${state} = 'planned' and j.wake_at <= ${p.soon}
  or ${state} in ('leased', 'running') and j.wake_at <= ${p.now})`;

/** What `claim` needs to know about the job `j`. */
const columns = sql`j.id, j.state, j.wake_at, j.failures + (j.state <> 'planned')::int as failures`;

/** The jobs `j` that are due and not set apart, the job that has waited longest first. */
const dueJobs = (p: Pick<Placeholders<typeof claimParams>, 'now' | 'soon' | 'limit'>) => sql`
          from jobs j
         where j.state in ('planned', 'leased', 'running') and j.wake_at <= ${p.soon}
           and ${isDue(p, sql`j.state`)}
           and ${isNotSetApart('claim_job', sql`j.id`, p.now)}
         order by j.wake_at
         limit (select ${p.limit})`;

/** Claims whatever is due and not set apart. */
export const claimDue = claim(
  claimParams,
  (p) => sql`select ${columns} ${dueJobs(p)} for no key update skip locked`,
);

/** Selects what {@link claimDue} would claim, for when it fails. */
export const selectDue = statement({
  params: { now: milliseconds, soon: milliseconds, limit: integer },
  row: z.object({ id: idSchema<'job'>() }),
  sql: (p) => sql`select j.id::text ${dueJobs(p)}`,
});

/**
 * Claims those of the named jobs that are due. Each is found by its id: the expression around its
 * state keeps PostgreSQL from reading all jobs that are due instead; see docs/database.md.
 */
export const claimNamed = claim(
  { ...claimParams, ids: ids<'job'>() },
  (p) => sql`
        select d.*
          from unnest(${p.ids}) as n (id)
          cross join lateral (
            select ${columns} from jobs j
             where j.id = n.id and ${isDue(p, sql`j.state || ''`)}
               for no key update skip locked
          ) d
         limit ${p.limit}`,
);
