-- Creates or updates the customer that a request names, and locks the row until the end of the
-- transaction. p_guest is {id, name, email, phone, locale, timeZone}, where id is the caller's own
-- id. A field that is missing or null keeps its stored value.
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
          p_guest ->> 'timeZone')
  on conflict (id) do update
     set name = coalesce(excluded.name, g.name), email = coalesce(excluded.email, g.email),
         phone = coalesce(excluded.phone, g.phone), locale = coalesce(excluded.locale, g.locale),
         time_zone = coalesce(excluded.time_zone, g.time_zone), last_seen_at = now()
   where g.erased_at is null
  returning id into v_id;
  return v_id;
end
$$;
