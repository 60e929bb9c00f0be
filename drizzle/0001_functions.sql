-- Functions carry a version in their name: the old and the new Worker run side by side while a
-- deploy rolls out, so a change is a new function, and the old one is dropped a release later.

-- The customer's row id, from the workspace and the caller's own id. Derived, so that a tombstone
-- is found again after the caller's id was erased from it.
create function customer_id_v1(p_workspace uuid, p_external_id text) returns uuid
language sql immutable strict parallel safe
return encode(
  substring(sha256(uuid_send(p_workspace) || convert_to(p_external_id, 'UTF8')) for 16), 'hex'
)::uuid;
--> statement-breakpoint
-- The statistics bucket of a point in time.
create function quarter_hour_v1(p_at timestamptz) returns timestamptz
language sql immutable strict parallel safe
return date_bin('15 minutes', p_at, timestamptz '2000-01-01 00:00:00+00');
--> statement-breakpoint
-- A time as it goes over the wire (ISO 8601, UTC, milliseconds), whatever the session's time zone.
create function iso_v1(p_at timestamptz) returns text
language sql stable strict parallel safe
return to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
--> statement-breakpoint
-- Volatile on purpose: called by the message upsert after it has locked the conversation's row, it
-- sees with a fresh snapshot what a racing duplicate has just committed. Without it, seq gets gaps.
create function message_exists_v1(p_conversation uuid, p_id text) returns boolean
language sql volatile strict
as $$ select exists (select 1 from messages where conversation_id = p_conversation and id = p_id) $$;
--> statement-breakpoint
-- Says why a message was not stored, and rolls back the whole statement by raising MT409 or MT410.
-- Returns only when the reason has gone meanwhile: then the caller may try again.
create function refuse_message_v1(
  p_workspace uuid, p_conversation text, p_channel text, p_customer text
) returns text
language plpgsql volatile
as $$
declare
  v_customer uuid := customer_id_v1(p_workspace, p_customer);
  v_conversation conversations%rowtype;
begin
  if exists (select 1 from customers where id = v_customer and erased_at is not null) then
    raise exception 'customer_erased' using errcode = 'MT410';
  end if;
  select * into v_conversation from conversations
   where workspace_id = p_workspace and external_id = p_conversation;
  if v_conversation.erased_at is not null then
    raise exception 'conversation_erased' using errcode = 'MT410';
  elsif v_conversation.customer_id <> v_customer then
    raise exception 'customer_mismatch' using errcode = 'MT409';
  elsif v_conversation.channel <> p_channel then
    raise exception 'channel_mismatch' using errcode = 'MT409';
  end if;
  return 'changed_meanwhile';
end
$$;
--> statement-breakpoint
-- Whoever changes statistics holds this lock shared until the end of its transaction; a rebuild
-- holds it exclusively, and so compares with a standing picture. Storing messages never takes it.
create function statistics_gate_v1() returns void
language sql volatile
as $$ select pg_advisory_xact_lock_shared(712100) $$;
--> statement-breakpoint
-- Erases a customer: contacts, texts and metadata go, the exact share of each folded message is
-- subtracted, and ids stay as tombstones. Locks in the one order: customer, conversations,
-- messages, conversation statistics, moods, workspace statistics; keys sorted. Never locks a key
-- (FOR NO KEY UPDATE), as foreign key checks of concurrent folds would deadlock with that.
-- Returns null for an unknown customer; a second erasure returns the first one's time and zeros.
create function erase_customer_v1(p_workspace uuid, p_customer uuid) returns jsonb
language plpgsql volatile
as $$
declare
  v_erased_at timestamptz;
  v_conversations uuid[];
  v_messages int := 0;
  v_subtracted int := 0;
