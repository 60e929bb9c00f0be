-- Erases the next page of a workspace's bookings that have ended before p_before, and of its waitlist
-- entries whose window has, at most p_limit of each. p_before is null when they are kept for ever.
-- States, times and party sizes stay, and no event is written.
create or replace function erase_expired_bookings_v1(
  p_workspace uuid, p_before timestamptz, p_limit int, inout "position" jsonb,
  out bookings int, out entries int
)
language plpgsql volatile
as $$
declare
  v_start timestamptz := coalesce(("position" ->> 'start')::timestamptz, '-infinity');
  v_booking uuid := coalesce(("position" ->> 'booking')::uuid,
                             '00000000-0000-0000-0000-000000000000');
  v_venue uuid := coalesce(("position" ->> 'venue')::uuid, '00000000-0000-0000-0000-000000000000');
  v_entry uuid := coalesce(("position" ->> 'entry')::uuid, '00000000-0000-0000-0000-000000000000');
  v_last_start timestamptz;
  v_last uuid;
  v_next uuid;
  v_page uuid[];
  v_ids uuid[];
  v_seen int;
begin
  bookings := 0;
  entries := 0;
  if p_before is null or "position" ? 'bookingsDone' then
    "position" := "position" || '{"bookingsDone": true}';
    return;
  end if;

  if not "position" ? 'entriesDone' then
    v_ids := '{}';
    v_seen := 0;
    for v_next in
      select v.id from venues v where v.workspace_id = p_workspace and v.id >= v_venue order by v.id
    loop
      if v_next <> v_venue then
        v_entry := '00000000-0000-0000-0000-000000000000';
      end if;
      v_venue := v_next;
      v_page := array(
        select e.id from waitlist_entries e
         where e.venue_id between v_venue and v_venue and e.id > v_entry
         order by e.venue_id, e.id
         limit p_limit - v_seen);
      v_seen := v_seen + cardinality(v_page);
      v_entry := coalesce(v_page[cardinality(v_page)], v_entry);
      v_ids := v_ids || v_page;
      exit when v_seen >= p_limit;
    end loop;
    with locked as (
      select e.id from waitlist_entries e
       where e.id = any (v_ids) and e.latest < p_before and e.notes is not null
       order by e.id for no key update skip locked
    )
    update waitlist_entries e set notes = null, left_at = coalesce(e.left_at, e.latest)
     where e.id = any (array(select l.id from locked l));
    get diagnostics entries = row_count;
    "position" := "position" || case when v_seen < p_limit then '{"entriesDone": true}'
      else jsonb_build_object('venue', v_venue, 'entry', v_entry) end;
  end if;

  select count(*), (array_agg(x.starts_at order by x.starts_at desc, x.id desc))[1],
         (array_agg(x.id order by x.starts_at desc, x.id desc))[1],
         coalesce(array_agg(x.id) filter (where x.erased_at is null and x.ends_at < p_before), '{}')
    into v_seen, v_last_start, v_last, v_ids
    from (
      select k.id, k.starts_at, k.erased_at, k.ends_at from bookings k
       where k.workspace_id = p_workspace and k.starts_at < p_before
         and (k.starts_at, k.id) > (v_start, v_booking)
       order by k.starts_at, k.id
       limit p_limit
    ) x;
  with locked as (
    select k.id from bookings k where k.id = any (v_ids) and k.erased_at is null
     order by k.id for no key update skip locked
  ),
  emptied as (
    update bookings k
       set notes = null, tags = '{}', expected_at = null, reference = null, erased_at = now()
     where k.id = any (array(select l.id from locked l))
    returning k.id
  )
  select coalesce(array_agg(m.id), '{}') into v_ids
    from emptied m;
  update imported_rows set digest = null where booking_id = any (v_ids) and digest is not null;
  bookings := cardinality(v_ids);
  update booking_events e set reason = null, actor = null
   where e.booking_id = any (v_ids) and num_nonnulls(e.reason, e.actor) > 0;
  perform empty_jobs_v1(array(select j.id from jobs j where j.booking_id = any (v_ids)));
  if v_seen < p_limit then
    if "position" ? 'entriesDone' then
      "position" := "position" || '{"bookingsDone": true}';
    end if;
  else
    "position" := "position"
      || jsonb_build_object('start', v_last_start, 'booking', v_last);
  end if;
end
$$;
