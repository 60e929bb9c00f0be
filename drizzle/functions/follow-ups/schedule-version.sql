-- Completes a new booking event. This is a trigger, so that no function that writes an event can
-- forget it.
--
-- ends_at is when the booking ends at this version. The booking's row is written before its event.
--
-- schedule_version is the version that last changed something follow-ups depend on, that is the
-- time, the party, the resources, or whether the booking takes place at all. A new note or the act
-- `seat` does not change it. The event `undo` does, because follow-ups that the undone act has
-- suppressed are planned again.
create or replace function schedule_version_v1() returns trigger
language plpgsql
as $$
begin
  select ends_at into new.ends_at from bookings where id = new.booking_id;
  if new.version > 1 then
    select case when (p.starts_at, p.party_size, p.resource_ids)
                       is distinct from (new.starts_at, new.party_size, new.resource_ids)
                     or new.state in ('cancelled', 'declined', 'expired', 'no_show')
                     or new.event = 'undo'
                then new.version else p.schedule_version end
      into new.schedule_version
      from booking_events p
     where p.booking_id = new.booking_id and p.version = new.version - 1;
  end if;
  return new;
end
$$;
--> statement-breakpoint
-- Runs before an insert, so that the row is stored with ends_at and schedule_version. The first
-- version of a booking has the right schedule_version by default, and book_v1 knows its end.
create or replace trigger booking_events_schedule before insert on booking_events
  for each row when (new.version > 1 or new.ends_at is null)
  execute function schedule_version_v1();
