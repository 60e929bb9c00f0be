import { statementText } from '../statement-text.ts';

/** The parameters `$1`, `$2`, … of {@link cteText}, by the names of those of the application. */
const names = [
  ...['callerKey', 'callerWorkspace', 'callerScopes', 'guest', 'by', 'conversationId'],
  ...['conversation', 'channel', 'defaultChannel', 'id', 'role', 'text', 'metadata', 'sentAt'],
  ...['digest', 'label', 'confidence', 'valence', 'modelVersion', 'emotionState'],
];

/**
 * Stores a message as version 0.1.0 did, and as one would write it without a function that keeps its
 * plans: one statement with a common table expression for each row. It does the same work as
 * store_message_v1 for a message without a booking, in the same order, and calls the same functions
 * for the guest, for a duplicate and for a refusal. Only the advisory lock of the conversation is
 * missing.
 */
export const cteText = statementText({
  names,
  isPrepared: false,
  text: `with caller as materialized (
      select workspace_id from api_keys
       where id = $1::uuid and workspace_id = $2::uuid and revoked_at is null
         and (expires_at is null or expires_at > now()) and scopes @> $3::text[]
    ),
    guest as (
      select g.customer as id
        from caller cross join upsert_guest_v2(workspace_id, $4::jsonb, $5::jsonb) g
       where $4::jsonb is not null
    ),
    conversation as (
      insert into conversations as c
        (id, workspace_id, external_id, channel, customer_id, last_seq)
      select $6::uuid, workspace_id, $7::text, coalesce($8::text, $9::text), guest.id, 1
        from caller left join guest on true
       where $4::jsonb is null or guest.id is not null
      on conflict (workspace_id, external_id) do update
         set last_seq = c.last_seq + (not message_exists_v1(c.id, $10::text))::int,
             customer_id = coalesce(c.customer_id, excluded.customer_id),
             last_message_at = now()
       where c.erased_at is null
         and ($8::text is null or c.channel = excluded.channel)
         and (c.customer_id is null or excluded.customer_id is null
              or c.customer_id = excluded.customer_id)
      returning id, workspace_id, last_seq
    ),
    message as (
      insert into messages as m
        (workspace_id, conversation_id, seq, id, role, text, metadata, sent_at, digest, label,
         confidence, valence, model_version, emotion_state)
      select workspace_id, id, last_seq, $10::text, $11::text, $12::text, $13::jsonb,
             coalesce($14::timestamptz, now()), decode($15::text, 'hex'), $16::text, $17::smallint,
             $18::smallint, $19::text, $20::text
        from conversation
      on conflict (conversation_id, id) do update set digest = m.digest
      returning workspace_id, conversation_id, seq, xmax = 0 as created,
                digest = decode($15::text, 'hex') as same,
                iso_v1(sent_at) as "sentAt", iso_v1(created_at) as "createdAt"
    ),
    announced as (
      insert into message_announcements (conversation_id, seq, workspace_id)
      select conversation_id, seq, workspace_id from message
       where created and exists (
         select from webhooks w
          where w.workspace_id = message.workspace_id and 'message.created' = any (w.events)
            and w.disabled_at is null and w.deleted_at is null and w.verified_at is not null)
      returning 1
    )
    select exists (select from caller) as live,
           case when message.seq is null and exists (select from caller)
                then refuse_message_v1($2::uuid, $7::text, $8::text, $4::jsonb ->> 'id')
           end as refusal,
           message.conversation_id as "conversationId", message.seq, message.created, message.same,
           message."sentAt", message."createdAt",
           exists (select from announced) as announced
      from (select) one left join message on true`,
});
