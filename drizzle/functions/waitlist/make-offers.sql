-- Offers places to the waiting parties of a venue, the oldest entry first, at most p_limit. The venue
-- is locked, and its expired holds have ended. With p_limit 0 it makes no offer and needs no lock; it
-- then only says whether a party could be seated. Only entries after p_after are considered.
--
-- Returns {offers, next, found}. `offers` are the bookings that are the offers. `next` is the p_after
-- of the next call, or null when all entries were considered. An offer is a hold that book_v1 makes.
-- An entry gets only one offer. A place that was not accepted is offered to the next entry.
--
-- The work of one call is bounded. It searches each date once for all parties that the same resources
-- can hold for the same time, and ends after 100 dates. After an offer it searches the dates near it
-- again.
create or replace function make_offers_v1(
  v venues, p_after uuid, p_limit int, p_now timestamptz
) returns jsonb
language plpgsql volatile
as $$
declare
  e waitlist_entries;
  c conversations;
  v_size record;
  -- The smallest size that has the same free starts, by party size. Null: no resource holds the size.
  v_class int[] := '{}';
  -- By class: the dates that were searched, and the free starts on them.
  v_searched datemultirange[] := '{}';
  v_free tstzmultirange[] := '{}';
  v_class_of int;
  v_dates daterange;
  v_near tstzrange;
  v_budget int := 100;
  v_seen int := 0;
  v_last uuid;
  v_start timestamptz;
  v_booking uuid;
  v_offers uuid[] := '{}';
  v_longest interval := waitlist_reach_v1(v);
begin
  for v_size in select * from waitlist_classes_v1(v, null) loop
    v_class[v_size.party_size] := v_size.class;
  end loop;
  for e in
    select w.*
      from waitlist_entries w
      -- The entries of a venue are few, whatever the statistics say: each customer is looked up.
      cross join lateral (
        select num_nonnulls(erased_at, refused_at) = 0 as may_book from customers
         where id = w.customer_id offset 0
      ) g
     where w.venue_id = v.id and w.booking_id is null and w.left_at is null
       and (p_after is null or w.id > p_after)
       and w.latest > p_now and g.may_book
     order by w.id
     limit 1000
  loop
    if v_budget <= 0 or cardinality(v_offers) >= greatest(p_limit, 1) then
      return jsonb_build_object('offers', to_jsonb(v_offers), 'next', v_last, 'found', false);
    end if;
    v_seen := v_seen + 1;
    v_last := e.id;
    v_class_of := v_class[e.party_size];
    continue when v_class_of is null
      or (e.earliest at time zone v.time_zone)::date
         > (p_now at time zone v.time_zone)::date + v.horizon_days + 1;
    -- The search begins a day earlier, because a period that opened on the day before may last past
    -- midnight.
    for v_dates in
      select unnest(
               datemultirange(daterange(
                 (greatest(e.earliest, p_now) at time zone v.time_zone)::date - 1,
                 (e.latest at time zone v.time_zone)::date, '[]'))
               - coalesce(v_searched[v_class_of], '{}'))
    loop
      v_budget := v_budget - (upper(v_dates) - lower(v_dates));
      v_searched[v_class_of] := coalesce(v_searched[v_class_of], '{}') + datemultirange(v_dates);
      v_free[v_class_of] := coalesce(v_free[v_class_of], '{}') + coalesce((
        select range_agg(tstzrange(a.starts_at, a.starts_at, '[]'))
          from availability_v1(v, lower(v_dates), upper(v_dates) - 1, v_class_of, null, p_now) a
         where a.status = 'free'), '{}');
    end loop;
    v_start := lower(v_free[v_class_of] * tstzmultirange(tstzrange(e.earliest, e.latest, '[]')));
    continue when v_start is null;
    if p_limit = 0 then
      return jsonb_build_object('offers', '[]'::jsonb, 'next', v_last, 'found', true);
    end if;
    begin
      -- Only an erasure and the sweep of past windows lock an entry without its venue. Both end the
      -- entry, so it is skipped instead of waited for.
      -- The state is hidden from the planner. With old statistics it takes an index of waiting
      -- entries for empty, and would read all of it to find this one entry.
      perform 1 from waitlist_entries
        where id = e.id and num_nonnulls(booking_id, left_at) = 0
          for no key update skip locked;
      continue when not found;
      v_booking := new_id_v1();
      -- A booking belongs only to a conversation of its own customer. An entry that was made before
      -- join_waitlist_v1 ensured this may name another conversation.
      select * into c from conversations
       where id = e.conversation_id and customer_id = e.customer_id;
      perform book_v1(
        v.workspace_id, null, v_booking, e.customer_id, c.id, c.last_seq,
        jsonb_build_object('venueId', v.id, 'start', v_start, 'partySize', e.party_size,
                           'notes', e.notes, 'hold', true, 'offer', true));
      update waitlist_entries set booking_id = v_booking where id = e.id;
      v_offers := v_offers || v_booking;
      -- The starts near the offer are no longer known. A quarter hour covers the venue's pacing.
      v_near := tstzrange(v_start - v_longest - interval '15 minutes',
                          v_start + v_longest + interval '15 minutes', '[]');
      v_dates := daterange((lower(v_near) at time zone v.time_zone)::date - 1,
                           (upper(v_near) at time zone v.time_zone)::date, '[]');
      for n in 1 .. coalesce(array_upper(v_searched, 1), 0) loop
        v_searched[n] := v_searched[n] - datemultirange(v_dates);
        v_free[n] := v_free[n] - tstzmultirange(v_near);
      end loop;
    exception when sqlstate 'MT409' then
      -- The start is too late by now. The entries behind this one still get their offers.
      v_free[v_class_of] := v_free[v_class_of]
        - tstzmultirange(tstzrange(v_start, v_start, '[]'));
    end;
  end loop;
  return jsonb_build_object('offers', to_jsonb(v_offers),
                            'next', case when v_seen = 1000 then v_last end, 'found', false);
