-- Locks the next page of a customer's messages with their conversations, and marks these
-- conversations as erased: then no message is added to them. A page ends after p_limit messages,
-- maybe in the middle of a conversation. p_position says where it begins, in the order of
-- (conversation, seq).
--
-- The first page also locks the conversations without a customer that belong to the customer's
-- bookings and waitlist entries (conversations_of_v1), and makes them the customer's.
--
-- Returns the new position, how many conversations were marked, the addresses of the messages, their
-- conversations in order, and the last message's seq if the last conversation may have more messages.
-- A message keeps its address while it is locked.
create or replace function lock_conversations_page_v1(
  p_customer uuid, p_erased_at timestamptz, p_limit int, inout "position" jsonb,
  out marked int, out messages tid[], out touched uuid[], out last_seq int
)
language plpgsql volatile
as $$
declare
  v_from uuid := coalesce(("position" ->> 'conversation')::uuid,
                          '00000000-0000-0000-0000-000000000000');
  v_seq int := coalesce(("position" ->> 'seq')::int, 0);
  v_own uuid[];
  v_locked uuid[];
  v_seqs int[];
begin
  marked := 0;
  messages := '{}';
  touched := '{}';
  if "position" ? 'conversationsDone' then
    return;
  end if;
  -- The conversations that begin on the page, by the number of messages before them.
  v_own := array(
    select x.id
      from (
        select n.id, n.messages, sum(n.messages) over (order by n.id) as up_to
          from (
            select c.id, c.last_seq - case when c.id = v_from then least(v_seq, c.last_seq) else 0 end
                         as messages
              from conversations c
             where c.customer_id = p_customer and c.id >= v_from
             order by c.id
             limit p_limit
          ) n
      ) x
     where x.up_to - x.messages < p_limit
     order by x.id);
  with locked as (
    -- The condition is checked again after the wait for a lock: a message may have given the
    -- conversation another customer meanwhile.
    select c.id, c.erased_at from conversations c
     where c.id = any (v_own || case when "position" = '{}' then array(
             select y.id from conversations_of_v1(p_customer) as y (id)
               join conversations z on z.id = y.id and z.customer_id is null)
           end)
       and (c.customer_id = p_customer or c.customer_id is null)
     order by c.id for no key update
  )
  select coalesce(array_agg(l.id order by l.id), '{}'), count(*) filter (where l.erased_at is null)
    into v_locked, marked
    from locked l;
  update conversations c set customer_id = p_customer, erased_at = p_erased_at
   where c.id = any (v_locked) and c.erased_at is null;

  -- The page does not go past v_own while the customer has more conversations: conversations that
  -- were just made the customer's are then reached by a later page.
  select array_agg(k.id order by k.id, k.seq), array_agg(k.seq order by k.id, k.seq)
    into touched, v_seqs
    from (
      select w.id, m.seq
        from (select unnest(v_locked) as id) w
        cross join lateral (
          select x.seq from messages x
           where x.conversation_id = w.id
             and x.seq > case when w.id = v_from then v_seq else 0 end
           order by x.seq
           limit p_limit
        ) m
       where w.id <= v_own[cardinality(v_own)] or not exists (
         select from conversations c
          where c.customer_id = p_customer and c.id > v_own[cardinality(v_own)]
            and c.id <> all (v_locked))
       order by 1, 2
       limit p_limit
    ) k;
  select coalesce(array_agg(m.address), '{}')
    into messages
    from unnest(touched, v_seqs) as n (id, seq)
    cross join lateral (
      select x.ctid as address from messages x
       where x.conversation_id = n.id and x.seq between n.seq and n.seq
       order by x.seq
         for no key update
    ) m;
  if cardinality(v_seqs) = p_limit then
    last_seq := v_seqs[p_limit];
    "position" := "position"
      || jsonb_build_object('conversation', touched[p_limit], 'seq', last_seq);
  elsif exists (
    select from conversations c
     where c.customer_id = p_customer and c.id > v_own[cardinality(v_own)]
       and c.id <> all (v_locked)
  ) then
    "position" := "position"
      || jsonb_build_object('conversation', v_own[cardinality(v_own)], 'seq', 2147483647);
  else
    "position" := "position" || '{"conversationsDone": true}';
  end if;
  touched := array(select distinct unnest(touched) order by 1);
end
$$;
--> statement-breakpoint
-- Deletes what was derived from the messages of a page: statistics, moods, attention events and
-- corrections. The exact contribution of each folded message is subtracted from the workspace's
-- statistics, so this step comes before the messages lose their labels. p_last_seq is the last seq of
-- the page in the last conversation of p_touched, or null when the page has all of its messages.
-- Returns how many messages were subtracted.
--
-- The statistics of a conversation are deleted whole with its first page. A message that is folded
-- later, by a consumer that had read it before, adds to them once more, and the last page deletes
-- them again.
create or replace function erase_emotions_v2(
  p_workspace uuid, p_messages tid[], p_touched uuid[], p_last_seq int
) returns int
language plpgsql volatile
as $$
declare
  v_subtracted int;
  v_last uuid := p_touched[cardinality(p_touched)];
  v_hours timestamptz[];
begin
  delete from conversation_emotions where conversation_id = any (p_touched);
  delete from conversation_moods where conversation_id = any (p_touched);
  delete from attention_events
   where conversation_id = any (p_touched)
     and (conversation_id <> v_last or p_last_seq is null or seq <= p_last_seq);
  delete from emotion_corrections
   where conversation_id = any (p_touched)
     and (conversation_id <> v_last or p_last_seq is null or seq <= p_last_seq);

  with share as (
    select quarter_hour_v1(sent_at) as quarter_hour, role, label, model_version,
           count(*) as messages, sum(valence) as valence_sum,
           sum(valence::bigint * valence) as valence_squares
      from messages
     where ctid = any (p_messages) and emotion_state = 'folded' and label is not null
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
    returning s.messages, w.quarter_hour
  )
  select coalesce(sum(messages), 0), coalesce(array_agg(distinct quarter_hour), '{}')
    into v_subtracted, v_hours
    from subtracted;
  delete from workspace_emotions
   where workspace_id = p_workspace and quarter_hour = any (v_hours) and messages = 0;
  return v_subtracted;
end
$$;
--> statement-breakpoint
-- Empties the messages at these addresses: text, metadata, everything that was read from them, and
-- the digest, from which a short text could be guessed. The id stays, so that a retry is recognised
-- and refused. Returns how many messages were emptied.
create or replace function erase_messages_v2(p_messages tid[]) returns int
language plpgsql volatile
as $$
declare
  v_messages int;
begin
  update messages
     set text = null, metadata = null, label = null, confidence = null, valence = null,
         model_version = null, abstained = null, probabilities = null, fold_error = null,
         digest = '', emotion_state = 'erased'
   where ctid = any (p_messages) and (emotion_state <> 'erased' or digest <> '');
  get diagnostics v_messages = row_count;
  return v_messages;
end
$$;
