-- The business day of a venue at p_now: the local date on which the period that is open began, so that
-- 00:30 in a period from 18:00 to 02:00 belongs to the date before. A day lasts for four hours after its
-- last period has closed, because its parties stay longer, unless a period of the next date opens
-- before. Otherwise it is the local date. In PL/pgSQL, so that its plan is kept for the connection.
create or replace function business_day_v1(v venues, p_now timestamptz) returns date
language plpgsql stable
as $$
declare
  v_today date := (p_now at time zone v.time_zone)::date;
begin
  return coalesce(
    (select p.local_date
       from venue_periods_v1(v.time_zone, v.weekly_hours, v.exceptions, v_today - 2, v_today) p
      where p.opens_at <= p_now and p.closes_at + interval '4 hours' > p_now
      order by p.opens_at desc limit 1),
    v_today);
end
$$;
--> statement-breakpoint
-- The time of a business day: from midnight, or from the end of a period of the date before that lasts
-- past midnight, until the next midnight, or until the end of its own last period.
create or replace function business_day_span_v1(v venues, p_date date) returns tstzrange
language plpgsql stable
as $$
declare
  v_begins timestamptz := p_date::timestamp at time zone v.time_zone;
  v_ends timestamptz := (p_date + 1)::timestamp at time zone v.time_zone;
  v_closed_before timestamptz;
  v_opens timestamptz;
  v_closes timestamptz;
begin
  select max(o.closes_at) filter (where o.local_date < p_date),
         min(o.opens_at) filter (where o.local_date = p_date),
         max(o.closes_at) filter (where o.local_date = p_date)
    into v_closed_before, v_opens, v_closes
    from venue_periods_v1(v.time_zone, v.weekly_hours, v.exceptions, p_date - 1, p_date) o;
  -- `least` leaves nulls out, and would be the opening time without a period before.
  if v_closed_before is not null then
    v_begins := greatest(v_begins, least(v_closed_before, v_opens));
  end if;
  return tstzrange(v_begins, greatest(v_begins, v_ends, v_closes));
end
$$;
