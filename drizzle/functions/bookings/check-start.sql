-- Checks that a venue takes a booking that starts at p_starts and lasts p_turn: the lead time, the
-- opening hours, the grid of slots and the horizon. Raises MT409: too_late, outside_hours or
-- beyond_horizon. A block that closes the whole venue is an exception in its opening hours.
--
-- Returns how many local dates before the date of the start the period opened. This is 1 for a start
-- at 00:30 in a period from 18:00 to 02:00, and mostly 0. Of two periods that both have the start,
-- the one of the later date counts, as in availability_v1.
create or replace function check_start_v1(
  v venues, p_starts timestamptz, p_turn interval, p_now timestamptz
) returns int
language plpgsql stable
as $$
declare
  v_date date := (p_starts at time zone v.time_zone)::date;
  v_last_date date := (p_now at time zone v.time_zone)::date + v.horizon_days;
  v_from date := v_date;
  v_opened date;
  v_closes timestamptz;
  v_is_closed boolean;
begin
  if p_starts < p_now + make_interval(mins => v.lead_time) then
    raise exception 'too_late' using errcode = 'MT409';
  end if;
  -- Mostly the period opened on the date of the start. One of the day before may last past midnight, and
  -- past another midnight where a clock change skips its closing time.
  loop
    select p.local_date, p.closes_at, exists (
             select from block_spans s
              where s.venue_id between v.id and v.id and s.is_whole
                and s.ends_at > p_starts and s.starts_at < p_starts + p_turn)
      into v_opened, v_closes, v_is_closed
      from venue_periods_v1(v.time_zone, v.weekly_hours, v.exceptions, v_from, v_date) p
     where p_starts >= p.opens_at
       and p_starts <= p.closes_at
                       - coalesce(make_interval(mins => v.last_seating), interval '1 microsecond')
       and mod(extract(epoch from p_starts - p.opens_at), v.slot_interval * 60) = 0
     order by p.local_date desc, p.closes_at desc
     limit 1;
    exit when found or v_from < v_date;
    v_from := v_date - 2;
  end loop;
  -- Only a stay past the end of its own period needs the periods around it.
  if v.last_seating is null and p_starts + p_turn > v_closes then
    select max(p.local_date) into v_opened
      from open_periods_v1(v, v_date - 2, v_date) p
     where p_starts between p.opens_at and p.last_start
       and p.hours @> tstzrange(p_starts, p_starts + p_turn)
       and mod(extract(epoch from p_starts - p.opens_at), v.slot_interval * 60) = 0;
  end if;
  if coalesce(v_opened, v_date) > v_last_date then
    raise exception 'beyond_horizon' using errcode = 'MT409';
  elsif v_opened is null or v_is_closed then
    raise exception 'outside_hours' using errcode = 'MT409';
  end if;
  return v_date - v_opened;
end
$$;
--> statement-breakpoint
-- Whether a block closes the whole venue at some time from p_from to p_to.
create or replace function is_closed_v1(p_venue uuid, p_from timestamptz, p_to timestamptz)
returns boolean
language plpgsql stable
as $$
begin
  return exists (
    select from block_spans s
     where s.venue_id between p_venue and p_venue and s.is_whole
       and s.ends_at > p_from and s.starts_at < p_to);
end
$$;
--> statement-breakpoint
-- Whether a block closes the whole venue from p_from to p_to.
create or replace function is_closed_throughout_v1(
  p_venue uuid, p_from timestamptz, p_to timestamptz
) returns boolean
language plpgsql stable
as $$
begin
  return exists (
    select from block_spans s
     where s.venue_id between p_venue and p_venue and s.is_whole
       and s.ends_at >= p_to and s.starts_at <= p_from);
end
$$;
