import type { AnswerCache } from '../platform/answer-cache.ts';
import type { Ports } from '../platform/ports.ts';
import type { Availability } from './availability.ts';

/** What the bookings room needs from outside. */
export interface BookingPorts extends Ports {
  /** The answers to searches for free slots of the last seconds. */
  readonly availabilityCache: AnswerCache<Availability>;
}
