-- Erases a customer, or begins to. From this transaction on, nothing of the customer is shown and
-- nothing more is stored about the customer: the customer's row is a tombstone, which every other
-- statement asks for. The contents are erased a page at a time (erase_page_v1). The first page is
-- erased here, and is all there is for nearly every customer. The sweep erases the others.
--
-- A customer that was merged into another one is erased together with that one, and so are all others
-- that were merged into it: they are one guest.
--
-- Returns null for an unknown customer, and otherwise what erasure_json_v1 says. A second erasure
-- returns the time of the first. When the first has finished, the second one goes through all rows
-- again and erases what the first has left: jobs that a planner stored meanwhile, and conversations
-- that an earlier version of this function did not find. Its counts are zeros where nothing was left,
-- except for `jobs`.
create or replace function erase_customer_v1(p_workspace uuid, p_customer uuid) returns jsonb
language plpgsql volatile
as $$
begin
  return erase_page_v1(p_workspace, p_customer, 2000, true);
end
$$;
--> statement-breakpoint
-- Erases the next page of a customer: at most p_limit rows of each kind. Rows stay as tombstones
-- without their content, so that a late retry cannot bring anything back. `erasures.position` says
-- how far the pages have come. With p_is_request, the customer becomes a tombstone if it is none yet.
-- Without it, a customer that another transaction has locked is skipped.
--
-- Locks in the global order: idempotency keys, statistics gate, turn of merges, customer with its erasure,
-- conversations, messages, venues, waitlist entries, bookings, allocations, conversation statistics,
-- moods, workspace statistics, outbox rows, jobs; keys sorted. Row locks are FOR NO KEY UPDATE at
-- most: a stronger lock would deadlock with the foreign key checks of concurrent folds.
--
-- Returns what erasure_json_v1 says, or null when there is no such customer or it was skipped.
create or replace function erase_page_v1(
  p_workspace uuid, p_customer uuid, p_limit int, p_is_request boolean
) returns jsonb
language plpgsql volatile
-- Also for the functions that it calls. A plan for given keys would read a whole table that the
-- statistics take for empty (docs/database.md).
set plan_cache_mode = force_generic_plan
as $$
declare
  e erasures;
  g customers;
  v_erased_at timestamptz;
  v_is_finished boolean;
  -- The customer and those that were merged into it.
  v_all uuid[];
  c record;
  b record;
  j record;
