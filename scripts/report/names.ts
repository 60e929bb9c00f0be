import type { Text } from './document.ts';

/** A name that a later version of the service may have added is shown as it is. */
const named =
  (names: Readonly<Partial<Record<string, Text>>>) =>
  (name: string): Text =>
    names[name] ?? name.replaceAll('_', ' ');

export const operationName = named({
  store_message: 'store a message',
  confirm_booking: 'confirm a booking',
  hold_booking: 'hold a booking',
  change_booking: 'change a booking',
  search_availability: 'search availability',
  read: 'all other reads',
  write: 'all other writes',
  canary_message: 'canary: store a message',
  canary_booking: 'canary: confirm a booking',
  canary_other: 'canary: all other requests',
});

export const signalName = named({
  message_p95: 'P95 of storing a message',
  booking_p95: 'P95 of confirming a booking',
  region_p95: 'P95 of the slowest region, of its target',
  traffic: 'requests, as a multiple of the baseline',
  connections: 'connections of PostgreSQL, of those allowed',
  overdue: 'rows of background work that are overdue',
  burn_availability: 'burn rate of availability',
  burn_messages: 'burn rate of messages',
  burn_bookings: 'burn rate of bookings',
});

export const objectiveName = named({
  availability: 'requests without a 5xx',
  messages: 'messages stored faster than the target',
  bookings: 'bookings confirmed faster than the target',
});

export const waitingName = named({
  unfolded: 'messages whose emotion has not been read',
  unwalked: 'conversations whose mood is to be computed',
  unplanned: 'events whose follow-ups are not planned',
  due: 'jobs that are due',
  overdue: 'jobs that are overdue',
  dead: 'jobs that were given up',
  set_apart: 'messages whose emotion could not be read',
  failing: 'subjects of work that fails and is tried again',
});
