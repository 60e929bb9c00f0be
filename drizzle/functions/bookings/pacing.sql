-- How many live bookings and covers start in each quarter hour of a venue. The booking p_except is
-- not counted: it is the one that is being moved.
create or replace function pacing_v1(
  p_venue uuid, p_from timestamptz, p_to timestamptz, p_except uuid, p_now timestamptz
) returns table (quarter_hour timestamptz, parties bigint, covers bigint)
language sql stable parallel safe
as $$
  select quarter_hour_v1(b.starts_at), count(*), sum(b.party_size)
    from bookings b
   where b.venue_id = p_venue
     and b.starts_at >= p_from and b.starts_at < p_to
     and b.state in ('held', 'confirmed', 'seated')
     and (b.state <> 'held' or b.hold_expires_at > p_now)
     and b.id is distinct from p_except
   group by 1
$$;
