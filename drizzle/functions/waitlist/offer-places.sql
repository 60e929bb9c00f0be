-- The functions of this file were used before make_offers_v1. A statement that runs while the functions
-- are replaced may still call them. The next release drops them.
--
-- Offers places to waiting parties, the oldest entry first, at most p_limit. The venue is locked,
-- and its expired holds have ended. An offer is a hold that book_v1 makes. An entry gets only one
-- offer. A place that was not accepted is offered to the next entry. Returns the bookings that are
-- the offers.
create or replace function offer_places_v1(
  v venues, p_from timestamptz, p_to timestamptz, p_limit int, p_except uuid, p_now timestamptz
) returns uuid[]
language plpgsql volatile
as $$
declare
  e waitlist_entries;
  c conversations;
  v_start timestamptz;
  v_booking uuid;
  v_offers uuid[] := '{}';
begin
  for e in select * from waitlist_fitting_v1(v, p_from, p_to, p_except, p_now, null) loop
    exit when cardinality(v_offers) >= p_limit;
    -- The offers of this loop may have taken the place that was free for this entry. A place that
    -- becomes free during the loop is offered by the next run.
    v_start := waitlist_start_v1(v, e, p_now);
    continue when v_start is null;
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
    exception when sqlstate 'MT409' then
      -- The start is too late by now. The entries behind this one still get their offers.
      null;
    end;
  end loop;
  return v_offers;
end
$$;
--> statement-breakpoint
-- The entries of a venue that could be seated now, the oldest first and at most p_most (null means
-- all). An entry counts when it waits, its window overlaps p_from to p_to, and its customer is
-- neither erased nor p_except.
create or replace function waitlist_fitting_v1(
  v venues, p_from timestamptz, p_to timestamptz, p_except uuid, p_now timestamptz, p_most int
) returns setof waitlist_entries
language plpgsql stable
as $$
declare
  e waitlist_entries;
  v_found int := 0;
  -- The ranges of starts without a free place, by party size. Most parties wait for the same
  -- evenings, and each evening is searched once.
  v_full tstzmultirange[];
begin
  for e in
    select w.*
      from waitlist_entries w
      -- The entries of a venue are few, whatever the statistics say: each customer is looked up.
      cross join lateral (
        select erased_at from customers where id = w.customer_id offset 0
      ) g
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
-- The earliest free start in the window of an entry, or null. The search begins a day earlier,
-- because a period that opened on the day before may last past midnight.
create or replace function waitlist_start_v1(v venues, e waitlist_entries, p_now timestamptz)
returns timestamptz
language sql stable
as $$
  select min(a.starts_at)
    from availability_v1(v, (greatest(e.earliest, p_now) at time zone v.time_zone)::date - 1,
                         (e.latest at time zone v.time_zone)::date, e.party_size, null, p_now) a
   where a.status = 'free' and a.starts_at between e.earliest and e.latest
$$;
