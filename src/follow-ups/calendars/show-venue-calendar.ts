import { Problem } from '../../platform/problem.ts';
import { venueCalendar } from '../channels/calendar.ts';
import type { CalendarFile } from '../channels/calendar-file.ts';
import type { FollowUpPorts } from '../ports.ts';
import { hashCalendarSecret } from './calendar-secret.ts';
import { selectVenueCalendar } from './store.ts';

/** How many bookings a feed has at most; the furthest from now are left out. */
const MOST_AHEAD = 2000;
const MOST_PAST = 500;

/**
 * Shows the calendar of the venue that the secret belongs to: its bookings from 30 days ago to its
 * horizon, cancelled ones included. The secret is the only permission that is needed. A secret that
 * the service has not signed asks no database.
 * @throws Problem calendar_not_found
 */
export async function showVenueCalendar(
  deps: Pick<FollowUpPorts, 'database' | 'now' | 'organizer' | 'calendarSecrets'>,
  secret: string,
): Promise<CalendarFile> {
  if (!(await deps.calendarSecrets.mayBeGenuine(secret))) throw new Problem('calendar_not_found');
  const [found] = await deps.database.run(selectVenueCalendar, {
    hash: await hashCalendarSecret(secret),
    now: deps.now(),
    mostAhead: MOST_AHEAD,
    mostPast: MOST_PAST,
  });
  if (found === undefined) throw new Problem('calendar_not_found');
  return venueCalendar(found, found.bookings, found.replyTo ?? deps.organizer);
}
