-- Imports a page of bookings of one venue from another system. p_rows are {line, id, digest, booking,
-- guest, state, start, partySize, notes, tags, resourceIds, createdAt}: `id` is the id in the other
-- system, `digest` a hash of the row in hexadecimal, `booking` the id of the new booking, and `guest`
-- what upsert_guest_v2 takes, or null. A row that fails is left out, and the others are stored.
--
-- A row that was imported before is `unchanged`, or `differs` when the file has other details now; the
-- booking stays as it is either way.
--
-- With p_is_trial everything is done and undone again, so the results are those of a real run. p_before
-- are then the places, {start, until, resources}, that earlier pages of the trial would have taken.
--
-- Returns {line, outcome, field, reason} for each row, and {start, until, resources} of a booking that has
-- a place. outcome: created, unchanged, differs, or refused with a reason and, if one is at fault, the
-- field. Raises MT404. Locks in the global order: customers, venue, bookings, allocations; keys sorted.
create or replace function import_bookings_v1(
  p_workspace uuid, p_venue uuid, p_source text, p_rows jsonb, p_before jsonb, p_is_trial boolean
) returns jsonb
language plpgsql volatile
-- A plan that was made while the tables were empty would read all of them later.
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v venues;
  g customers;
  v_results jsonb := '[]';
  -- The rows of customers by the caller's own ids; null for one that is erased.
  v_customers jsonb := '{}';
  v_new jsonb[] := '{}';
  v_row jsonb;
  v_digest bytea;
