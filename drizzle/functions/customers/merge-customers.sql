-- Merges a customer into another one of the workspace. p_from and p_into are the caller's own ids. The
-- conversations, bookings and waitlist entries of the first become those of the second, and with them
-- everything that belongs to them: messages, moods, statistics, jobs. From the commit on, the first id
-- answers with the second customer (customer_of_v1), and whatever names it goes to the second customer
-- (upsert_guest_v2). If both are one customer already, nothing changes.
--
-- The second customer keeps its details and gets those that it lacks. The row of the first keeps its
-- name, email and phone, which are shown with the second and by which it is found. The second gets the
-- tags of both, and both texts where both have preferences or notes. Of two entries that wait for one
-- window, the later ends, because a customer waits once for a window. Kept answers of Idempotency-Keys
-- stay with the row that they were kept for: an export and an erasure look at all rows that were
-- merged.
--
-- The work is bounded: a customer with more than 2,000 conversations, bookings or waitlist entries is
-- not merged into another one, and one customer has at most 100 merged rows, 100 tags and 16,000
-- characters of preferences or notes. A merge beyond that returns the refusal merge_too_large.
--
-- Returns what changed_customer_v1 says. Raises MT404 (customer_not_found, with "into" as the detail if
-- that is the one) and MT410 (customer_erased).
--
-- Locks in the global order: the turn of merges, merged rows, customers, conversations, venues, waitlist
-- entries, bookings; keys sorted.
create or replace function merge_customers_v1(
  p_workspace uuid, p_key uuid, p_from text, p_into text
) returns jsonb
language plpgsql volatile
-- A plan for given keys would read a whole table that the statistics take for empty.
set plan_cache_mode = force_generic_plan
as $$
declare
  a customers;
  b customers;
  v_from uuid;
  v_into uuid;
  v_filled text[];
begin
  perform lock_merges_v1(p_workspace);
  v_from := customer_of_v1(p_workspace, p_from);
  v_into := customer_of_v1(p_workspace, p_into);
  perform from customers
    where id = any (array(
      select unnest(merged_ids) from customers where id in (v_from, v_into)))
    order by id for no key update;
  perform from customers where id in (v_from, v_into) order by id for no key update;
  select * into a from customers where id = v_from;
  select * into b from customers where id = v_into;
  if a.id is null then
    raise exception 'customer_not_found' using errcode = 'MT404';
  elsif b.id is null then
    raise exception 'customer_not_found' using errcode = 'MT404', detail = '"into"';
  elsif num_nonnulls(a.erased_at, b.erased_at) > 0 then
    raise exception 'customer_erased' using errcode = 'MT410';
  elsif a.id = b.id then
    return changed_customer_v1(b.id);
  end if;

  v_filled := array_remove(array[
    case when b.name is null and a.name is not null then 'name' end,
    case when b.email is null and a.email is not null then 'email' end,
    case when b.phone is null and a.phone is not null then 'phone' end], null);
  b.name := coalesce(b.name, a.name);
  b.email := coalesce(b.email, a.email);
  b.phone := coalesce(b.phone, a.phone);
  b.locale := coalesce(b.locale, a.locale);
  b.time_zone := coalesce(b.time_zone, a.time_zone);
  b.preferences := both_texts_v1(b.preferences, a.preferences);
  b.staff_notes := both_texts_v1(b.staff_notes, a.staff_notes);
  b.tags := b.tags || array(
    select t from unnest(a.tags) with ordinality as x (t, at) where t <> all (b.tags) order by at);
  b.merged_ids := coalesce(b.merged_ids, '{}') || a.id || coalesce(a.merged_ids, '{}');
  if greatest(length(b.preferences), length(b.staff_notes)) > 16000
     or cardinality(b.tags) > 100 or cardinality(b.merged_ids) > 100
     or (select count(*) from (
           select from conversations where customer_id between a.id and a.id
            order by customer_id limit (select 2001)) x) > 2000
     or (select count(*) from (
           select from bookings where customer_id between a.id and a.id
            order by customer_id limit (select 2001)) x) > 2000
     or (select count(*) from (
           select from waitlist_entries where customer_id between a.id and a.id
            order by customer_id limit (select 2001)) x) > 2000 then
    return refusal_v1('merge_too_large', null);
  end if;

  perform move_customer_v1(a.id, b.id);
  perform move_changes_v1(a.id, b.id);
  update customers set merged_into = b.id where id = any (a.merged_ids);
  update customers
     set merged_into = b.id, merged_at = clock_timestamp(), merged_ids = null, locale = null,
         time_zone = null, tags = '{}', preferences = null, staff_notes = null, refused_at = null,
         refusal_reason = null
   where id = a.id;
  update customers
     set name = b.name, email = b.email, phone = b.phone, locale = b.locale,
         time_zone = b.time_zone, preferences = b.preferences, staff_notes = b.staff_notes,
         tags = b.tags, merged_ids = b.merged_ids, created_at = least(created_at, a.created_at),
         last_seen_at = greatest(last_seen_at, a.last_seen_at),
         -- Whoever refused one of them has refused the guest.
         refused_at = least(refused_at, a.refused_at),
         refusal_reason = both_texts_v1(refusal_reason, a.refusal_reason)
   where id = b.id;
  if v_filled <> '{}' then
    perform record_contacts_v1(b.id, p_key, v_filled);
  end if;
  return changed_customer_v1(b.id);
