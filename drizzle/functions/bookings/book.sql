-- Makes a booking: held, confirmed, or requested where the venue has to approve it
-- (needs_approval_v1). The customer and the conversation are locked already. Raises
-- MT409 with the reason, and with the nearest alternatives as its detail. The alternatives are
-- searched after the end of the inner block has released the venue's lock, so that the losers of a
-- race do not make others wait.
--
-- p contains "by", which no client can send: who asks for the booking. Unless `staff` is true in it,
-- the guest's limits apply, and resources that were chosen by hand must be no more than the party
-- needs. A refusal for a limit has the limit as its detail, and no alternatives. Nor has a refusal of
-- the guest (check_not_refused_v1) or of a second booking at the same time (check_guest_v2). A
-- Worker that knows the words of refusal_word_v1 has `reasons` in it.
--
-- p may contain "override", the rules that the booking may break. The Worker has checked that the key may
-- do so. Those that the booking does break are recorded with its event.
--
-- p may contain "area", {name, required}: the area in which the party wants to sit. Raises MT404
-- area_not_found when no resource is in it.
--
-- p may contain "offer", which no client can send: the booking is then a hold for a waiting party.
-- It lasts offer_seconds, but not past its start, and the waitlist does not take precedence over
-- it.
--
-- Where the venue has waitlist_first, a request is refused when a waiting party has precedence
-- (waitlist_precedes_v1). The request's own customer has none. The queue or the next sweep offers the
-- place to that party. Until then every other request is refused for the same reason.
create or replace function book_v1(
  p_workspace uuid, p_key uuid, p_booking uuid, p_customer uuid, p_conversation uuid,
  p_message_seq int, p jsonb
) returns jsonb
language plpgsql volatile
-- The statements are the same for every booking, so one generic plan serves all calls.
set plan_cache_mode = force_generic_plan
as $$
declare
  v venues;
  b bookings;
  v_now timestamptz;
  v_reason text;
  v_starts timestamptz := p ->> 'start';
  v_party int := p ->> 'partySize';
  v_turn interval;
  v_days int;
  v_is_offer boolean := coalesce((p ->> 'offer')::boolean, false);
  v_state text := case when (p ->> 'hold')::boolean then 'held' else 'confirmed' end;
  v_expires timestamptz;
  v_chosen uuid[];
  v_area text;
  v_only text;
  v_tags text[] := '{}';
  v_members uuid[];
  v_override text[] := '{}';
  -- The rules of v_override that the booking breaks.
  v_broken text[] := '{}';
  -- Whether slot_taken is the right word: the chosen resources are taken, or a waiting party comes first.
  v_is_taken boolean := false;
  v_reference text;
  v_seat record;
