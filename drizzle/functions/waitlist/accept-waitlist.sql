-- Confirms the booking that an entry was offered, and returns it. It is only requested where the venue has
-- to approve it. p contains `by`, who accepts the offer; see change_booking_v1. Raises MT409: hold_expired when
-- the offer went to the next entry, waitlist_state with the state as its detail when the entry has
-- no offer.
create or replace function accept_waitlist_v2(
  p_workspace uuid, p_key uuid, p_venue uuid, p_entry uuid, p jsonb
) returns jsonb
language plpgsql volatile
-- The next call of the connection is another tenant's, so its plan must not depend on this one.
set plan_cache_mode = force_generic_plan
as $$
declare
  e waitlist_entries := lock_waitlist_entry_v1(p_workspace, p_venue, p_entry);
  b bookings;
  v_state text;
begin
  select * into b from bookings where id = e.booking_id;
  v_state := waitlist_state_v1(e, b, clock_timestamp());
  if v_state = 'passed' then
    raise exception 'hold_expired' using errcode = 'MT409';
  elsif v_state <> 'offered' then
    raise exception 'waitlist_state' using errcode = 'MT409', detail = to_jsonb(v_state);
  end if;
  return change_booking_v1(p_workspace, p_key, b.id, 'confirm', null, p);
end
$$;
--> statement-breakpoint
-- The form that a Worker of an earlier version calls. It does not know requests, so the booking is
-- confirmed. The next release drops it.
create or replace function accept_waitlist_v1(
  p_workspace uuid, p_key uuid, p_venue uuid, p_entry uuid
) returns jsonb
language plpgsql volatile
-- The next call of the connection is another tenant's, so its plan must not depend on this one.
set plan_cache_mode = force_generic_plan
as $$
begin
  return accept_waitlist_v2(p_workspace, p_key, p_venue, p_entry,
                            '{"by": {"reasons": true, "staff": true}}');
end
$$;
