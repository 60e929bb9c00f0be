import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { storedBookingSchema } from '../../bookings/booking.ts';
import { BOOKING_STATES } from '../../bookings/lifecycle.ts';
import { statement } from '../../platform/legacy.ts';
import { instant, ms } from '../instants.ts';
import { JOB_CHANNELS, JOB_KINDS, jobContentSchema } from '../job.ts';
import { MAX_FAILURES } from './backoff.ts';

const p = sql.placeholder;

/**
 * Claims jobs for the queue: writes a lease and the number of the claim, which the consumer compares.
 * A claim that was never finished has come to nothing, and counts as a failure. What somebody else
 * is claiming is left to them.
 */
const claim = (which: SQL) =>
  statement(
    sql`with due as materialized (
        select id, state, wake_at, failures + (state <> 'planned')::int as failures
          from jobs j
         where ${which}
           and (state = 'planned' and wake_at <= ${instant('soon')}
                or state in ('leased', 'running') and wake_at <= ${instant('now')})
         order by wake_at
         limit ${p('limit')}::int
           for no key update skip locked
      ),
      claimed as (
        update jobs j
           set failures = due.failures,
               state = case when due.failures < ${sql.raw(String(MAX_FAILURES))} then 'leased'
                            else 'dead' end,
               reason = case when due.state = 'planned' then j.reason else 'never_finished' end,
               attempts = j.attempts + 1,
               wake_at = greatest(due.wake_at, ${instant('now')})
                         + ${p('leaseMs')}::int * interval '1 millisecond',
               finished_at = case when due.failures < ${sql.raw(String(MAX_FAILURES))} then null
                                  else ${instant('now')} end
          from due where j.id = due.id
        returning j.id, j.state, j.attempts, due.state = 'planned' as fresh, due.wake_at
      )
      select id::text as "jobId", attempts as attempt, state = 'dead' as dead,
             case when fresh
                  then greatest(0, ceil(extract(epoch from wake_at - ${instant('now')})))::int
                  else 0 end as "delaySeconds"
        from claimed`,
    z.object({
      jobId: z.uuid(),
      attempt: z.int(),
      dead: z.boolean(),
      delaySeconds: z.int(),
    }),
  );

/** Whatever is due, the longest waiting first. */
export const claimDue = claim(sql`j.state in ('planned', 'leased', 'running')
           and j.wake_at <= ${instant('soon')}`);
/** Those among the jobs named that are due. */
export const claimNamed = claim(sql`j.id = any (${p('ids')}::uuid[])`);

/** Says jobs in their conversations, in the one order of locks; see say_v1. */
export const sayInConversations = statement(
  sql`with named as materialized (
      select j.id, n.attempt, b.conversation_id
        from unnest(${p('ids')}::uuid[], ${p('attempts')}::int[]) as n (id, attempt)
        join jobs j using (id) join bookings b on b.id = j.booking_id
       order by b.conversation_id, j.id
    )
    select n.id::text as "jobId", say_v1(n.id, n.attempt, ${instant('now')}) as outcome
      from (select * from named order by conversation_id, id) n`,
  z.object({ jobId: z.uuid(), outcome: z.string().nullable() }),
);

/** A booking that is still confirmed becomes a no-show, by itself; its own function decides. */
export const markNoShow = statement(
  sql`select change_booking_v1(workspace_id, null, booking_id, 'no_show', null, '{}') ->> 'id'
                 as "bookingId"
        from jobs where id = ${p('id')}::uuid`,
  z.object({ bookingId: z.uuid() }),
);

