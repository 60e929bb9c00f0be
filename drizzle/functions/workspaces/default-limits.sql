-- The limits of a workspace for which the operator has set no other value. This is the one place for
-- their defaults: the API shows what this function returns.
create or replace function default_limits_v1() returns jsonb
language sql immutable parallel safe
as $$
  select jsonb_build_object(
    -- Venues that are not deleted: a large restaurant group.
    'venues', 200,
    -- Keys that are not revoked: one for each venue's site, till and assistant.
    'keys', 500,
    -- Webhooks that are not deleted. Each may receive every event of the workspace.
    'webhooks', 20,
    -- Tables, chairs, rooms and persons of one venue that are not deleted.
    'resources', 300,
    -- Combinations of one venue that are not deleted.
    'combinations', 500,
    -- Blocks of one venue that have not ended, a repeating one counted once.
    'blocks', 500,
    -- Parties that wait at one venue.
    'waitlist_entries', 500,
    -- Entries with which one guest waits, at all venues.
    'guest_waitlist_entries', 20,
    -- Bookings of one guest that are still to come, held ones included.
    'guest_bookings', 20,
    -- Open holds of one guest at one venue: a party that compares a few times.
    'guest_holds', 3,
    -- Open holds at one venue: a rush of guests for a large one.
    'venue_holds', 200,
    -- Emails to one address in a UTC day: a few visits with their changes and reminders.
    'address_emails', 10,
    -- Jobs that are planned or in progress: reminders of a year, and webhooks that are down for days.
    'jobs', 1000000,
    -- Bytes of messages, bookings and what belongs to them, without indexes: about 40 million
    -- messages.
    'storage_bytes', 20000000000,
    -- Requests in a minute, counted by each isolate: 200 a second, which is a few hundred
    -- conversations at the same moment.
    'requests_per_minute', 12000,
    -- Milliseconds in a minute for which the database works, counted by each isolate: two connections
    -- that are always busy. A stored message takes two to five.
    'database_ms_per_minute', 120000,
    -- By how much cached answers may be older than usual while the service is under load; see
    -- cache_factor_v1. 1: not at all.
    'busy_cache_factor', 3
  )
$$;
