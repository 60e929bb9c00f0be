import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import {
  type BookingId,
  type ConversationId,
  idSchema,
  type WebhookId,
} from '../../platform/ids.ts';
import { ids, integer, json, milliseconds } from '../../platform/parameter-kinds.ts';
import { statement } from '../../platform/statement.ts';
import type { JobContent } from '../job.ts';
import { epochMs } from '../store.ts';
import { unplannedSchema } from './unplanned.ts';

/** The live webhooks of a workspace: Listeners. */
const listenersJson = (workspace: SQL) => sql`(
  select coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'events', to_jsonb(w.events))), '[]')
    from webhooks w
   where w.workspace_id = ${workspace} and w.disabled_at is null and w.deleted_at is null)`;

/** Selects everything that is still unplanned for some bookings and conversations. */
export const selectUnplanned = statement({
  params: { bookings: ids<'booking'>(), conversations: ids<'conversation'>() },
  row: z.object({ unplanned: unplannedSchema }),
  sql: (p) => sql`select jsonb_build_object(
        'events', (
          select coalesce(jsonb_agg(jsonb_build_object(
                   'bookingId', b.id, 'version', e.version, 'event', e.event, 'state', e.state,
                   'stateBefore', x.state, 'scheduleVersion', e.schedule_version,
                   'at', ${epochMs(sql`e.at`)}, 'startsAt', ${epochMs(sql`e.starts_at`)},
                   'endsAt', ${epochMs(sql`b.ends_at`)}, 'partySize', e.party_size,
                   'holdExpiresAt', ${epochMs(sql`b.hold_expires_at`)},
                   'venueId', v.id, 'venueName', v.name, 'timeZone', v.time_zone,
                   'followUps', v.follow_ups,
                   'locale', g.locale, 'hasEmail', g.email is not null,
                   'hasConversation', b.conversation_id is not null,
                   'isOffer', exists (select from waitlist_entries o where o.booking_id = b.id),
                   'isAwaited', exists (
                     select from waitlist_entries o
                      where o.venue_id = v.id and o.booking_id is null and o.left_at is null),
                   'listeners', ${listenersJson(sql`b.workspace_id`)})
                 order by b.id, e.version), '[]')
            from bookings b
            join booking_events e on e.booking_id = b.id and e.planned_at is null
            left join booking_events x on x.booking_id = b.id and x.version = e.version - 1
            join venues v on v.id = b.venue_id
            left join customers g on g.id = b.customer_id
           where b.id = any (${p.bookings})),
        'turns', (
          select coalesce(jsonb_agg(jsonb_build_object(
                   'conversationId', a.conversation_id, 'seq', a.seq,
                   'listeners', ${listenersJson(sql`a.workspace_id`)})), '[]')
            from attention_events a
           where a.conversation_id = any (${p.conversations}) and a.planned_at is null),
        'messages', (
          select coalesce(jsonb_agg(jsonb_build_object(
                   'conversationId', m.conversation_id, 'seq', m.seq,
                   'listeners', ${listenersJson(sql`m.workspace_id`)})), '[]')
            from (select * from message_announcements
                   where conversation_id = any (${p.conversations})
                   order by conversation_id, seq limit 500) m)
      ) as unplanned`,
});

interface EventKey {
  readonly booking_id: BookingId;
  readonly version: number;
}
interface MessageKey {
  readonly conversation_id: ConversationId;
  readonly seq: number;
}
/** The booking event or message that a job was planned for. */
export type Source = EventKey | MessageKey;
/** A planned job as {@link storePlans} takes it. `due_at` is milliseconds since 1970. */
export type PlannedJob = Source & {
  readonly purpose: string;
  readonly kind: string;
  readonly channel: string;
  readonly schedule_version: number | null;
  readonly webhook_id: WebhookId | null;
  readonly event: string | null;
  readonly content: JobContent | null;
  readonly due_at: number;
};

/**
 * Stores planned jobs and marks their sources as planned. Sources that are planned already, or
 * locked by another statement that is planning them, are left out with their jobs, so that each
 * source is planned once. A job belongs to the workspace of its source. Returns the jobs that are
 * due before `soon`.
 */
