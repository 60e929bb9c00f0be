import type { Deps } from '../../deps.ts';
import { toHex } from '../../platform/digest.ts';
import { readId } from '../../platform/ids.ts';
import { Problem } from '../../platform/problem.ts';
import { venueId } from '../../venues/venues.ts';
import type { Caller } from '../../workspaces/key.ts';
import { runAsCaller } from '../../workspaces/legacy-store.ts';
import { bookingCalendar, venueCalendar } from '../channels/calendar.ts';
import {
  clearCalendarHash,
  selectCalendar,
  selectCalendarEntry,
  setCalendarHash,
} from './store.ts';

type Store = Pick<Deps, 'database'>;

const SECRET_BYTES = 32;
/** At most so many bookings in a feed, those furthest from now left out. */
const MOST_TO_COME = 2000;
const MOST_PAST = 500;

/**
 * A booking as a file for a calendar, with the method CANCEL once it is cancelled (RFC 5546, 4.1.3).
 * @param organizer the address that email to guests comes from; none where none is sent
 * @throws Problem booking_not_found, customer_erased, key_revoked
 */
export async function readBookingCalendar(
  deps: Store,
  caller: Caller,
  shownId: string,
  organizer: string | undefined,
): Promise<string> {
  const id = readId('booking', shownId);
  if (id === undefined) throw new Problem('booking_not_found');
  const found = await runAsCaller(deps.database, caller, selectCalendarEntry, { id });
  if (found === null) throw new Problem('booking_not_found');
  if (found.erased) throw new Problem('customer_erased');
  const { entry, venue } = found;
  return bookingCalendar(
    { ...entry, venueName: venue.name, timeZone: venue.timeZone },
    { method: entry.state === 'cancelled' ? 'CANCEL' : 'PUBLISH', organizer },
  );
}

/**
 * Gives a venue's calendar a new secret, which is shown this once and kept as its SHA-256; the one
 * before names nothing any more.
 * @throws Problem venue_not_found, key_revoked
 */
export async function makeVenueCalendar(
  deps: Store,
  caller: Caller,
  shownId: string,
): Promise<string> {
  const venue = venueId(shownId);
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  const secret = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  const values = { venue, hash: await hashOf(secret) };
  if ((await runAsCaller(deps.database, caller, setCalendarHash, values)) === null) {
    throw new Problem('venue_not_found');
  }
  return secret;
}

/**
 * Ends a venue's calendar, if it has one.
 * @throws Problem venue_not_found, key_revoked
 */
export async function removeVenueCalendar(
  deps: Store,
  caller: Caller,
  shownId: string,
): Promise<void> {
  const venue = venueId(shownId);
  if ((await runAsCaller(deps.database, caller, clearCalendarHash, { venue })) === null) {
    throw new Problem('venue_not_found');
  }
}

/**
 * The calendar of the venue whose secret this is: its bookings from 30 days ago to its horizon,
 * cancelled ones included; whoever has the secret may read it.
 * @param organizer as {@link readBookingCalendar} takes it
 * @throws Problem calendar_not_found
 */
export async function readVenueCalendar(
  deps: Pick<Deps, 'database' | 'now'>,
  secret: string,
  organizer: string | undefined,
): Promise<string> {
  if (!/^[\w-]{43}$/.test(secret)) throw new Problem('calendar_not_found');
  const [found] = await deps.database.run(selectCalendar, {
    hash: await hashOf(secret),
    now: deps.now(),
    mostToCome: MOST_TO_COME,
    mostPast: MOST_PAST,
  });
  if (found === undefined) throw new Problem('calendar_not_found');
  return venueCalendar(found, found.bookings, organizer);
}

async function hashOf(secret: string): Promise<string> {
  const bytes = new TextEncoder().encode(secret);
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}
