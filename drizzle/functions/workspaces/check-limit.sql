-- Raises MT409 limit_reached when a workspace has reached one of its limits, so that nothing more may
-- be added. p_used counts the things that exist already. The detail names the limit and its value.
-- The count is exact when the caller holds a lock that every other writer of these things takes.
create or replace function check_limit_v1(p_workspace uuid, p_limit text, p_used bigint)
returns void
language plpgsql stable
as $$
declare
  v_most bigint := limit_v1(p_workspace, p_limit);
begin
  if v_most is null then
    raise exception 'no limit is named %', p_limit;
  elsif p_used >= v_most then
    raise exception 'limit_reached'
      using errcode = 'MT409',
            detail = jsonb_build_object('limit', p_limit, 'most', v_most)::text;
  end if;
end
$$;
