import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { callerStatement } from '../workspaces/legacy-store.ts';
import { storedDeliverySchema, storedWebhookSchema } from './webhook.ts';

const p = sql.placeholder;

const webhookJson = sql`jsonb_build_object(
    'id', w.id, 'url', w.url, 'description', w.description, 'events', w.events,
    'disabledAt', iso_v1(w.disabled_at), 'disabledReason', w.disabled_reason,
    'failingSince', iso_v1(w.failing_since),
    'previousSecretUntil', case when w.previous_until > now() then iso_v1(w.previous_until) end,
    'createdAt', iso_v1(w.created_at)
  )`;

/** Holds of `w` when it is the live endpoint that the caller named. */
const isNamed = sql`w.id = ${p('webhook')}::uuid and w.workspace_id = caller.workspace_id
     and w.deleted_at is null`;

/**
 * Its body is null when the workspace has as many as it may have. The workspace's lock has requests
 * of one moment count one after the other.
 */
export const insertWebhook = callerStatement(
  storedWebhookSchema,
  sql`select ${webhookJson} from inserted w`,
  sql`, locked as materialized (
    select w.id as workspace_id
      from caller join workspaces w on w.id = caller.workspace_id
       for no key update of w
  ),
  inserted as (
    insert into webhooks (id, workspace_id, url, description, events, secret)
    select ${p('id')}::uuid, workspace_id, ${p('url')}::text, ${p('description')}::text,
           ${p('events')}::text[], decode(${p('secret')}::text, 'hex')
      from locked
     where live_webhooks_v1(workspace_id) < ${p('most')}::int
    returning *
  )`,
);

export const selectWebhooks = callerStatement(
  z.array(storedWebhookSchema),
  sql`select coalesce(jsonb_agg(${webhookJson} order by w.id desc), '[]')
        from (
          select w.* from caller join webhooks w using (workspace_id)
           where w.deleted_at is null
             and (${p('before')}::uuid is null or w.id < ${p('before')}::uuid)
           order by w.id desc
           limit ${p('limit')}::int
        ) w`,
);

export const selectWebhook = callerStatement(
  storedWebhookSchema,
  sql`select ${webhookJson} from caller join webhooks w on ${isNamed}`,
);

/** Changes what the change names; null takes a description away. */
export const updateWebhook = callerStatement(
  storedWebhookSchema,
  sql`select ${webhookJson} from updated w`,
  sql`, updated as (
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
           failing_since = case when x.enabled then null else w.failing_since end
      from caller,
           (select ${p('change')}::jsonb as change,
                   (${p('change')}::jsonb ->> 'enabled')::boolean as enabled) x
     where ${isNamed}
    returning w.*
  )`,
);

/** The secret that was the current one signs on for some hours; one before it does no longer. */
export const rotateSecret = callerStatement(
  storedWebhookSchema,
  sql`select ${webhookJson} from updated w`,
  sql`, updated as (
    update webhooks w
       set secret = decode(${p('secret')}::text, 'hex'),
           previous_secret = case when ${p('overlapHours')}::int > 0 then w.secret end,
           previous_until = case when ${p('overlapHours')}::int > 0
                                 then now() + ${p('overlapHours')}::int * interval '1 hour' end
      from caller
     where ${isNamed}
    returning w.*
  )`,
);

/** What was attempted stays, for the jobs' sake; the secrets do not. */
export const deleteWebhook = callerStatement(
  z.string(),
  sql`select id::text from deleted`,
  sql`, deleted as (
    update webhooks w
       set deleted_at = now(), secret = '', previous_secret = null, previous_until = null
      from caller
     where ${isNamed}
    returning w.id
  )`,
);

/** A page of attempts before a position, the newest first; null when there is no such endpoint. */
export const selectDeliveries = callerStatement(
  z.array(storedDeliverySchema),
  sql`select (
        select coalesce(jsonb_agg(jsonb_build_object(
            'jobId', a.job_id, 'event', a.event, 'attempt', a.attempt, 'at', iso_v1(a.at),
            'atMicros', (extract(epoch from a.at) * 1000000)::bigint::text,
            'outcome', a.outcome, 'reason', a.reason, 'status', a.status,
            'latencyMs', a.latency_ms, 'answer', a.answer, 'bookingId', a.booking_id,
            'conversationId', a.conversation
          ) order by a.at desc, a.job_id desc, a.attempt desc), '[]')
        from (
          select a.*, j.event, j.booking_id, c.external_id as conversation
            from job_attempts a
            join jobs j on j.id = a.job_id
            left join conversations c on c.id = j.conversation_id
           where a.webhook_id = w.id
             and (a.at, a.job_id, a.attempt) < (
                   timestamptz 'epoch' + ${p('beforeMicros')}::bigint * interval '1 microsecond',
                   ${p('beforeJob')}::uuid, ${p('beforeAttempt')}::smallint)
           order by a.at desc, a.job_id desc, a.attempt desc
           limit ${p('limit')}::int
        ) a)
      from caller join webhooks w on ${isNamed}`,
);
