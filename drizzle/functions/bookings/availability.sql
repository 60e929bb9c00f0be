-- The slots of the local dates p_from to p_to with their status: free, full, too_late or
-- beyond_horizon. A date without slots is closed.
create or replace function availability_v1(
  v venues, p_from date, p_to date, p_party int, p_except uuid, p_now timestamptz
) returns table (local_date date, starts_at timestamptz, status text)
language sql stable
as $$
  select a.local_date, a.starts_at, a.status
    from availability_with_v2(v, p_from, p_to, p_party, null, p_except, p_now, null) a
$$;
--> statement-breakpoint
-- The same for the seatings that contain a resource of p_with. Null means every seating.
create or replace function availability_with_v1(
  v venues, p_from date, p_to date, p_party int, p_with uuid[], p_except uuid, p_now timestamptz
) returns table (local_date date, starts_at timestamptz, status text)
language sql stable
as $$
  select a.local_date, a.starts_at, a.status
    from availability_with_v2(v, p_from, p_to, p_party, p_with, p_except, p_now, null) a
$$;
--> statement-breakpoint
-- The same for the seatings in an area: those whose resources are all in p_area. Null means every area.
--
-- While a block closes the whole venue there are no slots. A slot is left out when its stay would
-- overlap such a block.
--
-- The date of a slot is the local date on which its period opens. Of two periods that both have the
-- start, the one of the later date counts. This is why the periods of the date after p_to are read.
--
-- A slot is free when the venue has a seating with a gap that holds the turn and its buffers. The
-- gaps of each single resource are shortened to the starts that they allow. The union of these ranges
-- is one multirange, in which every slot is looked up.
--
-- Combinations are considered only for the slots at which no single resource is free. Each resource
-- is read once, however many combinations contain it: its taken slots become a bit string, and the
-- taken slots of a combination are those of its members, joined with `or`.
create or replace function availability_with_v2(
  v venues, p_from date, p_to date, p_party int, p_with uuid[], p_except uuid, p_now timestamptz,
  p_area text
) returns table (local_date date, starts_at timestamptz, status text)
language sql stable
as $$
  with rules as materialized (
    select turn_time_v1(v.turn_times, p_party) as turn,
           make_interval(mins => v.buffer_before) as before,
           make_interval(mins => v.buffer_after) as after,
           make_interval(mins => v.slot_interval) as step
  ),
  closed as materialized (
    select range_agg(tstzrange(b.starts_at, b.ends_at)) as spans
      from block_spans b
     where b.venue_id = v.id and b.is_whole
       and b.ends_at > p_from::timestamp at time zone v.time_zone
       and b.starts_at < (p_to + 4)::timestamp at time zone v.time_zone
  ),
  slots as materialized (
    select max(p.local_date) as local_date, s.starts_at
      from rules r
      cross join closed c
      cross join open_periods_v1(v, p_from, p_to + 1) p
      cross join generate_series(p.opens_at, p.last_start, r.step) as s (starts_at)
     where coalesce(p.hours @> tstzrange(s.starts_at, s.starts_at + r.turn), true)
       and not coalesce(c.spans && tstzrange(s.starts_at, s.starts_at + r.turn), false)
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
      cross join resources r
      cross join lateral (
        select range_agg(a.span) as spans
          from busy_spans_v1(v.id, r.id, f.starts, f.ends, p_except, p_now) a
      ) t
     where r.venue_id = v.id and r.deleted_at is null
       and p_party between r.min_party and r.max_party
       and (p_with is null or r.id = any (p_with))
       and (p_area is null or r.area = p_area)
  ),
  single as materialized (
    select range_agg(
             tstzrange(lower(g.gap) + f.before, upper(g.gap) - f.after - f.turn, '[]')) as starts
      from gaps g, frame f
     where upper(g.gap) - lower(g.gap) >= f.before + f.turn + f.after
  ),
  -- The slots that are left for combinations, and a bit string with a bit for each of them.
  rest as materialized (
    select array_agg(s.starts_at order by s.starts_at) as starts,
           repeat('1', count(*)::int)::varbit as ones
      from slots s cross join single f
     where not coalesce(f.starts @> s.starts_at, false)
    having count(*) > 0
  ),
  in_area as materialized (
    select array_agg(r.id) as ids
      from resources r
     where p_area is not null and r.venue_id = v.id and r.area = p_area
  ),
  chosen as materialized (
    select c.id, c.resource_ids
      from rest cross join in_area i cross join combinations c
     where c.venue_id = v.id and c.deleted_at is null
       and p_party between c.min_party and c.max_party
       and (p_with is null or c.resource_ids && p_with)
       and (p_area is null or c.resource_ids <@ i.ids)
  ),
  members as materialized (
    select r.id, t.taken
      from rest l
      cross join frame f
      cross join (select distinct unnest(resource_ids) as id from chosen) m
      join resources r on r.id = m.id and r.deleted_at is null
      cross join lateral (
        -- `ones` shifted to the first taken slot, and to the slot after the last one, differ in the
        -- taken slots.
        select coalesce(bit_or((l.ones >> lower(b.slots) - 1) # (l.ones >> upper(b.slots) - 1)),
                        l.ones # l.ones) as taken
          from (
            -- A party takes a slot from a span when it would come before the span has ended, and
            -- leave after the span has begun. width_bucket counts the starts up to a time.
            select unnest(range_agg(int4range(s.first, s.last, '[]'))) as slots
              from busy_spans_v1(v.id, r.id, f.starts, f.ends, p_except, p_now) a
              cross join lateral (
                select width_bucket(lower(a.span) - f.turn - f.after, l.starts) + 1 as first,
                       width_bucket(upper(a.span) + f.before - interval '1 microsecond', l.starts)
                         as last
              ) s
             where s.first <= s.last
          ) b
      ) t
  ),
  combined as materialized (
    select bit_or(k.free) as free
      from (
        select (select ones from rest) # bit_or(m.taken) as free
          from chosen c
          cross join unnest(c.resource_ids) as i (id)
          join members m on m.id = i.id
         group by c.id, c.resource_ids
        -- A combination with a deleted member seats nobody.
        having count(*) = cardinality(c.resource_ids)
      ) k
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
              when p_party > v.pacing_covers or v.pacing_parties = 0
                or quarter_hour_v1(s.starts_at) in (select quarter_hour from paced)
                or not coalesce(f.starts @> s.starts_at, false)
                   and coalesce(get_bit(c.free, width_bucket(s.starts_at, l.starts) - 1), 0) = 0
                then 'full'
              else 'free' end
    from slots s
    cross join single f
    cross join combined c
    left join rest l on true
   order by s.starts_at
$$;
--> statement-breakpoint
-- The spans that overlap p_from to p_to in which live bookings, except p_except, and blocks occupy a
-- resource.
create or replace function busy_spans_v1(
  p_venue uuid, p_resource uuid, p_from timestamptz, p_to timestamptz, p_except uuid,
  p_now timestamptz
) returns table (span tstzrange)
language sql stable parallel safe
as $$
  select a.span from allocations a
   where a.venue_id = p_venue and a.resource_id = p_resource
     and overlaps_v1(a.span, tstzrange(p_from, p_to))
     -- A block has no booking_id.
     and (a.booking_id = p_except) is not true
     and (a.lapses_at is null or a.lapses_at > p_now)
  -- Keeps the planner from flattening this query, so that each resource is looked up in the index by
  -- itself. A seating has few resources.
  offset 0
$$;
