-- Books the occurrences of a series for one guest. p is the body of a booking (book_v1) with `repeat`,
-- `start` (the first one, in the local time of the venue), `occurrences` ([{id, start}] in local time)
-- and `missing`. A local time that a clock change skips is moved forward; of one that occurs twice, the
-- second is meant.
--
-- Each occurrence is booked by book_v1 in a subtransaction, so that a refusal of one (MT409) does not
-- end the others. With `missing` = `report`, the series has those that could be had. Otherwise, or
-- when none could be had, it raises MT409 series_unavailable, and nothing is stored. The detail is a list
-- of what could not be had: {start} with what refusal_v1 says. A guest who may not book is refused as
-- in a single booking (guest_refused).
--
-- Returns the series with `bookings` and `missing`, a list of the same form. `unchanged` is that of
-- book_for_guest_v1. All bookings but one get a common act_id, so the guest gets one message.
--
-- Locks in the global order: customer, conversation, then what book_v1 locks. The venue stays locked
-- from the first booking on. Raises MT404, MT409, MT410 and MT422.
create or replace function book_series_v1(p_workspace uuid, p_key uuid, p_series uuid, p jsonb)
returns jsonb
language plpgsql volatile
-- The statements are the same for every booking, so one generic plan serves all calls.
set plan_cache_mode = force_generic_plan
as $$
declare
  v venues;
  s booking_series;
  o record;
  v_guest record;
  v_conversation conversations;
  v_request jsonb := p - array['occurrences', 'repeat', 'missing', 'start'];
  v_detail text;
  v_bookings jsonb[] := '{}';
  v_ids uuid[] := '{}';
  v_missing jsonb[] := '{}';
begin
  select * into v_guest from upsert_guest_v2(p_workspace, p -> 'customer', coalesce(p -> 'by', '{}'));
  if v_guest.customer is null then
    raise exception 'customer_erased' using errcode = 'MT410';
  end if;
  v_conversation := lock_conversation_of_v1(p_workspace, p ->> 'conversationId', v_guest.customer);
  select * into v from venues
   where id = (p ->> 'venueId')::uuid and workspace_id = p_workspace and deleted_at is null;
  if not found then
    raise exception 'venue_not_found' using errcode = 'MT404';
  end if;
  for o in
    select (x ->> 'id')::uuid as id,
           (x ->> 'start')::timestamp at time zone v.time_zone as starts_at
      from jsonb_array_elements(p -> 'occurrences') with ordinality as n (x, number)
     order by n.number
  loop
    begin
      v_bookings := v_bookings
        || (book_v1(p_workspace, p_key, o.id, v_guest.customer, v_conversation.id,
                    v_conversation.last_seq,
                    v_request || jsonb_build_object('start', o.starts_at))
            || jsonb_build_object('seriesId', p_series));
      v_ids := v_ids || o.id;
    exception when sqlstate 'MT409' then
      if sqlerrm = 'guest_refused' then
        raise;
      end if;
      get stacked diagnostics v_detail = pg_exception_detail;
      v_missing := v_missing
        || (jsonb_build_object('start', iso_local_v1(o.starts_at, v.time_zone))
            || refusal_v1(sqlerrm, v_detail));
    end;
  end loop;
  if v_ids = '{}' or v_missing <> '{}' and p ->> 'missing' is distinct from 'report' then
    raise exception 'series_unavailable' using errcode = 'MT409', detail = to_jsonb(v_missing)::text;
  end if;
  insert into booking_series
    (id, workspace_id, venue_id, repeat, starts_local, booking_ids, missing, key_id)
  values
    (p_series, p_workspace, v.id, p ->> 'repeat', (p ->> 'start')::timestamp, v_ids,
     (select coalesce(jsonb_agg(jsonb_build_object('start', x -> 'start', 'code', x -> 'refused')
                                order by n), '[]')
        from unnest(v_missing) with ordinality as m (x, n)),
     p_key)
  returning * into s;
  update bookings set series_id = p_series where id = any (v_ids);
  perform join_events_v1(v_ids, p_series);
  return series_json_v1(s)
         || jsonb_build_object('bookings', to_jsonb(v_bookings), 'missing', to_jsonb(v_missing))
         || case when coalesce(v_guest.unchanged, '{}') = '{}' then '{}'::jsonb
                 else jsonb_build_object('unchanged', v_guest.unchanged) end;
end
$$;
--> statement-breakpoint
-- Books a series under an idempotency key; see book_series_v1 and claim_answer_v1. A refusal (MT409) is
-- kept like a series, unless a limit was reached for an occurrence: the operator may raise a limit, and
-- the same request then succeeds. Returns {replayed, body}.
create or replace function book_series_once_v1(
  p_workspace uuid, p_key uuid, p_series uuid, p jsonb, p_once jsonb
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
    v_answer := book_series_v1(p_workspace, p_key, p_series, p);
  exception when sqlstate 'MT409' then
    get stacked diagnostics v_detail = pg_exception_detail;
    v_answer := refusal_v1(sqlerrm, v_detail);
  end;
  if jsonb_path_exists(v_answer, '$.detail[*] ? (@.refused == "limit_reached")') then
    return jsonb_build_object('replayed', false, 'body', v_answer);
  end if;
  return keep_answer_v1(p_workspace, p_once, v_answer,
                        customer_id_v1(p_workspace, p -> 'customer' ->> 'id'));
end
$$;
--> statement-breakpoint
-- Gives the newest events of some bookings, which one act has made, a common act_id. The bookings are
-- locked. An event that is alone in its act gets none.
create or replace function join_events_v1(p_bookings uuid[], p_act uuid) returns void
language plpgsql volatile
as $$
begin
  if cardinality(p_bookings) < 2 then
    return;
  end if;
  update booking_events
     set act_id = p_act
   where ctid = any (array(
     select e.ctid
       from unnest(p_bookings) as n (id)
       cross join lateral (
         select ctid from booking_events where booking_id = n.id order by version desc limit 1
       ) e));
end
$$;
--> statement-breakpoint
-- A series as the API shows it, without its bookings. Its guest is that of its bookings. In PL/pgSQL, so
-- that its plan is kept for the connection.
create or replace function series_json_v1(s booking_series) returns jsonb
language plpgsql stable
as $$
begin
  return (
    select jsonb_build_object(
      'id', s.id, 'venueId', s.venue_id, 'customerId', g.external_id, 'repeat', s.repeat,
      'start', to_char(s.starts_local, 'YYYY-MM-DD"T"HH24:MI'), 'timeZone', v.time_zone,
      'createdAt', iso_v1(s.created_at), 'missing', s.missing)
      -- Each row is looked up by its key, whatever the statistics say (docs/database.md).
      from (select customer_id from bookings where id = s.booking_ids[1] offset 0) b
      cross join lateral (select time_zone from venues where id = s.venue_id offset 0) v
      left join lateral (
        select external_id from customers where id = b.customer_id offset 0
      ) g on true);
end
$$;
