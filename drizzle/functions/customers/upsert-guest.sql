-- Creates or updates the customer that a request names, and locks the row until the end of the
-- transaction. p_guest is {id, name, email, phone, locale, timeZone}, where id is the caller's own
-- id. A field that is missing keeps its stored value. A field that is null removes it.
--
-- p_by is {key, contacts}: the id of the API key, and whether it may replace and remove contact
-- details (name, email, phone). A key that may not can only store details where none exist. Those
-- that stay as they were are returned in `unchanged`, as `customer.email`. Each change of the contact
-- details of an existing customer is recorded in customer_changes.
--
-- A customer that was merged into another one is that other one here (lock_customer_v1). Raises MT400
-- (invalid_field, timeZone) for a time zone that known_zone_v1 refuses.
--
-- `customer` is the id of the customer's row, or null when the customer is erased. The caller of the
-- function decides how to refuse that. It is also null when p_guest is null, because the function is
-- strict: a request without a customer locks and stores none.
create or replace function upsert_guest_v2(
  p_workspace uuid, p_guest jsonb, p_by jsonb, out customer uuid, out unchanged text[]
)
language plpgsql volatile strict
-- The statements are the same for every guest, so one generic plan serves all calls.
set plan_cache_mode = force_generic_plan
as $$
declare
  g customers;
  v_id uuid := customer_id_v1(p_workspace, p_guest ->> 'id');
  v_time_zone text;
  v_name text;
  v_email text;
  v_phone text;
  v_may_replace boolean;
  v_changed text[] := '{}';
begin
  unchanged := '{}';
  -- Most requests name a guest who exists, and no details.
  if p_guest - 'id' = '{}' then
    update customers set last_seen_at = now()
     where id = v_id and erased_at is null and merged_into is null
    returning id into customer;
    if found then
      return;
    end if;
  end if;
  v_time_zone := known_zone_v1(p_guest ->> 'timeZone');
  v_name := p_guest ->> 'name';
  v_email := p_guest ->> 'email';
  v_phone := p_guest ->> 'phone';
  v_may_replace := coalesce((p_by ->> 'contacts')::boolean, false);
  -- Most guests exist already, so the row is looked for first. Of two requests that race to create
  -- it, the second waits in the insert and then finds the row of the first.
  loop
    g := lock_customer_v1(v_id);
    exit when g.id is not null;
    insert into customers (id, workspace_id, external_id, name, email, phone, locale, time_zone)
    values (v_id, p_workspace, p_guest ->> 'id', v_name, v_email, v_phone, p_guest ->> 'locale',
            v_time_zone)
    on conflict (id) do nothing;
    if found then
      customer := v_id;
      return;
    end if;
  end loop;
  if g.erased_at is not null then
    return;
  end if;
  v_id := g.id;

  if v_name is distinct from g.name and p_guest ? 'name' then
    if v_may_replace or g.name is null then
      g.name := v_name;
      v_changed := v_changed || text 'name';
    else
      unchanged := unchanged || text 'customer.name';
    end if;
  end if;
  if v_email is distinct from g.email and p_guest ? 'email' then
    if v_may_replace or g.email is null then
      g.email := v_email;
      v_changed := v_changed || text 'email';
    else
      unchanged := unchanged || text 'customer.email';
    end if;
  end if;
  if v_phone is distinct from g.phone and p_guest ? 'phone' then
    if v_may_replace or g.phone is null then
      g.phone := v_phone;
      v_changed := v_changed || text 'phone';
    else
      unchanged := unchanged || text 'customer.phone';
    end if;
  end if;
  update customers c
     set name = g.name, email = g.email, phone = g.phone,
         locale = case when p_guest ? 'locale' then p_guest ->> 'locale' else c.locale end,
         time_zone = case when p_guest ? 'timeZone' then v_time_zone else c.time_zone end,
         last_seen_at = now()
   where c.id = v_id;
  if v_changed <> '{}' then
    perform record_contacts_v1(v_id, (p_by ->> 'key')::uuid, v_changed);
  end if;
  customer := v_id;
end
$$;
--> statement-breakpoint
-- Records that a key has changed contact details of a customer, whose row is locked. The values are
-- not recorded. The last hundred changes of a customer are kept.
create or replace function record_contacts_v1(p_customer uuid, p_key uuid, p_fields text[])
returns void
language plpgsql volatile
as $$
declare
  v_number int;
begin
  insert into customer_changes (customer_id, number, key_id, fields)
  select p_customer, coalesce(max(number), 0) + 1, p_key, p_fields
    from customer_changes where customer_id = p_customer
  returning number into v_number;
  delete from customer_changes where customer_id = p_customer and number <= v_number - 100;
end
$$;
--> statement-breakpoint
-- The form that the Worker before upsert_guest_v2 calls for a message: it replaces every detail and
-- records no change.
create or replace function upsert_guest_v1(p_workspace uuid, p_guest jsonb) returns uuid
language plpgsql volatile strict
as $$
declare
  v_id uuid;
begin
  insert into customers as g
    (id, workspace_id, external_id, name, email, phone, locale, time_zone)
  values (customer_of_v1(p_workspace, p_guest ->> 'id'), p_workspace, p_guest ->> 'id',
          p_guest ->> 'name', p_guest ->> 'email', p_guest ->> 'phone', p_guest ->> 'locale',
          known_zone_v1(p_guest ->> 'timeZone'))
  on conflict (id) do update
     set name = case when p_guest ? 'name' then excluded.name else g.name end,
         email = case when p_guest ? 'email' then excluded.email else g.email end,
         phone = case when p_guest ? 'phone' then excluded.phone else g.phone end,
         locale = case when p_guest ? 'locale' then excluded.locale else g.locale end,
         time_zone = case when p_guest ? 'timeZone' then excluded.time_zone else g.time_zone end,
         last_seen_at = now()
   where g.erased_at is null and g.merged_into is null
  returning id into v_id;
  return v_id;
end
$$;
