-- Carries out an act on a booking: one of the rows of booking_acts, which say in which states the act
-- is allowed and to which state it leads. p may contain start, end, partySize, resourceIds and area,
-- and notes, tags, reason, actor and expectedAt. p may also contain versions, an array of which the
-- booking must have one. p_version is such a version from a Worker of an earlier release, or null.
--
-- Lead time, opening hours and horizon are asked only for another start. A booking keeps its end
-- unless its start changes, or its new size has another turn time than the old one. It keeps its
-- resources when the party fits in them and they are free at its time. At the same start it keeps
-- deleted resources too, and any resources for a party that does not get larger.
--
-- A booking keeps its area until p names another one, or null for none. At the same start its party
-- stays in its place, unless p names an area: the party then gets a place there if one is free. A
-- seated party moves only if it requires the area.
--
-- With `end`, a booking keeps its place and ends then. Once a booking has begun, its place must be
-- free from now on only, so a party can get a table that another party has just left. The table that a
-- seated party leaves is free at once.
--
-- `confirm` leads to `requested` where the venue has to approve the booking (needs_approval_v1). Nobody
-- but the staff can then move a confirmed booking to another start, or give it a larger party, so that
-- nothing is confirmed that the venue has not seen. A request that is moved waits no longer than its new
-- start.
--
-- A party that is seated before its start has its place from now on, as far as twelve hours before the
-- start. A Worker of an earlier version, which has no `reasons` in `by`, seats it without that.
--
-- A party is seated or recorded as having left at most seating_window before its start, and a booking
-- becomes a no-show late_grace after its start, or after the expected time of a late party.
--
-- An act that keeps the state and gives only values that the booking has already changes nothing:
-- there is no new version and no event, and no rule of the venue can refuse it.
--
-- p may contain "override", the rules that the change may break. The Worker has checked that the key may
-- do so. Those that it does break are recorded with its event.
--
-- p contains "by", who asks for the change. A Worker that knows the words of refusal_word_v1 has
-- `reasons` in it. Unless `staff` is true in it, resources that were chosen by hand must be no more
-- than the party needs, and a party that gets smaller gives back those that it no longer needs.
--
-- Raises MT404, MT410, MT412 (version_stale), MT422 (end_invalid, expected_at_invalid) and MT409:
-- booking_state with the state as its detail, hold_expired, too_early, needs_approval, guest_refused (a
-- confirmation or an approval), too_late (a request for a start that has passed), guest_overlap and
-- limit_reached (see check_guest_v2), stay_ended, stay_overlaps with the other booking, or the reason why
-- the party cannot be seated, with alternatives.
create or replace function change_booking_v1(
  p_workspace uuid, p_key uuid, p_booking uuid, p_act text, p_version int, p jsonb
) returns jsonb
language plpgsql volatile
-- The statements are the same for every booking, so one generic plan serves all calls.
set plan_cache_mode = force_generic_plan
as $$
declare
  a booking_acts;
  v venues;
  b bookings;
  v_now timestamptz;
  v_reason text;
  v_before bookings;
  v_turn interval;
  v_chosen uuid[];
  v_wanted uuid[];
  v_members uuid[];
  v_is_same_start boolean;
  v_is_same_place boolean;
  v_fits boolean;
  v_stays boolean;
  v_only text;
  v_moves boolean := p ?| array['start', 'end', 'partySize', 'resourceIds', 'area'];
  v_is_seated_again boolean := false;
  -- From when on the place must be free. Null: for the whole stay, with the venue's buffer before it.
  v_from timestamptz;
  v_is_staff boolean := coalesce((p #>> '{by,staff}')::boolean, false);
  v_override text[] := '{}';
  -- The rules of v_override that the change breaks.
  v_broken text[] := '{}';
  -- Whether slot_taken is the right word: the chosen resources are taken.
  v_is_taken boolean := false;
  v_seat record;
begin
  select * into a from booking_acts where act = p_act;
  if not found then
    raise exception 'unknown act of a booking: %', p_act
      using hint = 'The table booking_acts has a row for each act.';
  end if;
  select * into b from bookings where id = p_booking and workspace_id = p_workspace;
  if not found then
    raise exception 'booking_not_found' using errcode = 'MT404';
  end if;
  if v_moves then
    -- The time of the guest's other bookings must not change meanwhile, at any venue. The customer
    -- comes before the venue in the order of locks.
    perform from customers where id = b.customer_id for no key update;
  end if;
  begin
    -- The existing bookings of a deleted venue stay valid, so a deleted venue is locked too.
    select * into v from venues where id = b.venue_id for no key update;
    perform expire_holds_v1(v.id, clock_timestamp(), 10000);
    v_now := clock_timestamp();
    select * into b from bookings where id = p_booking for no key update;
    if exists (select from customers where id = b.customer_id and erased_at is not null) then
      raise exception 'customer_erased' using errcode = 'MT410';
    elsif b.erased_at is not null then
      raise exception 'booking_erased' using errcode = 'MT410';
    elsif p_version <> b.version or not (p -> 'versions') @> to_jsonb(b.version) then
      raise exception 'version_stale' using errcode = 'MT412';
    elsif b.state = 'expired' and 'held' = any (a.from_states) then
      raise exception 'hold_expired' using errcode = 'MT409';
    elsif b.state <> all (a.from_states) then
      raise exception 'booking_state' using errcode = 'MT409', detail = to_jsonb(b.state);
    elsif p_act = 'no_show' and v_now < no_show_from_v1(v, b)
          or p_act in ('seat', 'finish')
             and v_now < b.starts_at - make_interval(mins => v.seating_window) then
      raise exception 'too_early' using errcode = 'MT409';
    elsif (p ->> 'expectedAt')::timestamptz <= b.starts_at
          or (p ->> 'expectedAt')::timestamptz > b.starts_at + interval '24 hours' then
      raise exception 'expected_at_invalid' using errcode = 'MT422';
    end if;
    if p_act in ('confirm', 'approve') then
      perform check_not_refused_v1(b.customer_id, p);
    end if;
    select resource_ids into v_members from booking_events
     where booking_id = b.id and version = b.version;
    select array_agg(distinct r::uuid) into v_chosen
      from jsonb_array_elements_text(p -> 'resourceIds') r;
    if a.to_state is null
       and coalesce((p ->> 'start')::timestamptz = b.starts_at, true)
       and coalesce((p ->> 'end')::timestamptz = b.ends_at, true)
       and coalesce((p ->> 'partySize')::int = b.party_size, true)
       and coalesce(v_chosen <@ v_members and v_chosen @> v_members, true)
       and not (p ? 'area'
                and (p #>> '{area,name}' is distinct from b.area
                     or coalesce((p #>> '{area,required}')::boolean, false) <> b.is_area_required))
       and not (p ? 'notes' and p ->> 'notes' is distinct from b.notes)
       and not (p ? 'tags'
                and array(select jsonb_array_elements_text(p -> 'tags')) is distinct from b.tags)
       and not (p_act = 'late' and (not b.late or (p ->> 'expectedAt')::timestamptz
                                                  is distinct from b.expected_at))
    then
      return booking_json_v1(b);
    end if;

    if v_moves then
      v_before := b;
      b.starts_at := coalesce((p ->> 'start')::timestamptz, b.starts_at);
      b.party_size := coalesce((p ->> 'partySize')::int, b.party_size);
      if b.state = 'confirmed' and needs_approval_v1(v, b.party_size, p)
         and (b.starts_at <> v_before.starts_at or b.party_size > v_before.party_size) then
        raise exception 'needs_approval' using errcode = 'MT409';
      elsif b.state = 'requested' and b.starts_at <= v_now then
        raise exception 'too_late' using errcode = 'MT409';
      elsif b.state = 'requested' then
        b.hold_expires_at := least(b.hold_expires_at, b.starts_at);
      end if;
      if p ? 'area' then
        perform check_area_v1(v.id, p #>> '{area,name}');
        b.area := p #>> '{area,name}';
        b.is_area_required := coalesce((p #>> '{area,required}')::boolean, false);
      end if;
      v_only := case when b.is_area_required then b.area end;
      v_turn := turn_time_v1(v.turn_times, b.party_size);
      v_is_same_start := b.starts_at = v_before.starts_at;
      if p ? 'override' then
        v_override := array(select jsonb_array_elements_text(p -> 'override'));
      end if;
      if not v_is_same_start and v_override <> '{}' then
        select * into b.days_after_opening, v_broken
          from check_start_with_v1(v, b.starts_at, v_turn, v_override, v_now);
      elsif not v_is_same_start then
        b.days_after_opening := check_start_v1(v, b.starts_at, v_turn, v_now);
      end if;
      if p ? 'end' then
        b.ends_at := p ->> 'end';
        if b.ends_at <= greatest(b.starts_at, v_now)
           or b.ends_at > b.starts_at + interval '24 hours' then
          raise exception 'end_invalid' using errcode = 'MT422';
        end if;
      elsif not v_is_same_start or v_turn <> turn_time_v1(v.turn_times, v_before.party_size) then
        -- A party that is still there has not left before now.
        if b.state <> 'seated' or b.starts_at + v_turn > v_now then
          b.ends_at := b.starts_at + v_turn;
        end if;
      end if;
      if v_is_same_start and (b.state = 'seated' or b.starts_at <= v_now) then
        -- Twelve hours bound the length of an allocation.
        v_from := greatest(v_now, b.starts_at - interval '12 hours');
      end if;
      if not v_is_same_start then
        b.late := false;
        b.expected_at := null;
      end if;
      if not v_is_same_start or b.ends_at > v_before.ends_at then
        v_broken := v_broken || check_guest_v2(
          v, b.customer_id, b.id, false, b.starts_at, b.ends_at,
          (b.starts_at at time zone v.time_zone)::date - b.days_after_opening,
          b.state = 'held', p, v_now);
      end if;

      v_wanted := coalesce(v_chosen, v_members);
      if v_chosen is null and not v_is_staff and b.party_size < v_before.party_size then
        v_wanted := needed_resources_v1(v.id, v_wanted, b.party_size);
      end if;
      v_is_same_place := v_is_same_start and v_wanted <@ v_members and v_wanted @> v_members;
      v_fits := v_is_same_place and b.party_size <= v_before.party_size
        or resources_fit_v1(v.id, v_wanted, b.party_size, v_is_same_place);
      v_stays := v_is_same_start
        and (not p ? 'area' or b.area is null or in_area_v1(v_wanted, b.area)
             or not b.is_area_required and b.state = 'seated');
      if v_chosen is not null and v_only is not null and not in_area_v1(v_chosen, v_only) then
        raise exception 'resources_unfit' using errcode = 'MT409';
      elsif v_chosen is not null and not v_fits then
        -- A party of one fits in any resources that exist.
        if 'party_size' <> all (v_override)
           or not resources_fit_v1(v.id, v_chosen, 1, v_is_same_place) then
          raise exception 'resources_unfit' using errcode = 'MT409';
        end if;
        v_broken := v_broken || text 'party_size';
        v_fits := true;
      elsif v_chosen is not null and not v_is_staff
            and not (v_is_same_place and b.party_size = v_before.party_size)
            and not resources_needed_v1(v.id, v_chosen, b.party_size) then
        raise exception 'resources_unneeded' using errcode = 'MT409';
      end if;
      if is_paced_v1(v, b.starts_at, b.party_size,
                     case when v_is_same_start then v_before.party_size end, b.id, v_now) then
        if 'pacing' <> all (v_override) then
          raise exception 'slot_taken' using errcode = 'MT409';
        end if;
        v_broken := v_broken || text 'pacing';
      end if;
      v_is_taken := v_chosen is not null;
      v_is_seated_again := not (v_fits and v_is_same_place and b.ends_at <= v_before.ends_at
                                and (v_stays or v_chosen is not null));
      if v_is_seated_again and b.ends_at <= v_from then
        raise exception 'stay_ended' using errcode = 'MT409';
      elsif v_is_seated_again and p ? 'end' and v_fits and v_is_same_place
            and (v_stays or v_chosen is not null) then
        perform check_stay_v1(v, v_wanted, v_from, b);
        v_members := v_wanted;
      elsif v_is_seated_again and v_chosen is null and 'party_size' = any (v_override) then
        v_turn := b.ends_at - b.starts_at;
        select * into v_seat
          from seat_longest_v1(v, coalesce(v_from,
                                           b.starts_at - make_interval(mins => v.buffer_before)),
                               b.starts_at, v_turn, v_turn, b.party_size, v_wanted, v_fits, true, true,
                               b.id,
                               jsonb_build_object('name', b.area, 'required', b.is_area_required));
        if v_seat.members is null then
          raise exception 'slot_taken' using errcode = 'MT409';
        elsif v_seat.is_other_size then
          v_broken := v_broken || text 'party_size';
        end if;
        v_members := v_seat.members;
      elsif v_is_seated_again then
        -- seat_party_v3 subtracts the buffer from the start.
        v_members := seat_party_v3(
          v, coalesce(v_from + make_interval(mins => v.buffer_before), b.starts_at), b.ends_at,
          b.party_size, case when v_fits then v_wanted end, v_chosen is not null, b.id,
          jsonb_build_object('name', b.area, 'required', b.is_area_required), v_stays);
      end if;
    end if;
    if p_act = 'seat' and p #> '{by,reasons}' is not null
       and v_now < b.starts_at - make_interval(mins => v.buffer_before) then
      v_from := greatest(v_now, b.starts_at - interval '12 hours');
      perform check_stay_v1(v, v_members, v_from, b);
      v_is_seated_again := true;
    end if;
    if p_act = 'late' then
      b.late := true;
      b.expected_at := p ->> 'expectedAt';
    end if;
    if p ? 'notes' then
      b.notes := p ->> 'notes';
    end if;
    if p ? 'tags' then
      b.tags := array(select jsonb_array_elements_text(p -> 'tags'));
    end if;
    if a.to_state = 'cancelled' then
      -- A request that is withdrawn was no booking yet.
      b.cancelled_late := b.state <> 'requested'
        and v_now > b.starts_at - make_interval(mins => b.cancellation_cutoff);
    end if;
    if p_act = 'confirm' and needs_approval_v1(v, b.party_size, p) then
      if b.starts_at <= v_now then
        raise exception 'too_late' using errcode = 'MT409';
      end if;
      b.state := 'requested';
      b.hold_expires_at := request_expiry_v1(v, b.starts_at, v_now);
    else
      b.state := coalesce(a.to_state, b.state);
    end if;
    if b.state not in ('held', 'requested') then
      b.hold_expires_at := null;
    end if;
    update bookings
       set state = b.state, starts_at = b.starts_at, ends_at = b.ends_at,
           days_after_opening = b.days_after_opening, party_size = b.party_size, notes = b.notes,
           tags = b.tags, area = b.area, is_area_required = b.is_area_required,
           hold_expires_at = b.hold_expires_at, cancelled_late = b.cancelled_late,
           late = b.late, expected_at = b.expected_at,
           version = version + 1, updated_at = v_now
     where id = b.id
    returning * into b;

    if v_is_seated_again and v_from is not null then
      perform allocate_from_v1(v, b, v_members, v_from);
    elsif v_is_seated_again then
      delete from allocations where booking_id = b.id;
      perform allocate_v1(v, b, v_members);
    elsif b.ends_at < v_before.ends_at then
      -- The party stays in its place, so no longer buffer than before is added.
      update allocations
         set span = span * tstzrange(null, b.ends_at + make_interval(mins => v.buffer_after))
       where booking_id = b.id;
    elsif b.state in ('held', 'requested', 'confirmed', 'seated') then
      update allocations set lapses_at = b.hold_expires_at
       where booking_id = b.id and lapses_at is distinct from b.hold_expires_at;
    else
      delete from allocations where booking_id = b.id;
    end if;
    insert into booking_events
      (booking_id, version, event, state, starts_at, party_size, resource_ids, key_id, reason, actor,
       overrides, at)
    values (b.id, b.version, p_act, b.state, b.starts_at, b.party_size, v_members, p_key,
            p ->> 'reason', p ->> 'actor', v_broken, v_now);
  exception when sqlstate 'MT409' then
    v_reason := sqlerrm;
    if not v_moves
       or v_reason in ('booking_state', 'hold_expired', 'stay_ended', 'stay_overlaps',
                       'limit_reached', 'guest_overlap', 'needs_approval') then
      raise;
    end if;
  end;
  if v_reason is not null then
    if p #> '{by,reasons}' is not null and not (v_is_taken and v_reason = 'slot_taken') then
      v_reason := refusal_word_v1(v, v_reason, case when not v_is_same_start then b.starts_at end,
                                  v_turn, case when v_chosen is null then b.party_size end,
                                  v_override, clock_timestamp());
    end if;
    raise exception using errcode = 'MT409', message = v_reason,
      detail = case when rule_of_word_v1(v_reason) = 'party_size' then '[]'
                    else alternatives_v2(v, coalesce((p ->> 'start')::timestamptz, b.starts_at),
                                         coalesce((p ->> 'partySize')::int, b.party_size), b.id,
                                         clock_timestamp(), v_only) end;
  end if;
  return booking_json_v1(b);
end
$$;
--> statement-breakpoint
-- From when on a booking can become a no-show: the venue's grace time after its start, or after the
-- time at which a late party is expected.
create or replace function no_show_from_v1(v venues, b bookings) returns timestamptz
language sql stable parallel safe
as $$
  select greatest(b.starts_at, case when b.late then b.expected_at end)
         + make_interval(mins => v.late_grace)
$$;
--> statement-breakpoint
-- Checks that no other booking and no block has the resources of a booking until its new end, from
-- p_from on, or for the whole stay when p_from is null. Raises MT409 stay_overlaps; the detail is
-- {booking}, the first booking that is in the way, or empty if a block is.
create or replace function check_stay_v1(
  v venues, p_resources uuid[], p_from timestamptz, b bookings
) returns void
language plpgsql stable
as $$
declare
  v_other uuid;
  v_span tstzrange := tstzrange(
    coalesce(p_from, b.starts_at - make_interval(mins => v.buffer_before)),
    b.ends_at + make_interval(mins => v.buffer_after));
begin
  select a.booking_id into v_other
    from allocations a
   where a.venue_id = v.id and a.resource_id = any (p_resources)
     -- A block has no booking_id.
     and (a.booking_id = b.id) is not true
     and overlaps_v1(a.span, v_span)
   order by lower(a.span), a.booking_id
   limit 1;
  if found and v_other is null then
    raise exception 'stay_overlaps' using errcode = 'MT409';
  elsif found then
    raise exception 'stay_overlaps' using errcode = 'MT409',
      detail = jsonb_build_object('booking', v_other)::text;
  end if;
end
$$;
