-- The same answers in less time, by the same names, for Workers of before and after.

-- Not strict, so that PostgreSQL puts the expression in the call's place; null gives null as before.
create or replace function iso_local_v1(p_at timestamptz, p_time_zone text) returns text
language sql stable parallel safe
as $$
  select to_char(p_at at time zone p_time_zone, 'YYYY-MM-DD"T"HH24:MI:SS')
      || case when p_at at time zone p_time_zone < p_at at time zone 'UTC' then '-' else '+' end
      || to_char(greatest((p_at at time zone p_time_zone) - (p_at at time zone 'UTC'),
                          (p_at at time zone 'UTC') - (p_at at time zone p_time_zone)), 'HH24:MI')
$$;
--> statement-breakpoint
-- The slots of the local dates p_from to p_to, and what is to be said of each: free, full, too_late
-- or beyond_horizon. A date without slots is closed. A slot is free when some seating has a gap
-- that holds the turn and its buffers: what each seating's members leave free, shortened to the
-- starts that it allows, is united into one multirange that every slot is looked up in.
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
           (p_to::timestamp at time zone v.time_zone) + interval '3 days' as ends
  ),
  slots as materialized (
    select distinct p.local_date, s.starts_at
      from frame f
      cross join venue_periods_v1(v.time_zone, v.weekly_hours, v.exceptions, p_from, p_to) p
      cross join generate_series(p.opens_at, p.closes_at - f.turn, f.step) as s (starts_at)
  ),
  gaps as (
    select unnest(tstzmultirange(tstzrange(f.starts, f.ends)) - coalesce(t.spans, '{}')) as gap
      from frame f
      cross join seatings_v1(v.id, p_party) s
      cross join lateral (
        select range_agg(a.span) as spans
          from unnest(s.members) as m (resource_id)
          cross join lateral (
            -- Ranges are ordered by where they begin, and none is longer than two days.
            select a.span from allocations a
             where a.venue_id = v.id and a.resource_id = m.resource_id
               and a.span > tstzrange(f.starts - interval '2 days', null)
               and a.span < tstzrange(f.ends, null)
               and a.booking_id is distinct from p_except
               and (a.lapses_at is null or a.lapses_at > p_now)
            -- Kept apart, so that each resource is looked up by itself: there are few.
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
--> statement-breakpoint
-- These statements are the same for every booking: one plan will do, instead of one for each call.
alter function book_v1 set plan_cache_mode = force_generic_plan;
--> statement-breakpoint
alter function book_once_v1 set plan_cache_mode = force_generic_plan;
--> statement-breakpoint
alter function change_booking_v1 set plan_cache_mode = force_generic_plan;
