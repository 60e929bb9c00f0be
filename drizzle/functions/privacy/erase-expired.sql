-- Erases the next page of what a workspace no longer keeps: at most p_limit messages, and p_limit
-- bookings and waitlist entries. retentions.position says how far the pass over the workspace has come.
-- A pass that has ended begins again six hours later. A workspace whose row another transaction has
-- locked is skipped.
--
-- Rows stay as tombstones, as after the erasure of a customer, but what is counted stays: the label and
-- the valence of a message, and the state of a booking. So all statistics and outcomes are the same
-- before and after. The erasure of the customer subtracts them later.
--
-- Locks in the global order: the workspace's retention, conversations, messages, waitlist entries,
-- bookings, moods, outbox rows, jobs; keys sorted. Locked conversations and bookings are skipped until
-- the next pass.
--
-- Returns {conversations, messages, bookings, entries, done}, or null when the workspace was skipped.
create or replace function erase_expired_page_v1(p_workspace uuid, p_limit int) returns jsonb
language plpgsql volatile
-- Also for the functions that it calls. A plan for given keys would read a whole table that the
-- statistics take for empty (docs/database.md).
set plan_cache_mode = force_generic_plan
as $$
declare
  r retentions;
  c record;
  b record;
  v_is_done boolean;
begin
  select * into r from retentions where workspace_id = p_workspace for no key update skip locked;
  if not found then
    return null;
  end if;
  c := erase_expired_conversations_v1(
         p_workspace, now() - make_interval(days => r.conversations_days), p_limit, r.position);
  b := erase_expired_bookings_v1(
         p_workspace, now() - make_interval(days => r.bookings_days), p_limit, c.position);
  v_is_done := b.position @> '{"conversationsDone": true, "bookingsDone": true}';
  update retentions
     set position = case when v_is_done then '{}' else b.position end, failures = 0, fault = null,
         wake_at = clock_timestamp() + case when v_is_done then interval '6 hours' else '0' end
   where workspace_id = p_workspace;
  return jsonb_build_object('conversations', c.conversations, 'messages', c.messages,
                            'bookings', b.bookings, 'entries', b.entries, 'done', v_is_done);
end
$$;
--> statement-breakpoint
-- Erases the next page of a workspace's conversations whose newest message is older than p_before, which
-- is null when they are kept for ever. A conversation with a booking that has not ended is kept. A page
-- ends after p_limit conversations or messages, maybe in the middle of a conversation. The walk is in the
-- order of ids, which is the order in which conversations began, and ends at the first one that began
-- after p_before.
create or replace function erase_expired_conversations_v1(
  p_workspace uuid, p_before timestamptz, p_limit int, inout "position" jsonb,
  out conversations int, out messages int
)
language plpgsql volatile
as $$
declare
  v_from uuid := coalesce(("position" ->> 'conversation')::uuid,
                          '00000000-0000-0000-0000-000000000000');
  v_seq int := ("position" ->> 'seq')::int;
  v_read uuid[];
  v_expired uuid[];
  v_is_last boolean := false;
  v_locked uuid[];
  v_touched uuid[];
  v_seqs int[];
  v_tids tid[];
