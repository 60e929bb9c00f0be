-- How much of a limit a workspace uses, for GET /v1/limits. Of a limit for each venue, the use of the
-- venue that uses most. Null for limits of single guests and addresses, and for what isolates count.
--
-- The venues are read as live_venues_v1 reads them, so that those of other workspaces are not.
create or replace function used_of_limit_v1(p_workspace uuid, p_limit text) returns bigint
language plpgsql stable strict
as $$
begin
  return (
    select case p_limit
      when 'venues' then live_venues_v1(p_workspace)
      when 'keys' then live_keys_v1(p_workspace)
      when 'webhooks' then live_webhooks_v1(p_workspace)
      when 'jobs' then coalesce(
        (select jobs from workspace_usage where workspace_id = p_workspace), 0)
      when 'storage_bytes' then coalesce(
        (select storage_bytes from workspace_usage where workspace_id = p_workspace), 0)
      else case when p_limit in ('resources', 'combinations', 'blocks', 'waitlist_entries', 'venue_holds') then (
        select coalesce(max(case p_limit
                 when 'resources' then (
                   select count(*) from resources where venue_id = v.id and deleted_at is null)
                 when 'combinations' then (
                   select count(*) from combinations where venue_id = v.id and deleted_at is null)
                 when 'blocks' then (
                   select count(*) from blocks
                    where venue_id = v.id and deleted_at is null and ends_at > now())
                 when 'waitlist_entries' then (
                   select count(*) from waitlist_entries
                    where venue_id = v.id and booking_id is null and left_at is null)
                 when 'venue_holds' then (
                   select count(*) from bookings
                    where venue_id = v.id and state = 'held' and hold_expires_at > now())
               end), 0)
          from (
            select id, deleted_at from venues
             where workspace_id between p_workspace and p_workspace
             order by workspace_id
             limit (select 1000000)
          ) v
         where v.deleted_at is null)
      end
    end);
end
$$;
