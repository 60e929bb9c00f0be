-- Undoes the newest act of a booking that can be undone and has not been undone: seat, finish, no_show,
-- cancel, approve, decline, the expiry of a hold or request, or a walk-in. The booking gets back the
-- state before the act, with a new version and the event `undo`. Acts are undone like a stack: after
-- `finish`, `seat` can be undone. A walk-in has no state before it, so it becomes cancelled, and frees its
-- place.
--
-- The state of a booking names that act: no other one leads to the states seated, finished, no_show,
-- cancelled, declined and expired, and only `undo` leads out of them, or `finish` out of seated. Of a
-- confirmed booking, only an approval can be undone. The undo of a walk-in cannot be undone.
--
-- The booking gets its own resources back, which must be free from now on. A block that was stored around
-- the booking before the undone act gives them back (leave_blocks_v1). A restored hold or request
-- gets a new expiry. A request is restored only before its start. For a booking that has not begun, the
-- pacing must allow it again, and unless p -> by -> staff, the guest's limits too. Lead time, opening
-- hours and horizon are not asked. Only the staff undo `approve` and `decline`, as only they do them.
--
-- p contains "by", who asks for it, which no client can send, and may contain actor, and versions, an
-- array of which the booking must have one.
--
-- Locks in the global order: customer, venue, booking, allocations, blocks, booking events. Raises MT403
-- (scope_missing), MT404, MT410, MT412 (version_stale) and MT409: nothing_to_undo, undo_expired,
-- limit_reached, guest_overlap with the other booking, or slot_taken with alternatives.
create or replace function undo_booking_v1(
  p_workspace uuid, p_key uuid, p_booking uuid, p jsonb
) returns jsonb
language plpgsql volatile
-- The statements are the same for every booking, so one generic plan serves all calls.
set plan_cache_mode = force_generic_plan
as $$
declare
  v venues;
  b bookings;
  v_now timestamptz;
  v_from timestamptz;
  v_reason text;
  v_undone booking_events;
  v_members uuid[];
  -- The time for which its resources must be free.
  v_place tstzrange;
  -- Whether the undone act has left the booking its place.
  v_has_place boolean;
  -- Whether a block, which was stored around the booking, has given the place back.
  v_was_kept boolean := false;
