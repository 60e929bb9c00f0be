-- Keeps the row of an erased or merged customer empty: an erased one has no caller's id and no details,
-- and neither has tags, preferences or notes. It is a trigger and not a check constraint, because
-- PostgreSQL parses the checks of a table in every statement that updates it. These two took a thirtieth
-- of the time of a booking, and most statements only say that the guest was seen.
create or replace function keep_gone_empty_v1() returns trigger
language plpgsql
as $$
begin
  if new.erased_at is not null
       and num_nonnulls(new.external_id, new.name, new.email, new.phone, new.locale, new.time_zone) > 0
     or (new.erased_at is not null or new.merged_into is not null)
       and (new.tags <> '{}' or num_nonnulls(new.preferences, new.staff_notes) > 0) then
    raise exception 'the row of an erased or merged customer must be empty'
      using errcode = 'check_violation', table = 'customers', constraint = 'customers_gone_is_empty';
  end if;
  return new;
end
$$;
--> statement-breakpoint
create or replace trigger customers_gone_is_empty
  before insert or update of external_id, name, email, phone, locale, time_zone, tags, preferences,
                             staff_notes, erased_at, merged_into
  on customers
  for each row execute function keep_gone_empty_v1();
