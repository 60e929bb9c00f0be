-- How many keys of a workspace are neither revoked nor expired. The function must be volatile: it is
-- called after the workspace's row was locked, and only a new snapshot counts the keys that a racing
-- transaction has just committed.
--
-- The range and the order leave PostgreSQL only the index by workspace, whatever the share of the
-- workspace in the table: see docs/database.md.
create or replace function live_keys_v1(p_workspace uuid) returns bigint
language plpgsql volatile strict
as $$
begin
  return (
    select count(*)
      from (
        select revoked_at, expires_at from api_keys
         where workspace_id between p_workspace and p_workspace
         order by workspace_id
         limit (select 1000000)
      ) k
     where revoked_at is null and (expires_at is null or expires_at > now()));
end
$$;
