import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { idSchema } from '../../platform/ids.ts';
import { ids, integer, integers, milliseconds } from '../../platform/parameter-kinds.ts';
import { salvaged } from '../../platform/salvage.ts';
import { type Placeholders, statement } from '../../platform/statement.ts';
import {
  epochMs,
  isInvited,
  judgedBookingJson,
  judgedEndpointJson,
  lastTurnMs,
  togetherJson,
} from '../store.ts';
import { takenJobSchema } from './taken-job.ts';

/** The data of the event that the job `t` reports, or null when the data no longer exists. */
const dataJson = sql`case
    when t.kind <> 'event' then null
    when t.booking_id is not null then (
      select jsonb_build_object(
               'about', 'booking',
               'bookingId', b.id, 'version', e.version, 'state', e.state, 'venueId', b.venue_id,
               'seriesId', b.series_id,
               'timeZone', v.time_zone, 'start', iso_local_v1(e.starts_at, v.time_zone),
               'end', iso_local_v1(e.ends_at, v.time_zone),
               'partySize', e.party_size, 'resourceIds', to_jsonb(e.resource_ids),
               'customerId', g.external_id, 'conversationId', c.external_id,
               'messageSeq', b.message_seq, 'reason', e.reason, 'actor', e.actor, 'undone', (
                 select u.event from booking_events u
                  where u.booking_id = e.booking_id and u.version = e.undoes),
               'at', iso_v1(e.at))
        from booking_events e
       where e.booking_id = t.booking_id and e.version = t.version)
    when t.light_change is not null then (
      select jsonb_build_object(
               'about', 'light', 'light', l.light, 'former', l.former, 'at', iso_v1(l.at),
               'causes', (
                 select coalesce(jsonb_agg(jsonb_build_object(
                          'signal', s -> 'signal', 'level', s -> 'level', 'cause', s -> 'cause',
                          'detail', s -> 'detail', 'value', s -> 'value',
                          'threshold', s -> 'threshold')), '[]')
                   from jsonb_array_elements(l.signals) s
                  where s ->> 'cause' is not null))
        from light_changes l
       where l.id = t.light_change)
    when t.event = 'message.created' then (
      select jsonb_build_object(
               'about', 'message',
               'conversationId', x.external_id, 'seq', m.seq, 'id', m.id, 'role', m.role,
               'text', m.text, 'sentAt', iso_v1(m.sent_at), 'customerId', y.external_id,
               'at', iso_v1(m.created_at))
        -- A range of seqs in their order is a look-up by the primary key, whatever the statistics.
        from (select * from messages
               where conversation_id = t.conversation_id and seq between t.seq and t.seq
               order by seq
              offset 0) m
        join conversations x on x.id = m.conversation_id
        left join customers y on y.id = x.customer_id
       where m.emotion_state <> 'erased' and coalesce(x.erased_at, y.erased_at) is null)
    else (
      select jsonb_build_object(
               'about', 'attention',
               'conversationId', x.external_id, 'seq', a.seq, 'mood', a.mood / 1000.0,
               'label', a.label, 'customerId', y.external_id, 'at', iso_v1(a.raised_at))
        from attention_events a join conversations x on x.id = a.conversation_id
        left join customers y on y.id = x.customer_id
       where a.conversation_id = t.conversation_id and a.seq = t.seq
         and coalesce(x.erased_at, y.erased_at) is null)
  end`;

/**
 * The largest data of a job that is read, in bytes of JSON. Usual data has a few thousand, and 50,000
 * with the text of a long message. A batch has at most 20 jobs, and Neon answers with 10 MB at most. A
 * larger answer would be lost after the jobs have been marked as running.
 */
const MOST_BYTES = sql.raw('400000');

const takeParams = {
  ids: ids<'job'>(),
  attempts: integers,
  now: milliseconds,
  leaseMs: integer,
};

/** What is known about each taken job, also when its data cannot be read. */
const takenKeyFields = {
  id: idSchema<'job'>(),
  /** The number of the claim that the job was taken under. */
  attempt: z.int(),
  failures: z.int(),
  kind: z.string(),
  channel: z.string(),
};
const takenKey = sql`t.id::text as id, t.attempts as attempt, t.failures, t.kind, t.channel`;

const taken = (p: Placeholders<typeof takeParams>) => sql`locked as materialized (
      select n.id
        from unnest(${p.ids}, ${p.attempts}) as n (id, attempt)
        cross join lateral (
          -- The expression keeps PostgreSQL from reading all open jobs; see docs/database.md.
          select from jobs j
           where j.id = n.id and j.attempts = n.attempt and j.state || '' = 'leased'
             for no key update skip locked
        ) j
    ),
    t as (
      update jobs j
         set state = 'running', lapses = 0,
             wake_at = ${p.now} + ${p.leaseMs} * interval '1 millisecond'
       where j.id = any (array(select id from locked))
      returning j.*
    )`;

