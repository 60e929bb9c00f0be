-- A booking as the API shows it. In PL/pgSQL, so that its plan is kept for the connection.
create or replace function booking_json_v1(b bookings) returns jsonb
language plpgsql stable
as $$
declare
  v venues;
  v_resources uuid[];
begin
  select * into v from venues where id = b.venue_id;
  select resource_ids into v_resources from booking_events
   where booking_id = b.id and version = b.version;
  return booking_json_v2(b, v, v_resources);
end
$$;
--> statement-breakpoint
-- The same, for a caller who has the venue and the resources of the booking already.
create or replace function booking_json_v2(b bookings, v venues, p_resources uuid[]) returns jsonb
language plpgsql stable
as $$
declare
  v_resources jsonb;
  v_customer text;
  v_conversation text;
begin
  if cardinality(p_resources) = 1 then
    -- Nothing needs to be sorted.
    select jsonb_build_array(jsonb_build_object('id', id, 'name', name)) into v_resources
      from resources where id = p_resources[1];
  else
    select jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name) order by r.name, r.id)
      into v_resources
      from unnest(p_resources) as m (id) join resources r on r.id = m.id;
  end if;
  if b.customer_id is not null then
    select external_id into v_customer from customers where id = b.customer_id;
  end if;
  if b.conversation_id is not null then
    select external_id into v_conversation from conversations where id = b.conversation_id;
  end if;
  return jsonb_build_object(
    'id', b.id, 'venueId', b.venue_id, 'reference', b.reference,
    'customerId', v_customer,
    'conversationId', v_conversation, 'messageSeq', b.message_seq, 'seriesId', b.series_id,
    'state', b.state, 'start', iso_local_v1(b.starts_at, v.time_zone),
    'end', iso_local_v1(b.ends_at, v.time_zone), 'timeZone', v.time_zone,
    'partySize', b.party_size, 'resources', coalesce(v_resources, '[]'),
    'area', case when b.area is not null then
      jsonb_build_object('name', b.area, 'required', b.is_area_required) end,
    'notes', b.notes, 'tags', to_jsonb(b.tags), 'holdExpiresAt', iso_v1(b.hold_expires_at),
    'cancelBefore', iso_v1(b.starts_at - make_interval(mins => b.cancellation_cutoff)),
    'cancelledLate', b.cancelled_late, 'late', b.late and b.state = 'confirmed',
    'expectedAt', case when b.late and b.state = 'confirmed' then iso_v1(b.expected_at) end,
    'version', b.version,
    'createdAt', iso_v1(b.created_at), 'updatedAt', iso_v1(b.updated_at));
end
$$;
