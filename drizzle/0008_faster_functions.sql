-- The same functions, by the same names, for Workers of before and after: only how they are run
-- changes. PostgreSQL plans a function in SQL anew at each statement that calls it, unless it is an
-- expression that it can put in the call's place; the plans of one in PL/pgSQL are kept.

create or replace function iso_local_v1(p_at timestamptz, p_time_zone text) returns text
language sql stable strict parallel safe
as $$
  select to_char(p_at at time zone p_time_zone, 'YYYY-MM-DD"T"HH24:MI:SS')
      || case when p_at at time zone p_time_zone < p_at at time zone 'UTC' then '-' else '+' end
      || to_char(greatest((p_at at time zone p_time_zone) - (p_at at time zone 'UTC'),
                          (p_at at time zone 'UTC') - (p_at at time zone p_time_zone)), 'HH24:MI')
$$;
--> statement-breakpoint
create or replace function turn_time_v1(p_turn_times jsonb, p_party int) returns interval
language plpgsql immutable strict parallel safe
as $$
declare
  v_time jsonb;
begin
  for v_time in select * from jsonb_array_elements(p_turn_times) loop
    exit when (v_time ->> 'maxParty')::int >= p_party;
  end loop;
  return make_interval(mins => (v_time ->> 'minutes')::int);
end
$$;
--> statement-breakpoint
create or replace function allocate_v1(v venues, b bookings, p_members uuid[]) returns void
language plpgsql volatile
as $$
begin
  insert into allocations (booking_id, resource_id, venue_id, span, lapses_at)
  select b.id, m.id, v.id,
         tstzrange(b.starts_at - make_interval(mins => v.buffer_before),
                   b.ends_at + make_interval(mins => v.buffer_after)),
         b.hold_expires_at
    from unnest(p_members) as m (id)
   order by m.id;
end
$$;
--> statement-breakpoint
create or replace function booking_json_v1(b bookings) returns jsonb
language plpgsql stable
as $$
begin
  return (
    select jsonb_build_object(
      'id', b.id, 'venueId', b.venue_id, 'customerId', g.external_id,
      'conversationId', c.external_id, 'messageSeq', b.message_seq, 'state', b.state,
      'start', iso_local_v1(b.starts_at, v.time_zone), 'end', iso_local_v1(b.ends_at, v.time_zone),
      'timeZone', v.time_zone, 'partySize', b.party_size,
      'resources', (
        select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name) order by r.name, r.id), '[]')
          from booking_events e cross join unnest(e.resource_ids) as m (id)
          join resources r on r.id = m.id
         where e.booking_id = b.id and e.version = b.version),
      'notes', b.notes, 'tags', to_jsonb(b.tags), 'holdExpiresAt', iso_v1(b.hold_expires_at),
      'cancelBefore', iso_v1(b.starts_at - make_interval(mins => b.cancellation_cutoff)),
      'cancelledLate', b.cancelled_late, 'version', b.version,
      'createdAt', iso_v1(b.created_at), 'updatedAt', iso_v1(b.updated_at))
      from venues v
      left join customers g on g.id = b.customer_id
      left join conversations c on c.id = b.conversation_id
     where v.id = b.venue_id);
end
$$;