/** What an event tells of, as the endpoint gets it; null when it is there no more. */
const dataJson = sql`case
    when t.kind <> 'event' then null
    when t.booking_id is not null then (
      select jsonb_build_object(
               'bookingId', b.id, 'version', e.version, 'state', e.state, 'venueId', b.venue_id,
               'timeZone', v.time_zone, 'start', iso_local_v1(e.starts_at, v.time_zone),
               'partySize', e.party_size, 'resourceIds', to_jsonb(e.resource_ids),
               'customerId', g.external_id, 'conversationId', c.external_id,
               'messageSeq', b.message_seq, 'reason', e.reason, 'at', iso_v1(e.at))
        from booking_events e
       where e.booking_id = t.booking_id and e.version = t.version)
    when t.event = 'message.created' then (
      select jsonb_build_object(
               'conversationId', x.external_id, 'seq', m.seq, 'id', m.id, 'role', m.role,
               'text', m.text, 'sentAt', iso_v1(m.sent_at), 'customerId', y.external_id,
               'at', iso_v1(m.created_at))
        from messages m join conversations x on x.id = m.conversation_id
        left join customers y on y.id = x.customer_id
       where m.conversation_id = t.conversation_id and m.seq = t.seq
         and m.emotion_state <> 'erased')
    else (
      select jsonb_build_object(
               'conversationId', x.external_id, 'seq', a.seq, 'mood', a.mood / 1000.0,
               'label', a.label, 'customerId', y.external_id, 'at', iso_v1(a.raised_at))
        from attention_events a join conversations x on x.id = a.conversation_id
        left join customers y on y.id = x.customer_id
       where a.conversation_id = t.conversation_id and a.seq = t.seq)
  end`;

/**
 * Takes the jobs named, each only under the number of its claim, so that a message delivered twice
 * or late takes nothing; with all that is asked when it fires. A job that somebody else has locked
 * is theirs: waiting for it, with others locked, would cross who says these in their conversations.
 */
export const takeJobs = statement(
  sql`with locked as materialized (
      select j.id
        from unnest(${p('ids')}::uuid[], ${p('attempts')}::int[]) as n (id, attempt)
        join jobs j on j.id = n.id and j.attempts = n.attempt
       where j.state = 'leased'
       order by 1
         for no key update of j skip locked
    ),
    t as (
      update jobs j
         set state = 'running',
             wake_at = ${instant('now')} + ${p('leaseMs')}::int * interval '1 millisecond'
        from locked where j.id = locked.id
      returning j.*
    )
    select jsonb_build_object(
             'id', t.id, 'attempt', t.attempts, 'failures', t.failures, 'kind', t.kind,
             'channel', t.channel, 'event', t.event, 'scheduleVersion', t.schedule_version,
             'content', t.content, 'dueAt', ${ms(sql`t.due_at`)},
             'booking', case when b.id is not null then jsonb_build_object(
               'state', b.state, 'scheduleVersion', (
                 select e.schedule_version from booking_events e
                  where e.booking_id = b.id and e.version = b.version),
               'startsAt', ${ms(sql`b.starts_at`)},
               'holdExpiresAt', ${ms(sql`b.hold_expires_at`)},
               'erased', b.erased_at is not null) end,
             'mailed', case when t.channel = 'email' then booking_json_v1(b) end,
             'venue', v.name, 'email', g.email,
             'webhookId', t.webhook_id,
             'endpoint', case when w.id is not null then jsonb_build_object(
               'url', w.url, 'secret', encode(w.secret, 'hex'),
               'previousSecret', case when w.previous_until > ${instant('now')}
                                      then encode(w.previous_secret, 'hex') end,
               'disabled', w.disabled_at is not null, 'deleted', w.deleted_at is not null) end,
             'data', ${dataJson},
             'turnedAt', case when t.kind in ('thank_you', 'upsell') then (
               select max(${ms(sql`a.raised_at`)})
                 from conversations x join attention_events a on a.conversation_id = x.id
                where x.customer_id = b.customer_id) end
           ) as job
      from t
      left join bookings b on b.id = t.booking_id
      left join venues v on v.id = b.venue_id
      left join customers g on g.id = b.customer_id
      left join conversations c on c.id = b.conversation_id
      left join webhooks w on w.id = t.webhook_id`,
  z.object({
    job: z.object({
      id: z.uuid(),
      attempt: z.int(),
      failures: z.int(),
      kind: z.enum(JOB_KINDS),
      channel: z.enum(JOB_CHANNELS),
      event: z.string().nullable(),
      scheduleVersion: z.int().nullable(),
      content: jobContentSchema.nullable(),
      dueAt: z.int(),
      booking: z
        .object({
          state: z.enum(BOOKING_STATES),
          scheduleVersion: z.int(),
          startsAt: z.int(),
          holdExpiresAt: z.int().nullable(),
          erased: z.boolean(),
        })
        .nullable(),
      mailed: storedBookingSchema.nullable(),
      venue: z.string().nullable(),
      email: z.string().nullable(),
      webhookId: z.uuid().nullable(),
      endpoint: z
        .object({
          url: z.string(),
          secret: z.string(),
          previousSecret: z.string().nullable(),
          disabled: z.boolean(),
          deleted: z.boolean(),
        })
        .nullable(),
      data: z.looseObject({ at: z.string() }).nullable(),
      turnedAt: z.int().nullable(),
    }),
  }),
);

