-- The id of a customer's row, derived from the workspace and the caller's own id. The tombstone of
-- an erased customer is found by it, although the caller's id was deleted from the row.
--
-- A SQL-standard body (`return`) is parsed once, not in each statement that inlines the function.
-- It may call built-in functions only (see docs/database.md).
create or replace function customer_id_v1(p_workspace uuid, p_external_id text) returns uuid
language sql immutable strict parallel safe
return encode(
  substring(sha256(uuid_send(p_workspace) || convert_to(p_external_id, 'UTF8')) for 16), 'hex'
)::uuid;
