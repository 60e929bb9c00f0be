-- Gives the place that an allocation leaves to the blocks around it, when the transaction commits. The
-- constraint trigger allocations_fill_gap calls it for the allocations of bookings that lie in a block.
-- By then an act that frees a place and takes it again has done both. Without this, a booking or an
-- offer to the waitlist could take the place before the next sweep stores the block anew, for which
-- leave_gap_v1 asks.
--
-- The expiry of holds and an erasure free places without the venue's lock. They must not wait for it
-- here, because they have locked bookings. If another transaction has it, the sweep does the work.
create or replace function fill_gap_v1() returns trigger
language plpgsql
as $$
declare
  b blocks;
  v_gap tstzrange := old.span * tstzrange(clock_timestamp(), null);
begin
  if isempty(v_gap) then
    return null;
  end if;
  perform from venues where id = old.venue_id for no key update skip locked;
  if not found then
    return null;
  end if;
  for b in
    select * from blocks x
     where x.venue_id between old.venue_id and old.venue_id and x.deleted_at is null
       and x.ends_at > lower(v_gap) and x.has_gaps
     order by x.venue_id, x.ends_at, x.id
  loop
    if old.resource_id = any (block_places_v1(b)) then
      insert into allocations (block_id, resource_id, venue_id, span)
      select b.id, old.resource_id, old.venue_id, unnest(
               range_agg(tstzrange(s.starts_at, least(s.ends_at, b.filled_to)) * v_gap)
               - coalesce((select range_agg(a.span) from allocations a
                            where a.venue_id = old.venue_id and a.resource_id = old.resource_id
                              and overlaps_v1(a.span, v_gap)), '{}'))
        from block_spans s
       where s.block_id = b.id and s.ends_at > lower(v_gap)
         and s.starts_at < least(upper(v_gap), b.filled_to);
    end if;
  end loop;
  return null;
end
$$;
--> statement-breakpoint
-- Takes a span of resources out of the blocks that were there at p_at, so that the booking which had
-- these places then can have them again. Returns whether a block has given up a place. The venue and
-- the booking are locked.
create or replace function leave_blocks_v1(
  v venues, p_places uuid[], p_span tstzrange, p_at timestamptz
) returns boolean
language plpgsql volatile
as $$
declare
  v_blocks uuid[];
begin
  with left_out as (
    delete from allocations d
     where d.ctid = any (array(
       select a.ctid
         from unnest(p_places) as n (id)
         cross join lateral (
           select ctid, block_id, span from allocations
            where venue_id = v.id and resource_id = n.id and overlaps_v1(span, p_span)
           offset 0
         ) a
         cross join lateral (select created_at from blocks where id = a.block_id offset 0) k
        where k.created_at <= p_at))
    returning d.block_id, d.resource_id, d.span
  ),
  rest as (
    insert into allocations (block_id, resource_id, venue_id, span)
    select l.block_id, l.resource_id, v.id, piece
      from left_out l
      cross join lateral unnest(tstzmultirange(l.span) - tstzmultirange(p_span)) as p (piece)
  )
  select array_agg(distinct block_id) into v_blocks from left_out;
  update blocks set has_gaps = true where id = any (v_blocks) and not has_gaps;
  return v_blocks is not null;
end
$$;
