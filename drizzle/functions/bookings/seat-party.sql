-- Chooses the resources for a party: p_wanted if they are free, or else the fewest resources, then
-- the smallest that fit, then the lowest priority. With p_is_chosen, p_wanted were chosen by hand,
-- and no others are taken. The caller has checked that the party fits in p_wanted (resources_fit_v1),
-- which may be null. The venue is locked, and its expired holds have ended. p_except is the booking
-- that is seated again.
--
-- p_area is {name, required} or null. The resources of that area come first, all of a combination. When
-- none is free, others are taken unless the area is required. With p_stays, free p_wanted are taken
-- wherever they are.
--
-- Raises MT409 when the party cannot be seated: slot_taken.
create or replace function seat_party_v3(
  v venues, p_starts timestamptz, p_ends timestamptz, p_party int, p_wanted uuid[],
  p_is_chosen boolean, p_except uuid, p_area jsonb, p_stays boolean
) returns uuid[]
language plpgsql stable
as $$
declare
  v_span tstzrange := tstzrange(p_starts - make_interval(mins => v.buffer_before),
                                p_ends + make_interval(mins => v.buffer_after));
  v_area text := p_area ->> 'name';
  v_is_wanted_free boolean := false;
  v_members uuid[];
  v_free uuid[];
begin
  if p_wanted is not null then
    v_is_wanted_free := not exists (
      select from allocations a
       where a.venue_id = v.id and a.resource_id = any (p_wanted) and overlaps_v1(a.span, v_span)
         -- A block has no booking_id.
         and (a.booking_id = p_except) is not true);
    if v_is_wanted_free and (p_is_chosen or p_stays or v_area is null
                             or in_area_v1(p_wanted, v_area)) then
      return p_wanted;
    end if;
  end if;
  while not p_is_chosen loop
    -- A single resource comes before every combination. The resources are sorted first and then asked
    -- one after the other, so that those behind the first free one are not asked. A scalar query with a
    -- limit stays what it is; PostgreSQL would make a join of `not exists`, which asks all.
    select array[r.id] into v_members
      from (
        select id from resources
         where venue_id = v.id and deleted_at is null
           and p_party between min_party and max_party
           and (v_area is null or area = v_area)
         order by max_party, priority, id
        offset 0
      ) r
     where (
       select true from allocations a
        where a.venue_id = v.id and a.resource_id = r.id and overlaps_v1(a.span, v_span)
          and (a.booking_id = p_except) is not true
        limit 1) is null
     limit 1;
    exit when v_members is not null;
    -- Each resource is read once, however many combinations contain it.
    v_free := array(
      select r.id from resources r
       where r.venue_id = v.id and r.deleted_at is null
         and (v_area is null or r.area = v_area)
         and not exists (
           select from allocations a
            where a.venue_id = v.id and a.resource_id = r.id and overlaps_v1(a.span, v_span)
              and (a.booking_id = p_except) is not true));
    select c.resource_ids into v_members
      from combinations c
     where c.venue_id = v.id and c.deleted_at is null
       and p_party between c.min_party and c.max_party
       and c.resource_ids <@ v_free
     order by cardinality(c.resource_ids), c.max_party, c.priority, c.id
     limit 1;
    exit when v_members is not null or v_area is null or (p_area ->> 'required')::boolean;
    -- The area is full, and the party sits elsewhere too.
    v_area := null;
    if v_is_wanted_free then
      return p_wanted;
    end if;
  end loop;
  if v_members is null then
    raise exception 'slot_taken' using errcode = 'MT409';
  end if;
  return v_members;
