-- Stores a message, and its booking if there is one: both, or neither. It checks the caller's key,
-- stores the guest, gives the message its seq and inserts it. Everything is locked in the order of
-- docs/architecture.md: the conversation's turn, customer, conversation, message, venue. A request
-- waits for a racing one instead of failing.
--
-- p_new is the id of the conversation's row if this message is its first, and p_conversation the
-- caller's own id. p_guest and p_by are those of upsert_guest_v2. p_booking_id and p_booking are those
-- of book_v1, or null.
--
-- For an id that is stored already, the result describes the stored message: `created` is then false,
-- and `same` says whether its digest is that of the request. `unchanged` lists the contact details
-- that were not stored, and is null without a guest. `announced` says whether webhooks are to be
-- planned.
--
-- Raises MT401 for a key that is not live, the refusals of refuse_message_v1, and those of book_v1, and
-- a serialization failure when ten attempts find the conversation changed each time.
create or replace function store_message_v1(
  p_key uuid, p_workspace uuid, p_scopes text[], p_new uuid, p_conversation text, p_channel text,
  p_default_channel text, p_guest jsonb, p_by jsonb, p_id text, p_role text, p_text text,
  p_metadata jsonb, p_sent_at timestamptz, p_digest bytea, p_label text, p_confidence smallint,
  p_valence smallint, p_model_version text, p_emotion_state text, p_booking_id uuid,
  p_booking jsonb,
  out conversation uuid, out seq int, out created boolean, out same boolean, out sent_at text,
  out created_at text, out unchanged text[], out announced boolean, out booking jsonb
)
language plpgsql volatile
-- Each statement finds its row by a unique key, so one generic plan serves all calls.
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  v_guest uuid;
  v_customer uuid;
  v_seq int;
  v_booking uuid;
begin
  perform from api_keys k
    where k.id = p_key and k.workspace_id = p_workspace and k.revoked_at is null
      and (k.expires_at is null or k.expires_at > now()) and k.scopes @> p_scopes;
  if not found then
    raise exception '%', key_refusal_v1(p_key, p_workspace) using errcode = 'MT401';
  end if;

  -- Messages of one conversation wait for their turn, before they lock the guest's row. Those who wait
  -- for a row itself would all be woken by each commit, and all but one would wait again.
  perform pg_advisory_xact_lock(hashtextextended(p_workspace::text || '/' || p_conversation, 1));

  if p_guest is not null then
    select g.customer, g.unchanged into v_guest, unchanged
      from upsert_guest_v2(p_workspace, p_guest, p_by) g;
    if v_guest is null then
      raise exception 'customer_erased' using errcode = 'MT410';
    end if;
  end if;

  if p_booking is not null and p_guest is null then
    -- The booking is the guest's of the conversation. The customer comes before the conversation in
    -- the order of locks.
    perform from customers
      where id = (select c.customer_id from conversations c
                   where c.workspace_id = p_workspace and c.external_id = p_conversation)
        for no key update;
  end if;

  for attempt in 1..10 loop
    -- message_exists_v1 reads with a new snapshot, so it sees a duplicate that was committed after
    -- this statement began, and seq gets no gap.
    update conversations c
       set last_seq = c.last_seq + (not message_exists_v1(c.id, p_id))::int,
           customer_id = coalesce(c.customer_id, v_guest),
           last_message_at = now()
     where c.workspace_id = p_workspace and c.external_id = p_conversation
       and c.erased_at is null
       and (p_channel is null or c.channel = p_channel)
       and (case when v_guest is null
                 then (select g.erased_at from customers g where g.id = c.customer_id) is null
                 -- The row of a customer that the request names is locked and no tombstone.
                 else c.customer_id is null or c.customer_id = v_guest end)
    returning c.id, c.last_seq, c.customer_id into conversation, v_seq, v_customer;
    exit when found;

    insert into conversations as c
      (id, workspace_id, external_id, channel, customer_id, last_seq)
    values (p_new, p_workspace, p_conversation, coalesce(p_channel, p_default_channel), v_guest, 1)
    on conflict (workspace_id, external_id) do nothing
    returning c.id, c.last_seq, c.customer_id into conversation, v_seq, v_customer;
    exit when found;

    -- It returns only when the reason for the refusal no longer exists.
    perform refuse_message_v1(p_workspace, p_conversation, p_channel, p_guest ->> 'id');
  end loop;
  if v_seq is null then
    raise exception 'the conversation changes all the time' using errcode = 'serialization_failure';
  end if;

  -- On a duplicate the update changes nothing, but returns the stored row. `xmax = 0` holds only for
  -- a row that this statement has inserted.
  insert into messages as m
    (workspace_id, conversation_id, seq, id, role, text, metadata, sent_at, digest, label,
     confidence, valence, model_version, emotion_state, booking_id)
  values
    (p_workspace, conversation, v_seq, p_id, p_role, p_text, p_metadata, coalesce(p_sent_at, now()),
     p_digest, p_label, p_confidence, p_valence, p_model_version, p_emotion_state, p_booking_id)
  on conflict (conversation_id, id) do update set digest = m.digest
  returning m.seq, m.xmax = 0, m.digest = p_digest, iso_v1(m.sent_at), iso_v1(m.created_at),
            m.booking_id
       into seq, created, same, sent_at, created_at, v_booking;

  announced := created and announces_messages_v1(p_workspace);
  if announced then
    insert into message_announcements (conversation_id, seq, workspace_id)
    values (conversation, seq, p_workspace);
  end if;

  if created and p_booking is not null then
    booking := book_v1(p_workspace, p_key, p_booking_id, v_customer, conversation, seq, p_booking);
  elsif p_booking is not null then
    select booking_json_v1(b) into booking from bookings b where b.id = v_booking;
  end if;
end
$$;
