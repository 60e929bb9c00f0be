-- Makes a booking under an idempotency key: a repetition of the same request gets the stored answer.
-- A refusal (MT409) is kept like a booking. Every other refusal rolls everything back and leaves the
-- key unused.
--
-- p_once is what claim_answer_v1 takes. Returns {replayed, body}, where body is a booking or a
-- refusal. Locks in the global order: idempotency key, then what book_for_guest_v1 locks. Raises
-- MT404, MT410 and MT422.
create or replace function book_once_v2(
  p_workspace uuid, p_key uuid, p_booking uuid, p jsonb, p_once jsonb
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
    v_answer := book_for_guest_v1(p_workspace, p_key, p_booking, p);
  exception when sqlstate 'MT409' then
    get stacked diagnostics v_detail = pg_exception_detail;
    v_answer := refusal_v1(sqlerrm, v_detail);
  end;
  return keep_answer_v1(p_workspace, p_once, v_answer,
                        customer_id_v1(p_workspace, p -> 'customer' ->> 'id'));
end
$$;
--> statement-breakpoint
-- Makes a booking with its customer, or seats a walk-in (walkIn), whose customer is optional. p
-- contains `by`, which no client can send: who asks for the booking, {key, contacts, staff, reasons}.
-- The key `unchanged` of the result lists the contact details that upsert_guest_v2 has not stored, if
-- there are any. Locks in the global order: customer, conversation, then what book_v1 locks. Raises
-- MT404, MT409, MT410 and MT422.
create or replace function book_for_guest_v1(
  p_workspace uuid, p_key uuid, p_booking uuid, p jsonb
) returns jsonb
language plpgsql volatile
-- The statements are the same for every booking, so one generic plan serves all calls.
set plan_cache_mode = force_generic_plan
as $$
declare
  v_guest record;
  v_customer uuid;
  v_unchanged text[] := '{}';
  v_conversation conversations;
  v_booking jsonb;
begin
  if p ? 'customer' then
    v_guest := upsert_guest_v2(p_workspace, p -> 'customer', coalesce(p -> 'by', '{}'));
    if v_guest.customer is null then
      raise exception 'customer_erased' using errcode = 'MT410';
    end if;
    v_customer := v_guest.customer;
    v_unchanged := v_guest.unchanged;
  end if;
  v_conversation := lock_conversation_of_v1(p_workspace, p ->> 'conversationId', v_customer);
  if (p ->> 'walkIn')::boolean then
    v_booking := walk_in_v1(p_workspace, p_key, p_booking, v_customer, v_conversation.id,
                            v_conversation.last_seq, p);
  else
    v_booking := book_v1(p_workspace, p_key, p_booking, v_customer, v_conversation.id,
                         v_conversation.last_seq, p);
  end if;
  if v_unchanged <> '{}' then
    return v_booking || jsonb_build_object('unchanged', v_unchanged);
  end if;
  return v_booking;
end
$$;
--> statement-breakpoint
-- The form that the Worker before book_once_v2 calls: the key and the digest are in p, and every
-- refusal is raised, also one that book_once_v2 has kept.
create or replace function book_once_v1(
  p_workspace uuid, p_key uuid, p_booking uuid, p jsonb
) returns jsonb
language plpgsql volatile
-- The statements are the same for every booking, so one generic plan serves all calls.
set plan_cache_mode = force_generic_plan
as $$
declare
  v_once jsonb := jsonb_build_object('key', p ->> 'idempotencyKey', 'digest', p ->> 'digest',
                                     'operation', 'createBooking', 'status', 201);
  v_known jsonb;
  v_booking jsonb;
begin
  if p ->> 'idempotencyKey' is not null then
    v_known := answer_for_v1(claim_answer_v1(p_workspace, v_once), p);
  end if;
  if v_known -> 'body' ? 'detail' then
    raise exception using errcode = 'MT409', message = v_known -> 'body' ->> 'refused',
      detail = (v_known -> 'body' -> 'detail')::text;
  elsif v_known -> 'body' ? 'refused' then
    raise exception using errcode = 'MT409', message = v_known -> 'body' ->> 'refused';
  elsif v_known is not null then
    return jsonb_build_object('replayed', true, 'booking', v_known -> 'body');
  end if;
  v_booking := book_for_guest_v1(p_workspace, p_key, p_booking, p);
  if p ->> 'idempotencyKey' is not null then
    perform keep_answer_v1(p_workspace, v_once, v_booking,
                           customer_id_v1(p_workspace, p -> 'customer' ->> 'id'));
  end if;
  return jsonb_build_object('replayed', false, 'booking', v_booking);
end
$$;
