-- Follow-ups: what happens after a booking, planned and carried out off the response path.

-- Each event of a booking says which version last changed what follow-ups depend on: its time, its
-- party, its resources, or whether it takes place at all. A note or seating changes nothing. A
-- trigger, so that whatever writes an event, now or later, cannot leave it out.
create function schedule_version_v1() returns trigger
language plpgsql
as $$
begin
  if new.version > 1 then
    select case when (p.starts_at, p.party_size, p.resource_ids)
                       is distinct from (new.starts_at, new.party_size, new.resource_ids)
                     or new.state in ('cancelled', 'expired', 'no_show')
                then new.version else p.schedule_version end
      into new.schedule_version
      from booking_events p
     where p.booking_id = new.booking_id and p.version = new.version - 1;
  end if;
  return new;
end
$$;
--> statement-breakpoint
create trigger booking_events_schedule before insert on booking_events
  for each row execute function schedule_version_v1();
--> statement-breakpoint
-- A job's id (UUIDv8, RFC 9562), from what it is planned for: planning the same twice gives the same.
create function job_id_v1(p_what text) returns uuid
language sql immutable strict parallel safe
as $$
  select encode(set_byte(set_byte(h, 6, get_byte(h, 6) & 15 | 128), 8, get_byte(h, 8) & 63 | 128),
                'hex')::uuid
    from (select substring(sha256(convert_to(p_what, 'UTF8')) for 16) as h) hashed
$$;
--> statement-breakpoint
-- Says a job's text in the conversation of its booking, as the assistant, and records the job as
-- delivered: both or neither, so that it takes effect once. The message's id is made from the
-- job's, so that nothing could say it twice. Locks conversation, message, job, in the one order.
-- Returns what became of it: delivered, erased, no_conversation, or null when somebody else has it.
create function say_v1(p_job uuid, p_attempt int, p_now timestamptz) returns text
language plpgsql volatile
as $$
declare
  j jobs;
  c conversations;
  v_id text := 'follow-up-' || replace(p_job::text, '-', '');
  v_outcome text := 'delivered';
begin
  select * into j from jobs where id = p_job;
  select x.* into c from conversations x
    join bookings b on b.conversation_id = x.id
   where b.id = j.booking_id
     for no key update of x;
  if not found then
    v_outcome := 'no_conversation';
  elsif c.erased_at is not null then
    v_outcome := 'erased';
  end if;
  select * into j from jobs
   where id = p_job and state = 'running' and attempts = p_attempt
     for no key update;
  if not found then
    return null;
  end if;
  if v_outcome = 'delivered' and not message_exists_v1(c.id, v_id) then
    update conversations set last_seq = last_seq + 1, last_message_at = p_now
     where id = c.id
    returning * into c;
    insert into messages
      (workspace_id, conversation_id, seq, id, role, text, metadata, sent_at, digest,
       emotion_state, booking_id)
    values
      (c.workspace_id, c.id, c.last_seq, v_id, 'assistant', j.content ->> 'text',
       jsonb_build_object('followUp', j.kind), p_now,
       sha256(convert_to(v_id, 'UTF8')), 'none', null);
    insert into message_announcements (conversation_id, seq, workspace_id)
    select c.id, c.last_seq, c.workspace_id where announces_messages_v1(c.workspace_id);
  end if;
  update jobs
     set state = case v_outcome when 'delivered' then 'delivered' else 'suppressed' end,
         reason = nullif(v_outcome, 'delivered'), finished_at = p_now
   where id = p_job;
  insert into job_attempts (job_id, attempt, at, outcome, reason)
  values (p_job, p_attempt, p_now,
          case v_outcome when 'delivered' then 'delivered' else 'suppressed' end,
          nullif(v_outcome, 'delivered'))
  on conflict do nothing;
  return v_outcome;
end
$$;
--> statement-breakpoint
-- Whether anybody in a workspace listens to messages.
create function announces_messages_v1(p_workspace uuid) returns boolean
language sql stable strict parallel safe
return exists (
  select from webhooks
   where workspace_id = p_workspace and 'message.created' = any (events)
     and disabled_at is null and deleted_at is null);
--> statement-breakpoint
-- How many endpoints a workspace has. Volatile: called after the workspace's lock was granted, it
-- counts what racers have just committed.
create function live_webhooks_v1(p_workspace uuid) returns bigint
language sql volatile strict
return (select count(*) from webhooks where workspace_id = p_workspace and deleted_at is null);
--> statement-breakpoint
-- Erases a customer as erase_customer_v2 does, and what is planned for the customer: jobs come
-- after everything else in the order of locks. What was planned of their bookings and
-- conversations is suppressed and loses its text; what receivers answered goes.
create function erase_customer_v3(p_workspace uuid, p_customer uuid) returns jsonb
language plpgsql volatile
as $$
declare
  v_receipt jsonb := erase_customer_v2(p_workspace, p_customer);
  v_jobs uuid[];
begin
  if v_receipt is null then
    return null;
  end if;
  perform erase_waitlist_v1(p_customer);
  perform erase_readings_v1(p_customer);
  v_jobs := array(
    select id from jobs
     where booking_id = any (array(select id from bookings where customer_id = p_customer))
    union
    select id from jobs
     where conversation_id = any (array(select id from conversations where customer_id = p_customer)));
  with locked as (
    select id from jobs where id = any (v_jobs) order by id for no key update
  )
  select coalesce(array_agg(id), '{}') into v_jobs from locked;
  update job_attempts set answer = null where job_id = any (v_jobs) and answer is not null;
  update jobs set content = null where id = any (v_jobs) and content is not null;
  -- That the bookings are cancelled is still told to the tenant's endpoints.
  update jobs
     set state = 'suppressed', reason = 'erased', finished_at = clock_timestamp()
   where id = any (v_jobs) and state in ('planned', 'leased', 'running')
     and (kind <> 'event' or event = 'message.created' or event like 'conversation.%');
  return v_receipt || jsonb_build_object('jobs', cardinality(v_jobs));
end
$$;
