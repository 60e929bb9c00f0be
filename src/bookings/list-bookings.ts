import { z } from 'zod';
import type { Caller } from '../platform/auth/key.ts';
import { idSchema, type VenueId } from '../platform/ids.ts';
import {
  decodeIdCursor,
  decodePositionCursor,
  encodeIdCursor,
  encodePositionCursor,
  pageOf,
} from '../platform/pagination.ts';
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

/**
 * Lists the bookings of a venue's day in the order of their starts, or of a customer or a
 * conversation, the newest first. Bookings of erased customers are left out. An unknown venue,
 * customer or conversation has no bookings.
 * @throws Problem invalid_cursor, key_revoked
 */
export async function listBookings(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  filter: BookingFilter,
) {
  const { venueId, customer, conversation, state, limit } = filter;
  if (venueId !== undefined) return listDay(deps, caller, venueId, filter);
  const before = decodeIdCursor('booking', filter.after);
  const values = { state, before, limit: limit + 1 };
  const rows =
    conversation === undefined
      ? await runAsCaller(deps.database, caller, selectBookingsOfCustomer, {
          ...values,
          customer,
        })
      : await runAsCaller(deps.database, caller, selectBookingsOfConversation, {
          ...values,
          conversation,
        });
  return pageOf(rows ?? [], limit, showListed, ({ id }) => encodeIdCursor('booking', id));
}

const DAY_CURSOR = 'day';
const positionSchema = z.tuple([z.iso.datetime({ offset: true }), idSchema<'booking'>()]);

async function listDay(
  deps: Pick<Ports, 'database'>,
  caller: Caller,
  venue: VenueId,
  { date, state, after, limit }: BookingFilter,
) {
  const [afterStart, afterId] = decodePositionCursor(DAY_CURSOR, positionSchema, after) ?? [];
  const values = { venue, date, state, afterStart, afterId, limit: limit + 1 };
  const rows = await runAsCaller(deps.database, caller, selectBookingsOfDay, values);
  return pageOf(rows ?? [], limit, showListed, ({ startsAt, id }) =>
    encodePositionCursor(DAY_CURSOR, [startsAt, id]),
  );
}

const showListed = ({ startsAt: _, ...booking }: ListedBooking) => showBooking(booking);
