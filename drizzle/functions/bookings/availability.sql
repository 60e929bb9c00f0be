-- The slots of the local dates p_from to p_to with their status: free, full, too_late or
-- beyond_horizon. A date without slots is closed.
--
-- The date of a slot is the local date on which its period opens. Of two periods that both have the
-- start, the one of the later date counts. This is why the periods of the date after p_to are read.
--
-- A slot is free when the venue has a seating with a gap that holds the turn and its buffers. The
-- gaps of each seating are shortened to the starts that they allow. The union of these ranges is
-- one multirange, in which every slot is looked up.
create or replace function availability_v1(
  v venues, p_from date, p_to date, p_party int, p_except uuid, p_now timestamptz
) returns table (local_date date, starts_at timestamptz, status text)
language sql stable
as $$
  with rules as materialized (
    select turn_time_v1(v.turn_times, p_party) as turn,
           make_interval(mins => v.buffer_before) as before,
           make_interval(mins => v.buffer_after) as after,
           make_interval(mins => v.slot_interval) as step
  ),
  slots as materialized (
    select max(p.local_date) as local_date, s.starts_at
      from rules r
      cross join open_periods_v1(v, p_from, p_to + 1) p
      cross join generate_series(p.opens_at, p.last_start, r.step) as s (starts_at)
     where coalesce(p.hours @> tstzrange(s.starts_at, s.starts_at + r.turn), true)
     group by s.starts_at
    having max(p.local_date) <= p_to
  ),
  -- The time that the parties of all slots could occupy, and the quarter hours of their starts.
  frame as materialized (
    select r.turn, r.before, r.after, quarter_hour_v1(s.first) - r.before as starts,
           s.last + r.turn + r.after + interval '15 minutes' as ends
      from rules r
      cross join (select min(starts_at) as first, max(starts_at) as last from slots) s
     where s.first is not null
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
