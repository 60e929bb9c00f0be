-- How many keys of a workspace are neither revoked nor expired. The function must be volatile: it is
-- called after the workspace's row was locked, and only a new snapshot counts the keys that a racing
-- transaction has just committed.
create or replace function live_keys_v1(p_workspace uuid) returns bigint
language sql volatile strict
as $$
  select count(*) from api_keys
   where workspace_id = p_workspace and revoked_at is null
     and (expires_at is null or expires_at > now())
$$;
