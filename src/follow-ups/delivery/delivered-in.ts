import type { BookingState } from '../../bookings/lifecycle.ts';
import type { JobKind } from '../job.ts';

/** The booking states in which each kind is delivered. */
export const DELIVERED_IN: Record<Exclude<JobKind, 'event'>, readonly BookingState[]> = {
  confirmation: ['confirmed', 'seated'],
  moved: ['confirmed', 'seated'],
  restored: ['confirmed', 'seated'],
  reminder: ['confirmed'],
  upsell: ['confirmed'],
  thank_you: ['confirmed', 'seated', 'finished'],
  no_show_check: ['confirmed'],
  waitlist_offer: ['held'],
  request_received: ['requested'],
  request_withdrawn: ['cancelled'],
  request_declined: ['declined'],
  request_expired: ['expired'],
  request_reopened: ['requested'],
  cancellation: ['cancelled'],
};

/** The kinds that tell the guest until when the place is kept. */
export const NAMING_EXPIRY: readonly JobKind[] = [
  'waitlist_offer',
  'request_received',
  'request_reopened',
];
