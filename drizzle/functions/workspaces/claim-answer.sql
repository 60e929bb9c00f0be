-- Claims an idempotency key before a request does anything else. p_once is {key, digest, operation,
-- status}: the caller's key, the SHA-256 of the request in hexadecimal, the operation's id and the
-- status of its success.
--
-- Returns null when the key is unused or older than a day, or when its answer is about a customer that
-- was erased; the request then proceeds, and ends with keep_answer_v1. Returns {replayed, body} when
-- the key has an answer for the same request. Raises MT422 when the key has an answer for another
-- request.
--
-- The advisory lock is held until the end of the transaction, so a second request with the key waits
-- for the first. It is a lock and not a row, so that a request whose answer is not kept writes
-- nothing. The select comes after the lock and has a new snapshot, because the function is volatile:
-- it sees what the first request has just committed. Two keys with the same hash only wait for each
-- other.
--
-- The key is the first lock in the global order.
create or replace function claim_answer_v1(p_workspace uuid, p_once jsonb) returns jsonb
language plpgsql volatile
-- The statements are the same for every key, so one generic plan serves all calls.
set plan_cache_mode = force_generic_plan
as $$
declare
  k idempotency_keys;
begin
  perform pg_advisory_xact_lock(
            hashtextextended(p_workspace::text || '/' || (p_once ->> 'key'), 0));
  select * into k from idempotency_keys
   where workspace_id = p_workspace and key = p_once ->> 'key';
  if not found then
    return null;
  elsif k.created_at < now() - interval '24 hours' or exists (
    select from customers where id = k.customer_id and erased_at is not null
  ) then
    delete from idempotency_keys where workspace_id = p_workspace and key = p_once ->> 'key';
    return null;
  elsif k.digest <> decode(p_once ->> 'digest', 'hex') then
    raise exception 'idempotency_key_reused' using errcode = 'MT422';
  end if;
  return jsonb_build_object('replayed', true, 'body', k.answer);
end
$$;
