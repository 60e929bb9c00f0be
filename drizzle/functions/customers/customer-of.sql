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
-- transaction. Only one row is locked: one that was merged away is read and left. Returns null when
-- there is no such customer. The row may be a tombstone. Raises a serialization failure when ten
-- attempts find the customer merged into another one each time.
create or replace function lock_customer_v1(p_customer uuid) returns customers
language plpgsql volatile strict
set plan_cache_mode = force_generic_plan
as $$
declare
  g customers;
  v_id uuid := p_customer;
begin
  for attempt in 1..10 loop
    -- A merge that commits while this waits for the lock makes the row fail the condition. The row is
    -- then not locked.
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
