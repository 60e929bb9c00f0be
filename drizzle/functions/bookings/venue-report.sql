-- What a venue had on the local dates p_from to p_to: {timeZone, tooMany, rows}. Each row is one service,
-- that is a period of the present opening hours, or, without a service, the bookings of a date that start
-- in none of its present periods. The figures of the rows of a date add up to those of the date.
--
-- The date of a booking is that on which its period opened (days_after_opening). Its service is the
-- period of that date in which it starts, of two the one that opens later.
--
-- A party is a booking that is confirmed, seated or finished. One that walked in has no lead time. A
-- cancellation is one of a booking that was confirmed before, so a hold that is released and a request
-- that is withdrawn are none.
-- `occupied` has the minutes for which parties occupy resources during the service, whichever service
-- they belong to, without buffers; `available` those of all resources for the whole service. A party
-- that has left early occupies them until then. Only resources that are not deleted count.
--
-- Each row has the same by area, or an empty list when no resource has an area. A booking belongs to the
-- area that all of its resources have now, and to null when they have none in common. The minutes
-- belong to the area of each resource.
--
-- The work is bounded: at most p_most bookings are read, of which each is looked up in the table of
-- events and of conversations. When there are more, `tooMany` is true, and there are no rows.
create or replace function venue_report_v1(v venues, p_from date, p_to date, p_most int) returns jsonb
language plpgsql stable
-- The next call of the connection is another tenant's, so its plan must not depend on this one.
set plan_cache_mode = force_generic_plan
as $$
declare
  v_zone text := v.time_zone;
  -- A stay that began up to two days before may last into the first date, and the bookings of a date
  -- start before the third midnight after it.
  v_since timestamptz := p_from::timestamp at time zone v.time_zone - interval '2 days';
  v_until timestamptz := (p_to + 3)::timestamp at time zone v.time_zone;
  v_tables int;
  v_has_areas boolean;
