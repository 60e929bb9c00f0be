-- Writes the rows of a customer in customer_index and customer_keys anew. The caller has locked the
-- customer's row, so two transactions never write the same rows here. p_is_new says that the customer
-- was stored a moment ago, so there are no rows yet.
create or replace function index_customer_v1(g customers, p_is_new boolean) returns void
language plpgsql volatile
-- A plan that was made while the tables were empty would read all of them later.
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_keys text[] := search_keys_v1(g);
  v_gone text[];
begin
  if not p_is_new then
    select string_to_array(btrim(i.keys, e'\n'), e'\n') into v_gone
      from customer_index i where i.customer_id = g.id;
    delete from customer_keys
     where workspace_id = g.workspace_id and key = any (v_gone) and customer_id = g.id
       and key <> all (v_keys);
  end if;
  if g.erased_at is not null or g.merged_into is not null then
    delete from customer_index where customer_id = g.id;
    return;
  end if;
  insert into customer_keys (workspace_id, key, customer_id)
  select g.workspace_id, k, g.id from unnest(v_keys) k
  on conflict do nothing;
  insert into customer_index (customer_id, workspace_id, seen_at, keys)
  values (g.id, g.workspace_id, quarter_hour_v1(g.last_seen_at),
          e'\n' || array_to_string(v_keys, e'\n') || e'\n')
  on conflict (customer_id) do update set seen_at = excluded.seen_at, keys = excluded.keys;
end
$$;
--> statement-breakpoint
-- Keeps customer_index and customer_keys in step with customers. These are triggers, so that no
-- statement that changes a customer can forget them, also none of a Worker of an earlier version.
create or replace function keep_customer_index_v1() returns trigger
language plpgsql
set enable_seqscan = off
as $$
begin
  if tg_op = 'DELETE' then
    old.erased_at := now();
    perform index_customer_v1(old, false);
  else
    perform index_customer_v1(new, tg_op = 'INSERT');
  end if;
  return null;
end
$$;
--> statement-breakpoint
create or replace trigger customers_index_insert after insert on customers
  for each row when (new.erased_at is null and new.merged_into is null)
  execute function keep_customer_index_v1();
--> statement-breakpoint
create or replace trigger customers_index_update
  after update of name, email, phone, tags, erased_at, merged_into, merged_ids, refused_at on customers
  for each row when ((old.name, old.email, old.phone, old.tags, old.erased_at, old.merged_into,
                      old.merged_ids, old.refused_at is null)
                     is distinct from (new.name, new.email, new.phone, new.tags, new.erased_at,
                                       new.merged_into, new.merged_ids, new.refused_at is null))
  execute function keep_customer_index_v1();
--> statement-breakpoint
create or replace trigger customers_index_delete after delete on customers
  for each row execute function keep_customer_index_v1();
--> statement-breakpoint
-- Notes that a customer was seen in another quarter hour than before, for index_seen_customers_v1. An
-- update of customer_index writes entries into two more indexes, which took a twentieth of a booking.
--
-- The condition is here and not in a WHEN of the trigger. PostgreSQL parses a WHEN in every statement
-- that updates a customer, which costs more than this call.
create or replace function keep_customer_seen_v1() returns trigger
language plpgsql
as $$
begin
  if quarter_hour_v1(old.last_seen_at) <> quarter_hour_v1(new.last_seen_at) then
    insert into seen_customers (customer_id) values (new.id);
  end if;
  return null;
end
$$;
--> statement-breakpoint
create or replace trigger customers_index_seen after update of last_seen_at on customers
  for each row execute function keep_customer_seen_v1();
--> statement-breakpoint
-- Raises the version of a customer whose details change. A message that only says that the customer
-- was seen does not change it.
create or replace function raise_customer_version_v1() returns trigger
language plpgsql
as $$
begin
  new.version := old.version + 1;
  return new;
