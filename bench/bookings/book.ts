import { bookOnce } from '../../src/bookings/store.ts';
import { newId, readId } from '../../src/platform/ids.ts';
import type { FollowUpJob } from '../../src/platform/jobs.ts';
import { statementText } from '../statement-text.ts';

/** The statement that makes a booking, for others to run. */
export const bookText = statementText(bookOnce);

/** A booking as a request asks for it. */
export interface WantedBooking {
  venueId: string;
  start: string;
  partySize: number;
  customer: { id: string };
}

/** The statement's values, as the application gives them. */
export function bookValues(
  callerKey: string,
  callerWorkspace: string,
  wanted: WantedBooking,
): Record<string, string> {
  const booking = { ...wanted, hold: false, venueId: venueUuid(wanted.venueId) };
  return { callerKey, callerWorkspace, id: newId(), booking: JSON.stringify(booking) };
}

/** A venue's id as the database knows it. */
export function venueUuid(shown: string): string {
  const id = readId('venue', shown);
  if (id === undefined) throw new Error(`${shown} is no venue's id`);
  return id;
}

/** What the application puts on the queue of follow-ups after a booking, for everyone to send the same. */
export function followUpOf(bookingId: string): FollowUpJob {
  return { bookingId };
}
