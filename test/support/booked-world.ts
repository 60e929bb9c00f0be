import { book } from '../../src/bookings/book.ts';
import { newBookingSchema } from '../../src/bookings/booking.ts';
import type { Caller } from '../../src/platform/auth/key.ts';
import type { Database } from '../../src/platform/database.ts';
import { createWebhook } from '../../src/webhooks/create-webhook.ts';
import { newWebhookSchema } from '../../src/webhooks/webhook.ts';
import { verifyByHand } from './challenges.ts';
import type { createWorld } from './follow-up-world.ts';
import { openVenue, tablesOfFour } from './open-venue.ts';
import { bookingIdOf } from './shown-ids.ts';

type World = Pick<ReturnType<typeof createWorld>, 'deps'>;

/** Makes a venue with one table, and a booking of it for tomorrow. */
export async function bookTomorrow(world: World, database: Database, caller: Caller) {
  const settings = { name: 'v', timeZone: 'UTC' };
  const venue = await openVenue({ database }, caller, settings, tablesOfFour(1));
  const start = `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}T19:00:00Z`;
  const wanted = { venueId: venue.id, start, partySize: 2, customer: { id: 'maya' } };
  return bookingIdOf((await book(world.deps, caller, newBookingSchema.parse(wanted))).id);
}

/** Makes an endpoint that has answered its challenge. */
export async function verifiedWebhook(
  world: World,
  database: Database,
  caller: Caller,
  url: string,
  event: 'booking.finished' | 'booking.no_show' = 'booking.finished',
) {
  await createWebhook(world.deps, caller, newWebhookSchema.parse({ url, events: [event] }));
  await verifyByHand(database, url);
}
