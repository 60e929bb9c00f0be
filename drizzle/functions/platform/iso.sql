-- The wire format of an instant: ISO 8601 in UTC with milliseconds, whatever the time zone of the
-- session is.
create or replace function iso_v1(p_at timestamptz) returns text
language sql stable strict parallel safe
as $$ select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
