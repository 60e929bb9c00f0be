-- Posts the text of a job as a message of the assistant into the conversation of the job's booking,
-- and records the job as delivered. Both happen in one transaction, so the job takes effect exactly
-- once. The id of the message is made from the id of the job, so the same text cannot be posted
-- twice. p_attempt is the number of the claim that carries the job out, and p_content is the text as
-- that claim has written it: {locale, direction, when, subject, text}.
--
-- Locks in the global order: conversation, message, job. Returns the outcome: delivered, erased,
-- no_conversation, or null when another consumer has claimed the job.
create or replace function say_v2(
  p_job uuid, p_attempt int, p_now timestamptz, p_content jsonb
) returns text
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
  elsif c.erased_at is not null or exists (
    select from customers where id = c.customer_id and erased_at is not null
  ) then
    v_outcome := 'erased';
  end if;
  -- The expression keeps PostgreSQL from reading the index of all open jobs (docs/database.md).
  select * into j from jobs
   where id = p_job and state || '' = 'running' and attempts = p_attempt
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
      (c.workspace_id, c.id, c.last_seq, v_id, 'assistant', p_content ->> 'text',
       jsonb_build_object('followUp', j.kind), p_now,
       sha256(convert_to(v_id, 'UTF8')), 'none', null);
    insert into message_announcements (conversation_id, seq, workspace_id)
    select c.id, c.last_seq, c.workspace_id where announces_messages_v1(c.workspace_id);
  end if;
  update jobs
     set state = case v_outcome when 'delivered' then 'delivered' else 'suppressed' end,
         reason = nullif(v_outcome, 'delivered'), finished_at = p_now,
         content = case v_outcome when 'delivered' then p_content else j.content end
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
-- The same for a Worker of version 0.1.0, which posts the text that was written when the job was
-- planned.
create or replace function say_v1(p_job uuid, p_attempt int, p_now timestamptz) returns text
language plpgsql volatile
as $$
begin
  return say_v2(p_job, p_attempt, p_now, (select content from jobs where id = p_job));
end
$$;
