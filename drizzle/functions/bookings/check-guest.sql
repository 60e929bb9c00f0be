-- The limits of a workspace alone. Functions called it before check_guest_v2, so a statement that runs
-- while the functions are replaced may still call it. The next release drops it.
create or replace function check_guest_v1(
  v venues, p_customer uuid, p_is_hold boolean, p_now timestamptz
) returns void
language plpgsql stable
as $$
declare
  v_upcoming bigint;
  v_holds bigint;
  v_own_holds bigint;
begin
  -- Of a guest with very many bookings, the last ones are counted. The range and the order leave only
  -- the index of a customer's bookings; see docs/database.md.
  select count(*) into v_upcoming
    from (
      select state, starts_at, hold_expires_at from bookings
       where customer_id between p_customer and p_customer
       order by customer_id desc, id desc
       limit (select 500)
    ) b
   where b.starts_at > p_now
     and (b.state = 'confirmed' or b.state = 'held' and b.hold_expires_at > p_now);
  perform check_limit_v1(v.workspace_id, 'guest_bookings', v_upcoming);
  if not p_is_hold then
    return;
  end if;
  select count(*), count(*) filter (where b.customer_id = p_customer) into v_holds, v_own_holds
    from (
      select customer_id from bookings
       where venue_id between v.id and v.id and state = 'held' and hold_expires_at > p_now
       order by venue_id, hold_expires_at
       limit (select 10000)
    ) b;
  perform check_limit_v1(v.workspace_id, 'guest_holds', v_own_holds);
  perform check_limit_v1(v.workspace_id, 'venue_holds', v_holds);
end
$$;
