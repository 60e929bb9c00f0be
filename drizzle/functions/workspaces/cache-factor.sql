-- By how much cached answers of a workspace may be older than usual: its limit `busy_cache_factor`
-- while the traffic light of the platform is orange or red, otherwise 1. A light that has not been
-- evaluated for five minutes counts as green.
create or replace function cache_factor_v1(p_workspace uuid) returns bigint
language plpgsql stable
as $$
begin
  if exists (
    select from platform_light
     where light in ('orange', 'red') and evaluated_at > now() - interval '5 minutes'
  ) then
    return greatest(1, limit_v1(p_workspace, 'busy_cache_factor'));
  end if;
  return 1;
end
$$;
