-- Recomputes the statistics of a workspace from its messages and corrects the rows that differ.
-- Returns how many rows there are and how many were corrected, which is none unless a row was
-- wrong. Folds wait during the rebuild; requests that store messages do not.
--
-- The messages are read conversation by conversation, so the work follows the workspace. No index leads
-- from a workspace to its messages, and `npm run rebuild-statistics` rebuilds one workspace after the
-- other: it would read all messages for each. With the offset, PostgreSQL makes no other join of it.
create or replace function rebuild_statistics_v1(p_workspace uuid) returns jsonb
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
      from conversations c
     cross join lateral (
       select conversation_id, role, label, model_version, valence from messages
        where conversation_id = c.id and emotion_state = 'folded' and label is not null
       offset 0
     ) m
     where c.workspace_id = p_workspace
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
    select c.workspace_id, quarter_hour_v1(sent_at) as quarter_hour, role, label, model_version,
           count(*) as messages, sum(valence) as valence_sum,
           sum(valence::bigint * valence) as valence_squares
      from conversations c
     cross join lateral (
       select sent_at, role, label, model_version, valence from messages
        where conversation_id = c.id and emotion_state = 'folded' and label is not null
       offset 0
     ) m
     where c.workspace_id = p_workspace
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
