-- Puts a party on the waitlist under an idempotency key; see join_waitlist_v1 and claim_answer_v1. A
-- refusal (MT409) is kept like a success. Returns {replayed, body}, where body is the entry or a
-- refusal. Raises MT400, MT404, MT410 and MT422, which leave the key unused.
create or replace function join_waitlist_once_v1(
  p_workspace uuid, p_entry uuid, p jsonb, p_once jsonb
) returns jsonb
language plpgsql volatile
-- The next call of the connection is another tenant's, so its plan must not depend on this one.
set plan_cache_mode = force_generic_plan
as $$
declare
  v_answer jsonb := claim_answer_v1(p_workspace, p_once);
  v_detail text;
begin
  if v_answer is not null then
    return v_answer;
  end if;
  begin
    v_answer := join_waitlist_v1(p_workspace, p_entry, p);
  exception when sqlstate 'MT409' then
    get stacked diagnostics v_detail = pg_exception_detail;
    v_answer := refusal_v1(sqlerrm, v_detail);
  end;
  return keep_answer_v1(
    p_workspace,
    -- An entry that was waiting already is answered with 200.
    p_once || case when v_answer ->> 'created' = 'false' then '{"status": 200}'::jsonb
                   else '{}'::jsonb end,
    v_answer, customer_id_v1(p_workspace, p -> 'customer' ->> 'id'));
end
$$;
