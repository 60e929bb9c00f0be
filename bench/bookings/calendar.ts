import { idSchema, showId } from '../../src/platform/ids.ts';
import { WORKSPACE_ID } from '../seed.ts';
import { FIRST_DAY, insertVenues } from './places.ts';

// The venue whose availability is searched. Its calendar is nearly full for a month.

export const CALENDAR_VENUE = idSchema<'venue'>().parse('01900000-0000-7000-8002-000000000001');
export const CALENDAR_VENUE_SHOWN = showId('venue', CALENDAR_VENUE);
const RESOURCES = 50;
const DAYS = 31;
/**
 * The hours that a table can be booked on a day: the venue is open from 10:00 to midnight, and a
 * party stays for an hour. Each table has one free hour a day.
 */
const HOURS = 14;
/** One booking for each of the other hours. */
export const CALENDAR_BOOKINGS = RESOURCES * DAYS * (HOURS - 1);

export const CALENDAR_FROM = FIRST_DAY;
export const CALENDAR_TO = new Date(Date.parse(FIRST_DAY) + (DAYS - 1) * 24 * 60 * 60 * 1000)
  .toISOString()
  .slice(0, 10);

/** Statements that make the venue, and a temporary table `calendar` of its bookings. */
export function calendarOf(): string[] {
  return [
    insertVenues({
      ...{ id: `'${CALENDAR_VENUE}'`, name: `'calendar'` },
      ...{ timeZone: 'Europe/Paris', opens: '10:00', interval: 15, stays: 60 },
    }),
    `insert into resources (id, workspace_id, venue_id, name, kind, min_party, max_party, priority)
     select gen_random_uuid(), '${WORKSPACE_ID}', '${CALENDAR_VENUE}', 'T' || n, 'table', 1, 4, 0
       from generate_series(1, ${RESOURCES}) n`,
    // The free hours are even on one day and odd on the next, so that the other hours of the day
    // are full.
    `create temporary table calendar as
     select gen_random_uuid() as id, r.venue_id, r.id as resource_id, 4 as party_size,
            (date '${CALENDAR_FROM}' + day + interval '10 hours' + hour * interval '1 hour')
              at time zone 'Europe/Paris' as starts_at,
            interval '60 minutes' as stays
       from resources r
       cross join generate_series(0, ${DAYS - 1}) day
       cross join generate_series(0, ${HOURS - 1}) hour
      where r.venue_id = '${CALENDAR_VENUE}'
        and hour <> (substr(r.name, 2)::int % 7) * 2 + day % 2`,
  ];
}
