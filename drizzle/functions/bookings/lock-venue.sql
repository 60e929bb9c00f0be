-- Locks a venue and ends its expired holds. Every change of a booking begins with this lock, so
-- that changes of one venue are decided one after the other. A caller reads the clock after it has
-- the lock, not before. Raises MT404.
create or replace function lock_venue_v1(p_workspace uuid, p_venue uuid) returns venues
language plpgsql volatile
as $$
declare
  v venues;
begin
  select * into v from venues
   where id = p_venue and workspace_id = p_workspace and deleted_at is null
     for no key update;
  if not found then
    raise exception 'venue_not_found' using errcode = 'MT404';
  end if;
  perform expire_holds_v1(p_venue, clock_timestamp(), 10000);
  return v;
end
$$;
