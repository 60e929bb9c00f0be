-- The id of the row of a customer by the caller's own id: that of the other customer if this one was
-- merged into it, and customer_id_v1 otherwise, also when there is no such row. A customer into which
-- others were merged is not merged itself, so one step is enough.
create or replace function customer_of_v1(p_workspace uuid, p_external_id text) returns uuid
language plpgsql stable strict
as $$
declare
  v_id uuid := customer_id_v1(p_workspace, p_external_id);
begin
  return coalesce((select merged_into from customers where id = v_id), v_id);
end
$$;
--> statement-breakpoint
-- Locks the row of a customer, or of the customer that it was merged into, until the end of the
-- transaction. Returns null when there is no such customer. The row may be a tombstone. Raises a
-- serialization failure when ten attempts find the customer merged into another one each time.
--
-- A call that waits for a merge of this customer gets the lock of the merged row first, because
-- PostgreSQL locks a row before it looks at its new values, and then that of the other customer. Merges
-- and erasures therefore lock merged rows before the customer that these lead to (lock_merges_v1).
create or replace function lock_customer_v1(p_customer uuid) returns customers
language plpgsql volatile strict
set plan_cache_mode = force_generic_plan
as $$
declare
  g customers;
  v_id uuid := p_customer;
begin
  for attempt in 1..10 loop
    select * into g from customers where id = v_id and merged_into is null for no key update;
    if found then
      return g;
    end if;
    select coalesce(merged_into, id) into v_id from customers where id = v_id;
    if not found then
      return null;
    end if;
  end loop;
  raise exception 'the customer is merged all the time' using errcode = 'serialization_failure';
end
$$;
--> statement-breakpoint
-- Takes the turn of the merges and erasures of a workspace, until the end of the transaction: while one
-- of them runs, no other merges customers. The caller then locks the rows that were merged into its
-- customers, and after them the customers, each in the order of their ids. Requests that store something
-- do not take the turn.
create or replace function lock_merges_v1(p_workspace uuid) returns void
language plpgsql volatile
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(p_workspace::text, 3));
end
$$;
