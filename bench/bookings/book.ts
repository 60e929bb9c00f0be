import { insertBooking } from '../../src/bookings/store.ts';
import { newId, readId } from '../../src/platform/ids.ts';
import type { FollowUpJob } from '../../src/platform/jobs.ts';
import { CALLER_SCOPES } from '../caller-scopes.ts';
import { statementText } from '../statement-text.ts';

/** The statement that makes a booking, for the peers to run. */
export const bookText = statementText(insertBooking);

/** The body of a request for a booking. */
export interface WantedBooking {
  venueId: string;
  start: string;
  partySize: number;
  customer: { id: string };
}

/** The values of the statement, encoded as the application encodes them. */
export function bookValues(
  callerKey: string,
  callerWorkspace: string,
  wanted: WantedBooking,
): Record<string, string> {
  const booking = { ...wanted, hold: false, venueId: venueUuid(wanted.venueId) };
  return {
    callerKey,
    callerWorkspace,
    callerScopes: CALLER_SCOPES,
    id: newId(),
    booking: JSON.stringify(booking),
  };
}

/** The UUID behind a venue's shown id. */
export function venueUuid(shown: string): string {
  const id = readId('venue', shown);
  if (id === undefined) throw new Error(`${shown} is no venue's id`);
  return id;
}

/** The message that the application sends to the queue `follow-ups` after a booking. */
export function followUpOf(bookingId: string): FollowUpJob {
  return { bookingId };
}
