-- Bookings. Every function that changes one locks its venue first, then reads the clock: whoever
-- waited for the lock decides on what is true after it. Lapsed holds end there and then.

create extension if not exists btree_gist;
--> statement-breakpoint
-- An overlap cannot be stored, whatever the code does. Rows are live ones only, so it needs no
-- condition; holds that have lapsed are deleted by the statement that wants their place.
alter table allocations add constraint allocations_no_overlap
  exclude using gist (resource_id with =, span with &&);
--> statement-breakpoint
-- A local instant with its offset, as clients get it: 2026-03-28T19:00:00+01:00.
create function iso_local_v1(p_at timestamptz, p_time_zone text) returns text
language sql stable strict parallel safe
as $$
  select to_char(p_at at time zone p_time_zone, 'YYYY-MM-DD"T"HH24:MI:SS')
      || case when seconds < 0 then '-' else '+' end
      || to_char(make_interval(secs => abs(seconds)), 'HH24:MI')
    from (select extract(epoch from (p_at at time zone p_time_zone) - (p_at at time zone 'UTC'))
                 as seconds) as east
$$;
--> statement-breakpoint
-- Opening hours as instants, of the local dates p_from to p_to: the one place where local times
-- become instants. A time that a clock change skips is moved on by the change, and of a time that
-- comes twice the second is meant (Temporal's disambiguation "later"; PostgreSQL's own rule). A
-- period that then opens on another date or has no length is none. Exceptions replace a date's
-- weekly hours; closing at or before opening means the next day.
create function venue_periods_v1(
  p_time_zone text, p_weekly_hours jsonb, p_exceptions jsonb, p_from date, p_to date
) returns table (local_date date, opens_at timestamptz, closes_at timestamptz)
language sql stable parallel safe
as $$
  with days as (
    select p_from + n as local_date, to_char(p_from + n, 'YYYY-MM-DD') as written,
           extract(isodow from p_from + n)::int as weekday
      from generate_series(0, p_to - p_from) n
  ),
  excepted as (
    select e ->> 'date' as written, e -> 'periods' as periods
      from jsonb_array_elements(p_exceptions) e
  ),
  hours as (
    select d.local_date, w ->> 'opens' as opens, w ->> 'closes' as closes
      from days d
      join jsonb_array_elements(p_weekly_hours) w on (w ->> 'weekday')::int = d.weekday
     where not exists (select from excepted e where e.written = d.written)
    union all
    select d.local_date, x ->> 'opens', x ->> 'closes'
      from days d
      join excepted e on e.written = d.written
      cross join jsonb_array_elements(e.periods) x
  ),
  instants as (
    select h.local_date,
           (h.local_date + h.opens::time) at time zone p_time_zone as opens_at,
           (h.local_date + case when h.closes::time <= h.opens::time then 1 else 0 end
              + h.closes::time) at time zone p_time_zone as closes_at
      from hours h
  )
  select i.local_date, i.opens_at, i.closes_at
    from instants i
   where i.opens_at < i.closes_at
     and (i.opens_at at time zone p_time_zone)::date = i.local_date
$$;
--> statement-breakpoint
-- How long a party stays, from [{maxParty, minutes}] rising by maxParty.
create function turn_time_v1(p_turn_times jsonb, p_party int) returns interval
language sql immutable strict parallel safe
as $$
  select make_interval(mins => coalesce(
    (select (t ->> 'minutes')::int from jsonb_array_elements(p_turn_times) t
      where (t ->> 'maxParty')::int >= p_party order by (t ->> 'maxParty')::int limit 1),
    (p_turn_times -> -1 ->> 'minutes')::int))
$$;
--> statement-breakpoint
-- Every way to seat a party at a venue: its single resources, and its combinations.
create function seatings_v1(p_venue uuid, p_party int)
returns table (id uuid, members uuid[], max_party int, priority int)
language sql stable parallel safe
as $$
  select r.id, array[r.id], r.max_party::int, r.priority::int
    from resources r
   where r.venue_id = p_venue and r.deleted_at is null
     and p_party between r.min_party and r.max_party
  union all
  select c.id, c.resource_ids, c.max_party::int, c.priority::int
    from combinations c
   where c.venue_id = p_venue and c.deleted_at is null
     and p_party between c.min_party and c.max_party
     and not exists (select from resources r where r.id = any (c.resource_ids)
                       and r.deleted_at is not null)
