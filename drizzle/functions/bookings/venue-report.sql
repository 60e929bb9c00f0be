-- What a venue had on the local dates p_from to p_to: {timeZone, tooMany, areas, rows}. Each row is one service,
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
-- Each row has the same by area. `areas` has the names of the areas and null, or is empty when no
-- resource has an area; the lists of the rows have the same order. A booking belongs to the
-- area that all of its resources have now, and to null when they have none in common. A deleted
-- resource is in no area. The minutes belong to the area of each resource. They are rounded for each
-- service and area, so those of the areas add up to those of the service.
--
-- The work is bounded: at most p_most bookings are read, of which each is looked up in the table of
-- events and of conversations, and each of its resources in that table. The services times the areas
-- are at most 25,000, which any single date has. When there is more, `tooMany` is true, and there are
-- no rows. PostgreSQL expects one row of a `with` query, so joining two of them by booking would
-- compare each booking with each other one. None is joined so.
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
  v_areas int;
  v_has_areas boolean;
begin
  select count(*), count(distinct area) + 1, count(area) > 0 into v_tables, v_areas, v_has_areas
    from resources where venue_id = v.id and deleted_at is null;
  -- Each date may have bookings without a service, too.
  if v_has_areas and 25000 < v_areas * (p_to - p_from + 1 + (
    select count(*) from venue_periods_v1(v_zone, v.weekly_hours, v.exceptions, p_from, p_to)
  )) or p_most < (
    select count(*) from (
      select from bookings b
       where b.venue_id between v.id and v.id and b.starts_at >= v_since and b.starts_at < v_until
       order by b.venue_id, b.starts_at
       limit (select p_most + 1)
    ) x
  ) then
    return jsonb_build_object('timeZone', v_zone, 'tooMany', true, 'areas', '[]'::jsonb, 'rows', '[]'::jsonb);
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
    -- The newest event of a booking has its resources and, of a party that has left, when it left.
    -- `places` has the area of each resource: '' for none, and null for a deleted resource.
    placed as materialized (
      select r.*,
             case when n.event = 'finish' then least(r.ends_at, n.at) else r.ends_at end as left_at,
             array(
               select case when t.deleted_at is null then coalesce(t.area, '') end
                 from unnest(n.resource_ids) m (id)
                 cross join lateral (
                   select area, deleted_at from resources where venue_id = v.id and id = m.id offset 0
                 ) t
             ) as places
        from read r
        left join lateral (
          select resource_ids, event, at from booking_events
           where booking_id = r.id and version = r.version
             and (r.is_party or r.state in ('no_show', 'cancelled'))
          offset 0
        ) n on true
    ),
    counted as materialized (
      select r.*,
             case when f.event = 'walk_in' then 'walk_in'
                  when r.conversation_id is null then 'api'
                  else 'conversation' end as source,
             case when f.event = 'walk_in' then null else c.channel end as channel,
             coalesce(case when r.places[1] = all (r.places) then r.places[1] end, '') as area,
             -- The event before the cancellation has the state that was cancelled. A party is seated
             -- before it only if it was a walk-in by mistake, which was undone.
             r.state = 'cancelled'
               and coalesce(e.state not in ('held', 'requested', 'seated'), true) as is_cancellation
        from (
          select distinct on (b.id) b.*, p.number
            from placed b
            left join periods p on p.local_date = b.local_date
             and p.opens_at <= b.starts_at and b.starts_at <= p.closes_at
           where b.local_date between p_from and p_to
           order by b.id, p.opens_at desc
        ) r
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
    ),
    occupied as materialized (
      select p.local_date, p.number, m.area,
             round(sum(greatest(0, extract(epoch from least(l.left_at, p.closes_at)
                                           - greatest(l.starts_at, p.opens_at)))) / 60) as minutes
        from placed l
        cross join unnest(l.places) m (area)
        -- Periods last past one midnight or two, and stays are no longer than two days.
        cross join generate_series(-2, 2) n
        join periods p on p.local_date = (l.starts_at at time zone v_zone)::date + n
         and p.opens_at < l.left_at and p.closes_at > l.starts_at
       where l.is_party and m.area is not null
       group by p.local_date, p.number, m.area
    ),
    occupied_in_all as materialized (
      select number, sum(minutes) as minutes from occupied group by number
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
    -- The areas of the venue, and '' for what is in none.
    zones as materialized (
      select z.area, sum(z.resources) as resources
        from (select coalesce(area, '') as area, 1 as resources from resources
               where venue_id = v.id and deleted_at is null
              union all
              select '', 0) z
       where v_has_areas
       group by z.area
    ),
    -- The parts of the figures of an area: what is available, what is occupied, and the bookings. The
    -- bookings that start in no service have the number 0.
    parts (local_date, number, area, available, occupied, parties, covers, no_shows, cancellations,
           late) as (
      select p.local_date, p.number, z.area,
             round(extract(epoch from p.closes_at - p.opens_at) / 60) * z.resources, 0, 0, 0, 0, 0, 0
        from periods p cross join zones z
      union all
      select o.local_date, 0, z.area, 0, 0, 0, 0, 0, 0, 0
        from (select distinct local_date from counted where number is null) o cross join zones z
      union all
      select local_date, number, area, 0, minutes, 0, 0, 0, 0, 0 from occupied where v_has_areas
      union all
      select local_date, coalesce(number, 0), area, 0, 0,
             count(*) filter (where is_party),
             coalesce(sum(party_size) filter (where is_party), 0),
             count(*) filter (where state = 'no_show'),
             count(*) filter (where is_cancellation),
             count(*) filter (where is_cancellation and cancelled_late)
        from counted where v_has_areas
       group by 1, 2, 3
    ),
    by_area as materialized (
      select x.local_date, x.number, jsonb_agg(jsonb_build_object(
               'area', x.area, 'availableMinutes', x.available, 'occupiedMinutes', x.occupied,
               'parties', x.parties, 'covers', x.covers, 'noShows', x.no_shows,
               'cancellations', x.cancellations, 'lateCancellations', x.late)
             order by x.area) as list
        from (select local_date, number, nullif(area, '') as area, sum(available) as available,
                     sum(occupied) as occupied, sum(parties) as parties, sum(covers) as covers,
                     sum(no_shows) as no_shows, sum(cancellations) as cancellations,
                     sum(late) as late
                from parts group by local_date, number, parts.area) x
       group by x.local_date, x.number
    )
    select jsonb_build_object('timeZone', v_zone, 'tooMany', false, 'areas', (
      select coalesce(jsonb_agg(nullif(area, '') order by nullif(area, '')), '[]') from zones
    ), 'rows', coalesce(
      jsonb_agg(jsonb_build_object(
        'date', x.local_date, 'service', x.service,
        'openMinutes', round(x.open), 'availableMinutes', round(x.open) * v_tables,
        'occupiedMinutes', coalesce(x.occupied, 0),
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
               o.minutes as occupied, s.parties, s.covers, s.no_shows, s.cancellations, s.late, s.led,
               s.lead_minutes,
               l.list, a.list as areas
          from periods p
          left join sums s on s.number = p.number
          left join occupied_in_all o on o.number = p.number
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
