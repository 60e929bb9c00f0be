-- Puts a party on the waitlist, with its customer. A customer has at most one waiting entry for a
-- window at a venue, as the unique index waitlist_once says. A second request with the same values
-- gets the first entry, and one with other values is refused. The key `created` of the result says
-- whether the entry is new, and `unchanged` lists the contact details that upsert_guest_v2 has not
-- stored. p contains `by`, as in book_for_guest_v1.
--
-- Locks in the global order: customer, conversation, venue. Raises MT400 (window_over, invalid_field: a
-- window that is too long, or an unknown time zone of the customer), MT404, MT409
-- (customer_mismatch, already_waiting, limit_reached, guest_refused) and MT410.
create or replace function join_waitlist_v1(p_workspace uuid, p_entry uuid, p jsonb) returns jsonb
language plpgsql volatile
-- The next call of the connection is another tenant's, so its plan must not depend on this one.
set plan_cache_mode = force_generic_plan
as $$
declare
  e waitlist_entries;
  v_time_zone text;
  v_earliest timestamptz := p ->> 'earliest';
  v_latest timestamptz := p ->> 'latest';
  v_customer uuid;
  v_unchanged text[];
  v_more jsonb := '{}';
  v_conversation conversations;
begin
  if v_latest <= clock_timestamp() then
    raise exception 'window_over' using errcode = 'MT400';
  end if;
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

  select customer, unchanged into v_customer, v_unchanged
    from upsert_guest_v2(p_workspace, p -> 'customer', coalesce(p -> 'by', '{}'));
  if v_customer is null then
    raise exception 'customer_erased' using errcode = 'MT410';
  elsif v_unchanged <> '{}' then
    v_more := jsonb_build_object('unchanged', v_unchanged);
  end if;
  perform check_not_refused_v1(v_customer, p);
  v_conversation := lock_conversation_of_v1(p_workspace, p ->> 'conversationId', v_customer);
  -- Entries of a venue are added one after the other, so that their number is exact.
  perform 1 from venues where id = (p ->> 'venueId')::uuid for no key update;
  select * into e from waitlist_entries
   where venue_id = (p ->> 'venueId')::uuid and customer_id = v_customer
     and earliest = v_earliest and latest = v_latest
     and booking_id is null and left_at is null;
  if found then
    if e.party_size <> (p ->> 'partySize')::int
       or e.notes is distinct from p ->> 'notes'
       or e.conversation_id is distinct from v_conversation.id then
      raise exception 'already_waiting' using errcode = 'MT409';
    end if;
    return waitlist_json_v1(e) || v_more || jsonb_build_object('created', false);
  end if;
  perform check_limit_v1(p_workspace, 'waitlist_entries', (
            select count(*) from waitlist_entries
             where venue_id = (p ->> 'venueId')::uuid and booking_id is null and left_at is null
               and latest > clock_timestamp()));
  perform check_limit_v1(p_workspace, 'guest_waitlist_entries', (
            select count(*) from waitlist_entries
             where customer_id = v_customer and booking_id is null and left_at is null
               and latest > clock_timestamp()));
  insert into waitlist_entries
    (id, workspace_id, venue_id, customer_id, conversation_id, party_size, earliest, latest, notes)
  values (p_entry, p_workspace, (p ->> 'venueId')::uuid, v_customer, v_conversation.id,
          (p ->> 'partySize')::int, v_earliest, v_latest, p ->> 'notes')
  returning * into e;
  return waitlist_json_v1(e) || v_more || jsonb_build_object('created', true);
end
$$;
