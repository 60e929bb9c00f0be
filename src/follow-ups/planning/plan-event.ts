import type { EventType } from '../../webhooks/event.ts';
import type { Happening, Listener, Plan } from './plan.ts';

/** The webhook event that reports what happened to a booking; undefined when none does. */
export function eventTypeOf(happened: Happening): EventType | undefined {
  const { event, state, version, scheduleVersion } = happened;
  switch (event) {
    case 'held':
      return 'booking.held';
    case 'requested':
      return 'booking.requested';
    // Where the venue has to approve the booking, a confirmed hold is only requested.
    case 'confirm':
      return state === 'requested' ? 'booking.requested' : 'booking.confirmed';
    case 'confirmed':
    case 'approve':
      return 'booking.confirmed';
    case 'decline':
      return 'booking.declined';
    case 'reschedule':
      return 'booking.rescheduled';
    // Another party size gives the booking a new schedule version. A change of only notes or tags
    // is not reported.
    case 'change':
      return scheduleVersion === version || happened.isStayChanged
        ? 'booking.rescheduled'
        : undefined;
    case 'cancel':
    case 'erase':
      return 'booking.cancelled';
    case 'seat':
    case 'walk_in':
      return 'booking.seated';
    case 'finish':
      return 'booking.finished';
    case 'no_show':
      return 'booking.no_show';
    case 'expired':
      return 'booking.expired';
    // A walk-in that was undone is cancelled. No other undo leads to that state.
    case 'undo':
      return state === 'cancelled' ? 'booking.cancelled' : 'booking.restored';
    default:
      return undefined;
  }
}

/** Plans the delivery of an event: one job for each endpoint that subscribes to it. */
export function planEvent(
  event: EventType | undefined,
  listeners: readonly Listener[],
  at: number,
): Plan[] {
  if (event === undefined) return [];
  return listeners
    .filter(({ events }) => events.includes(event))
    .map(({ id }) => ({
      purpose: `${event}/${id}`,
      kind: 'event',
      channel: 'webhook',
      scheduleVersion: null,
      event,
      webhookId: id,
      content: null,
      dueAt: at,
    }));
}
