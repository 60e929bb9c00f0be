import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { milliseconds } from '../../platform/parameter-kinds.ts';
import { callerStatement } from '../../workspaces/caller-store.ts';
import { WAITING } from './backlog.ts';
import { MOST_COUNTED } from './backlog-store.ts';

const most = sql.raw(String(MOST_COUNTED));
/** So many unplanned events of all workspaces are searched for those of one. */
const MOST_READ = sql.raw('5000');

/** The rows of a kind, whose query selects `at` in the order of an index. Counting stops. */
const waiting = (kind: (typeof WAITING)[number], rows: SQL) => sql`(
      select json_build_object('kind', '${sql.raw(kind)}', 'rows', count(*),
                               'oldestAt', iso_v1(min(at)))
        from (${rows} limit (select ${most})) x)`;

const isOpen = sql.raw(`j.state in ('planned', 'leased', 'running')`);

const params = { now: milliseconds, overdue: milliseconds };
const body = z.array(
  z.object({ kind: z.enum(WAITING), rows: z.int(), oldestAt: z.string().nullable() }),
);

/** What waits on the platform. */
export const selectPlatformBacklog = callerStatement({
  params,
  body,
  sql: (p) => sql`select json_build_array(
    ${waiting('unfolded', sql`select created_at as at from pending_messages`)},
    ${waiting('unwalked', sql`select due_since as at from due_moods order by due_since`)},
    ${waiting(
      'unplanned',
      sql`select at from (
          (select at from booking_events where planned_at is null order by at limit (select ${most}))
          union all
          (select raised_at from attention_events where planned_at is null
            order by raised_at limit (select ${most}))
          union all
          (select at from message_announcements order by at limit (select ${most}))
        ) e`,
    )},
    ${waiting(
      'due',
      sql`select j.wake_at as at from jobs j where ${isOpen} and j.wake_at < ${p.now}
         order by j.wake_at`,
    )},
    ${waiting(
      'overdue',
      sql`select j.wake_at as at from jobs j where ${isOpen} and j.wake_at < ${p.overdue}
         order by j.wake_at`,
    )},
    ${waiting(
      'dead',
      sql`select finished_at as at from jobs where state = 'dead'
         order by workspace_id, finished_at, id`,
    )},
    ${waiting('set_apart', sql`select null::timestamptz as at from set_apart_messages`)},
    ${waiting('failing', sql`select failed_at as at from failed_work order by failed_at`)})
      from caller`,
});

const isOwn = (alias: string) =>
  sql.raw(`${alias}.workspace_id between caller.workspace_id and caller.workspace_id`);

/** The jobs of the caller's workspace that are open and due at an instant. */
const dueJobs = (at: SQL) => sql`select * from (
          (select j.wake_at as at from jobs j
            where ${isOwn('j')} and lower(j.state) in ('planned', 'leased', 'running')
              and j.channel <> 'webhook' and j.wake_at < ${at}
            order by j.workspace_id, j.wake_at limit (select ${most}))
          union all
          (select j.at from (
             select w.id from webhooks w where ${isOwn('w')} order by w.workspace_id, w.id
             limit (select ${most})
           ) w
           cross join lateral (
             select j.wake_at as at from jobs j
              where ${isOwn('j')} and j.webhook_id between w.id and w.id
                and lower(j.state) in ('planned', 'leased', 'running')
                and j.channel = 'webhook' and j.wake_at < ${at}
              order by j.workspace_id, j.webhook_id, j.wake_at limit (select ${most})
           ) j limit (select ${most}))
        ) d`;

/** What waits in the caller's workspace. */
export const selectBacklog = callerStatement({
  params,
  body,
  sql: (p) => sql`select json_build_array(
    ${waiting(
      'unfolded',
      sql`select m.created_at as at from pending_messages m where ${isOwn('m')}
         order by m.workspace_id, m.created_at`,
    )},
    ${waiting(
      'unplanned',
      sql`select e.at from (
          select booking_id, at from booking_events where planned_at is null
           order by at limit (select ${MOST_READ})
        ) e
        cross join lateral (
          select from bookings b where b.id = e.booking_id and b.workspace_id = caller.workspace_id
          offset 0
        ) b`,
    )},
    ${waiting('due', dueJobs(p.now))},
    ${waiting('overdue', dueJobs(p.overdue))},
    ${waiting(
      'dead',
      sql`select j.finished_at as at from jobs j where ${isOwn('j')} and j.state = 'dead'
         order by j.workspace_id, j.finished_at`,
    )},
    ${waiting(
      'set_apart',
      sql`select null::timestamptz as at from set_apart_messages s where ${isOwn('s')}
         order by s.workspace_id, s.conversation_id`,
    )})
      from caller`,
});
