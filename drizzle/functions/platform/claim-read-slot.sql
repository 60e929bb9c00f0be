-- Waits until the workspace may run a costly read, and lets it run until the transaction ends. A
-- workspace runs p_at_once costly reads at the same time, whichever isolates ask, and four times as
-- many may wait, so that it does not occupy the connections of the others. A further one is refused
-- with MT429 budget_spent.
--
-- The slots are advisory locks of two numbers: a hash of the workspace, and the slot. Two workspaces
-- with the same hash share their slots. Nothing else uses locks of two numbers.
create or replace function claim_read_slot_v1(p_workspace uuid, p_at_once int) returns void
language plpgsql
as $$
declare
  v_workspace constant int := hashtext(p_workspace::text);
begin
  for slot in 1..p_at_once loop
    if pg_try_advisory_xact_lock(v_workspace, slot) then return; end if;
  end loop;
  for place in 1..(4 * p_at_once) loop
    if pg_try_advisory_xact_lock(v_workspace, -place) then
      perform pg_advisory_xact_lock(v_workspace, 1 + place % p_at_once);
      return;
    end if;
  end loop;
  raise exception 'budget_spent'
    using errcode = 'MT429',
          detail = jsonb_build_object('limit', 'costly_reads_at_once', 'most', p_at_once)::text;
end
$$;