export const storePlans = statement({
  params: {
    now: milliseconds,
    soon: milliseconds,
    events: json<readonly EventKey[]>(),
    turns: json<readonly MessageKey[]>(),
    messages: json<readonly MessageKey[]>(),
    jobs: json<readonly PlannedJob[]>(),
  },
  row: z.object({ id: idSchema<'job'>() }),
  sql: (p) => sql`with events as materialized (
      select e.booking_id, e.version
        from jsonb_to_recordset(${p.events}) as x (booking_id uuid, version int)
        join booking_events e using (booking_id, version)
       where e.planned_at is null
       order by 1, 2
         for no key update of e skip locked
    ),
    turns as materialized (
      select a.conversation_id, a.seq, a.workspace_id
        from jsonb_to_recordset(${p.turns}) as x (conversation_id uuid, seq int)
        join attention_events a using (conversation_id, seq)
       where a.planned_at is null
       order by 1, 2
         for no key update of a skip locked
    ),
    announced as materialized (
      select m.conversation_id, m.seq, m.workspace_id
        from jsonb_to_recordset(${p.messages}) as x (conversation_id uuid, seq int)
        join message_announcements m using (conversation_id, seq)
       order by 1, 2
         for update of m skip locked
    ),
    planned_events as (
      update booking_events e set planned_at = ${p.now}
        from events where (e.booking_id, e.version) = (events.booking_id, events.version)
    ),
    planned_turns as (
      update attention_events a set planned_at = ${p.now}
        from turns where (a.conversation_id, a.seq) = (turns.conversation_id, turns.seq)
    ),
    planned_messages as (
      delete from message_announcements m
       using announced t where (m.conversation_id, m.seq) = (t.conversation_id, t.seq)
    ),
    wanted as (
      select * from jsonb_to_recordset(${p.jobs}) as j (
        booking_id uuid, version int, conversation_id uuid, seq int, purpose text, kind text,
        channel text, schedule_version int, webhook_id uuid, event text, content jsonb,
        due_at bigint)
    ),
    kept as (
      select coalesce(b.workspace_id, t.workspace_id, m.workspace_id) as workspace_id, w.*
        from wanted w
        left join events e on e.booking_id = w.booking_id and e.version = w.version
        left join bookings b on b.id = e.booking_id
        left join turns t on t.conversation_id = w.conversation_id and t.seq = w.seq
         and w.event = 'conversation.needs_attention'
        left join announced m on m.conversation_id = w.conversation_id and m.seq = w.seq
         and w.event = 'message.created'
       where num_nonnulls(b.id, t.conversation_id, m.conversation_id) = 1
    ),
    inserted as (
      insert into jobs
        (id, workspace_id, kind, channel, booking_id, version, schedule_version, conversation_id,
         seq, webhook_id, event, content, due_at, state, wake_at, created_at)
      select job_id_v1(concat_ws('/', coalesce(booking_id, conversation_id), coalesce(version, seq), purpose)),
             workspace_id, kind, channel, booking_id, version, schedule_version, conversation_id,
             seq, webhook_id, event, content, to_timestamp(due_at / 1000.0), 'planned',
             to_timestamp(due_at / 1000.0), ${p.now}
        from kept
       order by 1
      on conflict (id) do nothing
      returning id, due_at
    )
    select id::text from inserted where due_at <= ${p.soon}`,
});

/**
 * Selects bookings and conversations with something that has been unplanned since `before`, at most
 * `limit` of each kind.
 */
export const selectOverduePlans = statement({
  params: { before: milliseconds, limit: integer },
  row: z.object({
    overdue: z.object({
      bookings: z.array(idSchema<'booking'>()),
      conversations: z.array(idSchema<'conversation'>()),
    }),
  }),
  sql: (p) => sql`select jsonb_build_object(
        'bookings', (
          select coalesce(jsonb_agg(distinct booking_id), '[]') from (
            select booking_id from booking_events
             where planned_at is null and at < ${p.before}
             order by at limit ${p.limit}) e),
        'conversations', (
          select coalesce(jsonb_agg(distinct conversation_id), '[]') from (
            (select conversation_id from attention_events
              where planned_at is null and raised_at < ${p.before}
              order by raised_at limit ${p.limit})
            union all
            (select conversation_id from message_announcements
              where at < ${p.before}
              order by at limit ${p.limit})) c)
      ) as overdue`,
});
