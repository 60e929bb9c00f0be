-- Checks what the workspace and the venue allow one guest, who is to have a booking from p_starts to
-- p_ends on the local date p_date, held, requested or confirmed. A booking without a guest (p_customer is
-- null) has no such rules. p_except is the booking that is changed, and is not counted. p_is_new is false for a
-- booking that is moved, because it was counted when it was made.
--
-- The venue is locked, and so is the customer wherever the request names one, so two requests for one
-- guest are checked one after the other, and the counts are exact.
--
-- For a new booking (p_except is null) it also checks that the guest may book, as check_not_refused_v1
-- does.
--
-- p contains "by", who asks. Unless `staff` is true in it, the numbers of bookings are limited. p may
-- contain "override", the rules that need not hold. Returns those of them that do not: {guest_overlap}
-- or {}.
--
-- Raises MT409: guest_refused, limit_reached with the limit as its detail, or guest_overlap with the
-- other booking as its detail.
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
  -- The range of starts that the rules below need.
  if v_is_counted then
    v_from := case when p_is_hold then p_now - interval '48 hours' else p_now end;
    v_to := 'infinity';
  end if;
  if v_is_limited and v.guest_bookings_per_day is not null then
    v_from := least(v_from, (p_date - 1)::timestamp at time zone v.time_zone);
    v_to := greatest(v_to, (p_date + 4)::timestamp at time zone v.time_zone);
  end if;
  if v.guest_overlap = 'refuse' then
    -- No booking lasts longer than 48 hours (the check constraint allocations_shape).
    v_from := least(v_from, p_starts - interval '48 hours');
    v_to := greatest(v_to, p_ends);
  end if;
  if v_from is null then
    if p_except is null then
      perform check_not_refused_v1(p_customer, p);
    end if;
    return '{}';
  end if;
  -- The range and the order leave only the index of a guest's bookings by start; see docs/database.md.
  select count(*) filter (where b.is_open and b.starts_at > p_now) as upcoming,
         count(*) filter (where b.is_open and b.starts_at > p_now
                            and b.venue_id = v.id) as upcoming_at_venue,
         count(*) filter (where b.is_open and b.state = 'held' and b.venue_id = v.id) as holds,
         count(*) filter (where v.guest_bookings_per_day is not null and b.venue_id = v.id
                            and (b.is_open or b.state not in ('held', 'requested', 'cancelled',
                                                                  'declined', 'expired'))
                            and (b.starts_at at time zone v.time_zone)::date - b.days_after_opening
                                = p_date) as of_day,
         (array_agg(b.id) filter (where v.guest_overlap = 'refuse'
                                    and b.starts_at < p_ends and b.ends_at > p_starts
                                    and (b.is_open or b.state = 'seated')))[1] as other,
         (select refused_at from customers where id = p_customer and p_except is null) as refused_at
    into n
    from (
      select id, venue_id, state, starts_at, ends_at, days_after_opening,
             state = 'confirmed' or hold_expires_at > p_now as is_open
        from bookings
       where customer_id between p_customer and p_customer
         and starts_at > v_from and starts_at < v_to and id is distinct from p_except
       order by customer_id, starts_at
       limit (select 10000)
    ) b;
  if n.refused_at is not null then
    perform refuse_guest_v1('guest_refused', null, p);
  end if;
  if v_is_counted then
    -- The conditions cost less than a call of the functions, which raise the refusal.
    if n.upcoming >= limit_v1(v.workspace_id, 'guest_bookings') then
      perform check_limit_v1(v.workspace_id, 'guest_bookings', n.upcoming);
    end if;
    if n.upcoming_at_venue >= v.guest_bookings then
      perform check_venue_limit_v1('venue_guest_bookings', v.guest_bookings, n.upcoming_at_venue);
    end if;
    if p_is_hold then
      perform check_limit_v1(v.workspace_id, 'guest_holds', n.holds);
      perform check_venue_limit_v1('venue_guest_holds', v.guest_holds, n.holds);
      perform check_holds_v1(v, p_now);
    end if;
  end if;
  if v_is_limited and n.of_day >= v.guest_bookings_per_day then
    perform check_venue_limit_v1('venue_guest_bookings_per_day', v.guest_bookings_per_day, n.of_day);
  end if;
  if n.other is not null then
    if coalesce(p -> 'override', '[]') ? 'guest_overlap' then
      return '{guest_overlap}';
    end if;
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
-- The limits of a workspace alone. Functions called it before check_guest_v2, so a statement that runs
-- while the functions are replaced may still call it. The next release drops it.
create or replace function check_guest_v1(
  v venues, p_customer uuid, p_is_hold boolean, p_now timestamptz
) returns void
language plpgsql stable
as $$
declare
  v_upcoming bigint;
  v_holds bigint;
  v_own_holds bigint;
begin
  -- Of a guest with very many bookings, the last ones are counted. The range and the order leave only
  -- the index of a customer's bookings; see docs/database.md.
  select count(*) into v_upcoming
    from (
      select state, starts_at, hold_expires_at from bookings
       where customer_id between p_customer and p_customer
       order by customer_id desc, id desc
       limit (select 500)
    ) b
   where b.starts_at > p_now
     and (b.state = 'confirmed' or b.hold_expires_at > p_now);
  perform check_limit_v1(v.workspace_id, 'guest_bookings', v_upcoming);
  if not p_is_hold then
    return;
  end if;
  select count(*), count(*) filter (where b.customer_id = p_customer) into v_holds, v_own_holds
    from (
      select customer_id from bookings
       where venue_id between v.id and v.id and state = 'held' and hold_expires_at > p_now
       order by venue_id, hold_expires_at
       limit (select 10000)
    ) b;
  perform check_limit_v1(v.workspace_id, 'guest_holds', v_own_holds);
  perform check_limit_v1(v.workspace_id, 'venue_holds', v_holds);
end
$$;
