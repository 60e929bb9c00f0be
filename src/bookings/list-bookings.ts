import { z } from 'zod';
import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { type BookingId, idSchema, type VenueId } from '../platform/ids.ts';
import { filteredPageOf, idList, pageOf, readCursor, writeCursor } from '../platform/pagination.ts';
import type { Ports } from '../platform/ports.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { showBooking } from './booking.ts';
import type { BookingFilter } from './booking-filter.ts';
import {
  selectBookingsOfEmail,
  selectBookingsOfPhone,
  selectBookingsOfReference,
} from './find-store.ts';
import {
  type ListedBooking,
  selectBookingsOfConversation,
  selectBookingsOfCustomer,
  selectBookingsOfDay,
} from './list-store.ts';
import { type ListedRequest, selectRequests } from './requests-store.ts';

/** The bookings of a customer or a conversation. */
const BOOKINGS = idList<'booking'>('bookings');
/** The bookings of a venue's day. */
const DAY = {
  name: 'day',
  position: z.tuple([z.iso.datetime({ offset: true }), idSchema<'booking'>()]),
};
/** The open requests of a venue. */
const REQUESTS = { ...DAY, name: 'requests' };

/**
 * Lists the bookings of a venue's day in the order of their starts, the open requests of a venue in the
 * order in which they expire, or the bookings of another subject, the newest first: a customer, a conversation, a reference, or the guests with an email address or a telephone
 * number. A day has the bookings whose period opened on that local date. Bookings of erased customers
 * are left out. An unknown subject has no bookings.
 * @throws Problem invalid_cursor, key_revoked
 */
export async function listBookings(
  deps: Pick<Ports, 'database' | 'cursors'>,
  caller: Caller,
  filter: BookingFilter,
) {
  authorize(caller, 'readBookings');
  const { venueId: venue } = filter;
  if (venue !== undefined && filter.date === undefined)
    return listRequests(deps, caller, venue, filter);
  if (venue !== undefined) return listDay(deps, caller, venue, filter);
  const { limit } = filter;
  const [before] = (await readCursor(deps, caller, BOOKINGS, filter.after)) ?? [];
  const found = await newestOf(deps, caller, filter, before);
  return filteredPageOf(
    found,
    limit,
    showListed,
    ({ id }) => id,
    (position) => writeCursor(deps, caller, BOOKINGS, position),
  );
}

/** The newest bookings of the subject that a filter names, before a position. */
function newestOf(
  { database }: Pick<Ports, 'database'>,
  caller: Caller,
  { conversation, reference, email, phone, customer, state, limit }: BookingFilter,
  before: BookingId | undefined,
) {
  const values = { state, before, limit: limit + 1 };
  if (conversation !== undefined)
    return runAsCaller(database, caller, selectBookingsOfConversation, { ...values, conversation });
  if (reference !== undefined)
    return runAsCaller(database, caller, selectBookingsOfReference, { ...values, reference });
  if (email !== undefined)
    return runAsCaller(database, caller, selectBookingsOfEmail, { ...values, email });
  if (phone !== undefined)
    return runAsCaller(database, caller, selectBookingsOfPhone, { ...values, phone });
  return runAsCaller(database, caller, selectBookingsOfCustomer, { ...values, customer });
}

async function listDay(
  deps: Pick<Ports, 'database' | 'cursors'>,
  caller: Caller,
  venue: VenueId,
  { date, state, after, limit }: BookingFilter,
) {
  const [afterStart, afterId] = (await readCursor(deps, caller, DAY, after)) ?? [];
  const values = { venue, date, state, afterStart, afterId, limit: limit + 1 };
  const rows = await runAsCaller(deps.database, caller, selectBookingsOfDay, values);
  return pageOf(rows ?? [], limit, showListed, ({ startsAt, id }) =>
    writeCursor(deps, caller, DAY, [startsAt, id]),
  );
}

async function listRequests(
  deps: Pick<Ports, 'database' | 'cursors'>,
  caller: Caller,
  venue: VenueId,
  { after, limit }: BookingFilter,
) {
  const [afterEnd, afterId] = (await readCursor(deps, caller, REQUESTS, after)) ?? [];
  const values = { venue, afterEnd, afterId, limit: limit + 1 };
  const rows = await runAsCaller(deps.database, caller, selectRequests, values);
  return pageOf(rows ?? [], limit, showRequest, ({ expiresAt, id }) =>
    writeCursor(deps, caller, REQUESTS, [expiresAt, id]),
  );
}

const showRequest = ({ expiresAt: _, ...booking }: ListedRequest) => showBooking(booking);
const showListed = ({ startsAt: _, ...booking }: ListedBooking) => showBooking(booking);
