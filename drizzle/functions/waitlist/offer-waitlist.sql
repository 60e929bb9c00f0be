-- Offers the free places of a venue to the waiting parties whose windows overlap p_from to p_to,
-- the oldest entry first, at most p_limit. Returns the bookings that are the offers. Usually no
-- waiting party could be seated. The venue is then not locked, so that bookings do not wait.
create or replace function offer_waitlist_v1(
  p_venue uuid, p_from timestamptz, p_to timestamptz, p_limit int
) returns uuid[]
language plpgsql volatile
as $$
declare
  v venues;
begin
  select * into v from venues where id = p_venue and deleted_at is null;
  if not found or not exists (
    select from waitlist_fitting_v1(v, p_from, p_to, null, clock_timestamp(), 1)
  ) then
    return '{}';
  end if;
  select * into v from venues where id = p_venue and deleted_at is null for no key update;
  if not found then
    return '{}';
  end if;
  perform expire_holds_v1(v.id, clock_timestamp(), 10000);
  return offer_places_v1(v, p_from, p_to, p_limit, null, clock_timestamp());
end
$$;