begin
  perform statistics_gate_v1();
  select erased_at into v_erased_at from customers
   where id = p_customer and workspace_id = p_workspace
     for no key update;
  if not found then
    return null;
  end if;

  if v_erased_at is null then
    v_erased_at := clock_timestamp();
    update customers
       set external_id = null, name = null, email = null, phone = null, locale = null,
           time_zone = null, erased_at = v_erased_at
     where id = p_customer;

    with locked as (
      select id from conversations where customer_id = p_customer order by id for no key update
    )
    select coalesce(array_agg(id), '{}') into v_conversations from locked;
    update conversations set erased_at = v_erased_at where id = any (v_conversations);

    perform 1 from messages where conversation_id = any (v_conversations)
      order by conversation_id, seq for no key update;
    delete from conversation_emotions where conversation_id = any (v_conversations);
    delete from conversation_moods where conversation_id = any (v_conversations);
    delete from attention_events where conversation_id = any (v_conversations);

    with share as (
      select quarter_hour_v1(sent_at) as quarter_hour, role, label, model_version,
             count(*) as messages, sum(valence) as valence_sum,
             sum(valence::bigint * valence) as valence_squares
        from messages
       where conversation_id = any (v_conversations)
         and emotion_state = 'folded' and label is not null
       group by 1, 2, 3, 4
    ),
    locked as materialized (
      select w.quarter_hour, w.role, w.label, w.model_version
        from workspace_emotions w
        join share s using (quarter_hour, role, label, model_version)
       where w.workspace_id = p_workspace
       order by 1, 2, 3, 4
         for no key update of w
    ),
    subtracted as (
      update workspace_emotions w
         set messages = w.messages - s.messages,
             valence_sum = w.valence_sum - s.valence_sum,
             valence_squares = w.valence_squares - s.valence_squares
        from locked l join share s using (quarter_hour, role, label, model_version)
       where w.workspace_id = p_workspace
         and (w.quarter_hour, w.role, w.label, w.model_version)
           = (l.quarter_hour, l.role, l.label, l.model_version)
      returning s.messages
    )
    select coalesce(sum(messages), 0) into v_subtracted from subtracted;
    delete from workspace_emotions
     where workspace_id = p_workspace and messages = 0
       and quarter_hour in (
         select quarter_hour_v1(sent_at) from messages where conversation_id = any (v_conversations));

    update messages
       set text = null, metadata = null, label = null, confidence = null, valence = null,
           model_version = null, fold_error = null, emotion_state = 'erased'
     where conversation_id = any (v_conversations);
    get diagnostics v_messages = row_count;
  end if;

  return jsonb_build_object(
    'erasedAt', iso_v1(v_erased_at),
    'conversations', coalesce(cardinality(v_conversations), 0),
    'messages', v_messages,
    'statisticsSubtracted', v_subtracted
  );
end
$$;
--> statement-breakpoint
-- Recomputes a workspace's statistics from its messages and corrects what differs. Returns how many
-- rows there are and how many had to be corrected (none, unless something is wrong). Folds wait
-- meanwhile; storing messages does not.
create function rebuild_statistics_v1(p_workspace uuid) returns jsonb
language plpgsql volatile
as $$
declare
  v_conversation jsonb;
  v_workspace jsonb;
begin
  perform pg_advisory_xact_lock(712100);

  with expected as (
    select conversation_id, role, label, model_version, count(*) as messages,
           sum(valence) as valence_sum, sum(valence::bigint * valence) as valence_squares
      from messages
     where workspace_id = p_workspace and emotion_state = 'folded' and label is not null
     group by 1, 2, 3, 4
  ),
  removed as (
    delete from conversation_emotions s
     using conversations c
     where c.id = s.conversation_id and c.workspace_id = p_workspace
       and not exists (
         select 1 from expected e
          where (e.conversation_id, e.role, e.label, e.model_version)
              = (s.conversation_id, s.role, s.label, s.model_version))
    returning 1
  ),
  corrected as (
    insert into conversation_emotions as s
      (conversation_id, role, label, model_version, messages, valence_sum, valence_squares)
    select * from expected
    on conflict (conversation_id, role, label, model_version) do update
       set messages = excluded.messages, valence_sum = excluded.valence_sum,
           valence_squares = excluded.valence_squares
     where (s.messages, s.valence_sum, s.valence_squares)
        <> (excluded.messages, excluded.valence_sum, excluded.valence_squares)
    returning 1
  )
  select jsonb_build_object(
           'rows', (select count(*) from expected),
           'corrected', (select count(*) from corrected) + (select count(*) from removed))
    into v_conversation;

  with expected as (
    select workspace_id, quarter_hour_v1(sent_at) as quarter_hour, role, label, model_version,
           count(*) as messages, sum(valence) as valence_sum,
           sum(valence::bigint * valence) as valence_squares
      from messages
     where workspace_id = p_workspace and emotion_state = 'folded' and label is not null
     group by 1, 2, 3, 4, 5
  ),
  removed as (
    delete from workspace_emotions s
     where s.workspace_id = p_workspace
       and not exists (
         select 1 from expected e
          where (e.quarter_hour, e.role, e.label, e.model_version)
              = (s.quarter_hour, s.role, s.label, s.model_version))
    returning 1
  ),
  corrected as (
    insert into workspace_emotions as s
      (workspace_id, quarter_hour, role, label, model_version, messages, valence_sum,
       valence_squares)
    select * from expected
    on conflict (workspace_id, quarter_hour, role, label, model_version) do update
       set messages = excluded.messages, valence_sum = excluded.valence_sum,
           valence_squares = excluded.valence_squares
     where (s.messages, s.valence_sum, s.valence_squares)
        <> (excluded.messages, excluded.valence_sum, excluded.valence_squares)
    returning 1
  )
  select jsonb_build_object(
           'rows', (select count(*) from expected),
           'corrected', (select count(*) from corrected) + (select count(*) from removed))
    into v_workspace;

  return jsonb_build_object('conversations', v_conversation, 'workspace', v_workspace);
end
$$;
--> statement-breakpoint
-- Each message updates its conversation's row: room on the page keeps that a HOT update.
alter table conversations set (fillfactor = 80);
--> statement-breakpoint
alter table customers set (fillfactor = 80);
