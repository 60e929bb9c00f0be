import { type BookingId, type ResourceId, readId } from '../../src/platform/ids.ts';

/** The UUID behind a booking's shown id. */
export function bookingIdOf(shown: string): BookingId {
  const id = readId('booking', shown);
  if (id === undefined) throw new Error(`${shown} is no booking's id`);
  return id;
}

/** The UUID behind a resource's shown id. */
export function resourceIdOf(shown: string): ResourceId {
  const id = readId('resource', shown);
  if (id === undefined) throw new Error(`${shown} is no resource's id`);
  return id;
}
