-- Ends expired holds and requests, at most p_limit: those of one venue, or, when p_venue is null, those
-- of any venue. The second form skips rows that another transaction has locked. Each ends once, and the
-- version that this gives the booking is recorded as the event `expired`. Returns how many were ended.
create or replace function expire_holds_v1(p_venue uuid, p_now timestamptz, p_limit int) returns int
language plpgsql volatile
as $$
declare
  v_lapsed uuid[];
begin
  if p_venue is null then
    with locked as (
      select id from bookings where hold_expires_at <= p_now
       order by hold_expires_at limit (select p_limit) for no key update skip locked
    )
    select array_agg(id) into v_lapsed from locked;
  else
    -- Mostly there is none, which one look-up shows.
    perform from bookings
      where venue_id between p_venue and p_venue and hold_expires_at <= p_now
      order by venue_id, hold_expires_at limit 1;
    if not found then
      return 0;
    end if;
    -- Waits for a sweep that is ending the same holds. After that, their places are free.
    -- The range and the order leave only the index of what expires at the venue. The rows are locked by
    -- their id; `coalesce` does not imply that the time is not null, so that look-up cannot use it.
    with lapsed as materialized (
      select id from bookings
       where venue_id between p_venue and p_venue and hold_expires_at <= p_now
       order by venue_id, hold_expires_at limit p_limit
    ),
    locked as (
      select n.id
        from (select id from lapsed order by id) n
        cross join lateral (
          select from bookings
           where id = n.id and coalesce(hold_expires_at, 'infinity') <= p_now
             for no key update
        ) b
    )
    select array_agg(id) into v_lapsed from locked;
  end if;
  perform end_holds_v1(v_lapsed, p_now);
  if p_venue is not null and v_lapsed is not null then
    -- The caller may look for a free place next. The places that lay in blocks are theirs now, not at the
    -- end of the transaction.
    set constraints allocations_fill_gap immediate;
    set constraints allocations_fill_gap deferred;
  end if;
  return coalesce(cardinality(v_lapsed), 0);
end
$$;
--> statement-breakpoint
-- Ends those of the named holds and requests that have expired, and skips rows that another transaction
-- has locked. Returns the bookings that were ended.
create or replace function expire_named_holds_v1(p_bookings uuid[], p_now timestamptz)
returns uuid[]
language plpgsql volatile
as $$
declare
  v_lapsed uuid[];
begin
  with locked as (
    select n.id
      from (select distinct unnest(p_bookings) as id order by id) n
      cross join lateral (
        select from bookings
         where id = n.id and coalesce(hold_expires_at, 'infinity') <= p_now
           for no key update skip locked
      ) b
  )
  select array_agg(id) into v_lapsed from locked;
  perform end_holds_v1(v_lapsed, p_now);
  return coalesce(v_lapsed, '{}');
end
$$;
--> statement-breakpoint
-- Ends holds and requests whose rows are locked: frees their places, and records the event `expired`.
create or replace function end_holds_v1(p_bookings uuid[], p_now timestamptz) returns void
language plpgsql volatile
as $$
begin
  if p_bookings is null then
    return;
  end if;
  -- Each row is looked up by its key, so that no table is read as a whole when the statistics are old
  -- (docs/database.md). The locks on the bookings keep their allocations as they are.
  delete from allocations
   where ctid = any (array(
     select a.ctid
       from unnest(p_bookings) as n (id)
       cross join lateral (select ctid from allocations where booking_id = n.id offset 0) a));
  update bookings
     set state = 'expired', hold_expires_at = null, version = version + 1, updated_at = p_now
   where id = any (array(select unnest(p_bookings)));
  insert into booking_events
    (booking_id, version, event, state, starts_at, party_size, resource_ids, at)
  select b.id, b.version, 'expired', 'expired', b.starts_at, b.party_size, e.resource_ids, p_now
    from unnest(p_bookings) as n (id)
    cross join lateral (select * from bookings where id = n.id offset 0) b
    cross join lateral (
      select resource_ids from booking_events
       where booking_id = n.id and version = b.version - 1
      offset 0
    ) e;
end
$$;
