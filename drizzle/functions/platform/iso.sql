-- The wire format of an instant: ISO 8601 in UTC with milliseconds, whatever the time zone of the
-- session is.
--
-- A SQL-standard body (`return`) is parsed once, not in each statement that inlines the function.
-- It may call built-in functions only (see docs/database.md).
create or replace function iso_v1(p_at timestamptz) returns text
language sql stable strict parallel safe
return to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
