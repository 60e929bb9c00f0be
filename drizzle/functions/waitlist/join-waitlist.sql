-- Puts a party on the waitlist, with its customer. Locks in the global order: customer,
-- conversation. Raises MT400 (invalid_field: a window that is too long, or an unknown time zone of
-- the customer), MT404, MT409 (customer_mismatch) and MT410.
create or replace function join_waitlist_v1(p_workspace uuid, p_entry uuid, p jsonb) returns jsonb
language plpgsql volatile
as $$
declare
  e waitlist_entries;
  v_time_zone text;
  v_earliest timestamptz := p ->> 'earliest';
  v_latest timestamptz := p ->> 'latest';
  v_customer uuid;
  v_conversation conversations;
begin
  select time_zone into v_time_zone from venues
   where id = (p ->> 'venueId')::uuid and workspace_id = p_workspace and deleted_at is null;
  if not found then
    raise exception 'venue_not_found' using errcode = 'MT404';
  end if;
  -- Days are counted in the venue's zone. A window of 14 times 24 hours is accepted too.
  if least(v_latest - v_earliest,
           (v_latest at time zone v_time_zone) - (v_earliest at time zone v_time_zone))
     > interval '14 days' then
    raise exception 'invalid_field' using errcode = 'MT400', detail = '"latest"';
  end if;

  v_customer := upsert_guest_v1(p_workspace, p -> 'customer');
  if v_customer is null then
    raise exception 'customer_erased' using errcode = 'MT410';
  end if;
  v_conversation := lock_conversation_of_v1(p_workspace, p ->> 'conversationId', v_customer);
  insert into waitlist_entries
    (id, workspace_id, venue_id, customer_id, conversation_id, party_size, earliest, latest, notes)
  values (p_entry, p_workspace, (p ->> 'venueId')::uuid, v_customer, v_conversation.id,
          (p ->> 'partySize')::int, v_earliest, v_latest, p ->> 'notes')
  returning * into e;
  return waitlist_json_v1(e);
end
$$;