begin
  select * into b from bookings where id = p_booking and workspace_id = p_workspace;
  if not found then
    raise exception 'booking_not_found' using errcode = 'MT404';
  end if;
  -- The guest's other bookings must not change while they are counted and compared below.
  perform from customers where id = b.customer_id for no key update;
  begin
    select * into v from venues where id = b.venue_id for no key update;
    perform expire_holds_v1(v.id, clock_timestamp(), 10000);
    v_now := clock_timestamp();
    select * into b from bookings where id = p_booking for no key update;
    if exists (select from customers where id = b.customer_id and erased_at is not null) then
      raise exception 'customer_erased' using errcode = 'MT410';
    elsif b.erased_at is not null then
      raise exception 'booking_erased' using errcode = 'MT410';
    elsif not (p -> 'versions') @> to_jsonb(b.version) then
      raise exception 'version_stale' using errcode = 'MT412';
    elsif b.state in ('held', 'requested') then
      raise exception 'nothing_to_undo' using errcode = 'MT409';
    end if;
    select * into v_undone from booking_events
     where booking_id = b.id
       and (event = case b.state when 'seated' then 'seat' when 'finished' then 'finish'
                                 when 'cancelled' then 'cancel' when 'declined' then 'decline'
                                 when 'confirmed' then 'approve' else b.state end
            or b.state = 'seated' and event = 'walk_in')
     order by version desc
     limit 1;
    if not found or v_undone.version = 1 and v_undone.event <> 'walk_in' then
      raise exception 'nothing_to_undo' using errcode = 'MT409';
    elsif v_undone.event in ('approve', 'decline')
          and not coalesce((p #>> '{by,staff}')::boolean, false) then
      raise exception 'scope_missing' using errcode = 'MT403';
    elsif v.undo_minutes = 0
          or v_undone.at < v_now - make_interval(mins => v.undo_minutes) then
      raise exception 'undo_expired' using errcode = 'MT409';
    end if;
    if v_undone.event = 'walk_in' then
      b.state := 'cancelled';
    else
      select state into b.state from booking_events
       where booking_id = b.id and version = v_undone.version - 1;
    end if;
    select resource_ids into v_members from booking_events
     where booking_id = b.id and version = b.version;
    b.cancelled_late := null;
    if b.state = 'held' then
      b.hold_expires_at := restored_expiry_v1(v, b, v_now);
    elsif b.state = 'requested' and b.starts_at <= v_now then
      raise exception 'undo_expired' using errcode = 'MT409';
    elsif b.state = 'requested' then
      b.hold_expires_at := request_expiry_v1(v, b.starts_at, v_now);
    end if;
    v_has_place := v_undone.event in ('seat', 'approve', 'walk_in');

    -- A seated party and an approved booking have their place. The other acts have freed it.
    v_from := greatest(b.starts_at - case when b.state = 'seated' then interval '12 hours'
                                          else make_interval(mins => v.buffer_before) end, v_now);
    v_place := tstzrange(v_from,
                         greatest(v_from, b.ends_at + make_interval(mins => v.buffer_after)));
    if not v_has_place then
      v_was_kept := leave_blocks_v1(v, v_members, v_place, v_undone.at);
    end if;
    if not v_has_place and exists (
      select from allocations a
       where a.venue_id = v.id and a.resource_id = any (v_members)
         -- A block has no booking_id.
         and (a.booking_id = b.id) is not true
         and overlaps_v1(a.span, v_place)
    ) then
      raise exception 'slot_taken' using errcode = 'MT409';
    end if;
    if not v_has_place and b.state in ('held', 'requested', 'confirmed') then
      perform check_guest_v2(
        v, b.customer_id, b.id, b.starts_at > v_now, b.starts_at, b.ends_at,
        (b.starts_at at time zone v.time_zone)::date - b.days_after_opening, b.state = 'held', p,
        v_now);
    end if;
    if not v_has_place and b.state in ('held', 'requested', 'confirmed')
       and b.starts_at > v_now then
      perform check_pacing_v1(v, b.starts_at, b.party_size, null, b.id, v_now);
    end if;

    update bookings
       set state = b.state, hold_expires_at = b.hold_expires_at, cancelled_late = b.cancelled_late,
           version = version + 1, updated_at = v_now
     where id = b.id
    returning * into b;
    if not v_has_place
       and b.ends_at + make_interval(mins => v.buffer_after) > v_from then
      perform allocate_from_v1(v, b, v_members, v_from);
      if v_was_kept then
        update allocations set is_in_block = true where booking_id = b.id;
      end if;
    elsif v_undone.event = 'walk_in' then
      delete from allocations where booking_id = b.id;
    elsif v_undone.event = 'seat' then
      -- A party that was seated before its start gives back the time until then.
      update allocations
         set span = span * tstzrange(b.starts_at - make_interval(mins => v.buffer_before), null)
       where booking_id = b.id
         and lower(span) < b.starts_at - make_interval(mins => v.buffer_before);
    elsif b.state = 'requested' then
      update allocations set lapses_at = b.hold_expires_at where booking_id = b.id;
    end if;
    update booking_events set undone_by = b.version
     where booking_id = b.id and version = v_undone.version;
    insert into booking_events
      (booking_id, version, event, state, starts_at, party_size, resource_ids, key_id, actor, undoes,
       at)
    values (b.id, b.version, 'undo', b.state, b.starts_at, b.party_size, v_members, p_key,
            p ->> 'actor', v_undone.version, v_now);
  exception when sqlstate 'MT409' then
    v_reason := sqlerrm;
    if v_reason <> 'slot_taken' then
      raise;
    end if;
  end;
  if v_reason is not null then
    -- The alternatives are searched after the venue's lock has been released.
    raise exception using errcode = 'MT409', message = v_reason,
      detail = alternatives_v2(v, b.starts_at, b.party_size, b.id, clock_timestamp(),
                               case when b.is_area_required then b.area end);
  end if;
  return booking_json_v1(b);
end
$$;
--> statement-breakpoint
-- When a hold that is restored now expires. An offer to a waiting party lasts as long as a new one, and
-- not past its start unless that is nearer than a usual hold lasts.
create or replace function restored_expiry_v1(v venues, b bookings, p_now timestamptz)
returns timestamptz
language plpgsql stable
as $$
declare
  v_hold timestamptz := p_now + make_interval(secs => v.hold_seconds);
begin
  if not exists (select from waitlist_entries where booking_id = b.id) then
    return v_hold;
  end if;
  return least(p_now + make_interval(secs => v.offer_seconds), greatest(v_hold, b.starts_at));
end
$$;
--> statement-breakpoint
-- Undoes an act under an idempotency key; see undo_booking_v1 and claim_answer_v1. A refusal (MT409) is
-- kept like a success. Returns {replayed, body}, where body is the booking or a refusal. Locks in the
-- global order: idempotency key, then what undo_booking_v1 locks. Raises MT404, MT410, MT412 and
-- MT422, which leave the key unused.
create or replace function undo_booking_once_v1(
  p_workspace uuid, p_key uuid, p_booking uuid, p jsonb, p_once jsonb
) returns jsonb
language plpgsql volatile
-- The next call of the connection is another tenant's, so its plan must not depend on this one.
set plan_cache_mode = force_generic_plan
as $$
declare
  v_answer jsonb := claim_answer_v1(p_workspace, p_once);
  v_detail text;
begin
  if v_answer is not null then
    return v_answer;
  end if;
  begin
    v_answer := undo_booking_v1(p_workspace, p_key, p_booking, p);
  exception when sqlstate 'MT409' then
    get stacked diagnostics v_detail = pg_exception_detail;
    v_answer := refusal_v1(sqlerrm, v_detail);
  end;
  return keep_answer_v1(p_workspace, p_once, v_answer,
                        (select customer_id from bookings where id = p_booking));
end
$$;
