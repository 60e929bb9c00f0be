-- What one message tells a guest of an act on several bookings of a series (act_id): null for an event
-- that is the only one of its act. `leader` is the first booking of the act. The message is sent for
-- its event, and none for those of the others. `bookings` lists those that the message is about, in the
-- order of their starts: {id, startsAt, partySize, reference, holdExpiresAt, booking}. A booking is left out when its
-- time, its party or its state has changed since the act, because other messages tell of that. `booking` is
-- null unless p_whole.
create or replace function told_together_v1(p_booking uuid, p_version int, p_whole boolean)
returns jsonb
language plpgsql stable
as $$
declare
  v_act uuid;
  v_series booking_series;
  v_leader uuid;
  v_bookings jsonb;
begin
  select act_id into v_act from booking_events where booking_id = p_booking and version = p_version;
  if v_act is null then
    return null;
  end if;
  select * into v_series from booking_series
   where id = (select series_id from bookings where id = p_booking);
  select (array_agg(b.id order by n.number))[1],
         coalesce(jsonb_agg(jsonb_build_object(
                    'id', b.id, 'startsAt', floor(extract(epoch from b.starts_at) * 1000)::bigint,
                    'partySize', b.party_size, 'reference', b.reference,
                    'holdExpiresAt', floor(extract(epoch from b.hold_expires_at) * 1000)::bigint,
                    'booking', case when p_whole then booking_json_v1(b) end)
                  order by b.starts_at, b.id)
                    filter (where e.undone_by is null and b.erased_at is null
                                  and b.state <> 'finished' and l.schedule_version = e.schedule_version
                                  -- An approval does not change the schedule.
                                  and (e.state <> 'requested' or b.state = 'requested')),
                  '[]')
    into v_leader, v_bookings
    from unnest(v_series.booking_ids) with ordinality as n (id, number)
    cross join lateral (select * from bookings where id = n.id offset 0) b
    cross join lateral (
      select * from booking_events where booking_id = n.id and act_id = v_act order by version limit 1
    ) e
    cross join lateral (
      select schedule_version from booking_events where booking_id = n.id and version = b.version
      offset 0
    ) l;
  return jsonb_build_object('leader', v_leader, 'bookings', v_bookings);
end
$$;
--> statement-breakpoint
-- The jobs that were to tell the guest of a booking of its request, its confirmation, its changes and its end
-- on a channel, before a version: those that were planned for the booking, and those of the leader of an act
-- on several bookings (told_together_v1). `version` is that of the booking's own event. Of a message that
-- named several bookings, `is_left_out` says that this booking was not among them.
create or replace function notices_of_v1(p_booking uuid, p_before int, p_channel text)
returns table (job jobs, version int, is_left_out boolean)
language plpgsql stable
as $$
#variable_conflict use_column
begin
  return query
    select x.job, x.version,
           coalesce(not (x.job).content -> 'bookings' ? p_booking::text, false)
      from (
        select j as job, j.version
          from jobs j
         where j.booking_id = p_booking and j.channel = p_channel and j.version < p_before
           and (j.kind in ('confirmation', 'moved', 'cancellation', 'restored')
                or j.kind like 'request\_%')
        union all
        select j.job, e.version
          from booking_events e
          cross join lateral (
            select (told_together_v1(e.booking_id, e.version, false) ->> 'leader')::uuid as id
            offset 0
          ) l
          cross join lateral (
            select version from booking_events
             where booking_id = l.id and act_id = e.act_id
            offset 0
          ) m
          cross join lateral (
            select x as job, x.version, x.channel, x.kind from jobs x
             where x.booking_id = l.id
            offset 0
          ) j
         where e.booking_id = p_booking and e.version < p_before and num_nulls(e.act_id) = 0
           and l.id <> p_booking and j.version = m.version and j.channel = p_channel
           and j.kind in ('confirmation', 'cancellation', 'request_received', 'request_withdrawn')
      ) x
     order by x.version desc;
end
$$;
