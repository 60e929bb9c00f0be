import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { idSchema } from '../../platform/ids.ts';
import { countSamples } from '../../platform/latency/sample-store.ts';
import { json, milliseconds } from '../../platform/parameter-kinds.ts';
import { statement } from '../../platform/statement.ts';
import { epochMs } from '../store.ts';
import {
  type EventKey,
  jobColumns,
  jobValues,
  type MessageKey,
  type PlannedJob,
  plannedColumns,
  type SampleOfEvent,
} from './job-store.ts';

/**
 * The active webhooks of a workspace: Listeners. None while the workspace has as many jobs as it may
 * have, so that the jobs for guests are the last ones to be planned.
 */
export const listenersJson = (workspace: SQL) => sql`(
  select coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'events', to_jsonb(w.events))), '[]')
    from webhooks w
   where w.workspace_id = ${workspace} and w.disabled_at is null and w.deleted_at is null
     and w.verified_at is not null
     and not exists (
       select from workspace_usage u
        where u.workspace_id = ${workspace} and u.jobs >= limit_v1(u.workspace_id, 'jobs')
       offset 0))`;

/**
 * Whether a row has not been planned. Written so that PostgreSQL does not use the index of unplanned
 * rows to find a row whose key is known: with old statistics it takes that index for empty and reads
 * all of it.
 */
export const isUnplanned = (row: SQL) => sql`num_nulls(${row}.planned_at) = 1`;

/**
 * The event `e` of the booking `b` as an UnplannedEvent. `x` is the event before it, `v` the venue and
 * `g` the guest.
 */
export const eventJson = sql`jsonb_build_object(
      'bookingId', b.id, 'version', e.version, 'event', e.event, 'state', e.state,
      'stateBefore', x.state, 'scheduleVersion', e.schedule_version,
      'isStayChanged', coalesce(e.event = 'change' and e.ends_at <> x.ends_at, false),
      'undone', (
        select jsonb_build_object(
                 'at', ${epochMs(sql`u.at`)},
                 'notices', jsonb_build_object(
                   'email', due_notice_v1(e, 'email'),
                   'conversation', due_notice_v1(e, 'conversation')))
          from booking_events u
         where u.booking_id = e.booking_id and u.version = e.undoes
        offset 0),
      'at', ${epochMs(sql`e.at`)}, 'startsAt', ${epochMs(sql`e.starts_at`)},
      'endsAt', ${epochMs(sql`coalesce(e.ends_at, b.ends_at)`)}, 'partySize', e.party_size,
      'holdExpiresAt', ${epochMs(sql`b.hold_expires_at`)},
      'declineReason', case when e.event = 'decline' then e.reason end,
      'venueId', v.id, 'venueName', v.name, 'timeZone', v.time_zone,
      'followUps', v.follow_ups,
      'locale', g.locale, 'hasEmail', g.email is not null,
      'hasConversation', b.conversation_id is not null,
      'isOffer', exists (select from waitlist_entries o where o.booking_id = b.id offset 0),
      'together', case when e.act_id is not null
                       then told_together_v1(b.id, e.version, false) end,
      'isAwaited', exists (
        select from waitlist_entries o
         where o.venue_id = v.id and o.booking_id is null and o.left_at is null
        offset 0),
      'listeners', ${listenersJson(sql`b.workspace_id`)})`;

/**
 * Adds to a booking `b` and its event `e` what {@link eventJson} reads. Each row is looked up by its
 * key. A join would read whole tables when the statistics are old; see docs/database.md.
 */
export const eventContext = sql`left join lateral (
              select state, ends_at from booking_events
               where booking_id = e.booking_id and version = e.version - 1
              offset 0
            ) x on true
            cross join lateral (select * from venues where id = b.venue_id offset 0) v
            left join lateral (
              select * from customers where id = b.customer_id offset 0
            ) g on true`;

