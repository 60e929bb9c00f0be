-- How many endpoints a workspace has. The function must be volatile: it is called after the
-- workspace's row was locked, and only a new snapshot counts the endpoints that a racing
-- transaction has just committed.
--
-- The range and the order leave PostgreSQL only the index by workspace, whatever the share of the
-- workspace in the table: see docs/database.md.
create or replace function live_webhooks_v1(p_workspace uuid) returns bigint
language plpgsql volatile strict
as $$
begin
  return (
    select count(*)
      from (
        select deleted_at from webhooks
         where workspace_id between p_workspace and p_workspace
         order by workspace_id
         limit (select 1000000)
      ) x
     where deleted_at is null);
end
$$;