end
$$;
--> statement-breakpoint
-- The party sizes that wait at a venue and that one of its resources or combinations can hold. Two
-- sizes have the same class when the same ones hold them for the same time, so that the same starts
-- are free for both. `class` is the smallest of these sizes. With p_with, only those resources and the
-- combinations that contain one of them count.
create or replace function waitlist_classes_v1(v venues, p_with uuid[])
returns table (party_size int, class int)
language sql stable
as $$
  with seatings as materialized (
    select r.id, r.min_party, r.max_party from resources r
     where r.venue_id = v.id and r.deleted_at is null and (p_with is null or r.id = any (p_with))
    union all
    select c.id, c.min_party, c.max_party from combinations c
     where c.venue_id = v.id and c.deleted_at is null
       and (p_with is null or c.resource_ids && p_with)
  )
  select w.party_size::int,
         min(w.party_size) over (
           partition by s.ids, turn_time_v1(v.turn_times, w.party_size),
                        -- Covers are counted against the pacing.
                        case when v.pacing_covers is not null then w.party_size end)::int
    from (
      select distinct e.party_size from waitlist_entries e
       where e.venue_id = v.id and e.booking_id is null and e.left_at is null
    ) w
    cross join lateral (
      select array_agg(q.id order by q.id) as ids from seatings q
       where w.party_size between q.min_party and q.max_party
    ) s
   where s.ids is not null
$$;
--> statement-breakpoint
-- The longest time between the starts of two visits of a venue that can overlap.
create or replace function waitlist_reach_v1(v venues) returns interval
language plpgsql stable
as $$
begin
  return (
    select make_interval(mins => v.buffer_before + v.buffer_after + max((t ->> 'minutes')::int))
      from jsonb_array_elements(v.turn_times) t);
end
$$;
