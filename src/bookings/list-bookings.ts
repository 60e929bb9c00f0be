import { z } from 'zod';
import { authorize } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { idSchema, type VenueId } from '../platform/ids.ts';
import { filteredPageOf, idList, pageOf, readCursor, writeCursor } from '../platform/pagination.ts';
import type { Ports } from '../platform/ports.ts';
import { runAsCaller } from '../workspaces/caller-store.ts';
import { showBooking } from './booking.ts';
import type { BookingFilter } from './booking-filter.ts';
import {
  type ListedBooking,
  selectBookingsOfConversation,
  selectBookingsOfCustomer,
  selectBookingsOfDay,
} from './list-store.ts';

/** The bookings of a customer or a conversation. */
const BOOKINGS = idList<'booking'>('bookings');
/** The bookings of a venue's day. */
const DAY = {
  name: 'day',
  position: z.tuple([z.iso.datetime({ offset: true }), idSchema<'booking'>()]),
};

/**
 * Lists the bookings of a venue's day in the order of their starts, or of a customer or a
 * conversation, the newest first. A day has the bookings whose period opened on that local date. Bookings of erased customers are left out. An unknown venue,
 * customer or conversation has no bookings.
 * @throws Problem invalid_cursor, key_revoked
 */
export async function listBookings(
  deps: Pick<Ports, 'database' | 'cursors'>,
  caller: Caller,
  filter: BookingFilter,
) {
  authorize(caller, 'readBookings');
  const { venueId, customer, conversation, state, limit } = filter;
  if (venueId !== undefined) return listDay(deps, caller, venueId, filter);
  const [before] = (await readCursor(deps, caller, BOOKINGS, filter.after)) ?? [];
  const values = { state, before, limit: limit + 1 };
  const found =
    conversation === undefined
      ? await runAsCaller(deps.database, caller, selectBookingsOfCustomer, {
          ...values,
          customer,
        })
      : await runAsCaller(deps.database, caller, selectBookingsOfConversation, {
          ...values,
          conversation,
        });
  return filteredPageOf(
    found,
    limit,
    showListed,
    ({ id }) => id,
    (position) => writeCursor(deps, caller, BOOKINGS, position),
  );
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

const showListed = ({ startsAt: _, ...booking }: ListedBooking) => showBooking(booking);
