import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { idSchema } from '../platform/ids.ts';
import {
  bigint,
  boolean,
  id,
  integer,
  json,
  orNull,
  smallint,
  text,
  texts,
} from '../platform/parameter-kinds.ts';
import { filteredPage, filteredPageSchema, isBefore, limitTo } from '../platform/range-store.ts';
import { callerStatement, refusal } from '../workspaces/caller-store.ts';
import { admittedWorkspace } from '../workspaces/limits/limit-store.ts';
import { challengeCte, challengedJson, nextChallenge } from './challenge-job-store.ts';
import { storedDeliverySchema } from './delivery.ts';
import { STATUS_CHANGED } from './event.ts';
import {
  challengedWebhookSchema,
  type StoredWebhookChange,
  sealedWebhookSchema,
  storedWebhookSchema,
} from './webhook.ts';

/** The webhook `w` as JSON. */
export const webhookJson = sql`jsonb_build_object(
    'id', w.id, 'url', w.url, 'description', w.description, 'events', w.events,
    'disabledAt', iso_v1(w.disabled_at), 'disabledReason', w.disabled_reason,
    'failingSince', iso_v1(w.failing_since),
    'previousSecretUntil', case when w.previous_until > now() then iso_v1(w.previous_until) end,
    'verifiedAt', iso_v1(w.verified_at), 'createdAt', iso_v1(w.created_at)
  )`;

/** The webhook `w` as JSON, with its encrypted secret, which a repeated answer shows again. */
const sealedWebhookJson = sql`${webhookJson}
    || jsonb_build_object('sealedSecret', encode(w.secret, 'hex'))`;

/** Whether `w` is the webhook of this id in the caller's workspace, and not deleted. */
export const isNamed = ({ webhook }: { webhook: SQL }) =>
  sql`w.id = ${webhook} and w.workspace_id = caller.workspace_id and w.deleted_at is null`;

/**
 * Inserts a pending webhook with the job that sends its challenge, unless the workspace has reached
 * its limit of webhooks. The workspace is locked, so that concurrent requests count one after the
 * other.
 */
export const insertWebhook = callerStatement({
  params: {
    id: id<'webhook'>(),
    url: text,
    description: orNull(text),
    events: texts,
    /** Encrypted, as hexadecimal text. */
    secret: text,
    challengeJob: id<'job'>(),
  },
  body: sealedWebhookSchema,
  ctes: (p) => sql`, ${admittedWorkspace('webhooks', sql.raw('live_webhooks_v1'))}, inserted as (
    insert into webhooks (id, workspace_id, url, description, events, secret, verified_at,
                          challenge_job, challenged_at)
    select ${p.id}, workspace_id, ${p.url}, ${p.description}, ${p.events},
           decode(${p.secret}, 'hex'), null, ${p.challengeJob}, now()
      from admitted
    returning *
  ),
  ${challengeCte(sql`inserted`, p.challengeJob)}`,
  sql: () => sql`select ${sealedWebhookJson} from inserted w`,
  once: { status: 201 },
});

/** A page of the workspace's webhooks, the newest first. */
export const selectWebhooks = callerStatement({
  params: { before: orNull(id<'webhook'>()), limit: integer },
  body: filteredPageSchema<typeof storedWebhookSchema, 'webhook'>(storedWebhookSchema),
  sql: (p) =>
    sql`select (${filteredPage(
      sql`jsonb_agg((select ${webhookJson} from (select s.*) w) order by s.id desc)`,
      {
        rows: sql`select * from webhooks
               where ${isBefore([[sql`workspace_id`, sql`caller.workspace_id`]], sql`id`, p.before)}
               order by workspace_id desc, id desc`,
        order: sql`s.workspace_id desc, s.id desc`,
        isWanted: sql`s.deleted_at is null`,
        limit: p.limit,
      },
    )}) from caller`,
});

export const selectWebhook = callerStatement({
  params: { webhook: id<'webhook'>() },
  body: storedWebhookSchema,
  sql: (p) => sql`select ${webhookJson} from caller join webhooks w on ${isNamed(p)}`,
});

/** Whether a change needs a new challenge: another URL, or a pending webhook that is enabled. */
const starts = sql`(x.change ->> 'url' <> w.url or x.enabled and w.verified_at is null)`;

/** Whether a change would send events of the platform of the webhook `w` to another URL. */
const needsOperator = ({ change, isOperator }: { change: SQL; isOperator: SQL }) =>
  sql`(not ${isOperator} and ${change} ? 'url' and '${sql.raw(STATUS_CHANGED)}' = any (w.events))`;

/**
 * Changes the fields that the change names. A description of null removes the description. With
 * another URL the webhook becomes pending.
 */
