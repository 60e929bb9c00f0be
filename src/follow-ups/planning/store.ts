import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { BOOKING_STATES } from '../../bookings/lifecycle.ts';
import { idSchema } from '../../platform/ids.ts';
import { statement } from '../../platform/legacy.ts';
import { followUpsSchema } from '../../venues/follow-up-settings.ts';
import { eventTypeSchema } from '../../webhooks/event.ts';
import { instant, ms } from '../instants.ts';

const p = sql.placeholder;

const listenersJson = (workspace: SQL) => sql`(
  select coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'events', to_jsonb(w.events))), '[]')
    from webhooks w
   where w.workspace_id = ${workspace} and w.disabled_at is null and w.deleted_at is null)`;

const listenersSchema = z.array(z.object({ id: z.uuid(), events: z.array(eventTypeSchema) }));

/** What of the bookings and conversations named is still to be planned. */
export const selectUnplanned = statement(
  sql`select jsonb_build_object(
        'events', (
          select coalesce(jsonb_agg(jsonb_build_object(
                   'bookingId', b.id, 'version', e.version, 'event', e.event, 'state', e.state,
                   'stateBefore', x.state, 'scheduleVersion', e.schedule_version,
                   'at', ${ms(sql`e.at`)}, 'startsAt', ${ms(sql`e.starts_at`)},
                   'endsAt', ${ms(sql`b.ends_at`)}, 'partySize', e.party_size,
                   'holdExpiresAt', ${ms(sql`b.hold_expires_at`)},
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
           where b.id = any (${p('bookings')}::uuid[])),
        'turns', (
          select coalesce(jsonb_agg(jsonb_build_object(
                   'conversationId', a.conversation_id, 'seq', a.seq,
                   'listeners', ${listenersJson(sql`a.workspace_id`)})), '[]')
            from attention_events a
           where a.conversation_id = any (${p('conversations')}::uuid[]) and a.planned_at is null),
        'messages', (
          select coalesce(jsonb_agg(jsonb_build_object(
                   'conversationId', m.conversation_id, 'seq', m.seq,
                   'listeners', ${listenersJson(sql`m.workspace_id`)})), '[]')
            from (select * from message_announcements
                   where conversation_id = any (${p('conversations')}::uuid[])
                   order by conversation_id, seq limit 500) m)
      ) as unplanned`,
  z.object({
    unplanned: z.object({
      events: z.array(
        z.object({
          bookingId: z.uuid(),
          version: z.int(),
          event: z.string(),
          state: z.enum(BOOKING_STATES),
          stateBefore: z.enum(BOOKING_STATES).nullable(),
          scheduleVersion: z.int(),
          at: z.int(),
          startsAt: z.int(),
          endsAt: z.int(),
          partySize: z.int(),
          holdExpiresAt: z.int().nullable(),
          venueId: idSchema<'venue'>(),
          venueName: z.string(),
          timeZone: z.string(),
          followUps: followUpsSchema,
          locale: z.string().nullable(),
          hasEmail: z.boolean(),
          hasConversation: z.boolean(),
          isOffer: z.boolean(),
          isAwaited: z.boolean(),
          listeners: listenersSchema,
        }),
      ),
      turns: z.array(
        z.object({ conversationId: z.uuid(), seq: z.int(), listeners: listenersSchema }),
      ),
      messages: z.array(
        z.object({ conversationId: z.uuid(), seq: z.int(), listeners: listenersSchema }),
      ),
    }),
  }),
);

/**
 * Keeps what was planned, and that it was: only for what is still unplanned, so that of two who
 * plan the same only one keeps it. The workspace is taken from what the jobs are planned for.
 */
export const keepPlans = statement(
  sql`with events as materialized (
      select e.booking_id, e.version
        from jsonb_to_recordset(${p('events')}::jsonb) as x (booking_id uuid, version int)
        join booking_events e using (booking_id, version)
       where e.planned_at is null
       order by 1, 2
         for no key update of e skip locked
    ),
    turns as materialized (
      select a.conversation_id, a.seq, a.workspace_id
        from jsonb_to_recordset(${p('turns')}::jsonb) as x (conversation_id uuid, seq int)
        join attention_events a using (conversation_id, seq)
       where a.planned_at is null
       order by 1, 2
         for no key update of a skip locked
    ),
    messages_told as materialized (
      select m.conversation_id, m.seq, m.workspace_id
        from jsonb_to_recordset(${p('messages')}::jsonb) as x (conversation_id uuid, seq int)
        join message_announcements m using (conversation_id, seq)
       order by 1, 2
         for update of m skip locked
    ),
    planned_events as (
      update booking_events e set planned_at = ${instant('now')}
        from events where (e.booking_id, e.version) = (events.booking_id, events.version)
    ),
    planned_turns as (
      update attention_events a set planned_at = ${instant('now')}
        from turns where (a.conversation_id, a.seq) = (turns.conversation_id, turns.seq)
    ),
    planned_messages as (
      delete from message_announcements m
       using messages_told t where (m.conversation_id, m.seq) = (t.conversation_id, t.seq)
    ),
    wanted as (
      select * from jsonb_to_recordset(${p('jobs')}::jsonb) as j (
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
        left join messages_told m on m.conversation_id = w.conversation_id and m.seq = w.seq
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
             to_timestamp(due_at / 1000.0), ${instant('now')}
        from kept
       order by 1
      on conflict (id) do nothing
      returning id, due_at
    )
    select id::text from inserted where due_at <= ${instant('soon')}`,
  z.object({ id: z.uuid() }),
);

/** What no queue message has had planned, at most so much. */
export const selectOverduePlans = statement(
  sql`select jsonb_build_object(
        'bookings', (
          select coalesce(jsonb_agg(distinct booking_id), '[]') from (
            select booking_id from booking_events
             where planned_at is null and at < ${instant('before')}
             order by at limit ${p('limit')}::int) e),
        'conversations', (
          select coalesce(jsonb_agg(distinct conversation_id), '[]') from (
            (select conversation_id from attention_events
              where planned_at is null and raised_at < ${instant('before')}
              order by raised_at limit ${p('limit')}::int)
            union all
            (select conversation_id from message_announcements
              where at < ${instant('before')}
              order by at limit ${p('limit')}::int)) c)
      ) as overdue`,
  z.object({
    overdue: z.object({ bookings: z.array(z.uuid()), conversations: z.array(z.uuid()) }),
  }),
);
