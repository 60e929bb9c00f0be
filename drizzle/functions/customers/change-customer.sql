-- Changes details of a customer. p_customer is the caller's own id, and p_change may have name, email,
-- phone, locale, timeZone, preferences and staffNotes, of which null removes the stored value, and tags.
-- A field that is missing keeps its stored value. A change of name, email or phone is recorded for the
-- API key p_key. p_versions are the versions of which the customer must have one; null: any.
--
-- Returns what changed_customer_v1 says, or null when there is no such customer. Raises MT400
-- (invalid_field, timeZone), MT410 (customer_erased) and MT412 (version_stale).
create or replace function change_customer_v1(
  p_workspace uuid, p_key uuid, p_customer text, p_change jsonb, p_versions int[]
) returns jsonb
language plpgsql volatile
-- The statements are the same for every customer, so one generic plan serves all calls.
set plan_cache_mode = force_generic_plan
as $$
declare
  g customers := lock_customer_v1(customer_id_v1(p_workspace, p_customer));
  n customers := g;
  v_changed text[];
begin
  if g.id is null then
    return null;
  elsif g.erased_at is not null then
    raise exception 'customer_erased' using errcode = 'MT410';
  elsif g.version <> all (p_versions) then
    raise exception 'version_stale' using errcode = 'MT412';
  end if;
  if p_change ? 'name' then n.name := p_change ->> 'name'; end if;
  if p_change ? 'email' then n.email := p_change ->> 'email'; end if;
  if p_change ? 'phone' then n.phone := p_change ->> 'phone'; end if;
  if p_change ? 'locale' then n.locale := p_change ->> 'locale'; end if;
  if p_change ? 'timeZone' then n.time_zone := known_zone_v1(p_change ->> 'timeZone'); end if;
  if p_change ? 'preferences' then n.preferences := p_change ->> 'preferences'; end if;
  if p_change ? 'staffNotes' then n.staff_notes := p_change ->> 'staffNotes'; end if;
  if p_change ? 'tags' then
    n.tags := array(select jsonb_array_elements_text(p_change -> 'tags'));
  end if;
  update customers
     set name = n.name, email = n.email, phone = n.phone, locale = n.locale,
         time_zone = n.time_zone, tags = n.tags, preferences = n.preferences,
         staff_notes = n.staff_notes
   where id = g.id;
  v_changed := array_remove(array[
    case when n.name is distinct from g.name then 'name' end,
    case when n.email is distinct from g.email then 'email' end,
    case when n.phone is distinct from g.phone then 'phone' end], null);
  if v_changed <> '{}' then
    perform record_contacts_v1(g.id, p_key, v_changed);
  end if;
  return changed_customer_v1(g.id);
end
$$;
--> statement-breakpoint
-- The answer to a change of a customer: {customer, version}, where customer is what customer_json_v1
-- says. The customer is inside, because keep_answer_v1 takes an `id` of an answer for a UUID, and that of
-- a customer is the caller's own.
create or replace function changed_customer_v1(p_customer uuid) returns jsonb
language plpgsql stable
as $$
declare
  v_customer jsonb := customer_json_v1(p_customer);
begin
  return jsonb_build_object('customer', v_customer, 'version', v_customer -> 'version');
end
$$;