begin
  if p_customer is null then
    raise exception 'customer_missing' using errcode = 'MT422';
  end if;
  -- Most bookings have no wish. PostgreSQL prepares each expression of this function in each transaction
  -- that comes to it, so an expression that few bookings need stands behind a condition.
  if p ?| '{override,resourceIds,tags,area}' then
    v_override := array(select jsonb_array_elements_text(p -> 'override'));
    v_tags := array(select jsonb_array_elements_text(p -> 'tags'));
    v_area := p #>> '{area,name}';
    v_only := case when (p #>> '{area,required}')::boolean then v_area end;
    select array_agg(distinct r::uuid) into v_chosen
      from jsonb_array_elements_text(p -> 'resourceIds') r;
  end if;
  begin
    v := lock_venue_v1(p_workspace, (p ->> 'venueId')::uuid);
    if v_area is not null then
      perform check_area_v1(v.id, v_area);
    end if;
    v_turn := turn_time_v1(v.turn_times, v_party);
    if p ? 'override' then
      select * into v_days, v_broken
        from check_start_with_v1(v, v_starts, v_turn, v_override, clock_timestamp());
    else
      v_days := check_start_v1(v, v_starts, v_turn, clock_timestamp());
    end if;
    if v_is_offer then
      perform check_not_refused_v1(p_customer, p);
    else
      v_broken := v_broken || check_guest_v2(
        v, p_customer, null, true, v_starts, v_starts + v_turn,
        (v_starts at time zone v.time_zone)::date - v_days, v_state = 'held', p, clock_timestamp());
    end if;
    if v_chosen is not null then
      if v_only is not null and not in_area_v1(v_chosen, v_only) then
        raise exception 'resources_unfit' using errcode = 'MT409';
      elsif not resources_fit_v1(v.id, v_chosen, v_party, false) then
        -- A party of one fits in any resources that exist.
        if 'party_size' <> all (v_override) or not resources_fit_v1(v.id, v_chosen, 1, false) then
          raise exception 'resources_unfit' using errcode = 'MT409';
        end if;
        v_broken := v_broken || text 'party_size';
      elsif not coalesce((p #>> '{by,staff}')::boolean, false)
            and not resources_needed_v1(v.id, v_chosen, v_party) then
        raise exception 'resources_unneeded' using errcode = 'MT409';
      end if;
    end if;
    if num_nonnulls(v.pacing_parties, v.pacing_covers) > 0 then
      if is_paced_v1(v, v_starts, v_party, null, null, clock_timestamp()) then
        if 'pacing' <> all (v_override) then
          raise exception 'slot_taken' using errcode = 'MT409';
        end if;
        v_broken := v_broken || text 'pacing';
      end if;
    end if;
    if v_chosen is not null or 'party_size' <> all (v_override) then
      v_is_taken := v_chosen is not null;
      v_members := seat_party_v3(v, v_starts, v_starts + v_turn, v_party, v_chosen,
                                 v_chosen is not null, null, p -> 'area', false);
    else
      select * into v_seat
        from seat_longest_v1(v, v_starts - make_interval(mins => v.buffer_before), v_starts, v_turn,
                             v_turn, v_party, null, false, true, true, null, p -> 'area');
      if v_seat.members is null then
        raise exception 'slot_taken' using errcode = 'MT409';
      elsif v_seat.is_other_size then
        v_broken := v_broken || text 'party_size';
      end if;
      v_members := v_seat.members;
    end if;
    if v.waitlist_first and not v_is_offer then
      v_is_taken := true;
      if waitlist_precedes_v1(v, v_starts, v_turn, v_members, p_customer, clock_timestamp()) then
        raise exception 'slot_taken' using errcode = 'MT409';
      end if;
    end if;
    v_now := clock_timestamp();
    if v.approval_from is not null and v_state = 'confirmed' then
      if needs_approval_v1(v, v_party, p) then
        v_state := 'requested';
      end if;
    end if;
    if v_state <> 'confirmed' then
      v_expires := case
        when v_is_offer then least(v_now + make_interval(secs => v.offer_seconds), v_starts)
        when v_state = 'held' then v_now + make_interval(secs => v.hold_seconds)
        else request_expiry_v1(v, v_starts, v_now) end;
    end if;
    v_reference := new_reference_v1();
    -- If another booking of the venue has the reference, nothing is inserted. The second insert names no
    -- reference, so that the trigger draws one.
    loop
      insert into bookings
        (id, workspace_id, venue_id, customer_id, conversation_id, message_seq, state, starts_at,
         ends_at, days_after_opening, party_size, reference, notes, tags, hold_expires_at,
         cancellation_cutoff, created_at, updated_at, area, is_area_required)
      values
        (p_booking, p_workspace, v.id, p_customer, p_conversation, p_message_seq,
         v_state, v_starts, v_starts + v_turn, v_days, v_party, v_reference, p ->> 'notes',
         v_tags, v_expires, v.cancellation_cutoff, v_now, v_now, v_area, v_only is not null)
      on conflict (reference, venue_id) where reference is not null do nothing
      returning * into b;
      exit when found;
      v_reference := null;
    end loop;
    perform allocate_v1(v, b, v_members);
  exception when sqlstate 'MT409' then
    if sqlerrm in ('limit_reached', 'guest_refused', 'guest_overlap') then
      raise;
    end if;
    v_reason := sqlerrm;
  end;
  if v_reason is not null then
    if v_is_offer then
      -- make_offers_v1 needs no alternatives.
      raise exception using errcode = 'MT409', message = v_reason;
    end if;
    select * into v from venues where id = (p ->> 'venueId')::uuid;
    if p #> '{by,reasons}' is not null and not (v_is_taken and v_reason = 'slot_taken') then
      v_reason := refusal_word_v1(v, v_reason, v_starts, v_turn,
                                  case when v_chosen is null then v_party end, v_override,
                                  clock_timestamp());
    end if;
    raise exception using errcode = 'MT409', message = v_reason,
      detail = case when rule_of_word_v1(v_reason) = 'party_size' then '[]'
                    else alternatives_v2(v, v_starts, v_party, null, clock_timestamp(), v_only) end;
  end if;
  insert into booking_events
    (booking_id, version, event, state, starts_at, ends_at, party_size, resource_ids, key_id, actor,
     overrides, at)
  values (b.id, 1, b.state, b.state, b.starts_at, b.ends_at, b.party_size, v_members, p_key,
          p ->> 'actor', v_broken, v_now);
  return booking_json_v2(b, v, v_members);
end
$$;
--> statement-breakpoint
-- Whether a booking for so many guests is only requested until the venue has approved it. p contains
-- `by`, who asks for it. The staff need no approval. A Worker of an earlier version, which does not know
-- the state `requested`, has no `reasons` in it, and confirms.
create or replace function needs_approval_v1(v venues, p_party int, p jsonb) returns boolean
language sql immutable parallel safe
as $$
  select coalesce(
    v.approval_from is not null and p_party >= v.approval_from
      and (p #> '{by,reasons}') is not null and not coalesce((p #>> '{by,staff}')::boolean, false),
    false)
$$;
--> statement-breakpoint
-- When a request for a start expires that is made, or restored, now.
create or replace function request_expiry_v1(v venues, p_starts timestamptz, p_now timestamptz)
returns timestamptz
language sql stable parallel safe
as $$
  select least(p_now + make_interval(mins => v.approval_minutes), p_starts)
$$;
