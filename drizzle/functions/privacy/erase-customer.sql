-- Erases a customer, step by step, in one transaction. Rows stay as tombstones without their
-- content, so that a late retry cannot bring anything back. Each step is a function below.
--
-- Locks in the global order: idempotency keys, statistics gate, customer, conversations, messages,
-- venues, waitlist entries, bookings, allocations, conversation statistics, moods, workspace
-- statistics, jobs; keys sorted. Row locks are FOR NO KEY UPDATE at most: a stronger lock would
-- deadlock with the foreign key checks of concurrent folds.
--
-- Returns null for an unknown customer. A second erasure returns the time of the first, and erases
-- what the first has left: jobs that a planner stored meanwhile, and conversations that an earlier
-- version of this function did not find. Its counts are zeros where nothing was left, except for
-- `jobs`.
create or replace function erase_customer_v1(p_workspace uuid, p_customer uuid) returns jsonb
language plpgsql volatile
as $$
declare
  v_erased_at timestamptz;
  v_conversations uuid[];
  v_found int;
  v_messages int;
  v_subtracted int;
  v_bookings int;
  v_jobs int;
begin
  -- The idempotency key comes first in the order of locks. This deletes the rows of keys that are
  -- older than a day too, so that the deletion below never waits for a request that replaces one.
  delete from idempotency_keys where customer_id = p_customer;
  perform statistics_gate_v1();
  select coalesce(erased_at, clock_timestamp()) into v_erased_at from customers
   where id = p_customer and workspace_id = p_workspace
     for no key update;
  if not found then
    return null;
  end if;
  update customers
     set external_id = null, name = null, email = null, phone = null, locale = null,
         time_zone = null, erased_at = v_erased_at
   where id = p_customer and erased_at is null;
  delete from customer_changes where customer_id = p_customer;

  v_conversations := array(select conversations_of_v1(p_customer));
  with locked as (
    -- The condition is checked again after the wait for a lock: a message may have given the
    -- conversation another customer meanwhile.
    select id, erased_at from conversations
     where id = any (v_conversations) and (customer_id = p_customer or customer_id is null)
     order by id for no key update
  )
  select coalesce(array_agg(id), '{}'), count(*) filter (where erased_at is null)
    into v_conversations, v_found
    from locked;
  update conversations set customer_id = p_customer, erased_at = v_erased_at
   where id = any (v_conversations) and erased_at is null;
  perform 1 from messages where conversation_id = any (v_conversations)
    order by conversation_id, seq for no key update;

  v_bookings := erase_bookings_v1(p_customer, v_erased_at);
  v_subtracted := erase_emotions_v1(p_workspace, v_conversations);
  v_messages := erase_messages_v1(v_conversations);

  v_jobs := erase_jobs_v1(p_customer);
  -- Again, for the answers of requests that ran at the same time. Each of them had locked one of the
  -- rows that are locked by now, so it has ended. A refusal locks nothing, but does not contain
  -- anything about the customer.
  delete from idempotency_keys where customer_id = p_customer;

  return jsonb_build_object(
    'erasedAt', iso_v1(v_erased_at),
    'conversations', v_found,
    'messages', v_messages,
    'statisticsSubtracted', v_subtracted,
    'bookings', v_bookings,
    'jobs', v_jobs
  );
end
$$;
--> statement-breakpoint
-- The ids of a customer's conversations: those of the customer, and those that have no customer and
-- that a booking or a waitlist entry of the customer belongs to. The latter were made before
-- lock_conversation_of_v1 gave such conversations their customer. Where customers of several
-- bookings share one, it counts as each customer's, because nothing tells whose the texts are.
create or replace function conversations_of_v1(p_customer uuid) returns setof uuid
language sql stable
as $$
  select id from conversations where customer_id = p_customer
  union all
  select c.id
    from (select conversation_id from bookings where customer_id = p_customer
          union
          select conversation_id from waitlist_entries where customer_id = p_customer) l
    join conversations c on c.id = l.conversation_id
   where c.customer_id is null
$$;
--> statement-breakpoint
-- Ends the customer's waitlist entries and cancels the bookings that are still to come, which frees
-- their places. Every booking and entry loses its notes, tags and reasons. Returns how many
-- bookings were erased.
--
-- A sweep may be making an offer to the customer at the same time. The lock on the entry waits for
-- it, so the bookings, which are read after that, include the offer. Its venue is then not locked.
-- Cancelling does not need that lock, because it only gives a place back.
create or replace function erase_bookings_v1(p_customer uuid, p_at timestamptz) returns int
language plpgsql volatile
as $$
declare
  v_bookings uuid[];
  v_to_come uuid[];