export const updateWebhook = callerStatement({
  params: {
    webhook: id<'webhook'>(),
    change: json<StoredWebhookChange>(),
    challengeJob: id<'job'>(),
    /** Whether the key may have events of the platform sent to another URL. */
    isOperator: boolean,
  },
  body: challengedWebhookSchema,
  ctes: (p) => sql`, updated as (
    update webhooks w
       set url = coalesce(x.change ->> 'url', w.url),
           events = case when x.change ? 'events'
                         then array(select jsonb_array_elements_text(x.change -> 'events'))
                         else w.events end,
           description = case when x.change ? 'description'
                              then x.change ->> 'description' else w.description end,
           disabled_at = case when x.enabled then null
                              when not x.enabled then coalesce(w.disabled_at, now())
                              else w.disabled_at end,
           disabled_reason = case when x.enabled then null
                                  when not x.enabled then 'by_owner'
                                  else w.disabled_reason end,
           failing_since = case when x.enabled or ${starts} then null else w.failing_since end,
           verified_at = case when ${starts} then null else w.verified_at end,
           challenge_job = case when ${starts} then ${p.challengeJob} else w.challenge_job end,
           challenged_at = case when ${starts} then ${nextChallenge} else w.challenged_at end
      from caller,
           (select ${p.change} as change, (${p.change} ->> 'enabled')::boolean as enabled) x
     where ${isNamed(p)} and not ${needsOperator(p)}
    returning w.*
  ),
  ${challengeCte(sql`updated`, p.challengeJob)}`,
  sql: (p) => sql`select coalesce(
      (select ${webhookJson} || ${challengedJson(p.challengeJob)} from updated w),
      (select ${refusal('scope_missing')} from caller join webhooks w on ${isNamed(p)}
        where ${needsOperator(p)}))`,
  once: { status: 200 },
});

/**
 * Replaces the secret. The old secret is kept as the previous one for `overlapHours` hours, and the
 * one that was the previous one until now is dropped.
 */
export const updateSecret = callerStatement({
  params: {
    webhook: id<'webhook'>(),
    /** Encrypted, as hexadecimal text. */
    secret: text,
    overlapHours: integer,
  },
  body: sealedWebhookSchema,
  ctes: (p) => sql`, updated as (
    update webhooks w
       set secret = decode(${p.secret}, 'hex'),
           previous_secret = case when ${p.overlapHours} > 0 then w.secret end,
           previous_until = case when ${p.overlapHours} > 0
                                 then now() + ${p.overlapHours} * interval '1 hour' end
      from caller
     where ${isNamed(p)}
    returning w.*
  )`,
  sql: () => sql`select ${sealedWebhookJson} from updated w`,
  once: { status: 200 },
});

/** Marks a webhook as deleted and empties its secrets. The row stays, because jobs refer to it. */
export const deleteWebhook = callerStatement({
  params: { webhook: id<'webhook'>() },
  body: z.object({ id: idSchema<'webhook'>() }),
  ctes: (p) => sql`, deleted as (
    update webhooks w
       set deleted_at = now(), secret = '', previous_secret = null, previous_until = null
      from caller
     where ${isNamed(p)}
    returning w.id
  )`,
  sql: () => sql`select jsonb_build_object('id', id) from deleted`,
  once: { status: 204 },
});

/**
 * A page of the attempts before a position in (time, job, attempt), the newest first. The body is
 * null when there is no such webhook.
 */
export const selectDeliveries = callerStatement({
  params: {
    webhook: id<'webhook'>(),
    beforeMicros: bigint,
    beforeJob: id<'job'>(),
    beforeAttempt: smallint,
    limit: integer,
  },
  body: z.array(storedDeliverySchema),
  sql: (p) => sql`select (
        select coalesce(jsonb_agg(jsonb_build_object(
            'jobId', a.job_id, 'event', a.event, 'attempt', a.attempt, 'at', iso_v1(a.at),
            'atMicros', (extract(epoch from a.at) * 1000000)::bigint,
            'outcome', a.outcome, 'reason', a.reason, 'status', a.status,
            'latencyMs', a.latency_ms, 'answer', case when a.is_shown then a.answer end, 'bookingId', a.booking_id,
            'conversationId', a.conversation
          ) order by a.at desc, a.job_id desc, a.attempt desc), '[]')
        from (
          select a.*, j.event, j.booking_id, j.conversation, j.is_shown
            from (
              select * from job_attempts
               where webhook_id = w.id
                 and (at, job_id, attempt) < (
                       timestamptz 'epoch' + ${p.beforeMicros} * interval '1 microsecond',
                       ${p.beforeJob}, ${p.beforeAttempt})
               order by at desc, job_id desc, attempt desc
               ${limitTo(p.limit)}
            ) a
            cross join lateral (
              select event, booking_id, (
                       select external_id from conversations c where c.id = jobs.conversation_id
                     ) as conversation,
                     (select g.erased_at from customers g
                       where g.id = coalesce(
                               (select customer_id from bookings b where b.id = jobs.booking_id),
                               (select customer_id from conversations c
                                 where c.id = jobs.conversation_id))) is null as is_shown
                from jobs where id = a.job_id
              offset 0
            ) j
        ) a)
      from caller join webhooks w on ${isNamed(p)}`,
});
