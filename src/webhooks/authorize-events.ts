import { type Action, authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { type EventType, STATUS_CHANGED } from './event.ts';

/** The action that reads the data of an event. */
function readingOf(type: EventType): Action {
  if (type === STATUS_CHANGED) return 'readPlatform';
  return type.startsWith('booking.') ? 'readBookings' : 'readMessages';
}

/**
 * Lets an endpoint receive only events whose data the caller's key may read.
 * @throws Problem scope_missing
 */
export function authorizeEvents(caller: Caller, types: readonly EventType[]): void {
  for (const type of types) authorize(caller, readingOf(type));
}
