-- A waitlist entry as the API shows it.
create or replace function waitlist_json_v1(e waitlist_entries) returns jsonb
language plpgsql stable
as $$
begin
  return (
    select jsonb_build_object(
      'id', e.id, 'venueId', e.venue_id, 'customerId', g.external_id,
      'conversationId', c.external_id, 'state', waitlist_state_v1(e, b, now()),
      'earliest', iso_local_v1(e.earliest, v.time_zone),
      'latest', iso_local_v1(e.latest, v.time_zone), 'timeZone', v.time_zone,
      'partySize', e.party_size, 'notes', e.notes,
      'offer', case when b.id is not null then jsonb_build_object(
        'bookingId', b.id, 'start', iso_local_v1(b.starts_at, v.time_zone),
        'expiresAt', iso_v1(b.hold_expires_at)) end,
      'createdAt', iso_v1(e.created_at))
      from venues v
      left join customers g on g.id = e.customer_id
      left join conversations c on c.id = e.conversation_id
      left join bookings b on b.id = e.booking_id
     where v.id = e.venue_id);
end
$$;
