import type { AnswerCache } from '../platform/answer-cache.ts';
import type { Ports } from '../platform/ports.ts';
import type { Availability } from './availability.ts';

/** The dependencies of the bookings room. */
export interface BookingPorts extends Ports {
  /** Caches the answers to searches for free slots for a few seconds. */
  readonly availabilityCache: AnswerCache<Availability>;
}
