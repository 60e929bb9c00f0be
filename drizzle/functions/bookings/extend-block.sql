-- Does the work of a block that is due; see keep_block_v1. p has its occurrences, as create_block_v1
-- takes them. A block whose gaps or resources have changed is stored anew; another one is continued by
-- 5,000 allocations at most. An hour after its end its spans and allocations are deleted. Returns
-- whether it did something.
--
-- Locks in the global order: venue, bookings, allocations, block. Every other statement that reads a
-- block to write it locks the venue too.
create or replace function extend_block_v1(p_block uuid, p jsonb) returns boolean
language plpgsql volatile
-- The next call of the connection is another venue's, so its plan must not depend on this one.
set plan_cache_mode = force_generic_plan
as $$
declare
  v venues;
  b blocks;
  v_now timestamptz;
begin
  select * into v from venues
   where id = (select venue_id from blocks where id = p_block)
     for no key update;
  if not found then
    return false;
  end if;
  perform expire_holds_v1(v.id, clock_timestamp(), 10000);
  v_now := clock_timestamp();
  select * into b from blocks where id = p_block;
  if b.deleted_at is not null or b.wake_at is null or b.wake_at > v_now then
    return false;
  end if;
  if v.deleted_at is not null or b.ends_at <= v_now - interval '1 hour' then
    delete from allocations where block_id = b.id;
    delete from block_spans where block_id = b.id;
    update blocks set wake_at = null where id = b.id;
    return true;
  end if;
  -- A change of the venue's time zone makes its blocks stale too.
  if b.changes > b.filled_changes or b.expanded_to < v_now + interval '736 days' then
    b := expand_block_v1(b, v, p, v_now - interval '1 hour');
  end if;
  if num_nonnulls(b.resource_ids, b.area) = 0 then
    b.filled_changes := b.changes;
  elsif b.changes > b.filled_changes then
    b := refill_block_v1(b, v, v_now);
  else
    b := fill_block_v1(b, v, b.filled_to, v_now, 5000);
  end if;
  perform keep_block_v1(b, v);
  return true;
end
$$;
