-- Locks a venue and then an entry of its waitlist. Raises MT404 and MT410.
create or replace function lock_waitlist_entry_v1(p_workspace uuid, p_venue uuid, p_entry uuid)
returns waitlist_entries
language plpgsql volatile
as $$
declare
  e waitlist_entries;
begin
  perform lock_venue_v1(p_workspace, p_venue);
  select * into e from waitlist_entries
   where id = p_entry and venue_id = p_venue
     for no key update;
  if not found then
    raise exception 'waitlist_entry_not_found' using errcode = 'MT404';
  elsif exists (select from customers where id = e.customer_id and erased_at is not null) then
    raise exception 'customer_erased' using errcode = 'MT410';
  end if;
  return e;
end
$$;
