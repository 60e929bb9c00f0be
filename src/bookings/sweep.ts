// For rooms that are not converted yet.
export { sweepBookings } from './sweep-bookings.ts';
