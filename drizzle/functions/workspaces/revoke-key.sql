-- Revokes a key of a workspace together with its descendants: the keys that it made, the keys that
-- those made, and so on. Returns {id}, or null when the workspace has no such key. A key that is
-- revoked already stays as it is, and its descendants are revoked all the same.
--
-- When the caller's key is a descendant, it stays with its own descendants. So the only admin key of a
-- workspace can be replaced: it makes its successor, which then revokes it and all its other
-- descendants. The successor keeps its parent, so another key may still revoke both.
--
-- A key that is just being made is not visible yet. Its statement holds a share lock on its parent,
-- so this function waits for it when it locks the parent. The next round has a new snapshot, because
-- the function is volatile, and sees the new key. A statement that makes a key after the parent was
-- revoked finds the parent revoked. The rounds end when one finds no key to revoke.
--
-- Keys are locked in the order of their ids.
create or replace function revoke_key_v1(p_workspace uuid, p_caller uuid, p_key uuid) returns jsonb
language plpgsql volatile
-- The statements are the same for every key, so one generic plan serves all calls.
set plan_cache_mode = force_generic_plan
as $$
begin
  loop
    with recursive descent as (
      select id from api_keys where id = p_key and workspace_id = p_workspace
      union
      select k.id
        from descent join api_keys k on k.parent_id = descent.id and k.workspace_id = p_workspace
       where k.id <> p_caller
    ),
    locked as materialized (
      select id from api_keys
       where id = any (array(select id from descent)) and revoked_at is null
       order by id
         for no key update
    )
    update api_keys k set revoked_at = now(), revoked_through = nullif(p_key, k.id)
     where k.id = any (array(select id from locked));
    exit when not found;
  end loop;
  return (select jsonb_build_object('id', id)
            from api_keys where id = p_key and workspace_id = p_workspace);
end
$$;
