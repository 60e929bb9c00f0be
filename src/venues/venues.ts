import type { Deps } from '../deps.ts';
import { Refused } from '../platform/database-errors.ts';
import { newId, readId, showId } from '../platform/ids.ts';
import { decodeCursor, encodeCursor } from '../platform/pagination.ts';
import { Problem } from '../platform/problem.ts';
import type { Caller } from '../workspaces/key.ts';
import { runAsCaller } from '../workspaces/store.ts';
import {
  deleteVenue,
  insertVenue,
  selectVenue,
  selectVenues,
  updateHours,
  updateVenue,
} from './store.ts';
import {
  type Hours,
  type NewVenue,
  type StoredVenue,
  type VenueChange,
  WEEKDAYS,
} from './venue.ts';

type Store = Pick<Deps, 'database'>;

/**
 * Makes a venue, closed until it gets hours.
 * @throws Problem invalid_field (a zone that the database does not know), key_revoked
 */
export async function createVenue(deps: Store, caller: Caller, venue: NewVenue) {
  const stored = await runAsCaller(deps.database, caller, insertVenue, {
    ...venue,
    id: newId<'venue'>(),
    turnTimes: JSON.stringify(venue.turnTimes),
    followUps: JSON.stringify(venue.followUps),
    waitlistFirst: String(venue.waitlistFirst),
  }).catch(refuseZone);
  if (stored === null) throw new Problem('key_revoked');
  return showVenue(stored);
}

/** @throws Problem venue_not_found, key_revoked */
export async function readVenue(deps: Store, caller: Caller, shownId: string) {
  const venue = venueId(shownId);
  return found(await runAsCaller(deps.database, caller, selectVenue, { venue }));
}

/**
 * The workspace's venues, the newest first.
 * @throws Problem invalid_cursor, key_revoked
 */
export async function listVenues(
  deps: Store,
  caller: Caller,
  { after, limit }: { after?: string | undefined; limit: number },
) {
  const before = after === undefined ? null : readId('venue', decodeCursor('venue', after));
  if (before === undefined) throw new Problem('invalid_cursor');
  const rows =
    (await runAsCaller(deps.database, caller, selectVenues, { before, limit: limit + 1 })) ?? [];
  const data = rows.slice(0, limit).map(showVenue);
  const last = data.at(-1);
  return {
    data,
    page: { next: last && rows.length > limit ? encodeCursor('venue', last.id) : null },
  };
}

/**
 * Changes settings; bookings that stand keep their times and their cutoff.
 * @throws Problem venue_not_found, invalid_field (a zone), key_revoked
 */
export async function changeVenue(
  deps: Store,
  caller: Caller,
  shownId: string,
  change: VenueChange,
) {
  const values = { venue: venueId(shownId), change: JSON.stringify(change) };
  return found(await runAsCaller(deps.database, caller, updateVenue, values).catch(refuseZone));
}

/** @throws Problem venue_not_found, key_revoked */
export async function putHours(
  deps: Store,
  caller: Caller,
  shownId: string,
  { weekly, exceptions }: Hours,
) {
  const numbered = weekly.map(({ weekday, opens, closes }) => ({
    weekday: WEEKDAYS.indexOf(weekday) + 1,
    opens,
    closes,
  }));
  return found(
    await runAsCaller(deps.database, caller, updateHours, {
      venue: venueId(shownId),
      weekly: JSON.stringify(numbered),
      exceptions: JSON.stringify(exceptions),
    }),
  );
}

/** @throws Problem venue_not_found, key_revoked */
export async function removeVenue(deps: Store, caller: Caller, shownId: string): Promise<void> {
  const venue = venueId(shownId);
  if ((await runAsCaller(deps.database, caller, deleteVenue, { venue })) === null) {
    throw new Problem('venue_not_found');
  }
}

/** @throws Problem venue_not_found: what is no venue's id names none */
export function venueId(shownId: string): string {
  const id = readId('venue', shownId);
  if (id === undefined) throw new Problem('venue_not_found');
  return id;
}

function found(venue: StoredVenue | null) {
  if (venue === null) throw new Problem('venue_not_found');
  return showVenue(venue);
}

function showVenue(venue: StoredVenue) {
  const { weekly, exceptions } = venue.hours;
  return {
    ...venue,
    id: showId('venue', venue.id),
    hours: {
      weekly: weekly.map((each) => ({ ...each, weekday: WEEKDAYS[each.weekday - 1] ?? 'monday' })),
      exceptions,
    },
  };
}

/** The runtime knows zones that the database may not. */
function refuseZone(error: unknown): never {
  if (error instanceof Refused && error.reason === 'invalid_parameter_value') {
    throw new Problem('invalid_field', {
      errors: [{ field: 'body.timeZone', message: 'must be an IANA time zone, like Europe/Paris' }],
    });
  }
  throw error;
}
