-- A booking as the API shows it. In PL/pgSQL, so that its plan is kept for the connection.
create or replace function booking_json_v1(b bookings) returns jsonb
language plpgsql stable
as $$
begin
  return (
    select jsonb_build_object(
      'id', b.id, 'venueId', b.venue_id, 'reference', b.reference, 'customerId', g.external_id,
      'conversationId', c.external_id, 'messageSeq', b.message_seq, 'seriesId', b.series_id, 'state', b.state,
      'start', iso_local_v1(b.starts_at, v.time_zone), 'end', iso_local_v1(b.ends_at, v.time_zone),
      'timeZone', v.time_zone, 'partySize', b.party_size,
      'resources', (
        select coalesce(
                 jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name) order by r.name, r.id),
                 '[]')
          from booking_events e cross join unnest(e.resource_ids) as m (id)
          join resources r on r.id = m.id
         where e.booking_id = b.id and e.version = b.version),
      'area', case when b.area is not null then
        jsonb_build_object('name', b.area, 'required', b.is_area_required) end,
      'notes', b.notes, 'tags', to_jsonb(b.tags), 'holdExpiresAt', iso_v1(b.hold_expires_at),
      'cancelBefore', iso_v1(b.starts_at - make_interval(mins => b.cancellation_cutoff)),
      'cancelledLate', b.cancelled_late, 'late', b.late and b.state = 'confirmed',
      'expectedAt', case when b.late and b.state = 'confirmed' then iso_v1(b.expected_at) end,
      'version', b.version,
      'createdAt', iso_v1(b.created_at), 'updatedAt', iso_v1(b.updated_at))
      from venues v
      left join customers g on g.id = b.customer_id
      left join conversations c on c.id = b.conversation_id
     where v.id = b.venue_id);
end
$$;
