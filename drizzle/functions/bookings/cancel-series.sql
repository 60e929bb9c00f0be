-- Cancels the bookings of a series that are still to come, from the local date p -> from on, or all of
-- them. Bookings that have begun or ended stay as they are. p may contain `reason` and `actor`, and
-- contains `by`, which no client can send. Each booking is cancelled by change_booking_v1, as by itself.
--
-- Returns {id, cancelled}: the bookings that it has cancelled, in the order of their starts. The
-- confirmed ones get a common act_id, so that the guest gets one message, and so do the requested ones.
--
-- Locks in the global order: venue, bookings. Raises MT404 (series_not_found) and MT410.
create or replace function cancel_series_v1(p_workspace uuid, p_key uuid, p_series uuid, p jsonb)
returns jsonb
language plpgsql volatile
-- The statements are the same for every series, so one generic plan serves all calls.
set plan_cache_mode = force_generic_plan
as $$
declare
  s booking_series;
  v venues;
  v_now timestamptz;
  v_id uuid;
  v_ids uuid[];
  v_requests uuid[];
  v_cancelled jsonb[] := '{}';
begin
  select * into s from booking_series where id = p_series and workspace_id = p_workspace;
  if not found then
    raise exception 'series_not_found' using errcode = 'MT404';
  end if;
  -- The bookings of a deleted venue stay valid, so a deleted venue is locked too.
  select * into v from venues where id = s.venue_id for no key update;
  perform expire_holds_v1(v.id, clock_timestamp(), 10000);
  v_now := clock_timestamp();
  perform from bookings where id = any (s.booking_ids) order by id for no key update;
  if exists (
    select from customers
     where id = (select customer_id from bookings where id = s.booking_ids[1])
       and erased_at is not null
  ) then
    raise exception 'customer_erased' using errcode = 'MT410';
  end if;
  v_ids := array(
    select b.id
      from unnest(s.booking_ids) as n (id)
      cross join lateral (select * from bookings where id = n.id offset 0) b
     where b.starts_at > v_now and b.erased_at is null
       and b.state = any (array(select unnest(from_states) from booking_acts where act = 'cancel'))
       and coalesce((b.starts_at at time zone v.time_zone)::date >= (p ->> 'from')::date, true)
     order by b.starts_at, b.id);
  v_requests := array(select id from bookings where id = any (v_ids) and state = 'requested');
  foreach v_id in array v_ids loop
    v_cancelled := v_cancelled
      || change_booking_v1(p_workspace, p_key, v_id, 'cancel', null, p - 'from');
  end loop;
  perform join_events_v1(v_requests, gen_random_uuid());
  perform join_events_v1(
    array(select id from unnest(v_ids) as n (id) where id <> all (v_requests)), gen_random_uuid());
  return jsonb_build_object('id', s.id, 'cancelled', to_jsonb(v_cancelled));
end
$$;
--> statement-breakpoint
-- Cancels a series under an idempotency key; see cancel_series_v1 and claim_answer_v1. Returns {replayed,
-- body}. Locks in the global order: idempotency key, then what cancel_series_v1 locks.
create or replace function cancel_series_once_v1(
  p_workspace uuid, p_key uuid, p_series uuid, p jsonb, p_once jsonb
) returns jsonb
language plpgsql volatile
-- The next call of the connection is another tenant's, so its plan must not depend on this one.
set plan_cache_mode = force_generic_plan
as $$
declare
  v_answer jsonb := claim_answer_v1(p_workspace, p_once);
begin
  return coalesce(v_answer, keep_answer_v1(
    p_workspace, p_once, cancel_series_v1(p_workspace, p_key, p_series, p),
    (select customer_id from bookings
      where id = (select booking_ids[1] from booking_series where id = p_series))));
end
$$;
