-- Carries out an act on a booking under an idempotency key; see change_booking_v1 and
-- claim_answer_v1. A refusal (MT409) is kept like a change. Returns {replayed, body}, where body is
-- the booking or a refusal. Locks in the global order: idempotency key, then what change_booking_v1
-- locks. Raises MT404, MT410, MT412 and MT422, which leave the key unused.
create or replace function change_booking_once_v1(
  p_workspace uuid, p_key uuid, p_booking uuid, p_act text, p jsonb, p_once jsonb
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
    return answer_for_v1(v_answer, p);
  end if;
  begin
    v_answer := change_booking_v1(p_workspace, p_key, p_booking, p_act, null, p);
  exception when sqlstate 'MT409' then
    get stacked diagnostics v_detail = pg_exception_detail;
    v_answer := refusal_v1(sqlerrm, v_detail);
  end;
  return keep_answer_v1(p_workspace, p_once, v_answer,
                        (select customer_id from bookings where id = p_booking));
end
$$;