begin
  select count(*), count(area) > 0 into v_tables, v_has_areas
    from resources where venue_id = v.id and deleted_at is null;
  if p_most < (
    select count(*) from (
      select from bookings b
       where b.venue_id between v.id and v.id and b.starts_at >= v_since and b.starts_at < v_until
       order by b.venue_id, b.starts_at
       limit (select p_most + 1)
    ) x
  ) then
    return jsonb_build_object('timeZone', v_zone, 'tooMany', true, 'rows', '[]'::jsonb);
  end if;
  return (
    with periods as materialized (
      select row_number() over (order by p.opens_at, p.closes_at) as number, p.*
        from venue_periods_v1(v_zone, v.weekly_hours, v.exceptions, p_from, p_to) p
    ),
    read as materialized (
      select b.id, b.version, b.state, b.starts_at, b.ends_at, b.party_size, b.created_at,
             b.cancelled_late, b.conversation_id,
             (b.starts_at at time zone v_zone)::date - b.days_after_opening as local_date,
             b.state in ('confirmed', 'seated', 'finished') as is_party
        from bookings b
       where b.venue_id between v.id and v.id and b.starts_at >= v_since and b.starts_at < v_until
       order by b.venue_id, b.starts_at
       limit (select p_most)
    ),
    served as materialized (
      select distinct on (r.id) r.id, p.number
        from read r
        join periods p on p.local_date = r.local_date
         and p.opens_at <= r.starts_at and r.starts_at <= p.closes_at
       order by r.id, p.opens_at desc
    ),
    counted as materialized (
      select r.*, s.number,
             case when f.event = 'walk_in' then 'walk_in'
                  when r.conversation_id is null then 'api'
                  else 'conversation' end as source,
             case when f.event = 'walk_in' then null else c.channel end as channel,
             -- The event before the cancellation has the state that was cancelled.
             r.state = 'cancelled'
               and coalesce(e.state not in ('held', 'requested'), true) as is_cancellation
        from read r
        left join served s on s.id = r.id
        left join lateral (
          select channel from conversations where id = r.conversation_id offset 0
        ) c on r.is_party
        -- A party that walked in was seated by its first event.
        left join lateral (
          select event from booking_events where booking_id = r.id and version = 1 offset 0
        ) f on r.is_party
        left join lateral (
          select state from booking_events where booking_id = r.id and version = r.version - 1
          offset 0
        ) e on r.state = 'cancelled'
       where r.local_date between p_from and p_to
    ),
    -- The resources of a booking are those of its present version. One that has been deleted is in no
    -- area and is not counted.
    held as materialized (
      select r.id, r.is_party, case when t.deleted_at is null then t.area end as area,
             t.deleted_at is null as is_counted, r.starts_at,
             case when e.event = 'finish' then least(r.ends_at, e.at) else r.ends_at end as left_at
        from read r
        cross join lateral (
          select resource_ids, event, at from booking_events
           where booking_id = r.id and version = r.version
          offset 0
        ) e
        cross join unnest(e.resource_ids) as m (id)
        join resources t on t.id = m.id and t.venue_id = v.id
       where r.is_party or r.state in ('no_show', 'cancelled')
    ),
    areas as materialized (
      select id, case when count(distinct coalesce(area, '')) = 1 then max(area) end as area
        from held group by id
    ),
    places as materialized (
      select id, area, starts_at, left_at, count(*) as resources
        from held where is_party and is_counted
       group by id, area, starts_at, left_at
    ),
    occupied as materialized (
      select p.number, coalesce(l.area, '') as area,
             sum(l.resources * greatest(0, extract(epoch from least(l.left_at, p.closes_at)
                                                   - greatest(l.starts_at, p.opens_at)) / 60)) as minutes
        from places l
        -- Periods last past one midnight or two, and stays are no longer than two days.
        cross join generate_series(-2, 2) n
        join periods p on p.local_date = (l.starts_at at time zone v_zone)::date + n
         and p.opens_at < l.left_at and p.closes_at > l.starts_at
       group by p.number, coalesce(l.area, '')
    ),
    -- The twenty channels with the most parties are named; `channel` is null for all others.
    named as materialized (
      select channel from counted where is_party and channel is not null
       group by channel order by count(*) desc, channel limit 20
    ),
    by_source as materialized (
      select c.local_date, c.number, c.source, d.channel, count(*) as parties,
             sum(c.party_size) as covers
        from counted c
        left join named d on d.channel = c.channel
       where c.is_party
       group by c.local_date, c.number, c.source, d.channel
    ),
    sources as materialized (
      select b.local_date, b.number, jsonb_agg(jsonb_build_object(
               'source', b.source, 'channel', b.channel, 'parties', b.parties, 'covers', b.covers)
             order by b.source, b.channel) as list
        from by_source b group by b.local_date, b.number
    ),
    sums as materialized (
      select c.local_date, c.number,
             count(*) filter (where is_party) as parties,
             coalesce(sum(party_size) filter (where is_party), 0) as covers,
             count(*) filter (where state = 'no_show') as no_shows,
             count(*) filter (where is_cancellation) as cancellations,
             count(*) filter (where is_cancellation and cancelled_late) as late,
             count(*) filter (where is_party and source <> 'walk_in') as led,
             coalesce(sum(greatest(0, floor(extract(epoch from starts_at - created_at) / 60)))
               filter (where is_party and source <> 'walk_in'), 0) as lead_minutes
        from counted c
       group by c.local_date, c.number
    ),
    sums_of_areas as materialized (
      select c.local_date, coalesce(c.number, 0) as number, coalesce(a.area, '') as area,
             count(*) filter (where is_party) as parties,
             sum(party_size) filter (where is_party) as covers,
             count(*) filter (where state = 'no_show') as no_shows,
             count(*) filter (where is_cancellation) as cancellations,
             count(*) filter (where is_cancellation and cancelled_late) as late
        from counted c
        left join areas a on a.id = c.id
       group by 1, 2, 3
    ),
    -- The areas of the venue, and '' for what is in none.
    zones as materialized (
      select coalesce(z.area, '') as area, sum(z.resources) as resources
        from (select area, 1 as resources from resources
               where venue_id = v.id and deleted_at is null
              union all
              select null, 0) z
       where v_has_areas
       group by 1
    ),
    by_area as materialized (
      select x.local_date, x.number, jsonb_agg(jsonb_build_object(
               'area', nullif(z.area, ''), 'availableMinutes', round(x.open) * z.resources,
               'occupiedMinutes', round(coalesce(o.minutes, 0)),
               'parties', coalesce(s.parties, 0), 'covers', coalesce(s.covers, 0),
               'noShows', coalesce(s.no_shows, 0), 'cancellations', coalesce(s.cancellations, 0),
               'lateCancellations', coalesce(s.late, 0))
             order by nullif(z.area, '')) as list
        from (select local_date, number, extract(epoch from closes_at - opens_at) / 60 as open
                from periods
              union all
              select distinct local_date, 0, 0 from counted where number is null) x
        cross join zones z
        left join sums_of_areas s
          on s.local_date = x.local_date and s.number = x.number and s.area = z.area
        left join occupied o on o.number = x.number and o.area = z.area
       group by x.local_date, x.number
    )
    select jsonb_build_object('timeZone', v_zone, 'tooMany', false, 'rows', coalesce(
      jsonb_agg(jsonb_build_object(
        'date', x.local_date, 'service', x.service,
        'openMinutes', round(x.open), 'availableMinutes', round(x.open) * v_tables,
        'occupiedMinutes', round(coalesce(x.occupied, 0)),
        'parties', coalesce(x.parties, 0), 'covers', coalesce(x.covers, 0),
        'noShows', coalesce(x.no_shows, 0), 'cancellations', coalesce(x.cancellations, 0),
        'lateCancellations', coalesce(x.late, 0), 'ledParties', coalesce(x.led, 0),
        'leadMinutes', coalesce(x.lead_minutes, 0), 'sources', coalesce(x.list, '[]'),
        'areas', coalesce(x.areas, '[]'))
        order by x.local_date, x.opens_at nulls last), '[]'))
      from (
        select p.local_date, p.opens_at, jsonb_build_object(
                 'opens', to_char(p.opens_at at time zone v_zone, 'HH24:MI'),
                 'closes', to_char(p.closes_at at time zone v_zone, 'HH24:MI')) as service,
               extract(epoch from p.closes_at - p.opens_at) / 60 as open,
               (select sum(minutes) from occupied where number = p.number) as occupied, s.parties, s.covers, s.no_shows, s.cancellations, s.late, s.led, s.lead_minutes,
               l.list, a.list as areas
          from periods p
          left join sums s on s.number = p.number
          left join sources l on l.number = p.number
          left join by_area a on a.number = p.number
        union all
        select s.local_date, null, null, 0, 0,
               s.parties, s.covers, s.no_shows, s.cancellations, s.late, s.led, s.lead_minutes,
               l.list, a.list
          from sums s
          left join sources l on l.local_date = s.local_date and l.number is null
          left join by_area a on a.local_date = s.local_date and a.number = 0
         where s.number is null and s.parties + s.no_shows + s.cancellations > 0
      ) x);
end
$$;