end
$$;
--> statement-breakpoint
-- Two texts with an empty line between them; one of them where the other is missing or the same.
create or replace function both_texts_v1(p_first text, p_second text) returns text
language sql immutable parallel safe
return case when p_first is null then p_second
            when p_second is null or p_second = p_first then p_first
            else p_first || e'\n\n' || p_second end;
--> statement-breakpoint
-- Gives the conversations, bookings and waitlist entries of one customer to another. Both customers are
-- locked, so no request adds a row. The venues are locked, so no offer is being made to the first.
create or replace function move_customer_v1(p_from uuid, p_into uuid) returns void
language plpgsql volatile
set plan_cache_mode = force_generic_plan
as $$
declare
  v_conversations uuid[];
  v_venues uuid[];
  v_entries uuid[];
  v_bookings uuid[];
begin
  v_conversations := array(
    select id from conversations where customer_id = p_from order by id for no key update);
  -- A message without a customer may have made a booking until its conversation was locked.
  v_venues := array(
    select venue_id from bookings where customer_id = p_from
    union
    select venue_id from waitlist_entries where customer_id = p_from
    order by 1);
  perform from venues where id = any (v_venues) order by id for no key update;

  -- The entries that wait, with those of the other customer for the same window. Of each pair the later
  -- one ends.
  v_entries := array(
    select greatest(e.id, o.id)
      from (
        select * from waitlist_entries
         where customer_id = p_from and num_nonnulls(booking_id, left_at) = 0
        offset 0
      ) e
      cross join lateral (
        select w.id from waitlist_entries w
         where w.venue_id = e.venue_id and w.customer_id = p_into and w.earliest = e.earliest
           and w.latest = e.latest and w.booking_id is null and w.left_at is null
        offset 0
      ) o);
  perform from waitlist_entries
    where id = any (v_entries
                    || array(select id from waitlist_entries where customer_id = p_from offset 0))
    order by id for no key update;
  update waitlist_entries set left_at = clock_timestamp()
   where id = any (v_entries) and left_at is null;
  update waitlist_entries set customer_id = p_into
   where id = any (array(select id from waitlist_entries where customer_id = p_from offset 0));

  v_bookings := array(
    select id from bookings where customer_id = p_from order by id for no key update);
  update bookings set customer_id = p_into where id = any (v_bookings);
  update conversations set customer_id = p_into where id = any (v_conversations);
end
$$;
--> statement-breakpoint
-- Gives the recorded changes of the contact details of one customer to another, in the order of their
-- times. The last hundred are kept.
create or replace function move_changes_v1(p_from uuid, p_into uuid) returns void
language plpgsql volatile
as $$
declare
  v_last int := (select max(number) from customer_changes where customer_id = p_into);
begin
  if not exists (select from customer_changes where customer_id = p_from) then
    return;
  end if;
  v_last := coalesce(v_last, 0);
  insert into customer_changes (customer_id, number, at, key_id, fields)
  select p_into, v_last + row_number() over (order by x.at, x.number), x.at, x.key_id, x.fields
    from (
      select * from customer_changes where customer_id in (p_from, p_into)
       order by at desc, number desc limit 100
    ) x;
  delete from customer_changes
   where customer_id = p_from or customer_id = p_into and number <= v_last;
end
$$;