end
$$;
--> statement-breakpoint
create or replace trigger customers_version
  before update of name, email, phone, locale, time_zone, tags, preferences, staff_notes, merged_ids
  on customers
  for each row when ((old.name, old.email, old.phone, old.locale, old.time_zone, old.tags,
                      old.preferences, old.staff_notes, old.merged_ids)
                     is distinct from (new.name, new.email, new.phone, new.locale, new.time_zone,
                                       new.tags, new.preferences, new.staff_notes, new.merged_ids))
  execute function raise_customer_version_v1();
--> statement-breakpoint
-- Indexes the next customers that are older than customer_index, at most p_limit, in the order of their
-- ids. Their rows are locked, so that no change of them is lost. Merged rows are not locked, because a
-- merge locks them before other customers. A customer that cannot be indexed is passed over: it is
-- indexed when it next changes.
--
-- Returns how many were read, whether these were the last, and those that failed, with their SQLSTATE.
-- Returns null when nothing is left or another sweep is at work.
create or replace function index_customers_page_v1(p_limit int) returns jsonb
language plpgsql volatile
-- A plan that was made while the tables were empty would read all of them later.
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
declare
  s customer_indexing;
  g customers;
  v_read int := 0;
  v_failed jsonb := '[]';
begin
  select * into s from customer_indexing where finished_at is null for no key update skip locked;
  if not found then
    return null;
  end if;
  for g in
    select * from customers where id > s.position and merged_into is null
     order by id limit (select p_limit) for no key update
  loop
    v_read := v_read + 1;
    s.position := g.id;
    if g.erased_at is null
       and not exists (select from customer_index i where i.customer_id = g.id offset 0) then
      begin
        perform index_customer_v1(g, false);
      exception when others then
        -- A page that has met another transaction is tried again as a whole.
        if sqlstate in ('40001', '40P01', '55P03') then
          raise;
        end if;
        v_failed := v_failed || jsonb_build_object('subject', g.id, 'reason', sqlstate);
      end;
    end if;
  end loop;
  update customer_indexing
     set position = s.position, finished_at = case when v_read < p_limit then now() end;
  return jsonb_build_object('customers', v_read, 'finished', v_read < p_limit, 'failed', v_failed);
end
$$;
--> statement-breakpoint
-- Takes the next customers out of seen_customers, at most p_limit rows, and writes when they were last
-- seen into customer_index. Rows that another sweep has locked are left to it. The customers are locked,
-- so that no change of them is lost; one that a request has locked is put back. A customer without a row
-- in the index was stored before the index existed, and is indexed now. One that cannot be indexed is
-- passed over.
--
-- Returns how many rows were taken, and the customers that failed, with their SQLSTATE.
create or replace function index_seen_customers_v1(p_limit int) returns jsonb
language plpgsql volatile
-- A plan that was made while the tables were empty would read all of them later.
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
declare
  g customers;
  v_taken uuid[];
  v_done uuid[] := '{}';
  v_failed jsonb := '[]';
begin
  with taken as (
    delete from seen_customers
     where ctid = any (array(
       select ctid from seen_customers limit (select p_limit) for update skip locked))
    returning customer_id
  )
  select coalesce(array_agg(customer_id), '{}') into v_taken from taken;
  for g in
    select c.*
      from (select distinct unnest(v_taken) as id order by id) n
      cross join lateral (
        select * from customers where id = n.id for no key update skip locked
      ) c
  loop
    v_done := v_done || g.id;
    if g.erased_at is null and g.merged_into is null then
      update customer_index set seen_at = quarter_hour_v1(g.last_seen_at) where customer_id = g.id;
      if not found then
        begin
          perform index_customer_v1(g, false);
        exception when others then
          -- A page that has met another transaction is tried again as a whole.
          if sqlstate in ('40001', '40P01', '55P03') then
            raise;
          end if;
          v_failed := v_failed || jsonb_build_object('subject', g.id, 'reason', sqlstate);
        end;
      end if;
    end if;
  end loop;
  insert into seen_customers (customer_id)
  select n.id
    from (select distinct unnest(v_taken) as id) n
    cross join lateral (select from customers where id = n.id offset 0) c
   where n.id <> all (v_done);
  return jsonb_build_object('taken', cardinality(v_taken), 'failed', v_failed);
end
$$;
