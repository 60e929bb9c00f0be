-- A new time-ordered id (UUIDv7, RFC 9562), in the form in which the Worker makes ids.
create or replace function new_id_v1() returns uuid
language sql volatile
as $$
  select encode(set_bit(set_bit(overlay(
           uuid_send(gen_random_uuid())
           placing substring(
             int8send(trunc(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
           from 1 for 6), 52, 1), 53, 1), 'hex')::uuid
$$;
