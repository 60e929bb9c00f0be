-- Checks the rules of a venue for one guest who is to have a booking from p_starts to p_ends on the local
-- date p_date, held or confirmed. p_except is the booking that is moved, or, with `restored` in p, that
-- an undo brings back although it is still to come. A booking without a guest
-- (p_customer is null) has no rules. The venue is locked, and so is the customer wherever the request
-- names one, so two requests for one guest are checked one after the other.
--
-- p contains "by", who asks. Unless `staff` is true in it, the numbers of bookings are limited. p may
-- contain "override", the rules that need not hold. Returns those of them that do not: {guest_overlap}
-- or {}.
--
-- Raises MT409: limit_reached with the limit as its detail, or guest_overlap with the other booking as
-- its detail.
create or replace function check_guest_rules_v1(
  v venues, p_customer uuid, p_except uuid, p_starts timestamptz, p_ends timestamptz, p_date date,
  p_is_hold boolean, p jsonb, p_now timestamptz
) returns text[]
language plpgsql stable
as $$
declare
  v_is_limited boolean := not coalesce((p #>> '{by,staff}')::boolean, false);
  v_is_restored boolean := coalesce((p ->> 'restored')::boolean, false);
  v_upcoming bigint;
  v_holds bigint;
  v_of_day bigint;
  v_other uuid;
begin
  if p_customer is null then
    return '{}';
  end if;
  -- The range and the order leave only the index of a guest's bookings by start; see docs/database.md.
  -- A booking that is moved was counted when it was made. One that is restored is not counted now.
  if v_is_limited and (p_except is null or v_is_restored)
     and num_nonnulls(v.guest_bookings, v.guest_holds) > 0 then
    select count(*) filter (where b.starts_at > p_now), count(*) filter (where b.state = 'held')
      into v_upcoming, v_holds
      from (
        select id, venue_id, state, starts_at, hold_expires_at from bookings
         where customer_id between p_customer and p_customer
           and starts_at > p_now - interval '2 days'
         order by customer_id, starts_at
         limit (select 10000)
      ) b
     where b.venue_id = v.id and b.id is distinct from p_except
       and (b.state = 'confirmed' or b.state = 'held' and b.hold_expires_at > p_now);
    perform check_venue_limit_v1('venue_guest_bookings', v.guest_bookings, v_upcoming);
    if p_is_hold then
      perform check_venue_limit_v1('venue_guest_holds', v.guest_holds, v_holds);
    end if;
  end if;
  if v_is_limited and v.guest_bookings_per_day is not null then
    select count(*) into v_of_day
      from (
        select id, venue_id, state, starts_at, hold_expires_at, days_after_opening from bookings
         where customer_id between p_customer and p_customer
           and starts_at >= (p_date - 1)::timestamp at time zone v.time_zone
           and starts_at < (p_date + 4)::timestamp at time zone v.time_zone
         order by customer_id, starts_at
         limit (select 10000)
      ) b
     where b.venue_id = v.id and b.id is distinct from p_except
       and b.state not in ('cancelled', 'expired')
       and (b.state <> 'held' or b.hold_expires_at > p_now)
       and (b.starts_at at time zone v.time_zone)::date - b.days_after_opening = p_date;
    perform check_venue_limit_v1('venue_guest_bookings_per_day', v.guest_bookings_per_day, v_of_day);
  end if;
  if v.guest_overlap = 'refuse' then
    -- No booking lasts longer than two days (the check constraint allocations_length).
    select b.id into v_other
      from (
        select id, state, starts_at, ends_at, hold_expires_at from bookings
         where customer_id between p_customer and p_customer
           and starts_at > p_starts - interval '2 days' and starts_at < p_ends
         order by customer_id, starts_at
         limit (select 10000)
      ) b
     where b.ends_at > p_starts and b.id is distinct from p_except
       and (b.state in ('confirmed', 'seated') or b.state = 'held' and b.hold_expires_at > p_now)
     order by b.starts_at, b.id
     limit 1;
    if v_other is not null and coalesce(p -> 'override', '[]') ? 'guest_overlap' then
      return '{guest_overlap}';
    elsif v_other is not null then
      perform refuse_guest_v1('guest_overlap', jsonb_build_object('booking', v_other), p);
    end if;
  end if;
  return '{}';
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
