-- What the verdict on a job depends on after an act has been undone: {isUndone, notice, sentBefore}.
-- isUndone: the event that the job was planned for was undone. For a job that was planned for an
-- `undo`, notice is the notice that is due (due_notice_v1), or sentBefore says whether the guest got
-- such a job before (sent_before_v1). Both are null for other jobs.
create or replace function after_undo_v1(
  p_booking uuid, p_version int, p_kind text, p_channel text, p_due timestamptz
) returns jsonb
language plpgsql stable
as $$
declare
  e booking_events;
begin
  select * into e from booking_events where booking_id = p_booking and version = p_version;
  return jsonb_build_object(
    'isUndone', e.undone_by is not null,
    'notice', case when e.event = 'undo' and p_kind in ('confirmation', 'moved', 'restored',
                                                        'request_received', 'request_reopened')
                   then due_notice_v1(e, p_channel) end,
    'sentBefore', case when e.event = 'undo' and p_kind in ('reminder', 'upsell', 'thank_you')
                       then sent_before_v1(e, p_kind, p_channel, p_due) end);
end
$$;
--> statement-breakpoint
-- Which notice a guest is to get on a channel after an event `undo`, by what the guest was told last:
-- `restored` after a cancellation, `moved` after another time or party size, `confirmation` when
-- nothing was told, or `none`. `open` while a consumer may still be telling something: ask again later.
-- `moved` and `confirmation` replace a notice that an act or the undo has suppressed. A guest who was
-- to be told nothing is told nothing.
--
-- Every notice before the undo is about an older schedule. So one that no consumer has claimed when
-- the undo is committed will not be sent, and the answer does not change once it is not `open`.
create or replace function due_notice_v1(e booking_events, p_channel text) returns text
language plpgsql stable
as $$
declare
  n record;
  j jobs;
  v_version int;
  v_told text;
  v_is_lost boolean := false;
begin
  if e.event = 'undo' and e.state = 'requested' then
    return due_request_notice_v1(e, p_channel);
  elsif e.event <> 'undo' or e.state <> 'confirmed' then
    return 'none';
  end if;
  for n in select * from notices_of_v1(e.booking_id, e.version, p_channel) loop
    j := n.job;
    v_version := n.version;
    v_told := case when n.is_left_out then 'no' else has_told_v1(j) end;
    if v_told = 'open' then
      return 'open';
    elsif v_told = 'yes' and j.kind = 'cancellation' then
      return 'restored';
    elsif v_told = 'yes' and j.kind like 'request\_%' then
      -- The guest knows nothing of the confirmation that came after it.
      v_told := null;
      exit;
    elsif v_told = 'yes' then
      exit;
    end if;
    v_is_lost := v_is_lost or j.kind in ('confirmation', 'moved', 'restored')
      and (n.is_left_out or j.state = 'planned' or j.state = 'suppressed' and j.reason in (
             'superseded', 'undone', 'cancelled', 'no_show', 'finished', 'expired'));
    v_told := null;
  end loop;
  -- The notice of an event that was not planned before the undo is suppressed as well.
  v_is_lost := v_is_lost or exists (
    select from booking_events
     where booking_id = e.booking_id and version < e.version and state = 'confirmed'
       and (event in ('confirmed', 'confirm', 'approve')
            or event in ('reschedule', 'change') and schedule_version = version)
       and coalesce(planned_at >= e.at, true));
  return case
    -- A guest whose visit has begun needs no notice of its time.
    when not v_is_lost or e.starts_at <= e.at then 'none'
    when v_told is null then 'confirmation'
    when exists (
      select from booking_events
       where booking_id = e.booking_id and version = v_version
         and (starts_at, party_size) is distinct from (e.starts_at, e.party_size)) then 'moved'
    else 'none' end;
end
$$;
--> statement-breakpoint
-- The same after an event `undo` that has brought a request back: `request_reopened` when the guest was
-- told last of an answer, a cancellation or the expiry, `request_received` when nothing was told of the
-- request as it is, `none`, or `open`.
create or replace function due_request_notice_v1(e booking_events, p_channel text) returns text
language plpgsql stable
as $$
declare
  n record;
  j jobs;
  v_told text;
  v_is_planned boolean := false;
begin
  for n in select * from notices_of_v1(e.booking_id, e.version, p_channel) loop
    j := n.job;
    v_is_planned := true;
    v_told := case when n.is_left_out then 'no' else has_told_v1(j) end;
    if v_told = 'open' then
      return 'open';
    elsif v_told = 'yes' and j.kind not in ('request_received', 'request_reopened') then
      return 'request_reopened';
    elsif v_told = 'yes' and not exists (
      select from booking_events
       where booking_id = e.booking_id and version = n.version
         and (starts_at, party_size) is distinct from (e.starts_at, e.party_size)
    ) then
      return 'none';
    elsif v_told = 'yes' then
      return 'request_received';
    end if;
  end loop;
  -- Without such a job, the guest was to be told nothing, or its event was not planned before the undo.
  return case
    when v_is_planned or exists (
      select from booking_events
       where booking_id = e.booking_id and version < e.version and state = 'requested'
         and coalesce(planned_at >= e.at, true)) then 'request_received'
    else 'none' end;
end
$$;
--> statement-breakpoint
-- Whether a guest got a reminder, offer or thank-you on a channel before an event `undo`, about the
-- same start: `yes`, `no`, or `open` while a consumer may still be sending it. A venue has several
-- reminders, so one of them is identified by its due time.
create or replace function sent_before_v1(
  e booking_events, p_kind text, p_channel text, p_due timestamptz
) returns text
language plpgsql stable
as $$
begin
  return (
    select case when bool_or(t.told = 'yes') then 'yes'
                when bool_or(t.told = 'open') then 'open' else 'no' end
      from (
        select has_told_v1(j) as told
          from jobs j
         where j.booking_id = e.booking_id and j.kind = p_kind and j.channel = p_channel
           and j.version < e.version and (p_kind <> 'reminder' or j.due_at = p_due)
           and exists (
             select from booking_events
              where booking_id = j.booking_id and version = j.version
                and starts_at = e.starts_at)
      ) t);
end
$$;
--> statement-breakpoint
-- Whether a job has told its guest what it had to: `yes`, `no`, or `open` while a consumer may be
-- doing it. A consumer that died may have sent an email. Its attempt counts as failed, but none is
-- recorded. A text in a conversation is posted together with its outcome.
create or replace function has_told_v1(j jobs) returns text
language plpgsql stable
as $$
begin
  return case
    when j.state = 'delivered' then 'yes'
    when j.channel = 'email' and j.failures > 0 and j.failures > (
      select count(*) from job_attempts
       where job_id = j.id and outcome in ('retry', 'dead')) then 'yes'
    when j.state in ('leased', 'running') then 'open'
    else 'no' end;
end
$$;
