-- The five free slots nearest to p_wanted. The search covers the starts on the local dates within four
-- hours of it, which is mostly one date. If these have fewer than five free slots, the search covers
-- the day before to a week after. With p_area, only the slots count at which the party can sit there.
create or replace function alternatives_v2(
  v venues, p_wanted timestamptz, p_party int, p_except uuid, p_now timestamptz, p_area text
) returns jsonb
language plpgsql stable
as $$
declare
  v_date date := (p_wanted at time zone v.time_zone)::date;
  v_from date := ((p_wanted - interval '4 hours') at time zone v.time_zone)::date;
  v_to date := ((p_wanted + interval '4 hours') at time zone v.time_zone)::date;
  v_found jsonb;
begin
  loop
    select coalesce(jsonb_agg(iso_local_v1(n.starts_at, v.time_zone) order by n.starts_at), '[]')
      into v_found
      from (
        select a.starts_at
          -- A period that opened on the day before may last past midnight.
          from availability_with_v2(v, v_from - 1, v_to, p_party, null, p_except, p_now, p_area) a
         where a.status = 'free' and a.starts_at <> p_wanted
           and a.starts_at >= v_from::timestamp at time zone v.time_zone
         order by abs(extract(epoch from a.starts_at - p_wanted)), a.starts_at
         limit 5
      ) n;
    exit when jsonb_array_length(v_found) = 5 or v_to = v_date + 7;
    v_from := v_date - 1;
    v_to := v_date + 7;
  end loop;
  return v_found;
end
$$;
--> statement-breakpoint
-- The same for every area. Functions called it before version 2, so a statement that runs while the
-- functions are replaced may still call it. The next release drops it.
create or replace function alternatives_v1(
  v venues, p_wanted timestamptz, p_party int, p_except uuid, p_now timestamptz
) returns jsonb
language plpgsql stable
as $$
begin
  return alternatives_v2(v, p_wanted, p_party, p_except, p_now, null);
end
$$;
