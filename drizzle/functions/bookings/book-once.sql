-- Makes a booking with its customer, under an optional idempotency key. The row of the idempotency
-- key is locked first: a second request with the same key waits for the first and then gets the
-- stored answer. A refusal rolls everything back, the key included, so the request may be tried
-- again.
--
-- Locks in the global order: idempotency key, customer, conversation, then what book_v1 locks.
-- Raises MT404, MT409, MT410, and MT422 for a key that was used with another request.
create or replace function book_once_v1(
  p_workspace uuid, p_key uuid, p_booking uuid, p jsonb
) returns jsonb
language plpgsql volatile
-- The statements are the same for every booking, so one generic plan serves all calls.
set plan_cache_mode = force_generic_plan
as $$
declare
  v_known idempotency_keys;
  v_customer uuid := customer_id_v1(p_workspace, p -> 'customer' ->> 'id');
  v_conversation conversations;
  v_answer jsonb;
begin
  if p ->> 'idempotencyKey' is not null then
    -- A key is forgotten after a day, even where the sweep has not deleted it yet.
    delete from idempotency_keys
     where workspace_id = p_workspace and key = p ->> 'idempotencyKey'
       and created_at < now() - interval '24 hours';
    insert into idempotency_keys (workspace_id, key, digest, customer_id)
    values (p_workspace, p ->> 'idempotencyKey', decode(p ->> 'digest', 'hex'), v_customer)
    on conflict do nothing;
    if not found then
      select * into v_known from idempotency_keys
       where workspace_id = p_workspace and key = p ->> 'idempotencyKey';
      if v_known.digest <> decode(p ->> 'digest', 'hex') then
        raise exception 'idempotency_key_reused' using errcode = 'MT422';
      end if;
      return jsonb_build_object('replayed', true, 'booking', v_known.answer);
    end if;
  end if;

  if upsert_guest_v1(p_workspace, p -> 'customer') is null then
    raise exception 'customer_erased' using errcode = 'MT410';
  end if;
  v_conversation := lock_conversation_of_v1(p_workspace, p ->> 'conversationId', v_customer);
  v_answer := book_v1(p_workspace, p_key, p_booking, v_customer, v_conversation.id,
                      v_conversation.last_seq, p);
  update idempotency_keys set answer = v_answer
   where workspace_id = p_workspace and key = p ->> 'idempotencyKey';
  return jsonb_build_object('replayed', false, 'booking', v_answer);
end
$$;
