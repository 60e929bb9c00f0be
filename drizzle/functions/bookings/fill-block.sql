-- The live resources for which a block is. None for a block of the whole venue.
create or replace function block_places_v1(b blocks) returns uuid[]
language plpgsql stable
as $$
begin
  return array(
    select r.id from resources r
     where r.venue_id = b.venue_id and r.deleted_at is null
       and (r.id = any (b.resource_ids) or r.area = b.area)
     order by r.id);
end
$$;
--> statement-breakpoint
-- Stores the spans of a block anew, from occurrences in the local time of its venue; p is that of
-- create_block_v1. The zone is applied here, by the rules of venue_periods_v1: a local time that a clock
-- change skips is moved forward, and of one that occurs twice the second is used. An occurrence that
-- then has no length is left out, and so is one that has ended. Returns the block with `ends_at` and
-- `expanded_to`, which keep_block_v1 stores.
create or replace function expand_block_v1(b blocks, v venues, p jsonb, p_now timestamptz)
returns blocks
language plpgsql volatile
as $$
begin
  delete from block_spans where block_id = b.id;
  insert into block_spans (block_id, starts_at, ends_at, venue_id, is_whole)
  select b.id, i.starts_at, i.ends_at, v.id, num_nonnulls(b.resource_ids, b.area) = 0
    from (
      select (o ->> 'from')::timestamp at time zone v.time_zone as starts_at,
             (o ->> 'to')::timestamp at time zone v.time_zone as ends_at
        from jsonb_array_elements(p -> 'occurrences') o
    ) i
   where i.starts_at < i.ends_at and i.ends_at > p_now
  on conflict (block_id, starts_at) do nothing;
  if (p ->> 'isComplete')::boolean then
    b.ends_at := coalesce((select max(ends_at) from block_spans where block_id = b.id), p_now);
    b.expanded_to := 'infinity';
  else
    b.ends_at := 'infinity';
    b.expanded_to := (p ->> 'expandedTo')::timestamptz;
  end if;
  return b;
end
$$;
--> statement-breakpoint
-- Stores the allocations of a block from p_from up to nine days beyond the venue's horizon, in pieces of
-- at most two days, around the allocations that are there. It stores p_most rows at most, so the block
-- that it returns may have a `filled_to` that is earlier. The block has no allocation after p_from yet,
-- the venue is locked, and its expired holds have ended.
--
-- The bookings in the way are locked and marked (`is_in_block`), so that the triggers
-- allocations_fill_gap and allocations_leave_gap learn when they leave.
create or replace function fill_block_v1(
  b blocks, v venues, p_from timestamptz, p_now timestamptz, p_most int
) returns blocks
language plpgsql volatile
as $$
declare
  v_to timestamptz := least(p_now + make_interval(days => v.horizon_days + 9), b.expanded_to);
  v_places uuid[] := block_places_v1(b);
  v_most int := greatest(1, p_most / greatest(1, cardinality(v_places)));
  v_pieces tstzrange[];
  v_all tstzmultirange;
  v_frame tstzrange;
  v_bookings uuid[];
  v_is_beside boolean;
