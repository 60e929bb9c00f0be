-- Raises MT409 limit_reached when a venue has as many live resources as its workspace may have in a
-- venue. The venue is locked. The function is volatile, so that it counts with a snapshot that is taken
-- after the lock was granted, and the number is exact.
create or replace function check_resources_v1(p_workspace uuid, p_venue uuid) returns void
language plpgsql volatile
as $$
begin
  perform check_limit_v1(p_workspace, 'resources', (
            select count(*) from resources where venue_id = p_venue and deleted_at is null));
end
$$;
--> statement-breakpoint
-- The same for combinations.
create or replace function check_combinations_v1(p_workspace uuid, p_venue uuid) returns void
language plpgsql volatile
as $$
begin
  perform check_limit_v1(p_workspace, 'combinations', (
            select count(*) from combinations where venue_id = p_venue and deleted_at is null));
end
$$;
