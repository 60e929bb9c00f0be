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
  with days as (
    select p_from + n as local_date, to_char(p_from + n, 'YYYY-MM-DD') as written,
           extract(isodow from p_from + n)::int as weekday
      from generate_series(0, p_to - p_from) n
  ),
  excepted as (
    select e ->> 'date' as written, e -> 'periods' as periods
      from jsonb_array_elements(p_exceptions) e
  ),
  hours as (
    select d.local_date, w ->> 'opens' as opens, w ->> 'closes' as closes
      from days d
      join jsonb_array_elements(p_weekly_hours) w on (w ->> 'weekday')::int = d.weekday
     where not exists (select from excepted e where e.written = d.written)
    union all
    select d.local_date, x ->> 'opens', x ->> 'closes'
      from days d
      join excepted e on e.written = d.written
      cross join jsonb_array_elements(e.periods) x
  ),
  instants as (
    select h.local_date,
           (h.local_date + h.opens::time) at time zone p_time_zone as opens_at,
           (h.local_date + case when h.closes::time <= h.opens::time then 1 else 0 end
              + h.closes::time) at time zone p_time_zone as closes_at
      from hours h
  )
  select i.local_date, i.opens_at, i.closes_at
    from instants i
   where i.opens_at < i.closes_at
     and (i.opens_at at time zone p_time_zone)::date = i.local_date
$$;
