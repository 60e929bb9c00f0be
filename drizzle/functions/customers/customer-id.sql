-- The id of a customer's row, derived from the workspace and the caller's own id. The tombstone of
-- an erased customer is found by it, although the caller's id was deleted from the row.
create or replace function customer_id_v1(p_workspace uuid, p_external_id text) returns uuid
language sql immutable strict parallel safe
as $$
  select encode(
    substring(sha256(uuid_send(p_workspace) || convert_to(p_external_id, 'UTF8')) for 16), 'hex'
  )::uuid
$$;
