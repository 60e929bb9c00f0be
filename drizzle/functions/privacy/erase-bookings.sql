-- Erases the next page of a customer's waitlist entries and bookings: at most p_limit of each. Ends the
-- entries, and cancels the bookings that are still to come, which frees their places. Each booking and
-- entry loses its notes and tags, and each booking its reference. Returns the new position and how many
-- bookings were erased.
--
-- A sweep may be making an offer to the customer at the same time. The lock on the entry waits for
-- it, so the bookings, which are read after that, include the offer. Its venue is then not locked.
-- Cancelling does not need that lock, because it only gives a place back. The bookings are therefore
-- not done before all entries have ended.
create or replace function erase_bookings_page_v1(
  p_customer uuid, p_at timestamptz, p_limit int, inout "position" jsonb, out erased int
)
language plpgsql volatile
as $$
declare
  v_entry uuid := coalesce(("position" ->> 'entry')::uuid, '00000000-0000-0000-0000-000000000000');
  v_booking uuid := coalesce(("position" ->> 'booking')::uuid,
                             '00000000-0000-0000-0000-000000000000');
  v_entries uuid[];
  v_page uuid[];
  v_bookings uuid[];
  v_to_come uuid[];
begin
  erased := 0;
  if "position" ? 'bookingsDone' then
    return;
  end if;
  perform 1 from venues
    where id = any (array(
      select venue_id from (
        select b.venue_id, b.erased_at from bookings b
         where b.customer_id = p_customer and b.id > v_booking
         order by b.id limit p_limit
      ) x where x.erased_at is null))
    order by id for no key update;

  v_entries := array(
    select e.id
      from (
        select id from waitlist_entries where customer_id = p_customer and id > v_entry
        -- Keeps PostgreSQL from reading the entries of all customers in the order of their ids.
        offset 0
      ) e
     order by e.id
     limit p_limit);
  perform 1 from waitlist_entries where id = any (v_entries) order by id for no key update;
  update waitlist_entries set left_at = coalesce(left_at, p_at), notes = null
   where id = any (v_entries) and (left_at is null or notes is not null);
  if cardinality(v_entries) = p_limit then
    "position" := "position" || jsonb_build_object('entry', v_entries[p_limit]);
  else
    "position" := "position" || '{"entriesDone": true}';
  end if;

  v_page := array(
    select id from bookings where customer_id = p_customer and id > v_booking
     order by id limit p_limit);
  with locked as (
    select id, state from bookings where id = any (v_page) and erased_at is null
     order by id for no key update
  )
  select coalesce(array_agg(id), '{}'),
         coalesce(array_agg(id) filter (where state in ('held', 'requested', 'confirmed')), '{}')
    into v_bookings, v_to_come
    from locked;
  delete from allocations where booking_id = any (v_to_come);
  update bookings
     set state = 'cancelled', hold_expires_at = null, version = version + 1, updated_at = p_at
   where id = any (v_to_come);
  insert into booking_events
    (booking_id, version, event, state, starts_at, party_size, resource_ids, at)
  select b.id, b.version, 'erase', 'cancelled', b.starts_at, b.party_size, e.resource_ids, p_at
    from bookings b
    join booking_events e on e.booking_id = b.id and e.version = b.version - 1
   where b.id = any (v_to_come);
  update bookings
     set notes = null, tags = '{}', expected_at = null, reference = null, erased_at = p_at
   where id = any (v_bookings);
  update imported_rows set digest = null where booking_id = any (v_bookings) and digest is not null;
  -- What a guest asked for and did not get is not what the tables were used for.
  update booking_series set missing = '[]'
   where id = any (array(
     select b.series_id
       from unnest(v_bookings) as n (id)
       cross join lateral (select series_id from bookings where id = n.id offset 0) b
      where b.series_id is not null))
     and missing <> '[]';
  erased := cardinality(v_bookings);
  if cardinality(v_page) = p_limit then
    "position" := "position" || jsonb_build_object('booking', v_page[p_limit]);
  elsif "position" ? 'entriesDone' then
    "position" := "position" || '{"bookingsDone": true}';
  end if;
end
$$;
--> statement-breakpoint
-- Deletes the reasons and actors of the next page of versions of a customer's bookings, in the order of
-- (booking, version). A page reads at most p_limit versions and p_limit bookings. Returns the new
-- position.
create or replace function erase_reasons_page_v1(p_customer uuid, p_limit int, p_position jsonb)
returns jsonb
language plpgsql volatile
as $$
declare
  v_booking uuid := coalesce((p_position ->> 'reasonsOf')::uuid,
                             '00000000-0000-0000-0000-000000000000');
  v_version int := coalesce((p_position ->> 'version')::int, 0);
  v_next uuid;
  v_read int := 0;
  v_seen int;
  v_last int;
  v_bookings int := 0;
begin
  if p_position ? 'reasonsDone' then
    return p_position;
  end if;
  for v_next in
    select id from bookings where customer_id = p_customer and id >= v_booking
     order by id limit p_limit
  loop
    v_bookings := v_bookings + 1;
    if v_next <> v_booking then
      v_version := 0;
    end if;
    v_booking := v_next;
    select count(*), max(version) into v_seen, v_last
      from (
        select version from booking_events
         where booking_id = v_booking and version > v_version
         order by version
         limit p_limit - v_read
      ) x;
    perform 1 from booking_events
      where booking_id = v_booking and version > v_version and version <= v_last
        and num_nonnulls(reason, actor) > 0
      order by version for no key update;
    update booking_events set reason = null, actor = null
     where booking_id = v_booking and version > v_version and version <= v_last
       and num_nonnulls(reason, actor) > 0;
    v_read := v_read + v_seen;
    v_version := coalesce(v_last, v_version);
    if v_read >= p_limit then
      return p_position || jsonb_build_object('reasonsOf', v_booking, 'version', v_version);
    end if;
  end loop;
  if v_bookings = p_limit then
    return p_position || jsonb_build_object('reasonsOf', v_booking, 'version', v_version);
  end if;
  return p_position || '{"reasonsDone": true}';
end
$$;
