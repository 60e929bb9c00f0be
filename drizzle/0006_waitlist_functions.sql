-- The waitlist. An entry is changed by who has locked its venue, and after that the entry itself;
-- an offer is a booking that is held, made by book_v1 like any other.

-- A new time-ordered id (UUIDv7, RFC 9562), as the Worker makes them.
create function new_id_v1() returns uuid
language sql volatile
as $$
  select encode(set_bit(set_bit(overlay(
           uuid_send(gen_random_uuid())
           placing substring(
             int8send(trunc(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
           from 1 for 6), 52, 1), 53, 1), 'hex')::uuid
$$;
--> statement-breakpoint
-- Where an entry stands, from what was offered to it (b, null: nothing). An entry whose window is
-- over is left at its end by the sweep, so that the index of who waits is short; it says lapsed
-- before and after that.
create function waitlist_state_v1(e waitlist_entries, b bookings, p_now timestamptz) returns text
language sql immutable parallel safe
as $$
  select case when e.booking_id is not null then
                case when e.left_at is not null then 'left'
                     when b.state = 'held' and b.hold_expires_at > p_now then 'offered'
                     when b.state in ('held', 'expired') then 'passed'
                     when b.state = 'cancelled' then 'declined'
                     else 'accepted' end
              when e.left_at < e.latest then 'left'
              when e.left_at is not null or e.latest <= p_now then 'lapsed'
              else 'waiting' end
$$;
--> statement-breakpoint
create function waitlist_json_v1(e waitlist_entries) returns jsonb
language sql stable
as $$
  select jsonb_build_object(
    'id', e.id, 'venueId', e.venue_id, 'customerId', g.external_id,
    'conversationId', c.external_id, 'state', waitlist_state_v1(e, b, now()),
    'earliest', iso_local_v1(e.earliest, v.time_zone),
    'latest', iso_local_v1(e.latest, v.time_zone), 'timeZone', v.time_zone,
    'partySize', e.party_size, 'notes', e.notes,
    'offer', case when b.id is not null then jsonb_build_object(
      'bookingId', b.id, 'start', iso_local_v1(b.starts_at, v.time_zone),
      'expiresAt', iso_v1(b.hold_expires_at)) end,
    'createdAt', iso_v1(e.created_at))
    from venues v
    left join customers g on g.id = e.customer_id
    left join conversations c on c.id = e.conversation_id
    left join bookings b on b.id = e.booking_id
   where v.id = e.venue_id
$$;
--> statement-breakpoint
-- Puts a party on the waitlist, with its customer; locks in the one order: customer, conversation.
-- Raises MT404, MT409 (customer_mismatch), MT410.
create function join_waitlist_v1(p_workspace uuid, p_entry uuid, p jsonb) returns jsonb
language plpgsql volatile
as $$
declare
  e waitlist_entries;
  v_customer uuid := customer_id_v1(p_workspace, p -> 'customer' ->> 'id');
  v_conversation conversations;
begin
  if not exists (select from venues where id = (p ->> 'venueId')::uuid
                   and workspace_id = p_workspace and deleted_at is null) then
    raise exception 'venue_not_found' using errcode = 'MT404';
  end if;

  insert into customers as g
    (id, workspace_id, external_id, name, email, phone, locale, time_zone)
  values (v_customer, p_workspace, p -> 'customer' ->> 'id', p -> 'customer' ->> 'name',
          p -> 'customer' ->> 'email', p -> 'customer' ->> 'phone', p -> 'customer' ->> 'locale',
          p -> 'customer' ->> 'timeZone')
  on conflict (id) do update
     set name = coalesce(excluded.name, g.name), email = coalesce(excluded.email, g.email),
         phone = coalesce(excluded.phone, g.phone), locale = coalesce(excluded.locale, g.locale),
         time_zone = coalesce(excluded.time_zone, g.time_zone), last_seen_at = now()
   where g.erased_at is null;
  if not found then
    raise exception 'customer_erased' using errcode = 'MT410';
  end if;

  if p ->> 'conversationId' is not null then
    select * into v_conversation from conversations
     where workspace_id = p_workspace and external_id = p ->> 'conversationId'
       for no key update;
    if not found then
      raise exception 'conversation_not_found' using errcode = 'MT404';
    elsif v_conversation.erased_at is not null then
      raise exception 'conversation_erased' using errcode = 'MT410';
    elsif v_conversation.customer_id <> v_customer then
      raise exception 'customer_mismatch' using errcode = 'MT409';
    end if;
  end if;

  insert into waitlist_entries
    (id, workspace_id, venue_id, customer_id, conversation_id, party_size, earliest, latest, notes)
  values (p_entry, p_workspace, (p ->> 'venueId')::uuid, v_customer, v_conversation.id,
          (p ->> 'partySize')::int, (p ->> 'earliest')::timestamptz,
          (p ->> 'latest')::timestamptz, p ->> 'notes')
  returning * into e;
  return waitlist_json_v1(e);
end
$$;
--> statement-breakpoint
-- The earliest start in an entry's window that is free for its party; null: none is. A period of
-- the day before may last past midnight.
create function waitlist_start_v1(v venues, e waitlist_entries, p_now timestamptz)
returns timestamptz
language sql stable
as $$
  select min(a.starts_at)
    from availability_v1(v, (greatest(e.earliest, p_now) at time zone v.time_zone)::date - 1,
                         (e.latest at time zone v.time_zone)::date, e.party_size, null, p_now) a
   where a.status = 'free' and a.starts_at between e.earliest and e.latest
$$;
--> statement-breakpoint
-- Who waits at a venue, has a window that meets p_from to p_to, is not p_except and would find a
-- place now, the oldest first and at most p_most of them (null: all).
create function waitlist_fitting_v1(
  v venues, p_from timestamptz, p_to timestamptz, p_except uuid, p_now timestamptz, p_most int
) returns setof waitlist_entries
language plpgsql stable
as $$
declare
  e waitlist_entries;
  v_found int := 0;
  -- By size of party, the starts that nothing is free at: most wait for the same evenings, which
  -- are looked at once.
  v_full tstzmultirange[];
begin
  for e in
    select w.*
      from waitlist_entries w
      join customers g on g.id = w.customer_id
     where w.venue_id = v.id and w.booking_id is null and w.left_at is null
       and w.latest > p_now and w.earliest <= p_to and w.latest >= p_from
       and w.customer_id is distinct from p_except and g.erased_at is null
     order by w.id
  loop
    continue when v_full[e.party_size] @> tstzrange(e.earliest, e.latest, '[]');
    if waitlist_start_v1(v, e, p_now) is null then
      v_full[e.party_size] := coalesce(v_full[e.party_size], '{}')
        + tstzmultirange(tstzrange(e.earliest, e.latest, '[]'));
    else
      v_found := v_found + 1;
      return next e;
      exit when v_found = p_most;
    end if;
  end loop;
end
$$;
--> statement-breakpoint
-- Offers places to who waits, the oldest first, at most p_limit; the venue is locked, and its lapsed
-- holds have ended. An entry gets one offer in its life: what was not taken goes to the next.
-- Returns the bookings that are the offers.
create function offer_places_v1(
  v venues, p_from timestamptz, p_to timestamptz, p_limit int, p_except uuid, p_now timestamptz
) returns uuid[]
language plpgsql volatile
as $$
declare
  e waitlist_entries;
  v_start timestamptz;
  v_booking uuid;
  v_offers uuid[] := '{}';
begin
  for e in select * from waitlist_fitting_v1(v, p_from, p_to, p_except, p_now, null) loop
    exit when cardinality(v_offers) >= p_limit;
    -- Offers made meanwhile have taken what was free. What gets free is for the next run.
    v_start := waitlist_start_v1(v, e, p_now);
    continue when v_start is null;
    begin
      -- Only an erasure locks an entry without its venue: it is not waited for.
      perform 1 from waitlist_entries
        where id = e.id and booking_id is null and left_at is null
          for no key update skip locked;
      continue when not found;
      v_booking := new_id_v1();
      perform book_v1(
        v.workspace_id, null, v_booking, e.customer_id, e.conversation_id,
        (select last_seq from conversations where id = e.conversation_id),
        jsonb_build_object('venueId', v.id, 'start', v_start, 'partySize', e.party_size,
                           'notes', e.notes, 'hold', true, 'offer', true));
      update waitlist_entries set booking_id = v_booking where id = e.id;
      v_offers := v_offers || v_booking;
    exception when sqlstate 'MT409' then
      -- Too late by now. It must not hold up those behind it.
      null;
    end;
  end loop;
  return v_offers;
end
$$;
--> statement-breakpoint
-- Offers what is free at a venue to who waits for it, with a window that meets p_from to p_to, the
-- oldest first, at most p_limit. Returns the bookings that are the offers. Where nobody would find a
-- place, which is the rule, the venue is not locked: bookings go on.
create function offer_waitlist_v1(
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
--> statement-breakpoint
-- Makes a booking as before, and knows the waitlist. Replaced under its name, against the rule:
-- Workers of before call it with what they always did, and are answered as they always were, since
-- no venue of theirs has waitlist_first; and a booking made beside it would take places from who
-- waits. p may say "offer", which no client can: a hold for who waited, which lasts offer_seconds,
-- never past its start, and stands behind nobody.
--
-- With waitlist_first, who waits is offered a place before this request gets one. When that leaves
-- none, the request is refused, which undoes the offers with it: the next sweep of the waitlist
-- makes them, and until then every other request is refused for the same reason. The request's own
-- customer does not stand in its way.
create or replace function book_v1(
  p_workspace uuid, p_key uuid, p_booking uuid, p_customer uuid, p_conversation uuid,
  p_message_seq int, p jsonb
) returns jsonb
language plpgsql volatile
as $$
declare
  v venues;
  b bookings;
  v_now timestamptz;
  v_reason text;
  v_starts timestamptz := p ->> 'start';
  v_party int := p ->> 'partySize';
  v_is_offer boolean := coalesce((p ->> 'offer')::boolean, false);
  v_chosen uuid[];
  v_members uuid[];
  v_offers uuid[];
  v_offered int := 0;
begin
  if p_customer is null then
    raise exception 'customer_missing' using errcode = 'MT422';
  end if;
  begin
    v := lock_venue_v1(p_workspace, (p ->> 'venueId')::uuid);
    v_now := clock_timestamp();
    select array_agg(r::uuid) into v_chosen from jsonb_array_elements_text(p -> 'resourceIds') r;
    v_members := seat_party_v1(v, v_starts, v_party, v_chosen, null, v_now);
    while v.waitlist_first and not v_is_offer loop
      -- Whoever waits and could take a place that this one would occupy. Again after each choice, as
      -- what lapses meanwhile is theirs too.
      select offer_places_v1(
               v, v_starts - make_interval(mins => v.buffer_before + v.buffer_after
                                                   + max((t ->> 'minutes')::int)),
               v_starts + turn_time_v1(v.turn_times, v_party)
                 + make_interval(mins => v.buffer_before + v.buffer_after),
               10, p_customer, clock_timestamp())
        into v_offers
        from jsonb_array_elements(v.turn_times) t;
      exit when v_offers = '{}';
      v_offered := v_offered + cardinality(v_offers);
      if v_offered >= 10 then
        -- There may be more of them than are served here.
        raise exception 'slot_taken' using errcode = 'MT409';
      end if;
      v_members := seat_party_v1(v, v_starts, v_party, v_chosen, null, clock_timestamp());
    end loop;
    -- Whatever held the place before has ended by now.
    v_now := clock_timestamp();
    insert into bookings
      (id, workspace_id, venue_id, customer_id, conversation_id, message_seq, state, starts_at,
       ends_at, party_size, notes, tags, hold_expires_at, cancellation_cutoff, created_at, updated_at)
    values
      (p_booking, p_workspace, v.id, p_customer, p_conversation, p_message_seq,
       case when (p ->> 'hold')::boolean then 'held' else 'confirmed' end, v_starts,
       v_starts + turn_time_v1(v.turn_times, v_party), v_party, p ->> 'notes',
       array(select jsonb_array_elements_text(coalesce(p -> 'tags', '[]'))),
       case when v_is_offer
              then least(v_now + make_interval(secs => v.offer_seconds), v_starts)
            when (p ->> 'hold')::boolean then v_now + make_interval(secs => v.hold_seconds) end,
       v.cancellation_cutoff, v_now, v_now)
    returning * into b;
    perform allocate_v1(v, b, v_members);
  exception when sqlstate 'MT409' then
    v_reason := sqlerrm;
  end;
  if v_reason is not null then
    select * into v from venues where id = (p ->> 'venueId')::uuid;
    raise exception using errcode = 'MT409', message = v_reason,
      detail = alternatives_v1(v, v_starts, v_party, null, clock_timestamp());
  end if;
  insert into booking_events
    (booking_id, version, event, state, starts_at, party_size, resource_ids, key_id, at)
  values (b.id, 1, b.state, b.state, b.starts_at, b.party_size, v_members, p_key, v_now);
  return booking_json_v1(b);
end
$$;
--> statement-breakpoint
-- Locks a venue and an entry of its waitlist. Raises MT404, MT410.
create function lock_waitlist_entry_v1(p_workspace uuid, p_venue uuid, p_entry uuid)
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
--> statement-breakpoint
-- Confirms what is offered; returns the booking. Raises MT409: hold_expired when the offer has gone
-- to the next, waitlist_state with the state as its detail when nothing is offered.
create function accept_waitlist_v1(p_workspace uuid, p_key uuid, p_venue uuid, p_entry uuid)
returns jsonb
language plpgsql volatile
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
  return change_booking_v1(p_workspace, p_key, b.id, 'confirm', '{held}', 'confirmed', null, '{}');
end
$$;
--> statement-breakpoint
-- Takes a party off the waitlist, and cancels what is offered to it. An entry that is over stays as
-- it is. Returns the booking that was cancelled, if one was. Raises MT409 (waitlist_state) when it
-- was accepted: then there is a booking to cancel.
create function leave_waitlist_v1(p_workspace uuid, p_key uuid, p_venue uuid, p_entry uuid)
returns uuid
language plpgsql volatile
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
    perform change_booking_v1(p_workspace, p_key, b.id, 'cancel', '{held}', 'cancelled', null, '{}');
  end if;
  if v_state in ('waiting', 'offered') then
    update waitlist_entries set left_at = v_now where id = e.id;
  end if;
  return case when v_state = 'offered' then b.id end;
end
$$;
--> statement-breakpoint
-- Erases a customer's entries, after erase_customer_v2 in the same transaction: the customer is
-- locked, and bookings are cancelled. An offer that was made since then, by who saw no erasure yet,
-- is cancelled here: without the venue's lock, as the sweep of lapsed holds does, since this only
-- gives a place back. Returns how many entries there are.
create function erase_waitlist_v1(p_customer uuid) returns int
language plpgsql volatile
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_entries int;
  v_bookings uuid[];
  v_to_come uuid[];
begin
  perform 1 from waitlist_entries where customer_id = p_customer order by id for no key update;
  update waitlist_entries set left_at = coalesce(left_at, v_now), notes = null
   where customer_id = p_customer;
  get diagnostics v_entries = row_count;

  with locked as (
    select id, state from bookings
     where id = any (array(select booking_id from waitlist_entries where customer_id = p_customer))
       and erased_at is null
     order by id for no key update
  )
  select array_agg(id), array_agg(id) filter (where state in ('held', 'confirmed'))
    into v_bookings, v_to_come
    from locked;
  delete from allocations where booking_id = any (v_to_come);
  update bookings
     set state = 'cancelled', hold_expires_at = null, version = version + 1, updated_at = v_now
   where id = any (v_to_come);
  insert into booking_events
    (booking_id, version, event, state, starts_at, party_size, resource_ids, at)
  select b.id, b.version, 'erase', 'cancelled', b.starts_at, b.party_size, e.resource_ids, v_now
    from bookings b
    join booking_events e on e.booking_id = b.id and e.version = b.version - 1
   where b.id = any (v_to_come);
  update bookings set notes = null, tags = '{}', erased_at = v_now where id = any (v_bookings);
  return v_entries;
end
$$;
