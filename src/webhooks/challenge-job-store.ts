import { type SQL, sql } from 'drizzle-orm';
import { VERIFICATION } from './event.ts';

// The SQL with which statements start a challenge of the webhook `w`. An endpoint gets at most one
// first challenge a minute, so that a tenant cannot make the service send many requests to the URL
// of a stranger.

/** When the next challenge of the webhook `w` is first sent. */
export const nextChallenge = sql`case when w.challenged_at > now() then w.challenged_at
             else greatest(now(), w.challenged_at + interval '1 minute') end`;

/**
 * The CTE `challenge`: inserts the job that sends a challenge to the webhook in the CTE `written`, if
 * the statement has made the job its current challenge. A job that is due now is inserted as claimed.
 * If its queue message is lost, the lease ends and the sweep claims it again.
 */
export const challengeCte = (written: SQL, job: SQL) => sql`challenge as (
    insert into jobs (id, workspace_id, kind, channel, webhook_id, event, due_at, state, wake_at,
                      attempts, created_at)
    select w.challenge_job, w.workspace_id, 'event', 'webhook', w.id, '${sql.raw(VERIFICATION)}',
           w.challenged_at, case when x.due then 'leased' else 'planned' end,
           case when x.due then now() + interval '5 minutes' else w.challenged_at end,
           x.due::int, now()
      from ${written} w cross join lateral (select w.challenged_at <= now() as due) x
     where w.challenge_job = ${job}
  )`;

/** Whether the statement has claimed `job` as the current challenge of the webhook `w`, as JSON. */
export const challengedJson = (job: SQL) => sql`jsonb_build_object(
    'challenged', w.challenge_job is not distinct from ${job} and w.challenged_at <= now())`;
