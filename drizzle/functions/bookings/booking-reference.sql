-- A short reference by which a guest names a booking: six of seventeen characters, taken at random.
-- REFERENCE_CHARACTERS in reference.ts is the same list, and says why these.
create or replace function new_reference_v1() returns text
language plpgsql volatile
as $$
declare
  -- The first six bytes of a UUID of version 4 are random.
  r bytea := uuid_send(gen_random_uuid());
  characters constant text := '23456789CFHJMPRWX';
begin
  -- One expression costs less than a loop.
  return substr(characters, 1 + get_byte(r, 0) % 17, 1)
      || substr(characters, 1 + get_byte(r, 1) % 17, 1)
      || substr(characters, 1 + get_byte(r, 2) % 17, 1)
      || substr(characters, 1 + get_byte(r, 3) % 17, 1)
      || substr(characters, 1 + get_byte(r, 4) % 17, 1)
      || substr(characters, 1 + get_byte(r, 5) % 17, 1);
end
$$;
--> statement-breakpoint
-- Gives a booking without a reference one that no other booking of its venue has. A trigger does it, so
-- that no function that makes a booking can forget it. The venue is locked by whoever makes or changes a
-- booking, so no other booking can take the reference meanwhile. book_v1 gives its bookings a reference
-- itself, which costs a third of this.
--
-- There are 24 million references. A venue with a million bookings meets one that is taken once in 24
-- bookings, and tries another. After twenty in a row the booking has no reference.
create or replace function give_reference_v1() returns trigger
language plpgsql
-- A plan that was made while the table was empty would read all of it later.
set enable_seqscan = off
as $$
begin
  for attempt in 1 .. 20 loop
    new.reference := new_reference_v1();
    -- The subquery is looked up by the reference alone, whatever the statistics say.
    perform from (
      select venue_id from bookings where reference = new.reference offset 0
    ) b where b.venue_id = new.venue_id;
    if not found then
      return new;
    end if;
  end loop;
  new.reference := null;
  return new;
end
$$;
--> statement-breakpoint
create or replace trigger bookings_reference before insert on bookings
  for each row when (new.reference is null and new.erased_at is null)
  execute function give_reference_v1();
--> statement-breakpoint
-- A booking from before there were references gets one when it changes and is still live.
create or replace trigger bookings_first_reference before update on bookings
  for each row when (new.reference is null and new.version > old.version
                     and new.state in ('held', 'confirmed', 'seated'))
  execute function give_reference_v1();
