-- Why a key may not do what a request asks, as the code of a problem; null for a live key of the
-- workspace that has the scopes it claims. A statement that calls one function asks this first.
create or replace function caller_refusal_v1(p_key uuid, p_workspace uuid, p_scopes text[])
returns text
language plpgsql stable
as $$
begin
  perform from api_keys
    where id = p_key and workspace_id = p_workspace and revoked_at is null
      and (expires_at is null or expires_at > now()) and scopes @> p_scopes;
  return case when not found then key_refusal_v1(p_key, p_workspace) end;
end
$$;
