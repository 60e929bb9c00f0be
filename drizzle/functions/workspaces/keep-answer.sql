-- Keeps the answer of a request whose idempotency key claim_answer_v1 has claimed in this
-- transaction. p_body is the answer as the statement writes it, or a refusal (refusal_v1). p_customer
-- is the customer that the answer is about, so that an erasure finds it, or null.
--
-- Only successes and refusals with MT409 are kept, except limit_reached: the operator may raise a
-- limit, and the same request then succeeds. Another refusal, or null (there is no such row), leaves
-- the key unused. Returns {replayed, body}, or null when p_body is null.
create or replace function keep_answer_v1(
  p_workspace uuid, p_once jsonb, p_body jsonb, p_customer uuid
) returns jsonb
language plpgsql volatile
-- The statements are the same for every key, so one generic plan serves all calls.
set plan_cache_mode = force_generic_plan
as $$
declare
  v_code text := p_body ->> 'refused';
begin
  if p_body is null then
    return null;
  elsif v_code is null
     or (p_body ->> 'sqlstate' = 'MT409' and v_code <> 'limit_reached') then
    insert into idempotency_keys
      (workspace_id, key, digest, operation, status, code, thing_id, version, answer, customer_id)
    values (p_workspace, p_once ->> 'key', decode(p_once ->> 'digest', 'hex'),
            p_once ->> 'operation',
            case when v_code is null then (p_once ->> 'status')::smallint else 409 end, v_code,
            (p_body ->> 'id')::uuid, (p_body ->> 'version')::int, p_body, p_customer)
    on conflict do nothing;
    if not found then
      -- Only a transaction that has not taken the lock of claim_answer_v1 can have stored the key.
      raise exception 'the idempotency key was stored meanwhile'
        using errcode = 'serialization_failure';
    end if;
  end if;
  return jsonb_build_object('replayed', false, 'body', p_body);
end
$$;
--> statement-breakpoint
-- A refusal as a value: what `raise … using errcode = 'MT409'` says. p_detail is the DETAIL of the
-- exception, which is JSON or empty.
create or replace function refusal_v1(p_code text, p_detail text) returns jsonb
language plpgsql immutable parallel safe
as $$
begin
  return jsonb_strip_nulls(jsonb_build_object(
    'refused', p_code, 'sqlstate', 'MT409', 'detail', nullif(p_detail, '')::jsonb));
end
$$;
