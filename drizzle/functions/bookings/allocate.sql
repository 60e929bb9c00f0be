-- Stores the allocations of a booking: one for each of its resources, with the venue's buffers
-- around its time. In PL/pgSQL, so that its plan is kept for the connection.
create or replace function allocate_v1(v venues, b bookings, p_members uuid[]) returns void
language plpgsql volatile
as $$
begin
  insert into allocations (booking_id, resource_id, venue_id, span, lapses_at)
  select b.id, m.id, v.id,
         tstzrange(b.starts_at - make_interval(mins => v.buffer_before),
                   b.ends_at + make_interval(mins => v.buffer_after)),
         b.hold_expires_at
    from unnest(p_members) as m (id)
   order by m.id;
end
$$;
--> statement-breakpoint
-- Stores the allocations of a booking from p_from on, up to its end; the caller has checked that its
-- resources are free then. A resource that it has until then stays taken from its beginning on. Other
-- bookings may have had the other resources in the past, so those are taken from p_from on. Resources
-- that it leaves are free at once.
create or replace function allocate_from_v1(
  v venues, b bookings, p_members uuid[], p_from timestamptz
) returns void
language plpgsql volatile
as $$
begin
  delete from allocations where booking_id = b.id and resource_id <> all (p_members);
  insert into allocations as a (booking_id, resource_id, venue_id, span, lapses_at)
  select b.id, m.id, v.id,
         tstzrange(p_from, b.ends_at + make_interval(mins => v.buffer_after)), b.hold_expires_at
    from unnest(p_members) as m (id)
   order by m.id
  on conflict (booking_id, resource_id) where booking_id is not null do update
     set span = tstzrange(case when upper(a.span) >= p_from then least(lower(a.span), p_from)
                               else p_from end, upper(excluded.span)),
         lapses_at = excluded.lapses_at;
end
$$;
