-- All limits of a workspace, in the order of their names: [{name, limit, used}].
create or replace function show_limits_v1(p_workspace uuid) returns jsonb
language plpgsql stable
as $$
begin
  return (
    select jsonb_agg(jsonb_build_object('name', name, 'limit', limit_v1(p_workspace, name),
                                        'used', used_of_limit_v1(p_workspace, name))
                     order by name collate "C")
      from jsonb_object_keys(default_limits_v1()) as name);
end
$$;