end
$$;
--> statement-breakpoint
-- Chooses the resources that stay free for a party for the longest time: from p_from, before its start,
-- for p_shortest to p_longest after the start, and the buffer. Of those with the same time it chooses as
-- seat_party_v3 does. The venue is locked, and its expired holds have ended. p_except is the booking that
-- is seated again. p_area is {name, required} or null: the resources of that area come before those that
-- stay free for longer, and are the only ones if the area is required.
--
-- p_own are resources that were chosen by hand or that the party has already; they come first where
-- p_own_fits, and are the only ones unless p_others.
--
-- With p_any_size, a party that no free resource takes (min_party, max_party) gets p_own all the same, or
-- else one that is large enough, or, where all of the venue are smaller than the party, the largest.
-- `is_other_size` is then true.
--
-- `members` is null when nothing is free for so long. `ends_at` is when the stay ends.
create or replace function seat_longest_v1(
  v venues, p_from timestamptz, p_starts timestamptz, p_longest interval, p_shortest interval,
  p_party int, p_own uuid[], p_own_fits boolean, p_others boolean, p_any_size boolean, p_except uuid,
  p_area jsonb, out members uuid[], out ends_at timestamptz, out is_other_size boolean
)
language plpgsql stable
as $$
#variable_conflict use_column
declare
  v_after interval := make_interval(mins => v.buffer_after);
  v_area text := p_area ->> 'name';
  v_is_required boolean := v_area is not null and coalesce((p_area ->> 'required')::boolean, false);
  v_span tstzrange := tstzrange(p_from, p_starts + p_longest + v_after);
begin
  with tables as materialized (
    select r.id, r.min_party, r.max_party, r.priority,
           v_area is null or coalesce(r.area = v_area, false) as is_in_area,
           (select min(lower(a.span)) from allocations a
             where a.venue_id = v.id and a.resource_id = r.id and overlaps_v1(a.span, v_span)
               -- A block has no booking_id.
               and (a.booking_id = p_except) is not true) as taken_at
      from resources r
     where r.venue_id = v.id and r.deleted_at is null and (p_others or r.id = any (p_own))
       and (not v_is_required or r.area = v_area)
  ),
  seatings as (
    select false as is_own, array[t.id] as members, t.min_party, t.max_party, t.priority, t.id,
           t.taken_at, t.is_in_area
      from tables t where p_others
    union all
    select false, c.resource_ids, c.min_party, c.max_party, c.priority, c.id, m.taken_at, m.is_in_area
      from combinations c
      cross join lateral (
        select count(*) as live, min(t.taken_at) as taken_at, bool_and(t.is_in_area) as is_in_area
          from tables t where t.id = any (c.resource_ids)
      ) m
     where c.venue_id = v.id and c.deleted_at is null and p_others
       and m.live = cardinality(c.resource_ids)
    union all
    select true, p_own, null, null, 0, null, min(t.taken_at), bool_and(t.is_in_area)
      from tables t where t.id = any (p_own)
    having count(*) = cardinality(p_own)
  ),
  sized as (
    select s.*, least(p_starts + p_longest, s.taken_at - v_after) as ends_at,
           case when s.is_own and p_own_fits or p_party between s.min_party and s.max_party then 0
                when s.is_own or p_party <= s.max_party then 1 else 2 end as misfit,
           bool_or(p_party <= s.max_party) over () as is_any_large_enough
      from seatings s
  )
  select z.members, z.ends_at, z.misfit > 0
    into members, ends_at, is_other_size
    from sized z
   where (z.taken_at is null or z.ends_at >= p_starts + p_shortest)
     and (z.misfit = 0 or p_any_size and (z.misfit = 1 or not z.is_any_large_enough))
   order by z.misfit = 0 desc, z.is_own desc, z.is_in_area desc, z.ends_at desc, cardinality(z.members),
            case when z.misfit = 2 then -z.max_party else z.max_party end, z.priority, z.id
   limit 1;
end
$$;
--> statement-breakpoint
-- Whether all of these resources are in an area.
create or replace function in_area_v1(p_resources uuid[], p_area text) returns boolean
language plpgsql stable
as $$
begin
  return not exists (
    select from resources where id = any (p_resources) and area is distinct from p_area);
end
$$;
--> statement-breakpoint
-- Raises MT404 area_not_found when no resource of the venue is in the area. Null is no area.
create or replace function check_area_v1(p_venue uuid, p_area text) returns void
language plpgsql stable
as $$
begin
  if p_area is not null and not exists (
    select from resources where venue_id = p_venue and deleted_at is null and area = p_area
  ) then
    raise exception 'area_not_found' using errcode = 'MT404';
  end if;
