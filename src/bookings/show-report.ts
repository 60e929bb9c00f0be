import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { showId, type VenueId } from '../platform/ids.ts';
import type { Ports } from '../platform/ports.ts';
import { invalidField, Problem } from '../platform/problem.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { LONGEST_REPORT_DAYS, type Report, type ReportQuery } from './report.ts';
import { selectReport } from './report-store.ts';
import { sumReport } from './sum-report.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How many bookings a report reads at most. A venue with 500 parties a day has 46,000 in 92 days. */
const MOST_BOOKINGS = 50_000;

/**
 * Shows what a venue had on some local dates: parties, covers, occupancy, no-shows, cancellations, lead
 * times and sources, for each date and service, and by area. Figures of erased bookings stay.
 * @throws Problem venue_not_found, invalid_field (the range of dates), key_revoked
 */
export async function showReport(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  venue: VenueId,
  { from, to }: ReportQuery,
): Promise<Report> {
  authorize(caller, 'readBookings');
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days < 1) throw invalidField('query.to', 'must not be before from');
  if (days > LONGEST_REPORT_DAYS) {
    throw invalidField('query.to', `must be within ${LONGEST_REPORT_DAYS} days`);
  }
  const values = { venue, from, to, most: MOST_BOOKINGS };
  const found = await runAsCaller(deps.database, caller, selectReport, values);
  if (found === null) throw new Problem('venue_not_found');
  if (found.tooMany) {
    throw invalidField(
      'query.to',
      `the range has more than ${MOST_BOOKINGS} bookings, or too many services and areas; ask for fewer days`,
    );
  }
  const dates = Array.from({ length: days }, (_, n) =>
    new Date(Date.parse(from) + n * DAY_MS).toISOString().slice(0, 10),
  );
  const { timeZone } = found;
  return { venueId: showId('venue', venue), timeZone, from, to, ...sumReport(found, dates) };
}
