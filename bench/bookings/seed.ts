import { seedDatabase, WORKSPACE_ID } from '../seed.ts';
import { CALENDAR_VENUE, calendarOf } from './calendar.ts';
import { CUSTOMERS, insertVenues, STARTS, startSql, TABLES, VENUES, venueIdSql } from './places.ts';

/** The number of bookings of each venue before the measurement. */
const BOOKED = 200;

/**
 * Fills an empty, migrated database with venues that are open around the clock and have some
 * bookings, one venue with a nearly full calendar, and the table of the earlier system's messages.
 */
export function seedBookings(connectionString: string): Promise<void> {
  return seedDatabase(connectionString, CUSTOMERS, [
    // The guests of a benchmark have more bookings, and get more email, than a guest may.
    `update workspaces set limits = limits || '{"guest_bookings": 1000000, "address_emails": 1000000}'`,
    insertVenues({
      ...{
        id: venueIdSql('n'),
        name: `'venue ' || n`,
        from: `from generate_series(0, ${VENUES - 1}) n`,
      },
      ...{ timeZone: 'UTC', opens: '00:00', interval: 30, stays: 90 },
    }),
    `insert into resources (id, workspace_id, venue_id, name, kind, min_party, max_party, priority)
     select gen_random_uuid(), workspace_id, id, 'T' || n, 'table', 1, 4, 0
       from venues, generate_series(1, ${TABLES}) n`,
    ...calendarOf(),
    // Spread over the starts, so that requests rarely meet an existing booking.
    `create temporary table wanted as
     select gen_random_uuid() as id, v.id as venue_id, r.id as resource_id, 4 as party_size,
            ${startSql(`(n * ${Math.floor(STARTS / BOOKED)})`)} as starts_at,
            interval '90 minutes' as stays
       from venues v
       cross join generate_series(0, ${BOOKED - 1}) n
       join resources r on r.venue_id = v.id and r.name = 'T' || (1 + n % ${TABLES})
      where v.id <> '${CALENDAR_VENUE}'`,
    `insert into wanted select * from calendar`,
    `insert into bookings (id, workspace_id, venue_id, customer_id, state, starts_at, ends_at,
                           party_size, cancellation_cutoff)
     select id, '${WORKSPACE_ID}', venue_id,
            customer_id_v1('${WORKSPACE_ID}', 'guest-' || (row_number() over ()) % ${CUSTOMERS}),
            'confirmed', starts_at, starts_at + stays, party_size, 0
       from wanted`,
    `insert into booking_events (booking_id, version, event, state, starts_at, party_size, resource_ids,
                                 planned_at)
     select id, 1, 'confirmed', 'confirmed', starts_at, party_size, array[resource_id], now() from wanted`,
    `insert into allocations (booking_id, resource_id, venue_id, span)
     select id, resource_id, venue_id, tstzrange(starts_at, starts_at + stays) from wanted`,
    `create table earlier_jobs (
       id uuid primary key default gen_random_uuid(),
       booking_id uuid not null,
       kind text not null,
       due_at timestamptz not null,
       state text not null default 'pending',
       sent_at timestamptz)`,
    `insert into earlier_jobs (booking_id, kind, due_at)
     select id, kind, starts_at from wanted, unnest('{remind_day,remind_hour,thank}'::text[]) kind`,
    `create index on earlier_jobs (booking_id, kind)`,
  ]);
}
