import { NOTES } from './guests.ts';
import { GUEST_CARE_URL, TILL_URL } from './receivers.ts';
import type { Demo } from './visits.ts';

/**
 * Adds two webhooks: the till hears of each party that sits down or leaves, and the guest care of each
 * mood that turns. The guest care refuses one event until it is a dead letter.
 */
export function addWebhooks({ agenda, staff, time }: Demo): void {
  agenda.add(time.on(-6, '09:00'), () =>
    staff.createWebhook({
      body: {
        ...{ url: GUEST_CARE_URL, description: 'Guest care' },
        events: ['conversation.needs_attention', 'booking.no_show'],
      },
    }),
  );
  agenda.add(time.on(0, '16:00'), () =>
    staff.createWebhook({
      body: {
        ...{ url: TILL_URL, description: 'The till' },
        events: ['booking.seated', 'booking.finished'],
      },
    }),
  );
}

/** Adds what the staff writes into the guest book. */
export function addNotes({ agenda, staff, time }: Demo): void {
  for (const [customerId, body] of Object.entries(NOTES)) {
    agenda.add(time.on(0, '16:20'), () => staff.changeCustomer({ customerId, body }));
  }
}
