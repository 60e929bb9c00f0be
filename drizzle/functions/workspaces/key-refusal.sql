-- Why a statement refuses the caller's key, as the code of a problem. A statement calls this only
-- when the key is not live, so a live key pays nothing for it.
--
-- A key without a row, and a key that claims scopes which its row lacks, are `key_invalid`: the
-- service has issued no such key. Only a person who has the signing secret can make one.
create or replace function key_refusal_v1(p_key uuid, p_workspace uuid) returns text
language plpgsql stable parallel safe
as $$
begin
  return (
    select coalesce(
      (select case when revoked_at is not null then 'key_revoked'
                   when expires_at <= now() then 'key_expired' end
         from api_keys where id = p_key and workspace_id = p_workspace),
      'key_invalid'));
end
$$;