begin
  conversations := 0;
  messages := 0;
  if p_before is null or "position" ? 'conversationsDone' then
    "position" := "position" || '{"conversationsDone": true}';
    return;
  end if;
  if v_seq is not null then
    -- The rest of the conversation in which the last page has ended.
    perform 1 from conversations c where c.id = v_from for no key update;
    v_locked := array[v_from];
    v_read := v_locked;
  else
    with read as materialized (
      select c.id, c.created_at, c.last_seq,
             c.erased_at is null and c.last_message_at < p_before and not exists (
               -- With the offset, the bookings of each conversation are looked up by themselves. The
               -- expression keeps the index of all live bookings out of it.
               select from bookings k
                where k.conversation_id = c.id
                  and k.state || '' in ('held', 'requested', 'confirmed', 'seated')
                  and k.ends_at > now()
               offset 0) as is_expired
        from (
          select * from conversations c
           where c.workspace_id = p_workspace and c.id > v_from
           order by c.id limit p_limit
        ) c
    ),
    -- As many conversations as have p_limit messages together, and one more at most.
    page as (
      select x.* from (
        select r.*, coalesce(sum(r.last_seq) filter (where r.is_expired)
                               over (order by r.id rows between unbounded preceding and 1 preceding),
                             0) as before
          from read r
      ) x
       where x.before < p_limit
    )
    select coalesce(array_agg(p.id order by p.id), '{}'),
           coalesce(array_agg(p.id order by p.id) filter (where p.is_expired), '{}'),
           count(*) = (select count(*) from read)
             and (count(*) < p_limit or max(p.created_at) >= p_before)
      into v_read, v_expired, v_is_last
      from page p;
    -- The condition is checked again for the locked row: a message may have come meanwhile.
    with locked as (
      select c.id from conversations c
       where c.id = any (v_expired) and c.erased_at is null and c.last_message_at < p_before
       order by c.id for no key update skip locked
    ),
    marked as (
      update conversations c set erased_at = now() where c.id = any (array(select l.id from locked l))
      returning c.id
    )
    select coalesce(array_agg(m.id order by m.id), '{}') into v_locked from marked m;
    conversations := cardinality(v_locked);
  end if;

  select array_agg(k.id order by k.id, k.seq), array_agg(k.seq order by k.id, k.seq)
    into v_touched, v_seqs
    from (
      select w.id, m.seq
        from unnest(v_locked) as w (id)
        cross join lateral (
          select x.seq from messages x
           where x.conversation_id = w.id and x.seq > coalesce(v_seq, 0)
           order by x.seq
           limit p_limit
        ) m
       order by 1, 2
       limit p_limit
    ) k;
  select coalesce(array_agg(m.address), '{}')
    into v_tids
    from unnest(v_touched, v_seqs) as n (id, seq)
    cross join lateral (
      select x.ctid as address from messages x
       where x.conversation_id = n.id and x.seq between n.seq and n.seq
       order by x.seq
         for no key update
    ) m;
  messages := cardinality(v_tids);
  update messages x
     set text = null, metadata = null, confidence = null, probabilities = null, fold_error = null,
         digest = '',
         -- What is folded is counted, and stays so. Anything else is not read any more.
         emotion_state = case when x.emotion_state = 'folded' then 'folded' else 'erased' end,
         label = case when x.emotion_state = 'folded' then x.label end,
         valence = case when x.emotion_state = 'folded' then x.valence end,
         model_version = case when x.emotion_state = 'folded' then x.model_version end,
         abstained = case when x.emotion_state = 'folded' then x.abstained end
   where x.ctid = any (v_tids);

  v_seq := case when cardinality(v_seqs) = p_limit then v_seqs[p_limit] end;
  v_from := case when v_seq is not null then v_touched[p_limit]
                 else v_read[cardinality(v_read)] end;
  delete from conversation_moods d where d.conversation_id = any (v_touched);
  delete from attention_events a
   where a.conversation_id = any (v_touched)
     and (a.conversation_id <> v_from or v_seq is null or a.seq <= v_seq);
  delete from emotion_corrections x
   where x.conversation_id = any (v_touched)
     and (x.conversation_id <> v_from or v_seq is null or x.seq <= v_seq);
  perform empty_jobs_v1(array(
    select j.id from jobs j
     where j.conversation_id = any (v_touched)
       and (j.conversation_id <> v_from or v_seq is null or j.seq <= v_seq)));
  if v_seq is not null then
    "position" := "position" || jsonb_build_object('conversation', v_from, 'seq', v_seq);
  elsif v_is_last then
    "position" := "position" - 'seq' || '{"conversationsDone": true}';
  else
    "position" := "position" - 'seq' || jsonb_build_object('conversation', v_from);
  end if;
end
$$;
