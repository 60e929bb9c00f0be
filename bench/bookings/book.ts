import { bookOnce } from '../../src/bookings/store.ts';
import { newId, readId } from '../../src/platform/ids.ts';
import type { FollowUpJob } from '../../src/platform/jobs.ts';
import { statementText } from '../statement-text.ts';

/** The statement that makes a booking, for other variants to run. */
export const bookText = statementText(bookOnce);

/** The body of a booking request. */
export interface WantedBooking {
  venueId: string;
  start: string;
  partySize: number;
  customer: { id: string };
}

/** The statement's values, as the application sends them. */
export function bookValues(
  callerKey: string,
  callerWorkspace: string,
  wanted: WantedBooking,
): Record<string, string> {
  const booking = { ...wanted, hold: false, venueId: venueUuid(wanted.venueId) };
  return { callerKey, callerWorkspace, id: newId(), booking: JSON.stringify(booking) };
}

/** The UUID of a venue's shown id. */
export function venueUuid(shown: string): string {
  const id = readId('venue', shown);
  if (id === undefined) throw new Error(`${shown} is no venue's id`);
  return id;
}

/** The message on the queue of follow-ups after a booking. Other variants send the same. */
export function followUpOf(bookingId: string): FollowUpJob {
  return { bookingId };
}