begin
  v_pieces := array(
    -- Hours and not days: a day of the session's time zone may have 25 of them.
    select tstzrange(g.at, least(g.at + interval '48 hours', upper(s.span)))
      from (
        select unnest(range_agg(
                 tstzrange(greatest(x.starts_at, p_from), least(x.ends_at, v_to)))) as span
          from block_spans x
         where x.block_id = b.id and x.ends_at > p_from and x.starts_at < v_to
      ) s
      cross join lateral generate_series(
        lower(s.span), upper(s.span) - interval '1 microsecond', interval '48 hours') as g (at)
     order by 1
     limit v_most + 1);
  if cardinality(v_pieces) > v_most then
    v_to := lower(v_pieces[v_most + 1]);
    v_pieces := v_pieces[:v_most];
  end if;
  v_all := (select range_agg(piece) from unnest(v_pieces) as k (piece));
  v_frame := range_merge(v_all);

  select coalesce(array_agg(distinct a.booking_id) filter (where a.booking_id is not null), '{}'),
         count(*) filter (where a.booking_id is null) > 0
    into v_bookings, v_is_beside
    from unnest(v_places) as n (id)
    cross join lateral (
      select booking_id, span from allocations
       where venue_id = v.id and resource_id = n.id and overlaps_v1(span, v_frame)
      offset 0
    ) a
   where v_all && a.span;
  -- The sweep of expired holds and an erasure free places without the venue's lock.
  perform 1 from bookings where id = any (v_bookings) order by id for no key update;
  update allocations set is_in_block = true
   where booking_id = any (v_bookings) and resource_id = any (v_places) and not is_in_block;
  b.has_gaps := b.has_gaps or v_is_beside or v_bookings <> '{}';

  insert into allocations (block_id, resource_id, venue_id, span)
  select b.id, k.id, v.id, unnest(tstzmultirange(p.piece) - k.taken)
    from (
      select n.id, coalesce(
               (select range_agg(a.span) from allocations a
                 where a.venue_id = v.id and a.resource_id = n.id
                   and overlaps_v1(a.span, v_frame)), '{}') as taken
        from unnest(v_places) as n (id)
    ) k
    cross join unnest(v_pieces) as p (piece)
   order by k.id;
  b.filled_to := v_to;
  return b;
end
$$;
--> statement-breakpoint
-- Stores the allocations of a block anew from p_now on. All changes of the block that the caller has
-- read are then done.
create or replace function refill_block_v1(b blocks, v venues, p_now timestamptz) returns blocks
language plpgsql volatile
as $$
begin
  delete from allocations where block_id = b.id;
  b.has_gaps := false;
  b.filled_changes := b.changes;
  return fill_block_v1(b, v, p_now, p_now, 20000);
end
$$;
--> statement-breakpoint
-- Stores what expand_block_v1 and fill_block_v1 have found out about a block, and when the sweep has
-- work with it next: when it must be expanded, filled further, or cleared after its end. Two days before
-- a date comes into the horizon, its allocations are stored.
--
-- allocations_leave_gap may raise `changes` without the venue's lock, after the caller has read the
-- block. The block is then due again at once. No caller may lock the block's row before this: the trigger
-- locks it after a booking, and fill_block_v1 locks bookings.
create or replace function keep_block_v1(b blocks, v venues) returns void
language plpgsql volatile
as $$
begin
  update blocks k
     set ends_at = b.ends_at, expanded_to = b.expanded_to, filled_to = b.filled_to,
         has_gaps = b.has_gaps, filled_changes = b.filled_changes,
         wake_at = least(
           case when k.changes > b.filled_changes then clock_timestamp() end,
           -- The longest horizon is 731 days.
           case when b.expanded_to < 'infinity' then b.expanded_to - interval '735 days' end,
           case when b.filled_to < b.ends_at
                then b.filled_to - make_interval(days => v.horizon_days + 2) end,
           case when b.ends_at < 'infinity' then b.ends_at + interval '1 hour' end)
   where k.id = b.id;
end
$$;
--> statement-breakpoint
-- Raises `changes` of the blocks of a venue that have gaps, because an allocation that lies in one leaves
-- now. fill_gap_v1 closes the gap when the transaction commits, if it can. The next sweep stores these
-- blocks anew: it closes the gap if that was not possible, and joins the pieces of the blocks.
create or replace function leave_gap_v1() returns trigger
language plpgsql
as $$
begin
  update blocks set changes = changes + 1, wake_at = clock_timestamp()
   where id = any (array(
     select x.id from blocks x
      where x.venue_id between old.venue_id and old.venue_id and x.deleted_at is null
        and x.ends_at > lower(old.span) and x.has_gaps
      order by x.venue_id, x.ends_at, x.id
        for no key update));
  return null;
end
$$;
--> statement-breakpoint
-- Plain bookings pay for this only with a comparison of a column.
create or replace trigger allocations_leave_gap
after delete or update of span on allocations
for each row when (old.is_in_block)
execute function leave_gap_v1();