$$;
--> statement-breakpoint
-- What is live at a venue and starts in each quarter hour; p_except's own place does not count.
create function pacing_v1(
  p_venue uuid, p_from timestamptz, p_to timestamptz, p_except uuid, p_now timestamptz
) returns table (quarter_hour timestamptz, parties bigint, covers bigint)
language sql stable parallel safe
as $$
  select quarter_hour_v1(b.starts_at), count(*), sum(b.party_size)
    from bookings b
   where b.venue_id = p_venue
     and b.starts_at >= p_from and b.starts_at < p_to
     and b.state in ('held', 'confirmed', 'seated')
     and (b.state <> 'held' or b.hold_expires_at > p_now)
     and b.id is distinct from p_except
   group by 1
$$;
--> statement-breakpoint
-- The slots of the local dates p_from to p_to, and what is to be said of each: free, full, too_late
-- or beyond_horizon. A date without slots is closed. A slot is free when some seating has a gap
-- that holds the turn and its buffers: the gaps of each seating between what occupies its members,
-- shortened to the starts that they allow, are united into one multirange that every slot is
-- looked up in.
create function availability_v1(
  v venues, p_from date, p_to date, p_party int, p_except uuid, p_now timestamptz
) returns table (local_date date, starts_at timestamptz, status text)
language sql stable
as $$
  with frame as materialized (
    select turn_time_v1(v.turn_times, p_party) as turn,
           make_interval(mins => v.buffer_before) as before,
           make_interval(mins => v.buffer_after) as after,
           make_interval(mins => v.slot_interval) as step,
           (p_from::timestamp at time zone v.time_zone) - interval '1 day' as starts,
           (p_to::timestamp at time zone v.time_zone) + interval '3 days' as ends
  ),
  slots as materialized (
    select distinct p.local_date, s.starts_at
      from frame f
      cross join venue_periods_v1(v.time_zone, v.weekly_hours, v.exceptions, p_from, p_to) p
      cross join generate_series(p.opens_at, p.closes_at - f.turn, f.step) as s (starts_at)
  ),
  seating as materialized (
    -- Numbered, as numbers sort faster than ids.
    select (row_number() over ())::int as n, members from seatings_v1(v.id, p_party)
  ),
  taken as (
    select s.n, lower(a.span) as since, upper(a.span) as until
      from frame f
      cross join seating s
      cross join unnest(s.members) as m (resource_id)
      join allocations a on a.resource_id = m.resource_id
       and a.span && tstzrange(f.starts, f.ends)
     where a.booking_id is distinct from p_except
       and (a.lapses_at is null or a.lapses_at > p_now)
    union all
    select s.n, f.starts, f.starts from seating s, frame f
    union all
    select s.n, f.ends, f.ends from seating s, frame f
  ),
  gaps as (
    select max(t.until) over w as since, lead(t.since) over w as until
      from taken t
    window w as (partition by t.n order by t.since rows unbounded preceding)
  ),
  free as materialized (
    select range_agg(tstzrange(g.since + f.before, g.until - f.after - f.turn, '[]')) as starts
      from gaps g, frame f
     where g.until - g.since >= f.before + f.turn + f.after
  ),
  paced as materialized (
    select p.quarter_hour
      from frame f cross join pacing_v1(v.id, f.starts, f.ends, p_except, p_now) p
     where (v.pacing_parties is not null or v.pacing_covers is not null)
       and (p.parties >= v.pacing_parties or p.covers + p_party > v.pacing_covers)
  )
  select s.local_date, s.starts_at,
         case when s.starts_at < p_now + make_interval(mins => v.lead_time) then 'too_late'
              when s.local_date > (p_now at time zone v.time_zone)::date + v.horizon_days
                then 'beyond_horizon'
              when not coalesce(f.starts @> s.starts_at, false)
                or p_party > v.pacing_covers or v.pacing_parties = 0
                or quarter_hour_v1(s.starts_at) in (select quarter_hour from paced) then 'full'
              else 'free' end
    from slots s cross join free f
   order by s.starts_at
