-- The id of an imported row, derived from the workspace, the other system's name, the kind of the row
-- (`guest` or `booking`) and the id that the row has in the other system. In PL/pgSQL for the reason that
-- customer_id_v1 gives.
create or replace function import_id_v1(
  p_workspace uuid, p_source text, p_kind text, p_external_id text
) returns uuid
language plpgsql immutable strict parallel safe
as $$
begin
  return encode(
    substring(sha256(
      uuid_send(p_workspace)
      || convert_to(p_kind || e'\n' || p_source || e'\n' || p_external_id, 'UTF8')) for 16), 'hex'
  )::uuid;
end
$$;
--> statement-breakpoint
-- Takes the turn of the imports of a workspace until the end of the transaction, so that two runs never
-- store one row twice. It comes before every other lock.
create or replace function lock_imports_v1(p_workspace uuid) returns void
language plpgsql volatile
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(p_workspace::text, 4));
end
$$;
--> statement-breakpoint
-- Whether an error is about this moment, not about the row: a deadlock, a lock that was not granted in
-- time, exhausted resources. The whole page then fails and is tried again.
create or replace function is_passing_fault_v1(p_state text) returns boolean
language sql immutable strict parallel safe
return p_state ~ '^(08|53|57|58|40|55P03)';
--> statement-breakpoint
-- Imports a page of guests from another system. p_guests are {line, id, digest, change}: `id` is the
-- caller's own id, `digest` a hash of the row in hexadecimal, and `change` what change_customer_v1 takes.
-- A row that fails is left out, and the others are stored.
--
-- With p_is_trial everything is done and undone again, so the results are those of a real run.
--
-- Returns {line, outcome, field, reason} for each row. outcome: created, updated, unchanged, or refused
-- with a reason and, if one is at fault, the field. Locks the customers in the order of their ids.
create or replace function import_guests_v1(
  p_workspace uuid, p_source text, p_guests jsonb, p_is_trial boolean
) returns jsonb
language plpgsql volatile
-- A plan that was made while the tables were empty would read all of them later.
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
declare
  v_results jsonb := '[]';
  v_guest jsonb;
begin
  begin
    perform lock_imports_v1(p_workspace);
    for v_guest in
      select x.guest from jsonb_array_elements(p_guests) x (guest)
       order by customer_of_v1(p_workspace, x.guest ->> 'id')
    loop
      begin
        v_results := v_results || jsonb_build_object(
          'line', v_guest -> 'line',
          'outcome', import_guest_v1(p_workspace, p_source, v_guest));
      exception when others then
        if is_passing_fault_v1(sqlstate) then
          raise;
        end if;
        v_results := v_results || jsonb_build_object(
          'line', v_guest -> 'line', 'outcome', 'refused',
          'field', case sqlstate when 'MT410' then 'id' when 'MT400' then 'timeZone' end,
          -- The message of another error might contain a value of the row.
          'reason', case when sqlstate like 'MT%' then sqlerrm else sqlstate end);
      end;
    end loop;
    if p_is_trial then
      raise exception 'end of the trial' using errcode = 'MT000';
    end if;
  exception when sqlstate 'MT000' then
    -- The block is undone. The results are kept, because variables are not.
    null;
  end;
  return v_results;
end
$$;
--> statement-breakpoint
-- Imports one guest, as import_guests_v1 describes. Returns created, updated or unchanged.
--
-- A row that equals the one of the last import changes nothing, so what the staff have changed since then
-- stays. Otherwise the details of the row replace those that are stored; details that the row does not
-- have stay. The row of a customer that was merged into another one gives the other one only what it
-- lacks.
--
-- Raises MT400 (invalid_field, timeZone) and MT410 (customer_erased).
create or replace function import_guest_v1(p_workspace uuid, p_source text, p jsonb) returns text
language plpgsql volatile
set plan_cache_mode = force_generic_plan
as $$
declare
  g customers;
  v_customer uuid := customer_id_v1(p_workspace, p ->> 'id');
  v_row uuid := import_id_v1(p_workspace, p_source, 'guest', p ->> 'id');
  v_digest bytea := decode(p ->> 'digest', 'hex');
  v_change jsonb := p -> 'change';
  v_stored jsonb;
  v_outcome text := 'unchanged';
begin
  g := lock_customer_v1(v_customer);
  if g.erased_at is not null then
    raise exception 'customer_erased' using errcode = 'MT410';
  elsif g.id is not null and exists (
    select from imported_rows
     where workspace_id = p_workspace and id = v_row and digest = v_digest
  ) then
    return 'unchanged';
  elsif g.id is null then
    v_outcome := 'created';
    perform upsert_guest_v2(
      p_workspace, v_change - '{tags,preferences,staffNotes}'::text[]
                   || jsonb_build_object('id', p ->> 'id'), '{"contacts": true}');
    g := lock_customer_v1(v_customer);
  end if;

  v_stored := jsonb_build_object(
    'name', g.name, 'email', g.email, 'phone', g.phone, 'locale', g.locale,
    'timeZone', g.time_zone, 'tags', to_jsonb(g.tags), 'preferences', g.preferences,
    'staffNotes', g.staff_notes);
  select coalesce(jsonb_object_agg(x.key, x.value), '{}') into v_change
    from jsonb_each(v_change) x
   where x.value is distinct from v_stored -> x.key
     and (g.id = v_customer or v_stored -> x.key in ('null', '[]'));
  if v_change <> '{}' then
    perform change_customer_v1(p_workspace, null, p ->> 'id', v_change, null);
    v_outcome := case v_outcome when 'unchanged' then 'updated' else v_outcome end;
  end if;
  insert into imported_rows (workspace_id, id, digest, customer_id)
  values (p_workspace, v_row, v_digest, v_customer)
  on conflict (workspace_id, id) do update set digest = excluded.digest, imported_at = now();
  return v_outcome;
end
$$;
