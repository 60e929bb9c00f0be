-- How many venues of a workspace are not deleted. The function must be volatile: it is called after
-- the workspace's row was locked, and only a new snapshot counts the venues that a racing transaction
-- has just committed.
create or replace function live_venues_v1(p_workspace uuid) returns bigint
language sql volatile strict
as $$ select count(*) from venues where workspace_id = p_workspace and deleted_at is null $$;
