import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
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
 * locked are skipped.
 */
const claim = <P extends typeof claimParams>(params: P, which: (p: Placeholders<P>) => SQL) =>
  statement({
    params,
    row: claimedJobSchema,
    sql: (p) => sql`with due as materialized (
        select id, state, wake_at, failures + (state <> 'planned')::int as failures
          from jobs j
         where ${which(p)}
           and (state = 'planned' and wake_at <= ${p.soon}
                or state in ('leased', 'running') and wake_at <= ${p.now})
         order by wake_at
         limit ${p.limit}
           for no key update skip locked
      ),
      claimed as (
        update jobs j
           set failures = due.failures,
               state = case when due.failures < ${maxFailures} then 'leased' else 'dead' end,
               reason = case when due.state = 'planned' then j.reason else 'never_finished' end,
               attempts = j.attempts + 1,
               wake_at = greatest(due.wake_at, ${p.now})
                         + ${p.leaseMs} * interval '1 millisecond',
               finished_at = case when due.failures < ${maxFailures} then null else ${p.now} end
          from due where j.id = due.id
        returning j.id, j.state, j.attempts, due.state = 'planned' as fresh, due.wake_at
      )
      select id::text as "jobId", attempts as attempt, state = 'dead' as dead,
             case when fresh
                  then greatest(0, ceil(extract(epoch from wake_at - ${p.now})))::int
                  else 0 end as "delaySeconds"
        from claimed`,
  });

/** Claims whatever is due, the job that has waited longest first. */
export const claimDue = claim(
  claimParams,
  (p) => sql`j.state in ('planned', 'leased', 'running') and j.wake_at <= ${p.soon}`,
);

/** Claims those of the named jobs that are due. */
export const claimNamed = claim(
  { ...claimParams, ids: ids<'job'>() },
  (p) => sql`j.id = any (${p.ids})`,
);