/**
 * Stores planned jobs and marks their sources as planned. Sources that are planned already, or
 * locked by another statement that is planning them, are left out with their jobs, so that each
 * source is planned once. A job belongs to the workspace of its source. Returns the jobs that are
 * due before `soon`, and the bookings and conversations of the sources that are planned now.
 *
 * `samples` has the durations of the requests that made some of the events, at most one for each. A
 * sample is counted with its event, and therefore once.
 */
export const storePlans = statement({
  params: {
    now: milliseconds,
    soon: milliseconds,
    events: json<readonly EventKey[]>(),
    turns: json<readonly MessageKey[]>(),
    messages: json<readonly MessageKey[]>(),
    jobs: json<readonly PlannedJob[]>(),
    samples: json<readonly SampleOfEvent[]>(),
  },
  row: z.object({ due: z.array(idSchema<'job'>()), subjects: z.array(z.string()) }),
  sql: (p) => sql`with events as materialized (
      select x.booking_id, x.version, b.workspace_id, e.ctid
        from (select * from jsonb_to_recordset(${p.events}) as x (booking_id uuid, version int)
               order by booking_id, version) x
        cross join lateral (
          select e.ctid from booking_events e
           where e.booking_id = x.booking_id and e.version = x.version
             and ${isUnplanned(sql`e`)}
             for no key update skip locked
        ) e
        cross join lateral (select workspace_id from bookings where id = x.booking_id offset 0) b
    ),
    turns as materialized (
      select x.conversation_id, x.seq, a.workspace_id, a.ctid
        from (select * from jsonb_to_recordset(${p.turns}) as x (conversation_id uuid, seq int)
               order by conversation_id, seq) x
        cross join lateral (
          select a.workspace_id, a.ctid from attention_events a
           where a.conversation_id = x.conversation_id and a.seq = x.seq
             and ${isUnplanned(sql`a`)}
             for no key update skip locked
        ) a
    ),
    announced as materialized (
      select x.conversation_id, x.seq, m.workspace_id, m.ctid
        from (select * from jsonb_to_recordset(${p.messages}) as x (conversation_id uuid, seq int)
               order by conversation_id, seq) x
        cross join lateral (
          select m.workspace_id, m.ctid from message_announcements m
           where m.conversation_id = x.conversation_id and m.seq = x.seq
             for update skip locked
        ) m
    ),
    planned_events as (
      update booking_events set planned_at = ${p.now}
       where ctid = any (array(select ctid from events))
    ),
    planned_turns as (
      update attention_events set planned_at = ${p.now}
       where ctid = any (array(select ctid from turns))
    ),
    planned_messages as (
      delete from message_announcements where ctid = any (array(select ctid from announced))
    ),
    wanted as (
      select * from jsonb_to_recordset(${p.jobs}) as j (${plannedColumns})
    ),
    kept as (
      select coalesce(e.workspace_id, t.workspace_id, m.workspace_id) as workspace_id, w.*
        from wanted w
        left join events e on e.booking_id = w.booking_id and e.version = w.version
        left join turns t on t.conversation_id = w.conversation_id and t.seq = w.seq
         and w.event = 'conversation.needs_attention'
        left join announced m on m.conversation_id = w.conversation_id and m.seq = w.seq
         and w.event = 'message.created'
       where num_nonnulls(e.booking_id, t.conversation_id, m.conversation_id) = 1
    ),
    inserted as (
      insert into jobs (${jobColumns})
      select ${jobValues(p.now)}
        from kept
       order by 1
      on conflict (id) do nothing
      returning id, due_at
    )${countSamples(sql`select e.workspace_id, g.sample
        from jsonb_to_recordset(${p.samples}) as g (booking_id uuid, version int, sample jsonb)
        join events e on e.booking_id = g.booking_id and e.version = g.version`)}
    select (select coalesce(jsonb_agg(id), '[]') from inserted
             where due_at <= ${p.soon}) as due,
           (select coalesce(jsonb_agg(distinct s.subject), '[]')
              from (select booking_id as subject from events
                    union all select conversation_id from turns
                    union all select conversation_id from announced) s) as subjects`,
});
