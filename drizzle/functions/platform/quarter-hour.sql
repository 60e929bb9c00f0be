-- The quarter hour that an instant lies in. Statistics and pacing count by it.
--
-- A SQL-standard body (`return`) is parsed once, not in each statement that inlines the function.
-- It may call built-in functions only (see docs/database.md).
create or replace function quarter_hour_v1(p_at timestamptz) returns timestamptz
language sql immutable strict parallel safe
return date_bin('15 minutes', p_at, timestamptz '2000-01-01 00:00:00+00');
