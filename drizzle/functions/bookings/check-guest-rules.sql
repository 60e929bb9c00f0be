-- Checks what the workspace and the venue allow one guest, who is to have a booking from p_starts to
-- p_ends on the local date p_date, held or confirmed. A booking without a guest (p_customer is null) has
-- no such rules. p_except is the booking that is changed, and is not counted. p_is_new is false for a
-- booking that is moved, because it was counted when it was made.
--
-- The venue is locked, and so is the customer wherever the request names one, so two requests for one
-- guest are checked one after the other, and the counts are exact.
--
-- p contains "by", who asks. Unless `staff` is true in it, the numbers of bookings are limited. p may
-- contain "override", the rules that need not hold. Returns those of them that do not: {guest_overlap}
-- or {}.
--
-- Raises MT409: limit_reached with the limit as its detail, or guest_overlap with the other booking as
-- its detail.
create or replace function check_guest_v2(
  v venues, p_customer uuid, p_except uuid, p_is_new boolean, p_starts timestamptz,
  p_ends timestamptz, p_date date, p_is_hold boolean, p jsonb, p_now timestamptz
) returns text[]
language plpgsql stable
as $$
declare
  v_is_limited boolean := not coalesce((p #>> '{by,staff}')::boolean, false);
  v_is_counted boolean := v_is_limited and p_is_new;
  v_from timestamptz;
  v_to timestamptz;
  n record;
begin
  if p_customer is null then
    return '{}';
  end if;
  -- The starts of the bookings that one of the rules asks for.
  if v_is_counted then
    v_from := case when p_is_hold then p_now - interval '2 days' else p_now end;
    v_to := 'infinity';
  end if;
  if v_is_limited and v.guest_bookings_per_day is not null then
    v_from := least(v_from, (p_date - 1)::timestamp at time zone v.time_zone);
    v_to := greatest(v_to, (p_date + 4)::timestamp at time zone v.time_zone);
  end if;
  if v.guest_overlap = 'refuse' then
    -- No booking lasts longer than two days (the check constraint allocations_length).
    v_from := least(v_from, p_starts - interval '2 days');
    v_to := greatest(v_to, p_ends);
  end if;
  if v_from is null then
    return '{}';
  end if;
  -- The range and the order leave only the index of a guest's bookings by start; see docs/database.md.
  select count(*) filter (where v_is_counted and b.is_open and b.starts_at > p_now) as upcoming,
         count(*) filter (where v_is_counted and b.is_open and b.starts_at > p_now
                            and b.venue_id = v.id) as upcoming_at_venue,
         count(*) filter (where p_is_hold and b.is_open and b.state = 'held'
                            and b.venue_id = v.id) as holds,
         count(*) filter (where v.guest_bookings_per_day is not null and b.venue_id = v.id
                            and (b.is_open or b.state not in ('held', 'cancelled', 'expired'))
                            and (b.starts_at at time zone v.time_zone)::date - b.days_after_opening
                                = p_date) as of_day,
         (array_agg(b.id) filter (where v.guest_overlap = 'refuse'
                                    and b.starts_at < p_ends and b.ends_at > p_starts
                                    and (b.is_open or b.state = 'seated')))[1] as other
    into n
    from (
      select id, venue_id, state, starts_at, ends_at, days_after_opening,
             state = 'confirmed' or state = 'held' and hold_expires_at > p_now as is_open
        from bookings
       where customer_id between p_customer and p_customer
         and starts_at > v_from and starts_at < v_to and id is distinct from p_except
       order by customer_id, starts_at
       limit (select 10000)
    ) b;
  if v_is_counted then
    perform check_limit_v1(v.workspace_id, 'guest_bookings', n.upcoming);
    perform check_venue_limit_v1('venue_guest_bookings', v.guest_bookings, n.upcoming_at_venue);
  end if;
  if v_is_counted and p_is_hold then
    perform check_limit_v1(v.workspace_id, 'guest_holds', n.holds);
    perform check_venue_limit_v1('venue_guest_holds', v.guest_holds, n.holds);
    perform check_holds_v1(v, p_now);
  end if;
  if v_is_limited then
    perform check_venue_limit_v1('venue_guest_bookings_per_day', v.guest_bookings_per_day, n.of_day);
  end if;
  if n.other is not null and coalesce(p -> 'override', '[]') ? 'guest_overlap' then
    return '{guest_overlap}';
  elsif n.other is not null then
    perform refuse_guest_v1('guest_overlap', jsonb_build_object('booking', n.other), p);
  end if;
  return '{}';
end
$$;
--> statement-breakpoint
-- Checks the limit of the workspace for the open holds of one venue, which is locked, so the count is
-- exact. Raises MT409 limit_reached.
create or replace function check_holds_v1(v venues, p_now timestamptz) returns void
language plpgsql stable
as $$
declare
  v_holds bigint;
begin
  select count(*) into v_holds
    from (
      select from bookings
       where venue_id between v.id and v.id and state = 'held' and hold_expires_at > p_now
       order by venue_id, hold_expires_at
       limit (select 10000)
    ) b;
  perform check_limit_v1(v.workspace_id, 'venue_holds', v_holds);
end
$$;
--> statement-breakpoint
-- Raises MT409 limit_reached when a limit of a venue is reached. p_most is null for no limit.
create or replace function check_venue_limit_v1(p_limit text, p_most int, p_used bigint) returns void
language plpgsql immutable
as $$
begin
  if p_used >= p_most then
    raise exception 'limit_reached' using errcode = 'MT409',
      detail = jsonb_build_object('limit', p_limit, 'most', p_most);
  end if;
end
$$;
--> statement-breakpoint
-- Raises MT409 guest_refused when a guest may not book (`customers.refused_at`). The reason is for the
-- staff, so the refusal does not contain it.
create or replace function check_not_refused_v1(p_customer uuid, p jsonb) returns void
language plpgsql stable
as $$
begin
  if (select refused_at from customers where id = p_customer) is not null then
    perform refuse_guest_v1('guest_refused', null, p);
  end if;
end
$$;
--> statement-breakpoint
-- Raises MT409 with p_code and a detail, for a Worker that knows the code: it has `reasons` in `by`. For
-- a Worker of an earlier version it is a limit that is reached.
create or replace function refuse_guest_v1(p_code text, p_detail jsonb, p jsonb) returns void
language plpgsql immutable
as $$
begin
  if p #> '{by,reasons}' is null then
    raise exception 'limit_reached' using errcode = 'MT409',
      detail = jsonb_build_object('limit', p_code, 'most', 1);
  end if;
  if p_detail is null then
    raise exception using errcode = 'MT409', message = p_code;
  end if;
  raise exception using errcode = 'MT409', message = p_code, detail = p_detail::text;
end
$$;