end
$$;
--> statement-breakpoint
-- The choice without an area. Functions called it before version 3, so a statement that runs while the
-- functions are replaced may still call it. The next release drops it.
create or replace function seat_party_v2(
  v venues, p_starts timestamptz, p_ends timestamptz, p_party int, p_wanted uuid[],
  p_is_chosen boolean, p_except uuid
) returns uuid[]
language plpgsql stable
as $$
begin
  return seat_party_v3(v, p_starts, p_ends, p_party, p_wanted, p_is_chosen, p_except, null, false);
end
$$;
--> statement-breakpoint
-- Whether a party fits in these resources of a venue together: as many as their max_party add up to,
-- or as many as a combination of exactly these resources takes. Deleted resources fit nobody, unless
-- p_deleted_too.
--
-- min_party is not asked: it guides the automatic choice, and resources_needed_v1 asks it of guests. The
-- staff may give a small party a large table, and a party may keep its table when it gets smaller.
create or replace function resources_fit_v1(
  p_venue uuid, p_resources uuid[], p_party int, p_deleted_too boolean
) returns boolean
language plpgsql stable
as $$
begin
  return (
    select count(*) = cardinality(p_resources)
           and (sum(r.max_party) >= p_party or exists (
             select from combinations c
              where c.venue_id = p_venue and c.deleted_at is null and c.max_party >= p_party
                and c.resource_ids @> p_resources and c.resource_ids <@ p_resources))
      from resources r
     where r.id = any (p_resources) and r.venue_id = p_venue
       and (p_deleted_too or r.deleted_at is null));
end
$$;
--> statement-breakpoint
-- Those of some resources of a venue that a party needs: without the ones that can be removed, the
-- smallest first, while the party still fits. The party fits in all of them together
-- (resources_fit_v1).
create or replace function needed_resources_v1(
  p_venue uuid, p_resources uuid[], p_party int
) returns uuid[]
language plpgsql stable
as $$
declare
  v_needed uuid[];
  v_id uuid;
begin
  if cardinality(p_resources) = 1 then
    return p_resources;
  end if;
  -- A combination may take more than its resources add up to.
  select c.resource_ids into v_needed
    from combinations c
   where c.venue_id = p_venue and c.deleted_at is null and c.max_party >= p_party
     and c.resource_ids <@ p_resources
   order by cardinality(c.resource_ids), c.id
   limit 1;
  v_needed := coalesce(v_needed, p_resources);
  for v_id in select id from resources where id = any (v_needed) order by max_party, id loop
    if resources_fit_v1(p_venue, array_remove(v_needed, v_id), p_party, true) then
      v_needed := array_remove(v_needed, v_id);
    end if;
  end loop;
  return v_needed;
end
$$;
--> statement-breakpoint
-- Whether a party needs all of these resources, in which it fits: none can be removed, and none is
-- meant for larger parties only.
create or replace function resources_needed_v1(
  p_venue uuid, p_resources uuid[], p_party int
) returns boolean
language plpgsql stable
as $$
begin
  return not exists (select from resources where id = any (p_resources) and min_party > p_party)
     and needed_resources_v1(p_venue, p_resources, p_party) @> p_resources;
end
$$;
--> statement-breakpoint
-- The check of a start and the choice of resources in one call. Functions called it before version 2,
-- so a statement that runs while the functions are replaced may still call it. The next release drops
-- it.
create or replace function seat_party_v1(
  v venues, p_starts timestamptz, p_party int, p_resources uuid[], p_except uuid, p_now timestamptz
) returns uuid[]
language plpgsql stable
as $$
declare
  v_turn interval := turn_time_v1(v.turn_times, p_party);
begin
  perform check_start_v1(v, p_starts, v_turn, p_now);
  perform check_pacing_v1(v, p_starts, p_party, null, p_except, p_now);
  if p_resources is not null and not resources_fit_v1(v.id, p_resources, p_party, false) then
    raise exception 'resources_unfit' using errcode = 'MT409';
  end if;
  return seat_party_v2(v, p_starts, p_starts + v_turn, p_party, p_resources,
                       p_resources is not null, p_except);
end
$$;
