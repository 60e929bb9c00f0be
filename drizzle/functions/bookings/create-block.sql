-- Stores a block, with a span for each occurrence and the allocations up to the venue's horizon. p is
-- {venueId, resourceIds or area or neither, from, to, repeat, reason, occurrences, expandedTo,
-- isComplete, keepBookings}. `occurrences` are [{from, to}] in the local time of the venue, from the
-- first one on. They are all that start before `expandedTo`, and all that there are if isComplete.
--
-- Bookings that lie in the block refuse it, unless keepBookings is true: it is then stored around them.
-- Parts of a block that another block has already are left out too, and stored when that one ends
-- (delete_block_v1). Returns the block with `keptBookings`, {count, data}: the bookings around which it
-- was stored, of which `data` has the first 100.
--
-- Locks in the global order: venue, bookings, allocations. Raises MT404 (venue_not_found,
-- resource_not_found, area_not_found), MT400 invalid_field (it has ended already), and MT409:
-- limit_reached, block_too_large, or bookings_in_block with {count, data} as its detail.
create or replace function create_block_v1(p_workspace uuid, p_key uuid, p_block uuid, p jsonb)
returns jsonb
language plpgsql volatile
-- The next call of the connection is another tenant's, so its plan must not depend on this one.
set plan_cache_mode = force_generic_plan
as $$
declare
  v venues;
  b blocks;
  v_now timestamptz;
  v_found jsonb;
begin
  v := lock_venue_v1(p_workspace, (p ->> 'venueId')::uuid);
  v_now := clock_timestamp();
  perform check_limit_v1(p_workspace, 'blocks', live_blocks_v1(v.id, v_now));
  if p ? 'resourceIds' then
    b.resource_ids := array(
      select distinct r::uuid from jsonb_array_elements_text(p -> 'resourceIds') r order by 1);
    if cardinality(b.resource_ids) <> (
      select count(*) from resources
       where id = any (b.resource_ids) and venue_id = v.id and deleted_at is null
    ) then
      raise exception 'resource_not_found' using errcode = 'MT404';
    end if;
  end if;
  perform check_area_v1(v.id, p ->> 'area');
  insert into blocks
    (id, workspace_id, venue_id, resource_ids, area, reason, starts_local, ends_local, repeat,
     key_id, ends_at, expanded_to, filled_to, created_at)
  values
    (p_block, p_workspace, v.id, b.resource_ids, p ->> 'area', p ->> 'reason',
     (p ->> 'from')::timestamp, (p ->> 'to')::timestamp, p ->> 'repeat', p_key, 'infinity',
     'infinity', 'infinity', v_now)
  returning * into b;
  b := expand_block_v1(b, v, p, v_now);
  if b.ends_at <= v_now then
    raise exception 'invalid_field' using errcode = 'MT400';
  end if;
  v_found := bookings_in_block_v1(b, v_now);
  if (v_found ->> 'count')::int > 0 and not coalesce((p ->> 'keepBookings')::boolean, false) then
    raise exception 'bookings_in_block' using errcode = 'MT409', detail = v_found::text;
  end if;
  if num_nonnulls(b.resource_ids, b.area) > 0 then
    b := fill_block_v1(b, v, v_now, v_now, 5000);
    if b.filled_to < v_now + make_interval(days => v.horizon_days + 9) then
      raise exception 'block_too_large' using errcode = 'MT409';
    end if;
  end if;
  perform keep_block_v1(b, v);
  return block_json_v1(b) || jsonb_build_object('keptBookings', v_found);
end
$$;
--> statement-breakpoint
-- Creates a block under an idempotency key; see create_block_v1 and claim_answer_v1. A refusal (MT409)
-- is kept like a block. Returns {replayed, body}.
create or replace function create_block_once_v1(
  p_workspace uuid, p_key uuid, p_block uuid, p jsonb, p_once jsonb
) returns jsonb
language plpgsql volatile
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
    v_answer := create_block_v1(p_workspace, p_key, p_block, p);
  exception when sqlstate 'MT409' then
    get stacked diagnostics v_detail = pg_exception_detail;
    v_answer := refusal_v1(sqlerrm, v_detail);
  end;
  return keep_answer_v1(p_workspace, p_once, v_answer, null);
end
$$;
--> statement-breakpoint
-- How many blocks of a venue have not ended.
create or replace function live_blocks_v1(p_venue uuid, p_now timestamptz) returns bigint
language plpgsql volatile strict
as $$
begin
  return (
    select count(*)
      from (
        select from blocks
         where venue_id between p_venue and p_venue and deleted_at is null and ends_at > p_now
         order by venue_id, ends_at
         limit (select 10000)
      ) x);
end
$$;
--> statement-breakpoint
-- A block as the API shows it.
create or replace function block_json_v1(b blocks) returns jsonb
language sql stable parallel safe
as $$
  select jsonb_build_object(
    'id', b.id, 'venueId', b.venue_id, 'resourceIds', to_jsonb(b.resource_ids), 'area', b.area,
    'from', to_char(b.starts_local, 'YYYY-MM-DD"T"HH24:MI'),
    'to', to_char(b.ends_local, 'YYYY-MM-DD"T"HH24:MI'), 'repeat', b.repeat, 'reason', b.reason,
    'createdAt', iso_v1(b.created_at))
$$;
--> statement-breakpoint
-- The bookings that lie in a block from p_now on: {count, data}, where `data` has the first 100 in the
-- order of their starts. For the whole venue these are the live bookings whose stays overlap it.
-- Otherwise they are those that occupy one of its resources, buffers included, because an allocation of
-- the block cannot overlap theirs.
create or replace function bookings_in_block_v1(b blocks, p_now timestamptz) returns jsonb
language plpgsql volatile
as $$
declare
  v_spans tstzmultirange := (
    select range_agg(tstzrange(s.starts_at, s.ends_at)) * tstzmultirange(tstzrange(p_now, null))
      from block_spans s where s.block_id = b.id);
  v_frame tstzrange := range_merge(v_spans);
  v_found jsonb;
begin
  if num_nonnulls(b.resource_ids, b.area) = 0 then
    select jsonb_agg(l.id order by l.starts_at, l.id) into v_found
      from live_bookings_v1(b.venue_id, null) l
     where v_spans && tstzrange(l.starts_at, l.ends_at);
  else
    select jsonb_agg(x.booking_id order by x.starts, x.booking_id) into v_found
      from (
        select a.booking_id, min(lower(a.span)) as starts
          from unnest(block_places_v1(b)) as n (id)
          cross join lateral (
            select booking_id, span from allocations
             where venue_id = b.venue_id and resource_id = n.id and overlaps_v1(span, v_frame)
            offset 0
          ) a
         where a.booking_id is not null and v_spans && a.span
         group by a.booking_id
      ) x;
  end if;
  return jsonb_build_object(
    'count', coalesce(jsonb_array_length(v_found), 0),
    'data', coalesce(jsonb_path_query_array(v_found, '$[0 to 99]'), '[]'));
end
$$;
