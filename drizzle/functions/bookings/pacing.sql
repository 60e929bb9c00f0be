-- How many live bookings and covers start in each quarter hour of a venue. The booking p_except is
-- not counted: it is the one that is being moved.
create or replace function pacing_v1(
  p_venue uuid, p_from timestamptz, p_to timestamptz, p_except uuid, p_now timestamptz
) returns table (quarter_hour timestamptz, parties bigint, covers bigint)
language sql stable parallel safe
as $$
  select quarter_hour_v1(b.starts_at), count(*), sum(b.party_size)
    from bookings b
   where b.venue_id = p_venue
     and b.starts_at >= p_from and b.starts_at < p_to
     and b.state in ('held', 'requested', 'confirmed', 'seated')
     and (b.hold_expires_at is null or b.hold_expires_at > p_now)
     and b.id is distinct from p_except
   group by 1
$$;
--> statement-breakpoint
-- Whether a venue's pacing has no room for a party at a start.
--
-- p_before is the size that the booking p_except has at this same start, or null. The party is then
-- counted in the quarter hour already, so its change adds only covers, and none when the party gets
-- smaller. A limit that was lowered in the meantime does not refuse such a change.
create or replace function is_paced_v1(
  v venues, p_starts timestamptz, p_party int, p_before int, p_except uuid, p_now timestamptz
) returns boolean
language plpgsql stable
as $$
declare
  v_quarter timestamptz := quarter_hour_v1(p_starts);
  v_parties int := case when p_before is null then v.pacing_parties end;
  v_covers int := case when p_before is null or p_party > p_before then v.pacing_covers end;
begin
  if v_parties is null and v_covers is null then
    return false;
  end if;
  return coalesce(p_party > v_covers, false) or coalesce(v_parties = 0, false) or exists (
    select from pacing_v1(v.id, v_quarter, v_quarter + interval '15 minutes', p_except, p_now) p
     where p.parties >= v_parties or p.covers + p_party > v_covers);
end
$$;
--> statement-breakpoint
-- The same as a check. Functions called it before is_paced_v1, so a statement that runs while the
-- functions are replaced may still call it. The next release drops it. Raises MT409: slot_taken.
create or replace function check_pacing_v1(
  v venues, p_starts timestamptz, p_party int, p_before int, p_except uuid, p_now timestamptz
) returns void
language plpgsql stable
as $$
begin
  if is_paced_v1(v, p_starts, p_party, p_before, p_except, p_now) then
    raise exception 'slot_taken' using errcode = 'MT409';
  end if;
end
$$;
