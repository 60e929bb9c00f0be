-- Deletes a block, which frees its places at once. The other blocks of the venue that lie around its
-- allocations are stored anew: those that come first here, and the rest by the next sweep. Returns
-- {id}.
--
-- Locks in the global order: venue, bookings, allocations, blocks. Raises MT404.
create or replace function delete_block_v1(p_workspace uuid, p_venue uuid, p_block uuid)
returns jsonb
language plpgsql volatile
-- The next call of the connection is another tenant's, so its plan must not depend on this one.
set plan_cache_mode = force_generic_plan
as $$
declare
  v venues := lock_venue_v1(p_workspace, p_venue);
  b blocks;
  v_now timestamptz := clock_timestamp();
  v_refilled blocks[] := '{}';
begin
  perform from blocks where id = p_block and venue_id = v.id and deleted_at is null;
  if not found then
    raise exception 'block_not_found' using errcode = 'MT404';
  end if;
  delete from block_spans where block_id = p_block;
  delete from allocations where block_id = p_block;
  if found then
    for b in
      select * from blocks x
       where x.venue_id between v.id and v.id and x.deleted_at is null and x.ends_at > v_now
         and x.has_gaps and x.id <> p_block
       order by x.venue_id, x.ends_at, x.id
    loop
      if cardinality(v_refilled) < 10 then
        b := refill_block_v1(b, v, v_now);
      else
        b.filled_changes := -1;
      end if;
      v_refilled := v_refilled || b;
    end loop;
  end if;
  update blocks set deleted_at = v_now, wake_at = null where id = p_block;
  foreach b in array v_refilled loop
    perform keep_block_v1(b, v);
  end loop;
  return jsonb_build_object('id', p_block);
end
$$;
--> statement-breakpoint
-- Deletes a block under an idempotency key; see delete_block_v1 and claim_answer_v1.
create or replace function delete_block_once_v1(
  p_workspace uuid, p_venue uuid, p_block uuid, p_once jsonb
) returns jsonb
language plpgsql volatile
set plan_cache_mode = force_generic_plan
as $$
declare
  v_answer jsonb := claim_answer_v1(p_workspace, p_once);
begin
  if v_answer is not null then
    return v_answer;
  end if;
  return keep_answer_v1(p_workspace, p_once, delete_block_v1(p_workspace, p_venue, p_block), null);
end
$$;
--> statement-breakpoint
-- Makes the next sweep store the blocks of a venue anew: those of some areas, or, when p_areas is null,
-- all. Returns p_venue. The venue is locked.
create or replace function change_blocks_v1(p_venue uuid, p_areas text[]) returns uuid
language plpgsql volatile
as $$
begin
  update blocks set changes = changes + 1, wake_at = clock_timestamp()
   where id = any (array(
     select x.id from blocks x
      where x.venue_id between p_venue and p_venue and x.deleted_at is null
        and x.ends_at > clock_timestamp()
        and (p_areas is null or x.area = any (p_areas))
      order by x.venue_id, x.ends_at, x.id
        for no key update));
  return p_venue;
end
$$;
