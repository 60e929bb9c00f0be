import { idSchema, showId } from '../../src/platform/ids.ts';
import { WORKSPACE_ID } from '../seed.ts';

// The venues and starts of the booked places. There are enough of them that no booking is ever
// refused.

const DAY_MS = 24 * 60 * 60 * 1000;

export const VENUES = 500;
/** The number of tables of each venue. Each is for four. */
export const TABLES = 20;
/** The number of starts at each venue, around the clock. A party stays for 90 minutes. */
export const STARTS = 360 * 12;
export const HOURS_BETWEEN = 2;
/** So many that a guest has few bookings that are still to come: by default, 20 are the most. */
export const CUSTOMERS = 50_000;

/** The UTC date of the first start, which is in the future for as long as the benchmark runs. */
export const FIRST_DAY = new Date(Date.now() + 2 * DAY_MS).toISOString().slice(0, 10);

const VENUE_PREFIX = '01900000-0000-7000-8001-';

/** SQL for the id of a venue, given SQL for its number. */
export const venueIdSql = (venue: string) => `('${VENUE_PREFIX}' || lpad(${venue}::text, 12, '0'))`;

/** SQL for the instant of a start, given SQL for its number. */
export const startSql = (start: string) =>
  `((date '${FIRST_DAY}' + ${start}::int * interval '${HOURS_BETWEEN} hours') at time zone 'UTC')`;

const venueIdSchema = idSchema<'venue'>();

/** The shown id of a venue, given its number. */
export function shownVenueId(venue: number): string {
  return showId('venue', venueIdSchema.parse(VENUE_PREFIX + String(venue).padStart(12, '0')));
}

/** The instant of a start, given its number. */
export function startOf(start: number): string {
  const hours = (start % STARTS) * HOURS_BETWEEN;
  return new Date(Date.parse(FIRST_DAY) + hours * 60 * 60 * 1000).toISOString();
}

/** SQL that inserts venues that open at `opens` and close at midnight. `id` and `name` are SQL. */
export function insertVenues(venues: {
  id: string;
  name: string;
  timeZone: string;
  opens: string;
  /** Minutes between two slots. */
  interval: number;
  /** Minutes that a party stays. */
  stays: number;
  /** A `from` clause, to insert several venues. */
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