begin
  begin
    perform lock_imports_v1(p_workspace);
    for v_row in select x.item from jsonb_array_elements(p_rows) x (item) loop
      select digest into v_digest from imported_rows
       where workspace_id = p_workspace
         and id = import_id_v1(p_workspace, p_source, 'booking', v_row ->> 'id');
      if not found then
        v_new := v_new || v_row;
      else
        v_results := v_results || jsonb_build_object(
          'line', v_row -> 'line',
          'outcome', case when v_digest <> decode(v_row ->> 'digest', 'hex') then 'differs'
                          else 'unchanged' end);
      end if;
    end loop;

    for v_row in
      select y.guest from (
        select distinct on (x.item #>> '{guest,id}') x.item -> 'guest' as guest
          from unnest(v_new) x (item) where x.item #>> '{guest,id}' is not null
      ) y
       order by customer_of_v1(p_workspace, y.guest ->> 'id')
    loop
      g := lock_customer_v1(customer_id_v1(p_workspace, v_row ->> 'id'));
      if g.id is null then
        perform upsert_guest_v2(p_workspace, v_row, '{"contacts": true}');
        g := lock_customer_v1(customer_id_v1(p_workspace, v_row ->> 'id'));
      end if;
      v_customers := v_customers || jsonb_build_object(
        v_row ->> 'id', case when g.erased_at is null then g.id end);
    end loop;

    v := lock_venue_v1(p_workspace, p_venue);
    for v_row in select x.item from jsonb_array_elements(p_before) x (item) loop
      perform take_places_v1(v, v_row);
    end loop;
    foreach v_row in array v_new loop
      begin
        v_results := v_results || import_booking_v1(
          v, p_source, (v_customers ->> (v_row #>> '{guest,id}'))::uuid, v_row);
      exception when others then
        if is_passing_fault_v1(sqlstate) then
          raise;
        end if;
        v_results := v_results || jsonb_build_object(
          'line', v_row -> 'line', 'outcome', 'refused',
          'field', case sqlerrm when 'not_final' then 'state' when 'not_begun' then 'state'
                                when 'customer_erased' then 'customerId'
                                when 'guest_refused' then 'customerId' end,
          -- The message of another error might contain a value of the row.
          'reason', case when sqlstate like 'MT%' then sqlerrm else sqlstate end);
      end;
    end loop;
    if p_is_trial then
      raise exception 'end of the trial' using errcode = 'MT000';
    end if;
  exception when sqlstate 'MT000' then
    -- The block is undone. The results are kept, because variables are not.
    null;
  end;
  return v_results;
end
$$;
--> statement-breakpoint
-- Imports one booking, as import_bookings_v1 describes; the guest and the venue are locked. Raises MT409
-- and MT410.
--
-- A confirmed booking gets a real place. It breaks every rule of the venue that it has to, because the
-- guest has it already; the timeline records which. Any other booking is history: it has a state and no
-- place. The event `imported` plans no notice and no webhook (planFollowUps, eventTypeOf).
create or replace function import_booking_v1(
  v venues, p_source text, p_customer uuid, p jsonb
) returns jsonb
language plpgsql volatile
set plan_cache_mode = force_generic_plan
as $$
declare
  v_booking uuid := p ->> 'booking';
  v_state text := p ->> 'state';
  v_starts timestamptz := p ->> 'start';
  v_turn interval := turn_time_v1(v.turn_times, (p ->> 'partySize')::int);
  v_now timestamptz := clock_timestamp();
  v_created timestamptz := coalesce((p ->> 'createdAt')::timestamptz, least(v_starts, v_now));
  v_answer jsonb := '{}';
begin
  if p_customer is null and p -> 'guest' <> 'null' then
    raise exception 'customer_erased' using errcode = 'MT410';
  elsif v_state = 'confirmed' and v_starts + v_turn <= v_now then
    raise exception 'not_final' using errcode = 'MT409';
  elsif v_state in ('finished', 'no_show') and v_starts > v_now then
    raise exception 'not_begun' using errcode = 'MT409';
  end if;
  if v_state = 'confirmed' then
    v_answer := book_v1(
      v.workspace_id, null, v_booking, p_customer, null, null,
      p - '{line,id,digest,booking,guest,state,createdAt}'::text[]
        || jsonb_build_object(
             'venueId', v.id, 'by', '{"staff": true, "reasons": true}'::jsonb,
             'override', '["hours", "slot", "lead_time", "horizon", "pacing", "party_size",
                           "guest_overlap"]'::jsonb));
    update booking_events set event = 'imported' where booking_id = v_booking and version = 1;
    update bookings set created_at = coalesce((p ->> 'createdAt')::timestamptz, created_at)
     where id = v_booking;
    v_answer := jsonb_build_object(
      'start', v_answer -> 'start',
      'until', (v_answer ->> 'end')::timestamptz
               + make_interval(mins => v.buffer_before + v.buffer_after),
      'resources', jsonb_path_query_array(v_answer, '$.resources[*].id'));
  else
    insert into bookings
      (id, workspace_id, venue_id, customer_id, state, starts_at, ends_at, days_after_opening,
       party_size, notes, tags, cancellation_cutoff, cancelled_late, created_at, updated_at)
    select v_booking, v.workspace_id, v.id, p_customer,
           case v_state when 'cancelled_late' then 'cancelled' else v_state end, v_starts,
           v_starts + v_turn, b.days, (p ->> 'partySize')::int, p ->> 'notes',
           array(select jsonb_array_elements_text(p -> 'tags')), v.cancellation_cutoff,
           case when v_state in ('cancelled', 'cancelled_late') then v_state = 'cancelled_late' end,
           v_created, v_now
      from broken_start_v1(v, v_starts, v_turn, v_now) b;
    insert into booking_events
      (booking_id, version, event, state, starts_at, ends_at, party_size, resource_ids, at,
       planned_at)
    select v_booking, 1, 'imported',
           case v_state when 'cancelled_late' then 'cancelled' else v_state end, v_starts,
           v_starts + v_turn, (p ->> 'partySize')::int,
           array(select jsonb_array_elements_text(p -> 'resourceIds')::uuid), v_now, v_now;
  end if;
  insert into imported_rows (workspace_id, id, digest, booking_id)
  values (v.workspace_id, import_id_v1(v.workspace_id, p_source, 'booking', p ->> 'id'),
          decode(p ->> 'digest', 'hex'), v_booking);
  return v_answer || jsonb_build_object('line', p -> 'line', 'outcome', 'created');
end
$$;
--> statement-breakpoint
-- Takes the places of an earlier page of a trial again, {start, until, resources}, for the rest of the
-- transaction, which is undone. `until` is the end of the stay with both buffers.
create or replace function take_places_v1(v venues, p jsonb) returns void
language plpgsql volatile
set plan_cache_mode = force_generic_plan
as $$
declare
  b bookings;
  v_buffers interval := make_interval(mins => v.buffer_before + v.buffer_after);
begin
  insert into bookings
    (id, workspace_id, venue_id, state, starts_at, ends_at, party_size, cancellation_cutoff)
  values (gen_random_uuid(), v.workspace_id, v.id, 'confirmed', (p ->> 'start')::timestamptz,
          (p ->> 'until')::timestamptz - v_buffers, 1, v.cancellation_cutoff)
  returning * into b;
  perform allocate_v1(
    v, b, array(select jsonb_array_elements_text(p -> 'resources')::uuid));
end
$$;