/**
 * Takes claimed jobs: marks them as running, and reads everything that is needed to carry them out.
 * `attempts` holds the number of each job's claim; a job whose current claim has another number is
 * not taken, so that a duplicate or late queue message has no effect. Jobs that another statement
 * has locked are skipped: waiting for one while holding others could deadlock with the statement
 * that posts texts, which locks jobs in the order of their conversations.
 *
 * A job whose data cannot be read or is too large is returned with its key, so that it fails alone.
 *
 * For webhooks it also returns what their endpoints and workspaces are doing; see webhook_load_v1.
 * `before` holds the jobs that the same consumer has taken before in this batch. They do not count,
 * because the consumer counts its own jobs itself.
 */
export const takeJobs = statement({
  params: { ...takeParams, before: ids<'job'>() },
  row: z.object({ ...takenKeyFields, job: salvaged(takenJobSchema) }),
  sql: (p) => sql`with ${taken(p)}
,
    load as materialized (
      select l.*
        from (select array_agg(distinct workspace_id) as workspaces, array_agg(id) as taken
                from t where channel = 'webhook') x
        cross join lateral webhook_load_v1(
          x.workspaces, x.taken || ${p.before}, ${p.now}) l
    ),
    spent as materialized (
      select w.workspace_id, sum(h.spent_ms)::int as ms
        from (select distinct workspace_id from t where channel = 'webhook') w
        cross join lateral (
          select spent_ms, spent_in from webhook_health where workspace_id = w.workspace_id offset 0
        ) h
       where h.spent_in = date_trunc('minute', ${p.now})
       group by 1
    )
    select id, attempt, failures, kind, channel,
           case when octet_length(job::text) <= ${MOST_BYTES} then job end as job
      from (select ${takenKey}, jsonb_build_object(
             'id', t.id, 'attempt', t.attempts, 'failures', t.failures, 'kind', t.kind,
             'channel', t.channel, 'event', t.event, 'scheduleVersion', t.schedule_version,
             'dueAt', ${epochMs(sql`t.due_at`)}, 'bookingId', t.booking_id,
             'booking', case when b.id is not null then ${judgedBookingJson} end,
             'partySize', b.party_size,
             'together', ${togetherJson(sql`t`, sql`t.channel = 'email'`)},
             'declineReason', case when t.kind = 'request_declined' then (
               select e.reason from booking_events e
                where e.booking_id = t.booking_id and e.version = t.version) end,
             'isInvited', ${isInvited},
             'calendarBooking', case when t.channel = 'email' then booking_json_v1(b) end,
             'venue', case when v.id is not null and t.kind <> 'event' then jsonb_build_object(
               'name', v.name, 'timeZone', v.time_zone, 'followUps', v.follow_ups,
               'address', v.address, 'phone', v.phone, 'website', v.website,
               'replyTo', v.reply_to, 'cancellationPolicy', v.cancellation_policy) end,
             'email', g.email, 'locale', g.locale,
             'workspaceId', t.workspace_id, 'webhookId', t.webhook_id,
             'load', case when t.channel = 'webhook' then jsonb_build_object(
               'health', jsonb_build_object(
                 'failures', coalesce(h.failures, 0), 'slow', coalesce(h.slow, 0),
                 'opened', coalesce(h.opened, 0), 'openUntil', ${epochMs(sql`h.open_until`)}),
               'version', coalesce(h.version, 0), 'probe', h.probe,
               'running', coalesce((
                 select l.running from load l where l.webhook_id = t.webhook_id), 0),
               'runningOfWorkspace', coalesce((
                 select max(l.running_of_workspace) from load l
                  where l.workspace_id = t.workspace_id), 0),
               'receiverMs', coalesce((
                 select s.ms from spent s where s.workspace_id = t.workspace_id), 0)) end,
             'endpoint', case when w.id is not null then jsonb_build_object(
               'id', w.id, 'url', w.url, 'secret', encode(w.secret, 'hex'),
               'previousSecret', case when w.previous_until > ${p.now}
                                      then encode(w.previous_secret, 'hex') end)
               || ${judgedEndpointJson(sql`t.id`)} end,
             'data', ${dataJson},
             'afterUndo', case when t.channel <> 'webhook' and t.booking_id is not null
               then after_undo_v1(t.booking_id, t.version, t.kind, t.channel, t.due_at) end,
             'turnedAt', case when t.kind in ('thank_you', 'upsell') then ${lastTurnMs} end
           ) as job
      from t
      left join bookings b on b.id = t.booking_id
      left join venues v on v.id = b.venue_id
      left join customers g on g.id = b.customer_id
      left join conversations c on c.id = b.conversation_id
      left join webhooks w on w.id = t.webhook_id
      left join lateral (
        select * from webhook_health where webhook_id = t.webhook_id offset 0
      ) h on true) x`,
});

/** Takes claimed jobs without reading their data, which cannot be read. */
export const takeUnread = statement({
  params: takeParams,
  row: z.object(takenKeyFields),
  sql: (p) => sql`with ${taken(p)} select ${takenKey} from t`,
});
