-- The name of a time zone as pg_timezone_names has it: for 'europe/paris' it returns Europe/Paris.
-- Raises MT400 (invalid_field, timeZone) for a name that `at time zone` and date_trunc do not read
-- as that zone of the IANA database:
--
-- - PostgreSQL does not have the zone. The runtime may have a later release of the database.
-- - PostgreSQL reads the name as an abbreviation, which comes before a zone of the same name. CET is
--   then UTC+1 all year, without the summer time of the zone. An abbreviation that agrees with its
--   zone is accepted, such as UTC.
-- - PostgreSQL reads the name as a rule in the format of POSIX, such as SystemV/PST8PDT.
--
-- The setting TimeZone takes zones only and no abbreviations, so a comparison with it shows which
-- names are abbreviations. An abbreviation has one offset, or those of another zone, so a winter and
-- a summer day of a few years are enough. pg_timezone_names is too slow here, because it reads every
-- zone from its file.
create or replace function known_zone_v1(p_name text) returns text
language plpgsql volatile strict
-- Restored when the function ends.
set timezone = 'UTC'
as $$
declare
  t1 constant timestamptz := '2000-01-01 00:00Z';
  t2 constant timestamptz := '2000-03-20 00:00Z';
  t3 constant timestamptz := '2000-07-01 00:00Z';
  t4 constant timestamptz := '2026-01-01 00:00Z';
  t5 constant timestamptz := '2026-07-01 00:00Z';
  v_read timestamp[];
  v_name text;
begin
  v_read := array[t1 at time zone p_name, t2 at time zone p_name, t3 at time zone p_name,
                  t4 at time zone p_name, t5 at time zone p_name];
  v_name := set_config('TimeZone', p_name, true);
  if v_read <> array[t1, t2, t3, t4, t5]::timestamp[] then
    raise invalid_parameter_value;
  end if;
  -- The IANA database has few zones whose name is upper case with a digit. PostgreSQL reads all other
  -- such names as a rule, and also EST5EDT where it lacks that zone. A rule has the same clock
  -- changes in all years, but in 2000 the summer time of these zones began later, in April.
  if v_name = upper(v_name) and v_name ~ '\d'
     and (v_name !~ '^(GMT[+-]?0|[ECMP]ST[5-8][ECMP]DT)$'
          or v_read[2] - v_read[1] <> interval '79 days') then
    raise invalid_parameter_value;
  end if;
  return v_name;
exception when invalid_parameter_value then
  raise exception 'invalid_field' using errcode = 'MT400', detail = '"timeZone"';
end
$$;
