-- What the webhook endpoints of some workspaces are doing: how many of their jobs consumers have taken,
-- without the jobs p_taken, by endpoint and by workspace.
--
-- A consumer marks the jobs that it takes as running, and then calls this function. The advisory locks
-- let one consumer at a time do that for a workspace, until its statement ends. The function is
-- volatile, so it counts with a snapshot that is taken after the locks were granted. Two consumers
-- therefore never both believe that they are alone.
create or replace function webhook_load_v1(
  p_workspaces uuid[], p_taken uuid[], p_now timestamptz
) returns table (workspace_id uuid, webhook_id uuid, running int, running_of_workspace int)
language plpgsql volatile
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('webhook load ' || w, 0))
     from (select distinct unnest(p_workspaces)::text as w order by 1) w;
  return query
    select j.workspace_id, j.webhook_id, count(*)::int,
           sum(count(*)) over (partition by j.workspace_id)::int
      from (select distinct unnest(p_workspaces) as id) w
      cross join lateral (
        -- The jobs of consumers that have died do not count. The expressions leave only the index of
        -- running jobs (docs/database.md).
        select r.workspace_id, r.webhook_id from jobs r
         where r.workspace_id = w.id and lower(r.state) = 'running' and r.channel || '' = 'webhook'
           and r.wake_at + interval '0' > p_now and r.id <> all (p_taken)
        offset 0
      ) j
     group by 1, 2;
end
$$;