begin
  -- A migration that locks the table of messages, and other tables after it, would wait for this
  -- transaction while this one waits for the messages.
  lock table messages in row exclusive mode;
  -- The idempotency key comes first in the order of locks. This deletes the rows of keys that are
  -- older than a day too, so that the deletion below never waits for a request that replaces one.
  p_customer := (select coalesce(merged_into, id) from customers where id = p_customer);
  v_all := (select id || merged_ids from customers where id = p_customer);
  perform forget_answers_v1(p_workspace, x.id, p_limit) from unnest(v_all) as x (id);
  perform statistics_gate_v1();
  if p_is_request then
    -- The customer may have been merged into another one until the turn was taken.
    perform lock_merges_v1(p_workspace);
    p_customer := (select coalesce(merged_into, id) from customers where id = p_customer);
    perform from customers
      where id = any (array(select unnest(merged_ids) from customers where id = p_customer))
      order by id for no key update;
    select * into g from customers where id = p_customer for no key update;
    v_erased_at := coalesce(g.erased_at, clock_timestamp());
  else
    select * into g from customers
     where id = p_customer and erased_at is not null
       for no key update skip locked;
    v_erased_at := g.erased_at;
  end if;
  if g.workspace_id is distinct from p_workspace then
    return null;
  end if;
  v_all := g.id || g.merged_ids;
  if p_is_request then
    update customers
       set external_id = null, name = null, email = null, phone = null, locale = null,
           time_zone = null, tags = '{}', preferences = null, staff_notes = null,
           refused_at = null, refusal_reason = null, erased_at = v_erased_at
     where id = any (v_all) and erased_at is null;
    delete from customer_changes where customer_id = p_customer;
    update imported_rows set digest = null where customer_id = any (v_all) and digest is not null;
    insert into erasures as x (customer_id, workspace_id, requested_at)
    values (p_customer, p_workspace, v_erased_at)
    on conflict (customer_id) do update
       set finished_at = null, position = '{}', wake_at = now(), failures = 0, fault = null,
           conversations = 0, messages = 0, statistics_subtracted = 0, bookings = 0, jobs = 0
     where x.finished_at is not null;
  end if;
  select * into e from erasures where customer_id = p_customer for no key update;
  if not found or e.finished_at is not null then
    return erasure_json_v1(p_customer);
  end if;

  c := lock_conversations_page_v1(p_customer, v_erased_at, p_limit, e.position);
  b := erase_bookings_page_v1(p_customer, v_erased_at, p_limit, c.position);
  e.statistics_subtracted := e.statistics_subtracted
    + erase_emotions_v2(p_workspace, c.messages, c.touched, c.last_seq);
  e.messages := e.messages + erase_messages_v2(c.messages);
  e.conversations := e.conversations + c.marked;
  e.bookings := e.bookings + b.erased;
  e.position := b.position;
  if e.position @> '{"conversationsDone": true, "bookingsDone": true}' then
    -- Reasons and jobs come last: by now no booking gets another version.
    e.position := erase_reasons_page_v1(p_customer, p_limit, e.position);
    j := erase_jobs_page_v1(p_customer, p_limit, e.position);
    e.position := j.position;
    e.jobs := e.jobs + j.seen;
  end if;
  -- Again, for the answers of requests that ran at the same time. Each of them had locked one of the
  -- rows that are locked by now, so it has ended. A refusal locks nothing, but does not contain
  -- anything about the customer.
  perform forget_answers_v1(p_workspace, x.id, p_limit) from unnest(v_all) as x (id);
  v_is_finished := e.position @> '{"reasonsDone": true, "jobsDone": true}'
    and not exists (
      select from unnest(v_all) as x (id)
       cross join lateral (select from idempotency_keys where customer_id = x.id limit 1) k);
  update erasures
     set position = e.position, conversations = e.conversations, messages = e.messages,
         statistics_subtracted = e.statistics_subtracted, bookings = e.bookings, jobs = e.jobs,
         failures = 0, fault = null, wake_at = clock_timestamp(),
         finished_at = case when v_is_finished then clock_timestamp() end
   where customer_id = p_customer;
  return erasure_json_v1(p_customer);
end
$$;
--> statement-breakpoint
-- The state of an erasure, or null when the customer was not erased. The counts are those of the last
-- request to erase. What remains is what the pages have not come to yet.
create or replace function erasure_json_v1(p_customer uuid) returns jsonb
language plpgsql volatile
as $$
begin
  return (
    select jsonb_build_object(
      'erasedAt', iso_v1(e.requested_at),
      'state', case when e.finished_at is null then 'running' else 'finished' end,
      'finishedAt', iso_v1(e.finished_at),
      'conversations', e.conversations, 'messages', e.messages,
      'statisticsSubtracted', e.statistics_subtracted, 'bookings', e.bookings, 'jobs', e.jobs,
      'remaining', jsonb_build_object(
        'messages', case when e.finished_at is not null or e.position ? 'conversationsDone' then 0
          else (
            select coalesce(sum(c.last_seq - case when c.id = p.conversation
                                                  then least(p.seq, c.last_seq) else 0 end), 0)
              from (select coalesce((e.position ->> 'conversation')::uuid,
                                    '00000000-0000-0000-0000-000000000000') as conversation,
                           coalesce((e.position ->> 'seq')::int, 0) as seq) p
              join conversations c on c.customer_id = p_customer and c.id >= p.conversation) end,
        'bookings', case when e.finished_at is not null or e.position ? 'bookingsDone' then 0
          else (select count(*) from bookings
                 where customer_id = p_customer and erased_at is null) end))
      from erasures e where e.customer_id = p_customer);
end
$$;
--> statement-breakpoint
-- Deletes kept answers of requests about the customer, with their digests, at most p_limit.
create or replace function forget_answers_v1(p_workspace uuid, p_customer uuid, p_limit int)
returns void
language plpgsql volatile
as $$
begin
  delete from idempotency_keys
   where workspace_id = p_workspace and customer_id = p_customer
     and key = any (array(
       select key from idempotency_keys where customer_id = p_customer limit p_limit));
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
