-- Accepts the offer of a waitlist entry under an idempotency key; see accept_waitlist_v2 and
-- claim_answer_v1. A refusal (MT409) is kept like an acceptance. Returns {replayed, body}, where body
-- is the booking or a refusal. Raises MT404, MT410 and MT422, which leave the key unused.
create or replace function accept_waitlist_once_v2(
  p_workspace uuid, p_key uuid, p_venue uuid, p_entry uuid, p jsonb, p_once jsonb
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
    v_answer := accept_waitlist_v2(p_workspace, p_key, p_venue, p_entry, p);
  exception when sqlstate 'MT409' then
    get stacked diagnostics v_detail = pg_exception_detail;
    v_answer := refusal_v1(sqlerrm, v_detail);
  end;
  return keep_answer_v1(p_workspace, p_once, v_answer,
                        (select customer_id from waitlist_entries where id = p_entry));
end
$$;
--> statement-breakpoint
-- The form that a Worker of an earlier version calls; see accept_waitlist_v1. The next release drops it.
create or replace function accept_waitlist_once_v1(
  p_workspace uuid, p_key uuid, p_venue uuid, p_entry uuid, p_once jsonb
) returns jsonb
language plpgsql volatile
-- The next call of the connection is another tenant's, so its plan must not depend on this one.
set plan_cache_mode = force_generic_plan
as $$
begin
  return accept_waitlist_once_v2(p_workspace, p_key, p_venue, p_entry,
                                 '{"by": {"reasons": true, "staff": true}}', p_once);
end
$$;
