/** The states of a booking. */
export const BOOKING_STATES = [
  'held',
  'requested',
  'confirmed',
  'seated',
  'finished',
  'cancelled',
  'declined',
  'no_show',
  'expired',
] as const;
export type BookingState = (typeof BOOKING_STATES)[number];

/**
 * The acts of a booking's life cycle: the states that each act is allowed in, and the state that it
 * leads to. `to: null` keeps the state. A hold and a request expire by time alone, so no act leads to
 * `expired`. `confirm` leads to `requested` where the venue has to approve the booking.
 * `undo` is not among them: it leads back to the state before the act that it undoes (undo_booking_v1).
 * change_booking_v1 reads the rows of the table booking_acts, so an edit here alone changes no
 * behaviour. A migration changes the rows, and a test checks that both are equal.
 */
export const TRANSITIONS = {
  confirm: { from: ['held'], to: 'confirmed' },
  approve: { from: ['requested'], to: 'confirmed' },
  decline: { from: ['requested'], to: 'declined' },
  cancel: { from: ['held', 'requested', 'confirmed'], to: 'cancelled' },
  reschedule: { from: ['held', 'requested', 'confirmed'], to: null },
  seat: { from: ['confirmed'], to: 'seated' },
  finish: { from: ['seated'], to: 'finished' },
  no_show: { from: ['confirmed'], to: 'no_show' },
  late: { from: ['confirmed'], to: null },
  change: { from: ['held', 'requested', 'confirmed', 'seated'], to: null },
} as const satisfies Record<string, { from: readonly BookingState[]; to: BookingState | null }>;
export type BookingAct = keyof typeof TRANSITIONS;
