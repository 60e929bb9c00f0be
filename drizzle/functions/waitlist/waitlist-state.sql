-- The state of a waitlist entry. b is the booking that was offered to it, or null. The sweep sets
-- left_at at the end of an entry's window, so that the index of waiting entries stays small. Such
-- an entry is shown as lapsed before and after that.
create or replace function waitlist_state_v1(
  e waitlist_entries, b bookings, p_now timestamptz
) returns text
language sql immutable parallel safe
as $$
  select case when e.booking_id is not null then
                case when e.left_at is not null then 'left'
                     when b.state = 'held' and b.hold_expires_at > p_now then 'offered'
                     when b.state in ('held', 'expired') then 'passed'
                     when b.state = 'cancelled' then 'declined'
                     else 'accepted' end
              when e.left_at < e.latest then 'left'
              when e.left_at is not null or e.latest <= p_now then 'lapsed'
              else 'waiting' end
$$;
