-- The limits of a workspace for which the operator has set no other value. This is the one place for
-- their defaults: the API shows what this function returns.
create or replace function default_limits_v1() returns jsonb
language sql immutable parallel safe
as $$
  select jsonb_build_object(
    -- Venues that are not deleted.
    'venues', 200
  )
$$;
