import { showId } from '../../src/platform/ids.ts';
import { WORKSPACE_ID } from '../seed.ts';

// Where and when is booked: so many venues and starts that nobody is ever refused.

const DAY_MS = 24 * 60 * 60 * 1000;

export const VENUES = 500;
/** At each venue, each for four. */
export const TABLES = 20;
/** At each venue, two hours apart, around the clock; a party stays for 90 minutes. */
export const STARTS = 360 * 12;
export const HOURS_BETWEEN = 2;
export const CUSTOMERS = 2000;

/** The local date of the first start, in UTC: far enough off not to pass while this runs. */
export const FIRST_DAY = new Date(Date.now() + 2 * DAY_MS).toISOString().slice(0, 10);

const VENUE_PREFIX = '01900000-0000-7000-8001-';

/** SQL for the id of a venue, from SQL for its number. */
export const venueIdSql = (venue: string) => `('${VENUE_PREFIX}' || lpad(${venue}::text, 12, '0'))`;

/** SQL for an instant, from SQL for the number of a start. */
export const startSql = (start: string) =>
  `((date '${FIRST_DAY}' + ${start}::int * interval '${HOURS_BETWEEN} hours') at time zone 'UTC')`;

/** The id of a venue as clients know it. */
export function shownVenueId(venue: number): string {
  return showId('venue', VENUE_PREFIX + String(venue).padStart(12, '0'));
}

/** The instant of a start. */
export function startOf(start: number): string {
  const hours = (start % STARTS) * HOURS_BETWEEN;
  return new Date(Date.parse(FIRST_DAY) + hours * 60 * 60 * 1000).toISOString();
}

/** SQL that makes venues, open on every day from an hour to midnight; id and name are SQL. */
export function insertVenues(venues: {
  id: string;
  name: string;
  timeZone: string;
  opens: string;
  /** Minutes between slots, and that a party stays. */
  interval: number;
  stays: number;
  from?: string;
}): string {
  const everyDay = Array.from({ length: 7 }, (_, day) => ({
    weekday: day + 1,
    opens: venues.opens,
    closes: '00:00',
  }));
  const turns = [{ maxParty: 4, minutes: venues.stays }];
  const followUps = {
    reminders: [1440, 120],
    thankYouAfter: 120,
    feedbackUrl: null,
    upsell: null,
    noShowAfter: null,
    channels: ['email', 'conversation'],
  };
  return `insert into venues (id, workspace_id, name, time_zone, slot_interval, turn_times,
                              buffer_before, buffer_after, lead_time, horizon_days, hold_seconds,
                              cancellation_cutoff, weekly_hours, follow_ups)
    select ${venues.id}::uuid, '${WORKSPACE_ID}', ${venues.name}, '${venues.timeZone}',
           ${venues.interval}, '${JSON.stringify(turns)}', 0, 0, 0, 365, 300, 0,
           '${JSON.stringify(everyDay)}', '${JSON.stringify(followUps)}' ${venues.from ?? ''}`;
}
