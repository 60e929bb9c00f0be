-- Gives folded messages other labels and adjusts the statistics exactly: in one transaction the old
-- contribution of each message is subtracted and the new one is added. Returns how many messages
-- were changed.
--
-- p_rows is [{conversation_id, seq, from_model, label, confidence, valence, abstained,
-- probabilities, model_version}]. A message is left unchanged when its model version is no longer
-- from_model, because it was changed meanwhile. The moods of the conversations are reset, so that
-- the next walk starts at the first message. No attention event is raised again for a turn up to
-- told_seq.
--
-- Locks in the global order, keys sorted: messages, conversation statistics, moods, workspace
-- statistics.
create or replace function relabel_messages_v1(p_rows jsonb) returns int
language plpgsql volatile
-- A generic plan does not know the workspaces and hours, and might read all hours of a workspace.
set plan_cache_mode = force_custom_plan
as $$
declare
  v_changed int;
  v_shares jsonb;
  v_conversations uuid[];
  v_workspaces uuid[];
  v_hours timestamptz[];
begin
  perform statistics_gate_v1();
  with given as (
    select * from jsonb_to_recordset(p_rows) as r (
      conversation_id uuid, seq int, from_model text, label text, confidence smallint,
      valence smallint, abstained text, probabilities smallint[], model_version text)
  ),
  before as materialized (
    select m.workspace_id, m.conversation_id, m.seq, m.role, m.label, m.valence, m.model_version,
           quarter_hour_v1(m.sent_at) as quarter_hour
      from given g join messages m using (conversation_id, seq)
     where m.emotion_state = 'folded' and m.label is not null and m.model_version = g.from_model
     order by m.conversation_id, m.seq
       for no key update of m
  ),
  after as (
    update messages m
       set label = g.label, confidence = g.confidence, valence = g.valence,
           abstained = g.abstained, probabilities = g.probabilities,
           model_version = g.model_version
      from before b join given g using (conversation_id, seq)
     where m.conversation_id = b.conversation_id and m.seq = b.seq
    returning m.workspace_id, m.conversation_id, m.role, m.label, m.valence, m.model_version,
              quarter_hour_v1(m.sent_at) as quarter_hour
  ),
  shares as (
    select workspace_id, conversation_id, quarter_hour, role, label, model_version, -1 as sign,
           valence
      from before
    union all
    select workspace_id, conversation_id, quarter_hour, role, label, model_version, 1, valence
      from after
  )
  select (select count(*) from after),
         coalesce(jsonb_agg(to_jsonb(s)), '[]')
    into v_changed, v_shares
    from (
      select workspace_id, conversation_id, quarter_hour, role, label, model_version,
             sum(sign) as messages, sum(sign * valence) as valence_sum,
             sum(sign * valence::bigint * valence) as valence_squares
        from shares group by 1, 2, 3, 4, 5, 6
    ) s;
  if v_changed = 0 then
    return 0;
  end if;

  select array_agg(distinct conversation_id), array_agg(distinct workspace_id),
         array_agg(distinct quarter_hour)
    into v_conversations, v_workspaces, v_hours
    from share_rows_v1(v_shares);

  -- All rows are inserted with zeros first. An upsert with a negative number of messages would
  -- violate the check constraint before PostgreSQL finds the conflict.
  insert into conversation_emotions
    (conversation_id, role, label, model_version, messages, valence_sum, valence_squares)
  select distinct conversation_id, role, label, model_version, 0, 0, 0
    from share_rows_v1(v_shares) order by 1, 2, 3, 4
  on conflict do nothing;
  perform 1 from conversation_emotions where conversation_id = any (v_conversations)
    order by conversation_id, role, label, model_version for no key update;
  update conversation_emotions s
     set messages = s.messages + d.messages, valence_sum = s.valence_sum + d.valence_sum,
         valence_squares = s.valence_squares + d.valence_squares
    from (select conversation_id, role, label, model_version, sum(messages) as messages,
                 sum(valence_sum) as valence_sum, sum(valence_squares) as valence_squares
            from share_rows_v1(v_shares) group by 1, 2, 3, 4) d
   where s.conversation_id = any (v_conversations)
     and (s.conversation_id, s.role, s.label, s.model_version)
       = (d.conversation_id, d.role, d.label, d.model_version);
  delete from conversation_emotions
   where conversation_id = any (v_conversations) and messages = 0;

  perform 1 from conversation_moods where conversation_id = any (v_conversations)
    order by conversation_id for no key update;
  update conversation_moods
     set told_seq = greatest(told_seq, as_of_seq), as_of_seq = 0, mood = 0, attention_seq = null,
         attention_mood = null, attention_label = null, attention_at = null,
         -- A page that is being walked with the old labels is discarded.
         fold_version = fold_version + 1, walked_version = -1 - fold_version, folded_at = now()
   where conversation_id = any (v_conversations);

  insert into workspace_emotions
    (workspace_id, quarter_hour, role, label, model_version, messages, valence_sum, valence_squares)
  select distinct workspace_id, quarter_hour, role, label, model_version, 0, 0, 0
    from share_rows_v1(v_shares) order by 1, 2, 3, 4, 5
  on conflict do nothing;
  perform 1 from workspace_emotions
    where workspace_id = any (v_workspaces) and quarter_hour = any (v_hours)
    order by workspace_id, quarter_hour, role, label, model_version for no key update;
  update workspace_emotions s
     set messages = s.messages + d.messages, valence_sum = s.valence_sum + d.valence_sum,
         valence_squares = s.valence_squares + d.valence_squares
    from (select workspace_id, quarter_hour, role, label, model_version, sum(messages) as messages,
                 sum(valence_sum) as valence_sum, sum(valence_squares) as valence_squares
            from share_rows_v1(v_shares) group by 1, 2, 3, 4, 5) d
   where s.workspace_id = any (v_workspaces) and s.quarter_hour = any (v_hours)
     and (s.workspace_id, s.quarter_hour, s.role, s.label, s.model_version)
       = (d.workspace_id, d.quarter_hour, d.role, d.label, d.model_version);
  delete from workspace_emotions
   where workspace_id = any (v_workspaces) and quarter_hour = any (v_hours) and messages = 0;
  return v_changed;
end
$$;
--> statement-breakpoint
-- Reads contributions to the statistics from JSON: the numbers that relabel_messages_v1 adds to
-- each row.
create or replace function share_rows_v1(p_shares jsonb) returns table (
  workspace_id uuid, conversation_id uuid, quarter_hour timestamptz, role text, label text,
  model_version text, messages bigint, valence_sum bigint, valence_squares bigint
)
language sql immutable strict parallel safe
as $$
  select * from jsonb_to_recordset(p_shares) as r (
    workspace_id uuid, conversation_id uuid, quarter_hour timestamptz, role text, label text,
    model_version text, messages bigint, valence_sum bigint, valence_squares bigint)
$$;
