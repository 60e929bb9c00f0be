-- How a customer's bookings ended: visits, no-shows and late cancellations among the newest p_most
-- bookings, and the last visit. At least zeros, also for a customer without bookings.
create or replace function attendance_v1(p_customer uuid, p_most int) returns jsonb
language plpgsql stable
-- The statement is the same for every customer, so one generic plan serves all calls.
set plan_cache_mode = force_generic_plan
as $$
begin
  return (
    select jsonb_build_object(
             'visits', count(*) filter (where b.state in ('seated', 'finished')),
             'noShows', count(*) filter (where b.state = 'no_show'),
             'lateCancellations',
               count(*) filter (where b.state = 'cancelled' and b.cancelled_late),
             'lastVisitAt',
               iso_v1(max(b.starts_at) filter (where b.state in ('seated', 'finished'))))
      from (
        select x.state, x.cancelled_late, x.starts_at from bookings x
         where x.customer_id between p_customer and p_customer
         order by x.customer_id desc, x.id desc
         limit (select p_most)
      ) b);
end
$$;
