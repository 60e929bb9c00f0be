-- The wire format of a local time with its offset, for example 2026-03-28T19:00:00+01:00.
--
-- The function is not strict, so that PostgreSQL can inline the expression. A null argument still
-- gives null.
create or replace function iso_local_v1(p_at timestamptz, p_time_zone text) returns text
language sql stable parallel safe
as $$
  select to_char(p_at at time zone p_time_zone, 'YYYY-MM-DD"T"HH24:MI:SS')
      || case when p_at at time zone p_time_zone < p_at at time zone 'UTC' then '-' else '+' end
      || to_char(greatest((p_at at time zone p_time_zone) - (p_at at time zone 'UTC'),
                          (p_at at time zone 'UTC') - (p_at at time zone p_time_zone)), 'HH24:MI')
$$;
