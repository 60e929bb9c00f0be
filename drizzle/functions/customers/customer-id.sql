-- The id of a customer's row, derived from the workspace and the caller's own id. The tombstone of
-- an erased customer is found by it, although the caller's id was deleted from the row.
--
-- In PL/pgSQL, because PostgreSQL would not inline the expression: convert_to is stable. It would plan
-- a function in SQL again for each statement that calls it, which took 40 microseconds.
create or replace function customer_id_v1(p_workspace uuid, p_external_id text) returns uuid
language plpgsql immutable strict parallel safe
as $$
begin
  return encode(
    substring(sha256(uuid_send(p_workspace) || convert_to(p_external_id, 'UTF8')) for 16), 'hex')::uuid;
end
$$;
