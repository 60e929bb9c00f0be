-- The opening hours of the local dates p_from to p_to as instants. This is the only place where
-- local times become instants.
--
-- A local time that a clock change skips is moved forward by the length of the change. Of a local
-- time that occurs twice, the second occurrence is used. This is PostgreSQL's own rule, and the
-- disambiguation "later" of Temporal. A period that then has no length, or that opens on another
-- date, is left out.
--
-- The exceptions of a date replace its weekly hours. A period that closes at or before its opening
-- time closes on the next day.
create or replace function venue_periods_v1(
  p_time_zone text, p_weekly_hours jsonb, p_exceptions jsonb, p_from date, p_to date
) returns table (local_date date, opens_at timestamptz, closes_at timestamptz)
language sql stable parallel safe
as $$
  -- The periods of an exception have no weekday.
  select i.local_date, i.opens_at, i.closes_at
    from (
      select p_from + n as local_date,
             (p_from + n + (h ->> 'opens')::time) at time zone p_time_zone as opens_at,
             (p_from + n + case when (h ->> 'closes')::time <= (h ->> 'opens')::time then 1 else 0 end
                + (h ->> 'closes')::time) at time zone p_time_zone as closes_at
        from generate_series(0, p_to - p_from) n
        cross join lateral jsonb_array_elements(coalesce(
          -- Read once for all dates.
          (select jsonb_object_agg(e ->> 'date', e -> 'periods')
             from jsonb_array_elements(p_exceptions) e) -> to_char(p_from + n, 'YYYY-MM-DD'),
          p_weekly_hours)) h
       where coalesce((h ->> 'weekday')::int = extract(isodow from p_from + n), true)
      offset 0
    ) i
   where i.opens_at < i.closes_at
     and (i.opens_at at time zone p_time_zone)::date = i.local_date
$$;
