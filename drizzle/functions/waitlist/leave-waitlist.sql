-- Takes a party off the waitlist and cancels the offer that it has. An entry that has ended already
-- stays as it is. Returns the cancelled booking, or null. Raises MT409 (waitlist_state) when the
-- offer was accepted: the client has to cancel that booking instead.
create or replace function leave_waitlist_v1(
  p_workspace uuid, p_key uuid, p_venue uuid, p_entry uuid
) returns uuid
language plpgsql volatile
-- The next call of the connection is another tenant's, so its plan must not depend on this one.
set plan_cache_mode = force_generic_plan
as $$
declare
  e waitlist_entries := lock_waitlist_entry_v1(p_workspace, p_venue, p_entry);
  b bookings;
  v_now timestamptz := clock_timestamp();
  v_state text;
begin
  select * into b from bookings where id = e.booking_id;
  v_state := waitlist_state_v1(e, b, v_now);
  if v_state = 'accepted' then
    raise exception 'waitlist_state' using errcode = 'MT409', detail = to_jsonb(v_state);
  elsif v_state = 'offered' then
    perform change_booking_v1(p_workspace, p_key, b.id, 'cancel', null, '{}');
  end if;
  if v_state in ('waiting', 'offered') then
    update waitlist_entries set left_at = v_now where id = e.id;
  end if;
  return case when v_state = 'offered' then b.id end;
end
$$;
