// For rooms that are not converted yet.
import { readId } from '../platform/ids.ts';
import { Problem } from '../platform/problem.ts';
import { actOnBooking } from './act-on-booking.ts';
import type { ActDetails } from './booking.ts';
import type { BookingAct } from './lifecycle.ts';

export { book } from './book.ts';
export type Change = ActDetails;
export function bookingId(shownId: string) {
  const id = readId('booking', shownId);
  if (id === undefined) throw new Problem('booking_not_found');
  return id;
}
type Acting = Parameters<typeof actOnBooking>;
export const act = async (
  deps: Acting[0],
  caller: Acting[1],
  shownId: string,
  name: BookingAct,
  change?: ActDetails,
) => actOnBooking(deps, caller, bookingId(shownId), name, change);
