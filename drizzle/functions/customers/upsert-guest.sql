-- Creates or updates the customer that a request names, and locks the row until the end of the
-- transaction. p_guest is {id, name, email, phone, locale, timeZone}, where id is the caller's own
-- id. A field that is missing keeps its stored value. A field that is null removes it.
--
-- Raises MT400 (invalid_field, timeZone) for a time zone that known_zone_v1 refuses.
--
-- Returns the id of the customer's row, or null when the customer is erased. The caller of the
-- function decides how to refuse that. Also returns null when p_guest is null, because the function
-- is strict: a request without a customer locks and stores none.
create or replace function upsert_guest_v1(p_workspace uuid, p_guest jsonb) returns uuid
language plpgsql volatile strict
as $$
declare
  v_id uuid;
begin
  insert into customers as g
    (id, workspace_id, external_id, name, email, phone, locale, time_zone)
  values (customer_id_v1(p_workspace, p_guest ->> 'id'), p_workspace, p_guest ->> 'id',
          p_guest ->> 'name', p_guest ->> 'email', p_guest ->> 'phone', p_guest ->> 'locale',
          known_zone_v1(p_guest ->> 'timeZone'))
  on conflict (id) do update
     set name = case when p_guest ? 'name' then excluded.name else g.name end,
         email = case when p_guest ? 'email' then excluded.email else g.email end,
         phone = case when p_guest ? 'phone' then excluded.phone else g.phone end,
         locale = case when p_guest ? 'locale' then excluded.locale else g.locale end,
         time_zone = case when p_guest ? 'timeZone' then excluded.time_zone else g.time_zone end,
         last_seen_at = now()
   where g.erased_at is null
  returning id into v_id;
  return v_id;
end
$$;