begin
  perform 1 from venues
    where id = any (array(select venue_id from bookings where customer_id = p_customer))
    order by id for no key update;
  perform 1 from waitlist_entries where customer_id = p_customer order by id for no key update;
  update waitlist_entries set left_at = coalesce(left_at, p_at), notes = null
   where customer_id = p_customer;

  with locked as (
    select id, state from bookings where customer_id = p_customer and erased_at is null
     order by id for no key update
  )
  select coalesce(array_agg(id), '{}'),
         coalesce(array_agg(id) filter (where state in ('held', 'confirmed')), '{}')
    into v_bookings, v_to_come
    from locked;
  delete from allocations where booking_id = any (v_to_come);
  update bookings
     set state = 'cancelled', hold_expires_at = null, version = version + 1, updated_at = p_at
   where id = any (v_to_come);
  insert into booking_events
    (booking_id, version, event, state, starts_at, party_size, resource_ids, at)
  select b.id, b.version, 'erase', 'cancelled', b.starts_at, b.party_size, e.resource_ids, p_at
    from bookings b
    join booking_events e on e.booking_id = b.id and e.version = b.version - 1
   where b.id = any (v_to_come);
  update booking_events set reason = null
   where booking_id = any (v_bookings) and reason is not null;
  update bookings set notes = null, tags = '{}', erased_at = p_at where id = any (v_bookings);
  return cardinality(v_bookings);
end
$$;
--> statement-breakpoint
-- Deletes what was derived from the messages of the customer's conversations: statistics, moods,
-- attention events and corrections. The exact contribution of each folded message is subtracted
-- from the workspace's statistics, so this step comes before the messages lose their labels.
-- Returns how many messages were subtracted.
create or replace function erase_emotions_v1(p_workspace uuid, p_conversations uuid[]) returns int
language plpgsql volatile
as $$
declare
  v_subtracted int;
begin
  delete from conversation_emotions where conversation_id = any (p_conversations);
  delete from conversation_moods where conversation_id = any (p_conversations);
  delete from attention_events where conversation_id = any (p_conversations);
  delete from emotion_corrections where conversation_id = any (p_conversations);

  with share as (
    select quarter_hour_v1(sent_at) as quarter_hour, role, label, model_version,
           count(*) as messages, sum(valence) as valence_sum,
           sum(valence::bigint * valence) as valence_squares
      from messages
     where conversation_id = any (p_conversations)
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
       select quarter_hour_v1(sent_at) from messages where conversation_id = any (p_conversations));
  return v_subtracted;
end
$$;
--> statement-breakpoint
-- Empties the messages of the customer's conversations: text, metadata, everything that was read
-- from them, and the digest, from which a short text could be guessed. The id stays, so that a retry
-- is recognised and refused. Returns how many messages were emptied.
create or replace function erase_messages_v1(p_conversations uuid[]) returns int
language plpgsql volatile
as $$
declare
  v_messages int;
begin
  update messages
     set text = null, metadata = null, label = null, confidence = null, valence = null,
         model_version = null, abstained = null, probabilities = null, fold_error = null,
         digest = '', emotion_state = 'erased'
   where conversation_id = any (p_conversations)
     and (emotion_state <> 'erased' or digest <> '');
  get diagnostics v_messages = row_count;
  return v_messages;
end
$$;
--> statement-breakpoint
-- Suppresses the jobs that are planned for the customer's bookings and conversations, and deletes
-- their rendered texts and what receivers answered. Webhook jobs for events of a booking are still
-- sent, so that the tenant learns of the cancellation. One that is being sent at this moment is
-- sent again, without the customer's id: its receiver's answer may repeat what it was sent, and
-- finishJobs does not store the answer to a job that is no longer running. Returns how many jobs
-- there are.
create or replace function erase_jobs_v1(p_customer uuid) returns int
language plpgsql volatile
as $$
declare
  v_jobs uuid[];
begin
  v_jobs := array(
    select id from jobs
     where booking_id = any (array(select id from bookings where customer_id = p_customer))
    union
    select id from jobs
     where conversation_id = any (
       array(select id from conversations where customer_id = p_customer)));
  with locked as (
    select id from jobs where id = any (v_jobs) order by id for no key update
  )
  select coalesce(array_agg(id), '{}') into v_jobs from locked;
  update job_attempts set answer = null where job_id = any (v_jobs) and answer is not null;
  update jobs set content = null where id = any (v_jobs) and content is not null;
  update jobs
     set state = 'suppressed', reason = 'erased', finished_at = clock_timestamp()
   where id = any (v_jobs) and state in ('planned', 'leased', 'running')
     and (kind <> 'event' or event = 'message.created' or event like 'conversation.%');
  update jobs set state = 'planned', wake_at = clock_timestamp()
   where id = any (v_jobs) and state = 'running';
  return cardinality(v_jobs);
end
$$;
