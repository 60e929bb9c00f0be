import { authorize } from '../../platform/auth/actions.ts';
import type { Caller } from '../../platform/auth/key.ts';
import type { BookingId } from '../../platform/ids.ts';
import { Problem } from '../../platform/problem.ts';
import { runAsCaller } from '../../workspaces/caller-store.ts';
import { bookingCalendar } from '../channels/calendar.ts';
import type { CalendarFile } from '../channels/calendar-file.ts';
import type { FollowUpPorts } from '../ports.ts';
import { selectBookingCalendar } from './store.ts';

/**
 * Shows a booking as an iCalendar file. Its method is CANCEL when the booking is cancelled (RFC 5546,
 * 4.1.3).
 * @throws Problem booking_not_found, customer_erased, booking_erased, key_revoked
 */
export async function showBookingCalendar(
  deps: Pick<FollowUpPorts, 'database' | 'organizer'>,
  caller: Caller,
  id: BookingId,
): Promise<CalendarFile> {
  authorize(caller, 'readBookings');
  const found = await runAsCaller(deps.database, caller, selectBookingCalendar, { id });
  if (found === null) throw new Problem('booking_not_found');
  if (found.erased !== null) throw new Problem(found.erased);
  const { entry, venue } = found;
  return bookingCalendar(
    {
      ...entry,
      venueName: venue.name,
      venueAddress: venue.address,
      timeZone: venue.timeZone,
    },
    {
      method: ['cancelled', 'declined'].includes(entry.state) ? 'CANCEL' : 'PUBLISH',
      organizer: venue.replyTo ?? deps.organizer,
    },
  );
}
