-- The id of a job (UUIDv8, RFC 9562): a hash of the purpose of the job. Planning the same job twice
-- gives the same id. In PL/pgSQL for the reason that customer_id_v1 names.
create or replace function job_id_v1(p_what text) returns uuid
language plpgsql immutable strict parallel safe
as $$
declare
  h bytea := substring(sha256(convert_to(p_what, 'UTF8')) for 16);
begin
  return encode(set_byte(set_byte(h, 6, get_byte(h, 6) & 15 | 128), 8, get_byte(h, 8) & 63 | 128),
                'hex')::uuid;
end
$$;
