-- Whether a workspace has an endpoint that receives message.created. A pending one receives nothing.
create or replace function announces_messages_v1(p_workspace uuid) returns boolean
language plpgsql stable strict parallel safe
as $$
begin
  return (
    select exists (
      select from webhooks
       where workspace_id = p_workspace and 'message.created' = any (events)
         and disabled_at is null and deleted_at is null and verified_at is not null));
end
$$;
