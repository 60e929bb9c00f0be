-- The live bookings of a venue that have not ended. With p_resource, only those that occupy it.
--
-- The functions of this file are volatile, so that each reads with a snapshot that is taken after its
-- caller has locked and changed the venue. They see every booking that was made before.
create or replace function live_bookings_v1(p_venue uuid, p_resource uuid) returns setof bookings
language plpgsql volatile
as $$
declare
  v_now timestamptz := clock_timestamp();
begin
  return query
    select b.*
      from bookings b
     where b.venue_id = p_venue and b.state in ('held', 'requested', 'confirmed', 'seated')
       -- No turn is longer than a day, which bounds how far back the index is read.
       and b.starts_at > v_now - interval '1 day' and b.ends_at > v_now
       and (b.hold_expires_at is null or b.hold_expires_at > v_now) and b.erased_at is null
       and (select g.erased_at from customers g where g.id = b.customer_id) is null
       and (p_resource is null or b.id in (
         select a.booking_id from allocations a
          where a.venue_id = p_venue and a.resource_id = p_resource
            and overlaps_v1(a.span, tstzrange(v_now, null))));
end
$$;
--> statement-breakpoint
-- The live bookings of a venue whose stays its opening hours do not allow. A start between two slots is
-- allowed here. The allowed starts are one multirange, in which every booking is looked up.
create or replace function bookings_outside_hours_v1(v venues) returns setof bookings
language plpgsql volatile
as $$
begin
  return query
    with live as materialized (
      select b.* from live_bookings_v1(v.id, null) b
    ),
    allowed as materialized (
      select range_agg(tstzrange(p.opens_at, p.last_start, '[]')) as starts, p.hours
        from (select (min(l.starts_at) at time zone v.time_zone)::date - 2 as first,
                     (max(l.starts_at) at time zone v.time_zone)::date as last
                from live l) d
        cross join open_periods_v1(v, d.first, d.last) p
       where p.opens_at <= p.last_start
       group by p.hours
    )
    select l.*
      from live l
     where not exists (
       select from allowed a
        where a.starts @> l.starts_at
          and coalesce(a.hours @> tstzrange(l.starts_at, l.ends_at), true));
end
$$;
--> statement-breakpoint
-- The live bookings that occupy a resource, perhaps with others, and whose parties do not fit in their
-- resources (resources_fit_v1). No party fits in a deleted resource.
create or replace function bookings_unfit_v1(p_venue uuid, p_resource uuid) returns setof bookings
language plpgsql volatile
as $$
begin
  return query
    select b.*
      from live_bookings_v1(p_venue, p_resource) b
      cross join lateral (
        select e.resource_ids from booking_events e
         where e.booking_id = b.id and e.version = b.version
        -- Keeps the planner from reading all events: it does not know how few bookings there are.
        offset 0
      ) e
     where not resources_fit_v1(p_venue, e.resource_ids, b.party_size, false);
end
$$;
--> statement-breakpoint
-- The live bookings that occupy exactly these resources, which no live combination of the venue allows
-- for their parties.
create or replace function bookings_uncombined_v1(p_venue uuid, p_resources uuid[])
returns setof bookings
language plpgsql volatile
as $$
begin
  return query
    select b.*
      from live_bookings_v1(p_venue, p_resources[1]) b
      cross join lateral (
        select e.resource_ids from booking_events e
         where e.booking_id = b.id and e.version = b.version
        offset 0
      ) e
     where e.resource_ids @> p_resources and e.resource_ids <@ p_resources
       and not exists (
         select from combinations c
          where c.venue_id = p_venue and c.deleted_at is null and c.max_party >= b.party_size
            and c.resource_ids @> p_resources and c.resource_ids <@ p_resources);
end
$$;
