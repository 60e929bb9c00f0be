import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { decodeCursor, encodeCursor } from '../platform/pagination.ts';
import { Problem } from '../platform/problem.ts';
import { venueId } from '../venues/venues.ts';
import type { Caller } from '../workspaces/key.ts';
import { runAsCaller } from '../workspaces/legacy-store.ts';
import { showBooking } from './booking.ts';
import type { BookingState } from './lifecycle.ts';
import {
  selectBookingsOfConversation,
  selectBookingsOfCustomer,
  selectBookingsOfDay,
} from './store.ts';

type Store = Pick<Deps, 'database'>;

/** One of: a venue with a date, a customer, a conversation. */
export interface BookingFilter {
  venueId?: string | undefined;
  /** A local date of the venue. */
  date?: string | undefined;
  customer?: string | undefined;
  conversation?: string | undefined;
  state?: BookingState | undefined;
  after?: string | undefined;
  limit: number;
}

/**
 * Bookings of a venue's day in the order of their starts, or of a customer or a conversation, the
 * newest first.
 * @throws Problem invalid_cursor, venue_not_found, key_revoked
 */
export async function listBookings(deps: Store, caller: Caller, filter: BookingFilter) {
  const { customer, conversation, state, after, limit } = filter;
  const values = { state: state ?? null, limit: limit + 1 };
  if (filter.venueId !== undefined) {
    const from = after === undefined ? undefined : readStart(after);
    const rows = await runAsCaller(deps.database, caller, selectBookingsOfDay, {
      ...values,
      venue: venueId(filter.venueId),
      date: filter.date ?? null,
      afterStart: from?.startsAt ?? null,
      afterId: from?.id ?? null,
    });
    return pageOf(rows ?? [], limit, (last) =>
      encodeCursor('day', JSON.stringify([last.startsAt, last.id])),
    );
  }
  const before = after === undefined ? null : readUuid(after);
  const rows =
    conversation === undefined
      ? await runAsCaller(deps.database, caller, selectBookingsOfCustomer, {
          ...values,
          before,
          customer: customer ?? null,
        })
      : await runAsCaller(deps.database, caller, selectBookingsOfConversation, {
          ...values,
          before,
          conversation,
        });
  return pageOf(rows ?? [], limit, (last) => encodeCursor('booking', last.id));
}

type Row = Parameters<typeof showBooking>[0] & { startsAt: string };

function pageOf(rows: readonly Row[], limit: number, cursor: (last: Row) => string) {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    data: page.map(({ startsAt: _, ...booking }) => showBooking(booking)),
    page: { next: last && rows.length > limit ? cursor(last) : null },
  };
}

const startSchema = z
  .tuple([z.iso.datetime({ offset: true }), z.uuid()])
  .transform(([startsAt, id]) => ({ startsAt, id }));

function readStart(cursor: string) {
  try {
    return startSchema.parse(JSON.parse(decodeCursor('day', cursor)));
  } catch {
    throw new Problem('invalid_cursor');
  }
}

function readUuid(cursor: string): string {
  const uuid = z.uuid().safeParse(decodeCursor('booking', cursor));
  if (!uuid.success) throw new Problem('invalid_cursor');
  return uuid.data;
}
