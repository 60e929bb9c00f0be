import { type SQL, sql } from 'drizzle-orm';
import { isNotSetApart } from '../../platform/failed-work/store.ts';

// Which jobs are due, for the statements that claim them.

/** Whether the job `j`, whose state is `state`, is to be claimed now. */
export const isDue = (p: { now: SQL; soon: SQL }, state: SQL) => sql`(
  ${state} = 'planned' and j.wake_at <= ${p.soon}
  or ${state} in ('leased', 'running') and j.wake_at <= ${p.now})`;

/** What `claim` needs to know about the job `j`. */
export const columns = sql`j.id, j.state, j.wake_at, j.attempts, j.webhook_id,
          j.failures + (j.state = 'running')::int as failures,
          case when j.state = 'leased' then least(j.lapses + 1, 1000) else j.lapses end as lapses`;

/** The placeholders of a statement that selects due jobs. */
interface DueParams {
  readonly now: SQL;
  readonly soon: SQL;
  readonly limit: SQL;
}

/**
 * The state of the job `j` as the indexes `jobs_waking_guests` and `jobs_waking_webhooks` have it. No
 * condition on it implies that of `jobs_waking`, so PostgreSQL cannot read that index instead.
 */
const state = sql`lower(j.state)`;
/** The jobs `j` that wait for something; the condition of both indexes of such jobs. */
const isLive = sql`${state} in ('planned', 'leased', 'running')`;
const isForGuests = sql`${isLive} and j.channel <> 'webhook'`;
const isForWebhooks = sql`${isLive} and j.channel = 'webhook'`;

/**
 * How many jobs are looked at to find out whose jobs are due. Looking at a job costs an eighth of
 * skipping through a workspace, so with many workspaces more jobs are looked at. PostgreSQL's estimate
 * of the number of workspaces is exact enough for it.
 */
const lookedAt = sql.raw(`looked_at as materialized (
      select least(200000, greatest(2000, 8 * reltuples))::int as most from pg_class
       where oid = 'workspaces'::regclass
    )`);

/**
 * The jobs that wake first, as `soonest`: as many as `looked_at` says. If there are fewer, `is_all` is
 * true: they are all that are due, and name every workspace with due jobs, so the work does not grow
 * with the other workspaces. Otherwise the workspaces are found by skipping from one to the next
 * through an index.
 */
const soonest = (p: DueParams) => sql`${lookedAt},
    soonest as materialized (
      select workspace_id, webhook_id, channel from jobs
       where state in ('planned', 'leased', 'running') and wake_at <= ${p.soon}
       order by wake_at
       limit (select most from looked_at)
    ),
    looked as materialized (
      select count(*) < (select most from looked_at) as is_all from soonest
    )`;
const isAll = sql`(select is_all from looked)`;

/**
 * The jobs for guests that are due and not set apart, as `due`. Each workspace with due jobs gets an
 * equal share of the limit, and its oldest jobs come first, so that a workspace with many jobs does
 * not hold up the others. The comparisons of rows and the orders leave only that index. The comparison
 * of the time ends the scan: a comparison of rows does not. See docs/database.md.
 */
export const dueForGuests = (p: DueParams, selected: SQL, lock: SQL) => sql`recursive ${soonest(p)},
    live as (
      (select workspace_id from jobs j where not ${isAll} and ${isForGuests}
        order by workspace_id limit 1)
      union all
      select (select j.workspace_id from jobs j
               where ${isForGuests} and j.workspace_id > l.workspace_id
               order by j.workspace_id limit 1)
        from live l where l.workspace_id is not null
    ),
    waiting as materialized (
      select l.workspace_id
        from (
          select workspace_id from live
          union
          select workspace_id from soonest where ${isAll} and channel <> 'webhook'
        ) l
        cross join lateral (
          select from jobs j
           where j.workspace_id = l.workspace_id and j.wake_at <= ${p.soon}
             and (j.workspace_id, j.wake_at) >= (l.workspace_id, '-infinity')
             and ${isForGuests} and ${isDue(p, state)}
           order by j.workspace_id, j.wake_at
           limit 1
        ) f
       order by random()
       limit (select ${p.limit})
    ),
    due as materialized (
      select d.*
        from waiting w
        cross join lateral (
          select ${selected} from jobs j
           where j.workspace_id = w.workspace_id and j.wake_at <= ${p.soon}
             and (j.workspace_id, j.wake_at) >= (w.workspace_id, '-infinity')
             and ${isForGuests} and ${isDue(p, state)}
             and ${isNotSetApart('claim_job', sql`j.id`, p.now)}
           order by j.workspace_id, j.wake_at
           limit (select greatest(1, ${p.limit} / count(*)) from waiting)
           ${lock}
        ) d
    )`;

/**
 * The jobs for webhooks that are due, as {@link dueForGuests}. A workspace's share is divided among
 * its endpoints. An endpoint that rests has none, and one whose rest is over has one, which tries it
 * out.
 */
export const dueForWebhooks = (
  p: DueParams,
  selected: SQL,
  lock: SQL,
) => sql`recursive ${soonest(p)},
    live as (
      (select workspace_id, webhook_id from jobs j where not ${isAll} and ${isForWebhooks}
        order by workspace_id, webhook_id limit 1)
      union all
      select n.workspace_id, n.webhook_id
        from live l
        cross join lateral (
          select j.workspace_id, j.webhook_id from jobs j
           where ${isForWebhooks}
             and (j.workspace_id, j.webhook_id) > (l.workspace_id, l.webhook_id)
           order by j.workspace_id, j.webhook_id limit 1
        ) n
    ),
    waiting as materialized (
      select l.workspace_id, l.webhook_id, h.open_until is not null as is_resting,
             count(*) over (partition by l.workspace_id) as endpoints
        from (
          select workspace_id, webhook_id from live
          union
          select workspace_id, webhook_id from soonest where ${isAll} and channel = 'webhook'
        ) l
        left join lateral (
          select open_until from webhook_health where webhook_id = l.webhook_id offset 0
        ) h on true
        cross join lateral (
          select from jobs j
           where j.workspace_id = l.workspace_id and j.webhook_id = l.webhook_id
             and j.wake_at <= ${p.soon}
             and (j.workspace_id, j.webhook_id, j.wake_at)
                   >= (l.workspace_id, l.webhook_id, '-infinity')
             and ${isForWebhooks} and ${isDue(p, state)}
           order by j.workspace_id, j.webhook_id, j.wake_at
           limit 1
        ) f
       where h.open_until is null or h.open_until <= ${p.now}
    ),
    chosen as materialized (
      select w.*, (select count(distinct workspace_id) from waiting) as workspaces
        from waiting w order by random() limit (select ${p.limit})
    ),
    due as materialized (
      select d.*
        from chosen c
        cross join lateral (
          select ${selected} from jobs j
           where j.workspace_id = c.workspace_id and j.webhook_id = c.webhook_id
             and j.wake_at <= ${p.soon}
             and (j.workspace_id, j.webhook_id, j.wake_at)
                   >= (c.workspace_id, c.webhook_id, '-infinity')
             and ${isForWebhooks} and ${isDue(p, state)}
             and ${isNotSetApart('claim_job', sql`j.id`, p.now)}
           order by j.workspace_id, j.webhook_id, j.wake_at
           limit case when c.is_resting then 1
                      else greatest(1, ${p.limit} / c.workspaces / c.endpoints) end
           ${lock}
        ) d
    )`;
