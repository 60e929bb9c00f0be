-- Every way to seat a party of a given size at a venue: its single resources and its combinations.
-- Availability and the choice of resources called it for each search. A statement that runs while the
-- functions are replaced may still call it. The next release drops it.
create or replace function seatings_v1(p_venue uuid, p_party int)
returns table (id uuid, members uuid[], max_party int, priority int)
language sql stable parallel safe
as $$
  select r.id, array[r.id], r.max_party::int, r.priority::int
    from resources r
   where r.venue_id = p_venue and r.deleted_at is null
     and p_party between r.min_party and r.max_party
  union all
  select c.id, c.resource_ids, c.max_party::int, c.priority::int
    from combinations c
   where c.venue_id = p_venue and c.deleted_at is null
     and p_party between c.min_party and c.max_party
     and not exists (select from resources r where r.id = any (c.resource_ids)
                       and r.deleted_at is not null)
$$;