/**
 * Records what attempts met, each only for who still has the job, and what it says of endpoints: a
 * success ends a row of failures, and one that has failed for days, or is gone, is disabled.
 */
export const finishJobs = statement(
  sql`with met as (
      select * from jsonb_to_recordset(${p('results')}::jsonb) as r (
        id uuid, attempt int, state text, outcome text, failures int, reason text, wake_at bigint,
        webhook_id uuid, status int, latency_ms int, answer text, gone boolean)
    ),
    locked as materialized (
      select j.id from met join jobs j on j.id = met.id and j.attempts = met.attempt
       where j.state = 'running'
       order by 1
         for no key update of j
    ),
    done as (
      update jobs j
         set state = met.state, reason = met.reason, failures = met.failures,
             wake_at = coalesce(to_timestamp(met.wake_at / 1000.0), j.wake_at),
             finished_at = case when met.state = 'planned' then null else ${instant('now')} end
        from locked join met using (id)
       where j.id = locked.id
      returning j.id, j.state, j.wake_at
    ),
    attempts as (
      insert into job_attempts
        (job_id, attempt, webhook_id, at, outcome, reason, status, latency_ms, answer)
      select met.id, met.attempt, met.webhook_id, ${instant('now')}, met.outcome, met.reason,
             met.status, met.latency_ms, met.answer
        from met join done using (id)
       where met.outcome <> 'postponed'
       order by 1
      on conflict do nothing
    ),
    heard as (
      select webhook_id, bool_or(outcome = 'delivered') as well,
             bool_or(outcome in ('retry', 'dead')) as ill, bool_or(gone) as gone
        from met join done using (id)
       where webhook_id is not null
       group by 1
    ),
    endpoints as materialized (
      select w.id from webhooks w join heard on heard.webhook_id = w.id
       where heard.gone or heard.well and w.failing_since is not null
          or heard.ill and not heard.well
       order by 1
         for no key update of w
    ),
    told as (
      update webhooks w
         set failing_since = case when h.well then null
                                  when h.ill then coalesce(w.failing_since, ${instant('now')})
                                  else w.failing_since end,
             disabled_at = case
               when w.disabled_at is not null then w.disabled_at
               when h.gone or not h.well and w.failing_since < ${instant('failingBefore')}
                 then ${instant('now')} end,
             disabled_reason = case
               when w.disabled_at is not null then w.disabled_reason
               when h.gone then 'gone'
               when not h.well and w.failing_since < ${instant('failingBefore')} then 'failing' end
        from endpoints join heard h on h.webhook_id = endpoints.id
       where w.id = endpoints.id
      returning w.disabled_at = ${instant('now')} as disabled
    )
    select id::text, state = 'planned' and wake_at <= ${instant('soon')} as again,
           (select count(*) from told where disabled)::int as disabled
      from done`,
  z.object({ id: z.uuid(), again: z.boolean(), disabled: z.int() }),
);

/** What was told of messages and moods long ago; a booking's jobs stay in its timeline. */
export const forgetToldJobs = statement(
  sql`with old as (
      select id from jobs
       where booking_id is null and finished_at < ${instant('before')} and state <> 'dead'
       order by finished_at
       limit ${p('limit')}::int
         for update skip locked
    )
    delete from jobs j using old where j.id = old.id
    returning j.id::text`,
  z.object({ id: z.uuid() }),
);