$$;
--> statement-breakpoint
-- The free slots nearest to the one that was wanted: of the dates within four hours of it, mostly
-- one; from the day before to a week after when those have too few.
create function alternatives_v1(
  v venues, p_wanted timestamptz, p_party int, p_except uuid, p_now timestamptz
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
          from availability_v1(v, v_from, v_to, p_party, p_except, p_now) a
         where a.status = 'free' and a.starts_at <> p_wanted
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
create function booking_json_v1(b bookings) returns jsonb
language sql stable
as $$
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
   where v.id = b.venue_id
$$;
--> statement-breakpoint
-- Ends the holds of a venue that have lapsed, or, for the sweep (p_venue null), those of any venue
-- that nobody else is busy with, at most so many. Each ends once: `expired` is recorded with the
-- version that it gave.
create function expire_holds_v1(p_venue uuid, p_now timestamptz, p_limit int) returns int
language plpgsql volatile
as $$
declare
  v_lapsed uuid[];
begin
  if p_venue is null then
    with locked as (
      select id from bookings where state = 'held' and hold_expires_at <= p_now
       order by hold_expires_at limit p_limit for no key update skip locked
    )
    select array_agg(id) into v_lapsed from locked;
  else
    -- Waits for a sweep that is at it, so that the place is seen to be free.
    with locked as (
      select id from bookings
       where venue_id = p_venue and state = 'held' and hold_expires_at <= p_now
       order by id limit p_limit for no key update
    )
    select array_agg(id) into v_lapsed from locked;
  end if;
  if v_lapsed is null then
    return 0;
  end if;
  delete from allocations where booking_id = any (v_lapsed);
  update bookings
     set state = 'expired', hold_expires_at = null, version = version + 1, updated_at = p_now
   where id = any (v_lapsed);
  insert into booking_events
    (booking_id, version, event, state, starts_at, party_size, resource_ids, at)
  select b.id, b.version, 'expired', 'expired', b.starts_at, b.party_size, e.resource_ids, p_now
    from bookings b
    join booking_events e on e.booking_id = b.id and e.version = b.version - 1
   where b.id = any (v_lapsed);
  return cardinality(v_lapsed);
end
$$;
--> statement-breakpoint
-- The resources that a party gets at a start; the venue is locked, its lapsed holds have ended, and
-- the booking that is moved (p_except) has let go of its own. Raises MT409 with the reason when it
-- gets none: outside_hours, too_late, beyond_horizon, slot_taken, resources_unfit.
create function seat_party_v1(
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
  -- A period of the day before may last past midnight.
  if not exists (
    select from venue_periods_v1(v.time_zone, v.weekly_hours, v.exceptions, v_date - 1, v_date) p
     where p.opens_at <= p_starts and p_starts + v_turn <= p.closes_at
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
    -- Chosen by hand: any of the venue's resources that hold the party together.
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
--> statement-breakpoint
-- Writes what a booking occupies now.
create function allocate_v1(v venues, b bookings, p_members uuid[]) returns void
language sql volatile
as $$
  insert into allocations (booking_id, resource_id, venue_id, span, lapses_at)
  select b.id, m.id, v.id,
         tstzrange(b.starts_at - make_interval(mins => v.buffer_before),
                   b.ends_at + make_interval(mins => v.buffer_after)),
         b.hold_expires_at
    from unnest(p_members) as m (id)
   order by m.id
$$;
--> statement-breakpoint
-- Locks a venue, so that everything which follows is decided in turn, and ends its lapsed holds.
create function lock_venue_v1(p_workspace uuid, p_venue uuid) returns venues
language plpgsql volatile
as $$
declare
  v venues;
begin
  select * into v from venues
   where id = p_venue and workspace_id = p_workspace and deleted_at is null
     for no key update;
  if not found then
    raise exception 'venue_not_found' using errcode = 'MT404';
  end if;
  perform expire_holds_v1(p_venue, clock_timestamp(), 10000);
  return v;
end
$$;
--> statement-breakpoint
-- Makes a booking, held or confirmed; the customer and the conversation are locked already. Raises
-- MT409 with the reason, and the nearest alternatives as its detail: they are looked for after the
-- venue's lock is released (with the inner block), so that losers of a race hold up nobody.
create function book_v1(
  p_workspace uuid, p_key uuid, p_booking uuid, p_customer uuid, p_conversation uuid,
  p_message_seq int, p jsonb
) returns jsonb
language plpgsql volatile
as $$
declare
  v venues;
  b bookings;
  v_now timestamptz;
  v_reason text;
  v_starts timestamptz := p ->> 'start';
  v_party int := p ->> 'partySize';
  v_members uuid[];
begin
  if p_customer is null then
    raise exception 'customer_missing' using errcode = 'MT422';
  end if;
  begin
    v := lock_venue_v1(p_workspace, (p ->> 'venueId')::uuid);
    v_now := clock_timestamp();
    select array_agg(r::uuid) into v_members from jsonb_array_elements_text(p -> 'resourceIds') r;
    v_members := seat_party_v1(v, v_starts, v_party, v_members, null, v_now);
    insert into bookings
      (id, workspace_id, venue_id, customer_id, conversation_id, message_seq, state, starts_at,
       ends_at, party_size, notes, tags, hold_expires_at, cancellation_cutoff, created_at, updated_at)
    values
      (p_booking, p_workspace, v.id, p_customer, p_conversation, p_message_seq,
       case when (p ->> 'hold')::boolean then 'held' else 'confirmed' end, v_starts,
       v_starts + turn_time_v1(v.turn_times, v_party), v_party, p ->> 'notes',
       array(select jsonb_array_elements_text(coalesce(p -> 'tags', '[]'))),
       case when (p ->> 'hold')::boolean then v_now + make_interval(secs => v.hold_seconds) end,
       v.cancellation_cutoff, v_now, v_now)
    returning * into b;
    perform allocate_v1(v, b, v_members);
  exception when sqlstate 'MT409' then
    v_reason := sqlerrm;
  end;
  if v_reason is not null then
    select * into v from venues where id = (p ->> 'venueId')::uuid;
    raise exception using errcode = 'MT409', message = v_reason,
      detail = alternatives_v1(v, v_starts, v_party, null, clock_timestamp());
  end if;
  insert into booking_events
    (booking_id, version, event, state, starts_at, party_size, resource_ids, key_id, at)
  values (b.id, 1, b.state, b.state, b.starts_at, b.party_size, v_members, p_key, v_now);
  return booking_json_v1(b);
end
$$;
--> statement-breakpoint
-- Makes a booking that an Idempotency-Key may name, with its customer. The key's row is locked
-- first: whoever comes second with it waits, and reads the stored answer. A refusal undoes it all,
-- the key included, so that it may be tried again.
create function book_once_v1(p_workspace uuid, p_key uuid, p_booking uuid, p jsonb) returns jsonb
language plpgsql volatile
as $$
declare
  v_known idempotency_keys;
  v_customer uuid := customer_id_v1(p_workspace, p -> 'customer' ->> 'id');
  v_conversation conversations;
  v_answer jsonb;
begin
  if p ->> 'idempotencyKey' is not null then
    -- A key of more than a day ago is as good as new.
    delete from idempotency_keys
     where workspace_id = p_workspace and key = p ->> 'idempotencyKey'
       and created_at < now() - interval '24 hours';
    insert into idempotency_keys (workspace_id, key, digest, customer_id)
    values (p_workspace, p ->> 'idempotencyKey', decode(p ->> 'digest', 'hex'), v_customer)
    on conflict do nothing;
    if not found then
      select * into v_known from idempotency_keys
       where workspace_id = p_workspace and key = p ->> 'idempotencyKey';
      if v_known.digest <> decode(p ->> 'digest', 'hex') then
        raise exception 'idempotency_key_reused' using errcode = 'MT422';
      end if;
      return jsonb_build_object('replayed', true, 'booking', v_known.answer);
    end if;
  end if;

  insert into customers as g
    (id, workspace_id, external_id, name, email, phone, locale, time_zone)
  values (v_customer, p_workspace, p -> 'customer' ->> 'id', p -> 'customer' ->> 'name',
          p -> 'customer' ->> 'email', p -> 'customer' ->> 'phone', p -> 'customer' ->> 'locale',
          p -> 'customer' ->> 'timeZone')
  on conflict (id) do update
     set name = coalesce(excluded.name, g.name), email = coalesce(excluded.email, g.email),
         phone = coalesce(excluded.phone, g.phone), locale = coalesce(excluded.locale, g.locale),
         time_zone = coalesce(excluded.time_zone, g.time_zone), last_seen_at = now()
   where g.erased_at is null;
  if not found then
    raise exception 'customer_erased' using errcode = 'MT410';
  end if;

  if p ->> 'conversationId' is not null then
    select * into v_conversation from conversations
     where workspace_id = p_workspace and external_id = p ->> 'conversationId'
       for no key update;
    if not found then
      raise exception 'conversation_not_found' using errcode = 'MT404';
    elsif v_conversation.erased_at is not null then
      raise exception 'conversation_erased' using errcode = 'MT410';
    elsif v_conversation.customer_id <> v_customer then
      raise exception 'customer_mismatch' using errcode = 'MT409';
    end if;
  end if;

  v_answer := book_v1(p_workspace, p_key, p_booking, v_customer, v_conversation.id,
                      v_conversation.last_seq, p);
  update idempotency_keys set answer = v_answer
   where workspace_id = p_workspace and key = p ->> 'idempotencyKey';
  return jsonb_build_object('replayed', false, 'booking', v_answer);
end
$$;
--> statement-breakpoint
-- Takes a booking from one of the states p_from to p_to (null: stays as it is). p may hold start,
-- partySize and resourceIds, which find it a place anew, and notes, tags and reason. p_version is
-- what the caller believes the version to be, if it says so. Raises MT404, MT409 (booking_state
-- with the state as its detail, or what seating refuses, with alternatives), MT412.
create function change_booking_v1(
  p_workspace uuid, p_key uuid, p_booking uuid, p_event text, p_from text[], p_to text,
  p_version int, p jsonb
) returns jsonb
language plpgsql volatile
as $$
declare
  v venues;
  b bookings;
  v_now timestamptz;
  v_reason text;
  v_members uuid[];
  v_moves boolean := p ?| array['start', 'partySize', 'resourceIds'];
begin
  select * into b from bookings where id = p_booking and workspace_id = p_workspace;
  if not found then
    raise exception 'booking_not_found' using errcode = 'MT404';
  end if;
  begin
    -- A venue that was deleted still has bookings to be lived out.
    select * into v from venues where id = b.venue_id for no key update;
    perform expire_holds_v1(v.id, clock_timestamp(), 10000);
    v_now := clock_timestamp();
    select * into b from bookings where id = p_booking for no key update;
    if b.erased_at is not null then
      raise exception 'customer_erased' using errcode = 'MT410';
    elsif p_version <> b.version then
      raise exception 'version_stale' using errcode = 'MT412';
    elsif b.state = 'expired' and 'held' = any (p_from) then
      raise exception 'hold_expired' using errcode = 'MT409';
    elsif b.state <> all (p_from) then
      raise exception 'booking_state' using errcode = 'MT409', detail = to_jsonb(b.state);
    elsif p_event = 'no_show' and v_now < b.starts_at then
      raise exception 'too_early' using errcode = 'MT409';
    end if;
    select resource_ids into v_members from booking_events
     where booking_id = b.id and version = b.version;

    if v_moves then
      b.starts_at := coalesce((p ->> 'start')::timestamptz, b.starts_at);
      b.party_size := coalesce((p ->> 'partySize')::int, b.party_size);
      b.ends_at := b.starts_at + turn_time_v1(v.turn_times, b.party_size);
      v_members := null;
      select array_agg(r::uuid) into v_members
        from jsonb_array_elements_text(p -> 'resourceIds') r;
      delete from allocations where booking_id = b.id;
      v_members := seat_party_v1(v, b.starts_at, b.party_size, v_members, b.id, v_now);
    end if;
    if p ? 'notes' then
      b.notes := p ->> 'notes';
    end if;
    if p ? 'tags' then
      b.tags := array(select jsonb_array_elements_text(p -> 'tags'));
    end if;
    if p_to = 'cancelled' then
      b.cancelled_late := v_now > b.starts_at - make_interval(mins => b.cancellation_cutoff);
    end if;
    b.state := coalesce(p_to, b.state);
    if b.state <> 'held' then
      b.hold_expires_at := null;
    end if;
    update bookings
       set state = b.state, starts_at = b.starts_at, ends_at = b.ends_at,
           party_size = b.party_size, notes = b.notes, tags = b.tags,
           hold_expires_at = b.hold_expires_at, cancelled_late = b.cancelled_late,
           version = version + 1, updated_at = v_now
     where id = b.id
    returning * into b;

    if v_moves then
      perform allocate_v1(v, b, v_members);
    elsif b.state in ('held', 'confirmed', 'seated') then
      update allocations set lapses_at = b.hold_expires_at
       where booking_id = b.id and lapses_at is distinct from b.hold_expires_at;
    else
      delete from allocations where booking_id = b.id;
    end if;
    insert into booking_events
      (booking_id, version, event, state, starts_at, party_size, resource_ids, key_id, reason, at)
    values (b.id, b.version, p_event, b.state, b.starts_at, b.party_size, v_members, p_key,
            p ->> 'reason', v_now);
  exception when sqlstate 'MT409' then
    v_reason := sqlerrm;
    if not v_moves or v_reason in ('booking_state', 'hold_expired') then
      raise;
    end if;
  end;
  if v_reason is not null then
    raise exception using errcode = 'MT409', message = v_reason,
      detail = alternatives_v1(v, coalesce((p ->> 'start')::timestamptz, b.starts_at),
                               coalesce((p ->> 'partySize')::int, b.party_size), b.id,
                               clock_timestamp());
  end if;
  return booking_json_v1(b);
end
$$;
--> statement-breakpoint
-- The mood as src/emotions/mood.ts walks it, of messages in seq order: half the way to each labelled
-- word of the customer, and afresh after an agent's. Thousandths.
create function mood_step_v1(p_mood int, p_role text, p_valence smallint) returns int
language sql immutable parallel safe
return case when p_role = 'agent' then 0
            when p_role = 'customer' and p_valence is not null
              then p_mood + (p_valence - p_mood) / 2
            else p_mood end;
--> statement-breakpoint
create aggregate mood_v1 (text, smallint) (sfunc = mood_step_v1, stype = int, initcond = '0');
--> statement-breakpoint
-- Erases a customer, with bookings: those to come are cancelled, which frees their places, and all
-- lose their notes, tags and reasons. Locks in the one order: customer, conversations, messages,
-- venues, bookings, conversation statistics, moods, workspace statistics; keys sorted. Never locks a key
-- (FOR NO KEY UPDATE), as foreign key checks of concurrent folds would deadlock with that.
-- Returns null for an unknown customer; a second erasure returns the first one's time and zeros.
create function erase_customer_v2(p_workspace uuid, p_customer uuid) returns jsonb
language plpgsql volatile
as $$
declare
  v_erased_at timestamptz;
  v_conversations uuid[];
  v_messages int := 0;
  v_subtracted int := 0;
  v_bookings uuid[];
  v_to_come uuid[];
begin
  perform statistics_gate_v1();
  -- First in the order of locks: whoever holds one of these waits for the customer. What is answered
  -- until the customer is locked goes below.
  delete from idempotency_keys where customer_id = p_customer;
  select erased_at into v_erased_at from customers
   where id = p_customer and workspace_id = p_workspace
     for no key update;
  if not found then
    return null;
  end if;

  if v_erased_at is null then
    v_erased_at := clock_timestamp();
    update customers
       set external_id = null, name = null, email = null, phone = null, locale = null,
           time_zone = null, erased_at = v_erased_at
     where id = p_customer;

    with locked as (
      select id from conversations where customer_id = p_customer order by id for no key update
    )
    select coalesce(array_agg(id), '{}') into v_conversations from locked;
    update conversations set erased_at = v_erased_at where id = any (v_conversations);

    perform 1 from messages where conversation_id = any (v_conversations)
      order by conversation_id, seq for no key update;

    perform 1 from venues
      where id = any (array(select venue_id from bookings where customer_id = p_customer))
      order by id for no key update;
    with locked as (
      select id, state from bookings where customer_id = p_customer order by id for no key update
    )
    select coalesce(array_agg(id), '{}'),
           coalesce(array_agg(id) filter (where state in ('held', 'confirmed')), '{}')
      into v_bookings, v_to_come
      from locked;
    delete from allocations where booking_id = any (v_to_come);
    update bookings
       set state = 'cancelled', hold_expires_at = null, version = version + 1,
           updated_at = v_erased_at
     where id = any (v_to_come);
    insert into booking_events
      (booking_id, version, event, state, starts_at, party_size, resource_ids, at)
    select b.id, b.version, 'erase', 'cancelled', b.starts_at, b.party_size, e.resource_ids,
           v_erased_at
      from bookings b
      join booking_events e on e.booking_id = b.id and e.version = b.version - 1
     where b.id = any (v_to_come);
    update booking_events set reason = null
     where booking_id = any (v_bookings) and reason is not null;
    update bookings set notes = null, tags = '{}', erased_at = v_erased_at
     where id = any (v_bookings);
    delete from idempotency_keys where customer_id = p_customer;

    delete from conversation_emotions where conversation_id = any (v_conversations);
    delete from conversation_moods where conversation_id = any (v_conversations);
    delete from attention_events where conversation_id = any (v_conversations);

    with share as (
      select quarter_hour_v1(sent_at) as quarter_hour, role, label, model_version,
             count(*) as messages, sum(valence) as valence_sum,
             sum(valence::bigint * valence) as valence_squares
        from messages
       where conversation_id = any (v_conversations)
         and emotion_state = 'folded' and label is not null
       group by 1, 2, 3, 4
    ),
    locked as materialized (
      select w.quarter_hour, w.role, w.label, w.model_version
        from workspace_emotions w
        join share s using (quarter_hour, role, label, model_version)
       where w.workspace_id = p_workspace
       order by 1, 2, 3, 4
         for no key update of w
    ),
    subtracted as (
      update workspace_emotions w
         set messages = w.messages - s.messages,
             valence_sum = w.valence_sum - s.valence_sum,
             valence_squares = w.valence_squares - s.valence_squares
        from locked l join share s using (quarter_hour, role, label, model_version)
       where w.workspace_id = p_workspace
         and (w.quarter_hour, w.role, w.label, w.model_version)
           = (l.quarter_hour, l.role, l.label, l.model_version)
      returning s.messages
    )
    select coalesce(sum(messages), 0) into v_subtracted from subtracted;
    delete from workspace_emotions
     where workspace_id = p_workspace and messages = 0
       and quarter_hour in (
         select quarter_hour_v1(sent_at) from messages where conversation_id = any (v_conversations));

    update messages
       set text = null, metadata = null, label = null, confidence = null, valence = null,
           model_version = null, fold_error = null, emotion_state = 'erased'
     where conversation_id = any (v_conversations);
    get diagnostics v_messages = row_count;
  end if;

  return jsonb_build_object(
    'erasedAt', iso_v1(v_erased_at),
    'conversations', coalesce(cardinality(v_conversations), 0),
    'messages', v_messages,
    'statisticsSubtracted', v_subtracted,
    'bookings', coalesce(cardinality(v_bookings), 0)
  );
end
$$;
