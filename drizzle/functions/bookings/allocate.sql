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
