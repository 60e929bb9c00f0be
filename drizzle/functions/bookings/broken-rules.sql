-- The rules about its start that a booking would break, in the order in which a refusal names them:
-- `closed` (no period opens on the date, and none from the day before lasts until then), `outside_hours`
-- (the stay is not within the opening hours) or `not_a_slot` (between two slots), then `too_late` and
-- `beyond_horizon`. check_start_v1 refuses the same starts. This function is for the starts that it has
-- refused, and for those that the staff may choose all the same.
--
-- A block that closes the whole venue during all of a period takes the place of that period.
--
-- `days` is how many local dates before the date of the start the period of the start opened.
create or replace function broken_start_v1(
  v venues, p_starts timestamptz, p_turn interval, p_now timestamptz, out words text[], out days int
)
language plpgsql stable
as $$
declare
  v_date date := (p_starts at time zone v.time_zone)::date;
  v_is_blocked boolean := is_closed_v1(v.id, p_starts, p_starts + p_turn);
  r record;
begin
  words := '{}';
  select x.* into r
    from (
      select o.local_date,
             p_starts between o.opens_at and o.last_start
               and coalesce(o.hours @> tstzrange(p_starts, p_starts + p_turn), true)
               and not v_is_blocked as is_allowed,
             p_starts >= o.opens_at and p_starts < c.closes_at as is_during,
             mod(extract(epoch from p_starts - o.opens_at), v.slot_interval * 60) = 0 as is_slot
        from open_periods_v1(v, v_date - 2, v_date) o
        join venue_periods_v1(v.time_zone, v.weekly_hours, v.exceptions, v_date - 2, v_date) c
             using (local_date, opens_at)
       where not is_closed_throughout_v1(v.id, o.opens_at, c.closes_at)
    ) x
   where x.is_allowed or x.is_during or x.local_date = v_date
   order by x.is_allowed and x.is_slot desc, x.is_allowed desc, x.is_during desc, x.local_date desc
   limit 1;
  if not found then
    words := words || text 'closed';
  elsif not r.is_allowed then
    words := words || text 'outside_hours';
  elsif not r.is_slot then
    words := words || text 'not_a_slot';
  end if;
  days := case when r.is_allowed or r.is_during then v_date - r.local_date else 0 end;
  if p_starts < p_now + make_interval(mins => v.lead_time) then
    words := words || text 'too_late';
  end if;
  if v_date - days > (p_now at time zone v.time_zone)::date + v.horizon_days then
    words := words || text 'beyond_horizon';
  end if;
end
$$;
--> statement-breakpoint
-- Checks a start of which the staff may break some rules: p_override has the names of these rules
-- (hours, slot, lead_time, horizon). `days` is that of broken_start_v1, and `broken` lists the rules of
-- p_override that the start breaks. A stay that has ended already is always too late. Raises MT409 with
-- the first other rule that the start breaks.
create or replace function check_start_with_v1(
  v venues, p_starts timestamptz, p_turn interval, p_override text[], p_now timestamptz,
  out days int, out broken text[]
)
language plpgsql stable
as $$
declare
  v_word text;
  v_rule text;
  v_words text[];
begin
  broken := '{}';
  select b.words, b.days into v_words, days from broken_start_v1(v, p_starts, p_turn, p_now) b;
  foreach v_word in array v_words loop
    v_rule := rule_of_word_v1(v_word);
    if v_rule <> all (p_override) or v_word = 'too_late' and p_starts + p_turn <= p_now then
      raise exception '%', v_word using errcode = 'MT409';
    end if;
    broken := broken || v_rule;
  end loop;
end
$$;
--> statement-breakpoint
-- The name that `override` has for the rule of a refusal.
create or replace function rule_of_word_v1(p_word text) returns text
language sql immutable parallel safe
as $$
  select case p_word
           when 'closed' then 'hours'
           when 'outside_hours' then 'hours'
           when 'not_a_slot' then 'slot'
           when 'too_late' then 'lead_time'
           when 'beyond_horizon' then 'horizon'
           when 'party_too_large' then 'party_size'
           when 'party_too_small' then 'party_size'
         end
$$;
--> statement-breakpoint
-- Why no resource or combination of a venue ever takes a party of this size: `party_too_large` when all
-- are smaller, `party_too_small` when those that are large enough ask for larger parties (min_party).
-- Null when one takes it. A combination with a deleted resource takes nobody.
create or replace function party_word_v1(p_venue uuid, p_party int) returns text
language plpgsql stable
as $$
begin
  return (
    select case when bool_or(p_party between s.min_party and s.max_party) then null
                when bool_or(p_party <= s.max_party) then 'party_too_small'
                else 'party_too_large' end
      from (
        select r.min_party, r.max_party from resources r
         where r.venue_id = p_venue and r.deleted_at is null
        union all
        select c.min_party, c.max_party from combinations c
         where c.venue_id = p_venue and c.deleted_at is null
           and not exists (select from resources r
                            where r.id = any (c.resource_ids) and r.deleted_at is not null)
      ) s);
end
$$;
--> statement-breakpoint
-- The word for a refusal, so that availability and bookings use the same one. It names the first rule of
-- broken_start_v1 that the booking breaks, then party_word_v1, and otherwise p_raised, where `slot_taken`
-- becomes `full`. Rules of p_override are left out. p_starts is null when the start is not asked, and
-- p_party is null when the size is not.
create or replace function refusal_word_v1(
  v venues, p_raised text, p_starts timestamptz, p_turn interval, p_party int, p_override text[],
  p_now timestamptz
) returns text
language plpgsql stable
as $$
declare
  v_word text;
begin
  if p_raised not in ('outside_hours', 'too_late', 'beyond_horizon', 'slot_taken') then
    return p_raised;
  end if;
  if p_starts is not null then
    select w.word into v_word
      from broken_start_v1(v, p_starts, p_turn, p_now) b
      cross join unnest(b.words) with ordinality as w (word, number)
     where rule_of_word_v1(w.word) <> all (p_override)
     order by w.number
     limit 1;
  end if;
  if v_word is null and p_party is not null and 'party_size' <> all (p_override) then
    v_word := party_word_v1(v.id, p_party);
  end if;
  return coalesce(v_word, case p_raised when 'slot_taken' then 'full' else p_raised end);
end
$$;
--> statement-breakpoint
-- An answer that claim_answer_v1 has found, for a Worker of the version before these words: it would
-- answer 500 to a word that it does not know. The present Worker says that it knows them (`reasons` of
-- `by` in p), and gets the answer as it is. The next release drops the function.
create or replace function answer_for_v1(p_answer jsonb, p jsonb) returns jsonb
language sql immutable parallel safe
as $$
  select case
    when (p #> '{by,reasons}') is not null then p_answer
    when p_answer #>> '{body,refused}' in ('closed', 'not_a_slot')
      then jsonb_set(p_answer, '{body,refused}', '"outside_hours"')
    when p_answer #>> '{body,refused}' in ('full', 'party_too_large', 'party_too_small')
      then jsonb_set(p_answer, '{body,refused}', '"slot_taken"')
    else p_answer end
$$;
