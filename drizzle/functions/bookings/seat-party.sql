-- Chooses the resources for a party at a start: the fewest resources first, then the smallest that
-- fit, then the lowest priority. p_resources names resources to use instead. The venue is locked,
-- its expired holds have ended, and the booking that is being moved (p_except) has no allocations
-- any more.
--
-- Raises MT409 with the reason when the party cannot be seated: outside_hours, too_late,
-- beyond_horizon, slot_taken or resources_unfit.
create or replace function seat_party_v1(
  v venues, p_starts timestamptz, p_party int, p_resources uuid[], p_except uuid, p_now timestamptz
) returns uuid[]
language plpgsql stable
as $$
declare
  v_turn interval := turn_time_v1(v.turn_times, p_party);
  v_span tstzrange := tstzrange(p_starts - make_interval(mins => v.buffer_before),
                                p_starts + v_turn + make_interval(mins => v.buffer_after));
  v_date date := (p_starts at time zone v.time_zone)::date;
  v_quarter timestamptz := quarter_hour_v1(p_starts);
  v_members uuid[];
begin
  if p_starts < p_now + make_interval(mins => v.lead_time) then
    raise exception 'too_late' using errcode = 'MT409';
  end if;
  -- A period that opened on the day before may last past midnight.
  if not exists (
    select from venue_periods_v1(v.time_zone, v.weekly_hours, v.exceptions, v_date - 1, v_date) p
     where p_starts between p.opens_at
                        and p.closes_at - coalesce(make_interval(mins => v.last_seating), v_turn)
       and mod(extract(epoch from p_starts - p.opens_at), v.slot_interval * 60) = 0
       and p.local_date <= (p_now at time zone v.time_zone)::date + v.horizon_days
  ) then
    if v_date > (p_now at time zone v.time_zone)::date + v.horizon_days then
      raise exception 'beyond_horizon' using errcode = 'MT409';
    end if;
    raise exception 'outside_hours' using errcode = 'MT409';
  end if;

  if v.pacing_parties is not null or v.pacing_covers is not null then
    if p_party > v.pacing_covers or v.pacing_parties = 0 or exists (
      select from pacing_v1(v.id, v_quarter, v_quarter + interval '15 minutes', p_except, p_now) p
       where p.parties >= v.pacing_parties or p.covers + p_party > v.pacing_covers
    ) then
      raise exception 'slot_taken' using errcode = 'MT409';
    end if;
  end if;

  if p_resources is not null then
    -- Any resources of the venue may be chosen by hand, if the party fits into them together.
    select array_agg(r.id order by r.id) into v_members
      from resources r
     where r.id = any (p_resources) and r.venue_id = v.id and r.deleted_at is null
    having sum(r.max_party) >= p_party;
    if v_members is null
       or cardinality(v_members) <> (select count(distinct id) from unnest(p_resources) id) then
      raise exception 'resources_unfit' using errcode = 'MT409';
    end if;
    if exists (select from allocations a where a.resource_id = any (v_members)
                 and a.span && v_span and a.booking_id is distinct from p_except) then
      raise exception 'slot_taken' using errcode = 'MT409';
    end if;
    return v_members;
  end if;

  select s.members into v_members
    from seatings_v1(v.id, p_party) s
   where not exists (
     select from allocations a
      where a.resource_id = any (s.members) and a.span && v_span
        and a.booking_id is distinct from p_except)
   order by cardinality(s.members), s.max_party, s.priority, s.id
   limit 1;
  if v_members is null then
    raise exception 'slot_taken' using errcode = 'MT409';
  end if;
  return v_members;
end
$$;
