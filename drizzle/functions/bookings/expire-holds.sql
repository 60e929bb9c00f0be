-- Ends expired holds, at most p_limit: those of one venue, or, when p_venue is null, those of any
-- venue. The sweep uses the second form and skips rows that another transaction has locked. Each
-- hold ends once, and the version that this gives the booking is recorded as the event `expired`.
-- Returns how many holds were ended.
create or replace function expire_holds_v1(p_venue uuid, p_now timestamptz, p_limit int) returns int
language plpgsql volatile
as $$
declare
  v_lapsed uuid[];
begin
  if p_venue is null then
    with locked as (
      select id from bookings where state = 'held' and hold_expires_at <= p_now
       order by hold_expires_at limit p_limit for no key update skip locked
    )
    select array_agg(id) into v_lapsed from locked;
  else
    -- Waits for a sweep that is ending the same holds. After that, their places are free.
    with locked as (
      select id from bookings
       where venue_id = p_venue and state = 'held' and hold_expires_at <= p_now
       order by id limit p_limit for no key update
    )
    select array_agg(id) into v_lapsed from locked;
  end if;
  if v_lapsed is null then
    return 0;
  end if;
  delete from allocations where booking_id = any (v_lapsed);
  update bookings
     set state = 'expired', hold_expires_at = null, version = version + 1, updated_at = p_now
   where id = any (v_lapsed);
  insert into booking_events
    (booking_id, version, event, state, starts_at, party_size, resource_ids, at)
  select b.id, b.version, 'expired', 'expired', b.starts_at, b.party_size, e.resource_ids, p_now
    from bookings b
    join booking_events e on e.booking_id = b.id and e.version = b.version - 1
   where b.id = any (v_lapsed);
  return cardinality(v_lapsed);
end
$$;
