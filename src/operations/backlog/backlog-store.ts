import { type SQL, sql } from 'drizzle-orm';
import { READ_EMOTION } from '../light/readings.ts';

// What is waiting in the outboxes. Counting stops at a number, so that a long backlog does not make
// the statement slow.

/** So many rows of an outbox are counted at most. */
export const MOST_COUNTED = 1000;
/** So many due jobs are looked at: some wait for an endpoint that rests, and are not overdue. */
const MOST_READ = sql.raw('20000');
const most = sql.raw(String(MOST_COUNTED));

const countOf = (rows: SQL) => sql`(select count(*)::int from (${rows} limit (select ${most})) x)`;

/**
 * Pending messages of all workspaces from before a time. The workspaces are found one after the other in
 * the primary key, and the messages of each in their order: the table is never read as a whole.
 */
const pendingBefore = (before: SQL) => sql`
          with recursive waiting as (
            (select workspace_id from pending_messages order by workspace_id limit 1)
            union all
            select (select m.workspace_id from pending_messages m
                     where m.workspace_id > w.workspace_id
                     order by m.workspace_id limit 1)
              from waiting w where w.workspace_id is not null
          )
          select
            from (select workspace_id from waiting where workspace_id is not null) w
            cross join lateral (
              select from pending_messages
               where workspace_id = w.workspace_id
                 and (workspace_id, created_at) >= (w.workspace_id, '-infinity')
                 and created_at < ${before}
               order by workspace_id, created_at
               limit (select ${most})
            ) m`;

/** The outboxes of the whole platform: their rows from before a time, as JSON. */
export const overdueJson = (before: SQL) => sql`json_build_array(
      json_build_object('outbox', 'messages', 'rows', ${countOf(pendingBefore(before))}),
      json_build_object('outbox', 'moods', 'rows', ${countOf(
        sql`select from due_moods where due_since < ${before} order by due_since`,
      )}),
      json_build_object('outbox', 'events', 'rows',
        ${countOf(
          // Only a sweep plans the end of a hold and an erasure, a minute later.
          sql`select from booking_events
               where planned_at is null and at < ${before} and event not in ('expired', 'erase')
               order by at`,
        )}
        + ${countOf(
          sql`select from attention_events
               where planned_at is null and raised_at < ${before} order by raised_at`,
        )}
        + ${countOf(sql`select from message_announcements where at < ${before} order by at`)}),
      json_build_object('outbox', 'jobs', 'rows', ${countOf(sql`select from (
          select webhook_id from jobs
           where state in ('planned', 'leased', 'running') and wake_at < ${before}
           order by wake_at
           limit (select ${MOST_READ})
        ) j
         where not exists (
           select from webhook_health h
            where h.webhook_id = j.webhook_id and h.open_until > ${before}
           offset 0)`)}))`;

/** The outboxes of the caller's workspace: their rows from before a time, as JSON. */
export const workspaceOverdueJson = (before: SQL) => sql`json_build_array(
      json_build_object('outbox', 'messages', 'rows', ${countOf(
        sql`select from pending_messages m
             where m.workspace_id between caller.workspace_id and caller.workspace_id
               and m.created_at < ${before}
             order by m.workspace_id, m.created_at`,
      )}),
      json_build_object('outbox', 'jobs', 'rows', ${countOf(
        sql`select from jobs j
             where j.workspace_id between caller.workspace_id and caller.workspace_id
               and lower(j.state) in ('planned', 'leased', 'running') and j.channel <> 'webhook'
               and j.wake_at < ${before}
             order by j.workspace_id, j.wake_at`,
      )}))`;

/**
 * How many subjects of each kind of work have failed in the ten minutes before a time, as JSON. Of the
 * classifier, it is how many messages wait that it has failed to read.
 */
export const failingJson = (now: SQL) => sql`(
      select coalesce(json_agg(json_build_object('work', f.work, 'subjects', f.subjects)), '[]')
        from (
          select '${sql.raw(READ_EMOTION)}' as work, count(*) as subjects
            from (
              select conversation_id, seq from pending_messages
               order by workspace_id, created_at, conversation_id, seq
               limit (select ${most})
            ) p
            cross join lateral (
              select m.fold_attempts from messages m
               where m.conversation_id = p.conversation_id and m.seq between p.seq and p.seq
               order by m.seq
              offset 0
            ) m
           where m.fold_attempts > 0
          having count(*) > 0
          union all
          select work, count(*) as subjects
            from (
              select work from failed_work where failed_at > ${now} - interval '10 minutes'
               order by failed_at desc limit (select ${most})
            ) r
           group by work
        ) f)`;
