-- Deletes what the canary has made more than an hour ago: the messages of conversations without a newer
-- one, and bookings with their events, of at most p_limit conversations and bookings. A booking that is
-- still open after five minutes was left by a run that did not end, and is deleted too. The workspace is
-- a constant, so no call can delete anything of a tenant. It is CANARY_WORKSPACE of
-- src/operations/canary/workspace.ts.
--
-- The statistics of the workspace lose exactly what the deleted messages have added, so they stay equal
-- to what a rebuild counts. The guest, the venue, the table, the key and the rows of the conversations
-- stay: the canary uses the same few conversations again. Without an index of waitlist entries by
-- conversation, deleting a conversation would read all entries.
--
-- Locks in the global order: statistics gate, conversations, messages, bookings, allocations, conversation
-- statistics, moods, workspace statistics, outbox rows, jobs; keys sorted. Conversations and bookings
-- that another transaction has locked are skipped. Bookings are locked FOR NO KEY UPDATE until they are
-- deleted at the end, when no other transaction can still add rows that refer to them.
create or replace function delete_canary_v1(p_limit int, out conversations int, out bookings int)
language plpgsql volatile
-- Also for the functions that it calls. A plan for given keys would read a whole table that the
-- statistics take for empty (docs/database.md).
set plan_cache_mode = force_generic_plan
as $$
declare
  v_workspace constant uuid := '00000000-0000-7000-8000-00000000ca01';
  v_conversations uuid[];
  v_bookings uuid[];
  v_messages tid[];
begin
  -- A migration that locks the table of messages, and other tables after it, would wait for this
  -- transaction while this one waits for the messages.
  lock table messages in row exclusive mode;
  v_conversations := array(
    select c.id
      from (
        select x.id, x.last_message_at from conversations x
         where x.workspace_id between v_workspace and v_workspace
         order by x.workspace_id, x.id
         limit p_limit
      ) c
     where c.last_message_at < now() - interval '1 hour'
       and exists (select from messages m where m.conversation_id = c.id offset 0));
  if v_conversations <> '{}' then
    perform statistics_gate_v1();
    v_conversations := array(
      select c.id from conversations c
       where c.id = any (v_conversations) and c.workspace_id = v_workspace
         and c.last_message_at < now() - interval '1 hour'
       order by c.id for no key update skip locked);
    select coalesce(array_agg(m.address), '{}') into v_messages
      from unnest(v_conversations) as n (id)
      cross join lateral (
        select x.ctid as address from messages x
         where x.conversation_id between n.id and n.id
         order by x.conversation_id, x.seq
           for no key update
      ) m;
  end if;

  v_bookings := array(
    select k.id
      from (
        select x.id, x.state, x.created_at from bookings x
         where x.workspace_id between v_workspace and v_workspace
         order by x.workspace_id, x.starts_at
         limit p_limit
      ) k
     where k.created_at < now() - case when k.state = 'cancelled' then interval '1 hour'
                                       else interval '5 minutes' end);
  v_bookings := array(
    select k.id from bookings k
     where k.id = any (v_bookings) and k.workspace_id = v_workspace
     order by k.id for no key update skip locked);
  delete from allocations a where a.booking_id = any (v_bookings);

  if v_conversations <> '{}' then
    perform erase_emotions_v2(v_workspace, v_messages, v_conversations, null);
    delete from message_announcements a where a.conversation_id = any (v_conversations);
    delete from jobs j
     where j.conversation_id = any (v_conversations) and j.workspace_id = v_workspace;
    delete from messages m where m.ctid = any (v_messages) and m.workspace_id = v_workspace;
  end if;
  delete from booking_events e where e.booking_id = any (v_bookings);
  delete from jobs j where j.booking_id = any (v_bookings) and j.workspace_id = v_workspace;
  delete from bookings k where k.id = any (v_bookings) and k.workspace_id = v_workspace;
  conversations := cardinality(v_conversations);
  bookings := cardinality(v_bookings);
end
$$;
