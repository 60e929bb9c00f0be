-- Whether a waiting party other than p_except has precedence over a booking that would occupy p_members
-- from p_starts for p_turn, at a venue with waitlist_first. The venue is locked, and its expired holds
-- have ended.
--
-- A waiting party has precedence when it could be seated now, and one of the visits that are possible
-- for it needs one of these resources while the booking has them. With pacing, also when one of its
-- visits could start in the same quarter hour.
--
-- No party has precedence when so many other resources are free that each party that waits for the
-- time can still get one.
create or replace function waitlist_precedes_v1(
  v venues, p_starts timestamptz, p_turn interval, p_members uuid[], p_except uuid,
  p_now timestamptz
) returns boolean
language plpgsql volatile
as $$
declare
  w record;
  v_reach interval := waitlist_reach_v1(v);
  v_overlapping tstzrange := tstzrange(p_starts - v_reach, p_starts + p_turn + v_reach, '()');
  -- The time of the visits that could overlap the booking, and the starts of those that could overlap
  -- one of these.
  v_around tstzrange := tstzrange(p_starts - 3 * v_reach, p_starts + p_turn + 3 * v_reach);
  v_buffers interval := make_interval(mins => v.buffer_before + v.buffer_after);
  v_is_paced boolean := num_nonnulls(v.pacing_parties, v.pacing_covers) > 0;
begin
  select count(*) filter (where e.earliest < upper(v_overlapping)
                            and e.latest > lower(v_overlapping)) as overlapping,
         count(*) as parties, min(e.party_size) as smallest, max(e.party_size) as largest
    into w
    from waiting_entries_v1(v, lower(v_around), upper(v_around), p_except, p_now) e;
  if w.overlapping = 0 then
    return false;
  end if;
  if not v_is_paced and w.parties <= (
    select count(*) from resources r
     where r.venue_id = v.id and r.deleted_at is null and r.id <> all (p_members)
       and r.min_party <= w.smallest and r.max_party >= w.largest
       and not exists (select from allocations a
                        where a.venue_id = v.id and a.resource_id = r.id
                          and overlaps_v1(a.span, v_around))
  ) then
    return false;
  end if;
  -- A venue has few classes. The limit bounds the work where somebody has made very many.
  for w in
    select c.class, range_agg(tstzrange(e.earliest, e.latest, '[]')) as windows
      from waiting_entries_v1(v, lower(v_overlapping), upper(v_overlapping), p_except, p_now) e
      join waitlist_classes_v1(v, case when v_is_paced then null else p_members end) c
        on c.party_size = e.party_size
     group by c.class order by min(e.id::text) limit 40
  loop
    if exists (
      select from availability_with_v1(
               v, (lower(v_overlapping) at time zone v.time_zone)::date - 1,
               (upper(v_overlapping) at time zone v.time_zone)::date, w.class, p_members, null,
               p_now) a
       where a.status = 'free' and w.windows @> a.starts_at
         and a.starts_at < p_starts + p_turn + v_buffers
         and a.starts_at > p_starts - turn_time_v1(v.turn_times, w.class) - v_buffers
    ) or v_is_paced and exists (
      select from availability_v1(
               v, (p_starts at time zone v.time_zone)::date - 1,
               (p_starts at time zone v.time_zone)::date + 1, w.class, null, p_now) a
       where a.status = 'free' and w.windows @> a.starts_at
         and quarter_hour_v1(a.starts_at) = quarter_hour_v1(p_starts)
    ) then
      return true;
    end if;
  end loop;
  return false;
end
$$;
--> statement-breakpoint
-- The entries that wait at a venue with a window that overlaps p_from to p_to. Their customers are
-- neither erased, nor refused, nor p_except.
create or replace function waiting_entries_v1(
  v venues, p_from timestamptz, p_to timestamptz, p_except uuid, p_now timestamptz
) returns setof waitlist_entries
language sql stable
as $$
  select w.*
    from waitlist_entries w
    -- The entries of a venue are few, whatever the statistics say: each customer is looked up.
    cross join lateral (
      select num_nonnulls(erased_at, refused_at) = 0 as may_book from customers
     where id = w.customer_id offset 0
    ) g
   where w.venue_id = v.id and w.booking_id is null and w.left_at is null
     and w.latest > p_now and w.earliest <= p_to and w.latest >= p_from
     and w.customer_id is distinct from p_except and g.may_book
$$;
