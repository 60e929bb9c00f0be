-- The slots of the local dates p_from to p_to with their status: free, full, too_late or
-- beyond_horizon. A date without slots is closed.
--
-- A slot is free when the venue has a seating with a gap that holds the turn and its buffers. The
-- gaps of each seating are shortened to the starts that they allow. The union of these ranges is
-- one multirange, in which every slot is looked up.
create or replace function availability_v1(
  v venues, p_from date, p_to date, p_party int, p_except uuid, p_now timestamptz
) returns table (local_date date, starts_at timestamptz, status text)
language sql stable
as $$
  with frame as materialized (
    select turn_time_v1(v.turn_times, p_party) as turn,
           make_interval(mins => v.buffer_before) as before,
           make_interval(mins => v.buffer_after) as after,
           make_interval(mins => v.slot_interval) as step,
           (p_from::timestamp at time zone v.time_zone) - interval '1 day' as starts,
           -- Periods close two days after p_to's midnight at the latest. With a last seating, a party
           -- of that period may stay for a turn of up to a day longer.
           (p_to::timestamp at time zone v.time_zone)
             + case when v.last_seating is null then interval '3 days' else interval '4 days' end
             as ends
  ),
  slots as materialized (
    select distinct p.local_date, s.starts_at
      from frame f
      cross join venue_periods_v1(v.time_zone, v.weekly_hours, v.exceptions, p_from, p_to) p
      cross join generate_series(
             p.opens_at, p.closes_at - coalesce(make_interval(mins => v.last_seating), f.turn), f.step
           ) as s (starts_at)
  ),
  gaps as (
    select unnest(tstzmultirange(tstzrange(f.starts, f.ends)) - coalesce(t.spans, '{}')) as gap
      from frame f
      cross join seatings_v1(v.id, p_party) s
      cross join lateral (
        select range_agg(a.span) as spans
          from unnest(s.members) as m (resource_id)
          cross join lateral (
            -- Ranges are ordered by their start, and none is longer than two days (the check
            -- constraint allocations_length). These two bounds are a range of the index.
            select a.span from allocations a
             where a.venue_id = v.id and a.resource_id = m.resource_id
               and a.span > tstzrange(f.starts - interval '2 days', null)
               and a.span < tstzrange(f.ends, null)
               and a.booking_id is distinct from p_except
               and (a.lapses_at is null or a.lapses_at > p_now)
            -- Keeps the planner from flattening this query, so that each resource is looked up in
            -- the index by itself. A seating has few resources.
            offset 0
          ) a
      ) t
  ),
  free as materialized (
    select range_agg(
             tstzrange(lower(g.gap) + f.before, upper(g.gap) - f.after - f.turn, '[]')) as starts
      from gaps g, frame f
     where upper(g.gap) - lower(g.gap) >= f.before + f.turn + f.after
  ),
  paced as materialized (
    select p.quarter_hour
      from frame f cross join pacing_v1(v.id, f.starts, f.ends, p_except, p_now) p
     where (v.pacing_parties is not null or v.pacing_covers is not null)
       and (p.parties >= v.pacing_parties or p.covers + p_party > v.pacing_covers)
  )
  select s.local_date, s.starts_at,
         case when s.starts_at < p_now + make_interval(mins => v.lead_time) then 'too_late'
              when s.local_date > (p_now at time zone v.time_zone)::date + v.horizon_days
                then 'beyond_horizon'
              when not coalesce(f.starts @> s.starts_at, false)
                or p_party > v.pacing_covers or v.pacing_parties = 0
                or quarter_hour_v1(s.starts_at) in (select quarter_hour from paced) then 'full'
              else 'free' end
    from slots s cross join free f
   order by s.starts_at
$$;
