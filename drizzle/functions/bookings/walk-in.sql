-- Seats a party that comes without a booking, now. The customer and the conversation are locked already,
-- and may be null. p is that of book_v1 with minStay, the shortest stay in minutes that will do, and
-- without start and hold. The Worker has checked that the key may act as staff.
--
-- The party stays for its turn time. With minStay, a shorter stay will do: it then ends before the next
-- booking of its resources (with the venue's buffers), when the venue closes, or when a block of the
-- whole venue begins. The party gets the resources at which it may stay longest (seat_longest_v1).
--
-- The opening hours, the pacing and the sizes of the resources apply, unless p overrides them. The grid
-- of slots, the lead time, the horizon and the limits of a guest do not. A waiting party has no
-- precedence over a party that is there.
--
-- p may contain "area" as for book_v1.
--
-- The start is the minute that has begun. The resources are occupied from this moment, so that they may
-- have become free within the minute.
--
-- Raises MT404, and MT409 with the reason, and with the nearest alternatives as its detail.
create or replace function walk_in_v1(
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
  v_from timestamptz;
  v_starts timestamptz;
  v_reason text;
  v_party int := p ->> 'partySize';
  v_turn interval;
  v_shortest interval;
  v_closes timestamptz;
  v_days int;
  v_words text[];
  v_chosen uuid[];
  v_only text := case when (p #>> '{area,required}')::boolean then p #>> '{area,name}' end;
  v_seat record;
  v_override text[] := array(select jsonb_array_elements_text(p -> 'override'));
  v_broken text[] := '{}';
begin
  begin
    v := lock_venue_v1(p_workspace, (p ->> 'venueId')::uuid);
    perform check_area_v1(v.id, p #>> '{area,name}');
    v_now := clock_timestamp();
    v_starts := date_trunc('minute', v_now);
    v_from := v_now - make_interval(mins => v.buffer_before);
    v_turn := turn_time_v1(v.turn_times, v_party);
    v_shortest := least(v_turn, make_interval(mins => (p ->> 'minStay')::int));
    select w.words, w.days into v_words, v_days
      from broken_start_v1(v, v_starts, v_shortest, v_now) w;
    if v_words && array['closed', 'outside_hours'] then
      if 'hours' <> all (v_override) then
        raise exception '%', v_words[1] using errcode = 'MT409';
      end if;
      v_broken := v_broken || text 'hours';
    else
      if v.last_seating is null then
        select max(upper(h.hours)) into v_closes
          from open_periods_v1(v, (v_starts at time zone v.time_zone)::date - 2,
                               (v_starts at time zone v.time_zone)::date) o
          cross join unnest(o.hours) as h (hours)
         where h.hours @> v_starts;
      end if;
      -- A block of the whole venue closes it too. broken_start_v1 has found none at the shortest stay.
      v_closes := least(v_closes, (
        select min(s.starts_at) from block_spans s
         where s.venue_id between v.id and v.id and s.is_whole
           and s.ends_at > v_starts and s.starts_at < v_starts + v_turn));
      -- With `hours` overridden, the party may stay past closing.
      if 'hours' <> all (v_override) then
        v_turn := least(v_turn, v_closes - v_starts);
      end if;
    end if;
    if is_paced_v1(v, v_starts, v_party, null, null, v_now) then
      if 'pacing' <> all (v_override) then
        raise exception 'full' using errcode = 'MT409';
      end if;
      v_broken := v_broken || text 'pacing';
    end if;
    if p ? 'resourceIds' then
      select array_agg(distinct r::uuid) into v_chosen
        from jsonb_array_elements_text(p -> 'resourceIds') r;
      if v_only is not null and not in_area_v1(v_chosen, v_only) then
        raise exception 'resources_unfit' using errcode = 'MT409';
      elsif not resources_fit_v1(v.id, v_chosen, v_party, false) then
        if 'party_size' <> all (v_override) or not resources_fit_v1(v.id, v_chosen, 1, false) then
          raise exception 'resources_unfit' using errcode = 'MT409';
        end if;
        v_broken := v_broken || text 'party_size';
      end if;
    end if;
    select * into v_seat
      from seat_longest_v1(v, v_from, v_starts, v_turn, v_shortest, v_party, v_chosen, true,
                           v_chosen is null, 'party_size' = any (v_override), null, p -> 'area');
    if v_seat.members is null then
      raise exception '%', case when v_chosen is null then 'full' else 'slot_taken' end
        using errcode = 'MT409';
    elsif v_seat.is_other_size then
      v_broken := v_broken || text 'party_size';
    end if;
    if v_seat.ends_at > v_closes then
      v_broken := v_broken || text 'hours';
    end if;
    -- With minStay, the stay may end before the guest's next booking.
    if p_customer is not null then
      v_broken := v_broken || check_guest_v2(
        v, p_customer, null, true, v_starts, v_seat.ends_at,
        (v_starts at time zone v.time_zone)::date - v_days, false, p, v_now);
    end if;
    insert into bookings
      (id, workspace_id, venue_id, customer_id, conversation_id, message_seq, state, starts_at,
       ends_at, days_after_opening, party_size, area, is_area_required, notes, tags,
       cancellation_cutoff, created_at, updated_at)
    values
      (p_booking, p_workspace, v.id, p_customer, p_conversation, p_message_seq, 'seated', v_starts,
       v_seat.ends_at, v_days, v_party, p #>> '{area,name}', v_only is not null, p ->> 'notes',
       array(select jsonb_array_elements_text(p -> 'tags')), v.cancellation_cutoff, v_now, v_now)
    returning * into b;
    insert into allocations (booking_id, resource_id, venue_id, span)
    select b.id, m.id, v.id,
           tstzrange(v_from, b.ends_at + make_interval(mins => v.buffer_after))
      from unnest(v_seat.members) as m (id)
     order by m.id;
  exception when sqlstate 'MT409' then
    if sqlerrm in ('guest_refused', 'guest_overlap', 'limit_reached') then
      raise;
    end if;
    v_reason := sqlerrm;
  end;
  if v_reason is not null then
    select * into v from venues where id = (p ->> 'venueId')::uuid;
    if v_reason = 'full' and 'party_size' <> all (v_override) then
      v_reason := coalesce(party_word_v1(v.id, v_party), v_reason);
    end if;
    raise exception using errcode = 'MT409', message = v_reason,
      detail = case when rule_of_word_v1(v_reason) = 'party_size' then '[]'
                    else alternatives_v2(v, v_starts, v_party, null, clock_timestamp(), v_only) end;
  end if;
  insert into booking_events
    (booking_id, version, event, state, starts_at, ends_at, party_size, resource_ids, key_id, actor,
     overrides, at)
  values (b.id, 1, 'walk_in', b.state, b.starts_at, b.ends_at, b.party_size, v_seat.members, p_key,
          p ->> 'actor', v_broken, v_now);
  return booking_json_v1(b);
end
$$;
