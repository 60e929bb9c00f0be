-- Changes the fields of a resource that p_change names. Returns null when another resource of the
-- venue has the name already: the unique index decides, and its error is caught here, so that the
-- caller can keep the refusal for an idempotency key.
create or replace function change_resource_v1(
  p_resource uuid, p_min_party smallint, p_max_party smallint, p_change jsonb
) returns resources
language plpgsql volatile
as $$
declare
  r resources;
begin
  update resources
     set name = coalesce(p_change ->> 'name', name), kind = coalesce(p_change ->> 'kind', kind),
         min_party = p_min_party, max_party = p_max_party,
         priority = coalesce((p_change ->> 'priority')::smallint, priority),
         area = case when p_change ? 'area' then p_change ->> 'area' else area end
   where id = p_resource
  returning * into r;
  return r;
exception when unique_violation then
  return null;
end
$$;
