import { may } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { type StoredBooking, showBooking } from './booking.ts';

/**
 * Shows the booking that a write has made or changed. A key that may not read bookings learns its
 * state, version, times and party size, and nothing about the guest: another key may have written
 * the rest.
 */
export function showWrittenBooking<Booking extends StoredBooking>(
  caller: Caller,
  booking: Booking,
) {
  if (may(caller, 'readBookings')) return showBooking(booking);
  const unknown = { customerId: null, conversationId: null, messageSeq: null, notes: null };
  return showBooking({ ...booking, ...unknown, tags: [], resources: [] });
}
