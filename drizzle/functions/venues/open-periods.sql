-- The periods of the local dates p_from to p_to, with what each allows. A party may start from opens_at
-- to last_start, if its whole stay lies in `hours`: the union of this and the nearby periods. So a party
-- may stay into a period that adjoins its own. A start at the closing time itself is a start of the
-- adjoining period, with the grid and the date of that period.
--
-- With a last seating, `hours` is null: a party may stay past closing. last_start may lie before
-- opens_at. The period then has no start.
--
-- `hours` has the periods of the date before p_from, because an exception may lie within a period of the
-- day before, and of the three dates after p_to. A period closes on the date after it opens, and no turn
-- is longer than a day.
create or replace function open_periods_v1(v venues, p_from date, p_to date)
returns table (
  local_date date, opens_at timestamptz, last_start timestamptz, hours tstzmultirange
)
language sql stable parallel safe
as $$
  with periods as materialized (
    select p.local_date, p.opens_at, p.closes_at
      from venue_periods_v1(v.time_zone, v.weekly_hours, v.exceptions, p_from - 1, p_to + 3) p
  )
  select p.local_date, p.opens_at,
         p.closes_at - coalesce(make_interval(mins => v.last_seating), interval '1 microsecond'),
         case when v.last_seating is null then h.hours end
    from periods p
    cross join (select range_agg(tstzrange(o.opens_at, o.closes_at)) as hours from periods o) h
   where p.local_date between p_from and p_to
$$;
