-- Erases the next page of the jobs about a customer: first those of the bookings, then those of the
-- conversations. A page has at most p_limit jobs, and looks at p_limit bookings and conversations.
-- Returns the new position and how many jobs there were.
create or replace function erase_jobs_page_v1(
  p_customer uuid, p_limit int, inout "position" jsonb, out seen int
)
language plpgsql volatile
as $$
declare
  v_is_of_bookings boolean;
  v_subject uuid;
  v_job uuid;
  v_next uuid;
  v_subjects int;
  v_jobs uuid[] := '{}';
  v_found uuid[];
begin
  seen := 0;
  if "position" ? 'jobsDone' then
    return;
  end if;
  foreach v_is_of_bookings in array array[true, false] loop
    continue when v_is_of_bookings and "position" ? 'bookingJobsDone';
    v_subject := coalesce(("position" ->> 'jobsOf')::uuid, '00000000-0000-0000-0000-000000000000');
    v_job := coalesce(("position" ->> 'job')::uuid, '00000000-0000-0000-0000-000000000000');
    v_subjects := 0;
    for v_next in
      (select id from bookings
        where v_is_of_bookings and customer_id = p_customer and id >= v_subject
        order by id limit p_limit)
      union all
      (select id from conversations
        where not v_is_of_bookings and customer_id = p_customer and id >= v_subject
        order by id limit p_limit)
    loop
      v_subjects := v_subjects + 1;
      if v_next <> v_subject then
        v_job := '00000000-0000-0000-0000-000000000000';
      end if;
      v_subject := v_next;
      if v_is_of_bookings then
        v_found := array(select id from jobs where booking_id = v_subject and id > v_job
                          order by id limit p_limit - cardinality(v_jobs));
      else
        v_found := array(select id from jobs where conversation_id = v_subject and id > v_job
                          order by id limit p_limit - cardinality(v_jobs));
      end if;
      v_jobs := v_jobs || v_found;
      v_job := coalesce(v_found[cardinality(v_found)], v_job);
      exit when cardinality(v_jobs) >= p_limit;
    end loop;
    if cardinality(v_jobs) >= p_limit or v_subjects = p_limit then
      "position" := "position" || jsonb_build_object('jobsOf', v_subject, 'job', v_job);
      exit;
    end if;
    "position" := "position" - 'jobsOf' - 'job'
      || case when v_is_of_bookings then '{"bookingJobsDone": true}'
              else '{"jobsDone": true}' end::jsonb;
  end loop;
  seen := empty_jobs_v1(v_jobs);
end
$$;
--> statement-breakpoint
-- Suppresses jobs, and deletes their rendered texts and what receivers answered. Webhook jobs for
-- events of a booking are still sent, so that the tenant learns of a cancellation. One that is being
-- sent at this moment is sent again, without the customer's id: its receiver's answer may repeat what
-- it was sent, and finishJobs does not store the answer to a job that is no longer running. Returns
-- how many of the jobs there are.
create or replace function empty_jobs_v1(p_jobs uuid[]) returns int
language plpgsql volatile
as $$
declare
  v_jobs uuid[];
begin
  with locked as (
    select id from jobs where id = any (p_jobs) order by id for no key update
  )
  select coalesce(array_agg(id), '{}') into v_jobs from locked;
  update job_attempts set answer = null where job_id = any (v_jobs) and answer is not null;
  update jobs set content = null where id = any (v_jobs) and content is not null;
  -- The expression keeps PostgreSQL from reading the index of all open jobs (docs/database.md).
  update jobs
     set state = 'suppressed', reason = 'erased', finished_at = clock_timestamp()
   where id = any (v_jobs) and state || '' in ('planned', 'leased', 'running')
     and (kind <> 'event' or event = 'message.created' or event like 'conversation.%');
  update jobs set state = 'planned', wake_at = clock_timestamp()
   where id = any (v_jobs) and state || '' = 'running';
  return cardinality(v_jobs);
end
$$;
