-- The value of a workspace's limit: the one that the operator has set, or the default. Null when no
-- limit has this name.
create or replace function limit_v1(p_workspace uuid, p_limit text) returns bigint
language plpgsql stable parallel safe
as $$
begin
  return (
    select coalesce((select (limits ->> p_limit)::bigint from workspaces where id = p_workspace),
                    (default_limits_v1() ->> p_limit)::bigint));
end
$$;
