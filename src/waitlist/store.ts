import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { storedBookingSchema } from '../bookings/booking.ts';
import type { Requester } from '../platform/auth/actions.ts';
import { idSchema, type VenueId } from '../platform/ids.ts';
import { id, integer, json, orNull, text } from '../platform/parameter-kinds.ts';
import { afterId, filteredPage, filteredPageSchema, isAfter } from '../platform/range-store.ts';
import { type Params, type Placeholders, statement } from '../platform/statement.ts';
import { namedVenue } from '../venues/store.ts';
import { callerFunction } from '../workspaces/caller-function-store.ts';
import { type CallerParams, callerStatement } from '../workspaces/caller-store.ts';
import { type NewEntry, storedEntrySchema, storedJoinedEntrySchema } from './entry.ts';

/** Puts a party on a waitlist; see join_waitlist_v1. */
export const joinWaitlist = callerFunction({
  params: {
    id: id<'waitlistEntry'>(),
    entry: json<NewEntry & { venueId: VenueId; by: Requester }>(),
  },
  body: storedJoinedEntrySchema.extend({ created: z.boolean().default(true) }),
  call: (p) => sql`join_waitlist_v1(${p.callerWorkspace}, ${p.id}, ${p.entry})`,
  once: {
    status: 201,
    call: (p) => sql`join_waitlist_once_v1(${p.callerWorkspace}, ${p.id}, ${p.entry}, ${p.once})`,
  },
});

const entryParams = { venue: id<'venue'>(), id: id<'waitlistEntry'>() };

/** Confirms the offer of an entry; see accept_waitlist_v2. */
export const acceptOffer = callerFunction({
  params: { ...entryParams, details: json<{ by: Requester }>() },
  body: storedBookingSchema,
  call: (p) =>
    sql`accept_waitlist_v2(${p.callerWorkspace}, ${p.callerKey}, ${p.venue}, ${p.id}, ${p.details})`,
  once: {
    status: 200,
    call: (
      p,
    ) => sql`accept_waitlist_once_v2(${p.callerWorkspace}, ${p.callerKey}, ${p.venue}, ${p.id},
                                 ${p.details}, ${p.once})`,
  },
});

/** Takes an entry off its waitlist. `cancelled` is the offered booking, if one was cancelled. */
export const leaveWaitlist = callerFunction({
  params: entryParams,
  body: z.object({ cancelled: idSchema<'booking'>().nullable() }),
  call: (p) => sql`jsonb_build_object('cancelled',
               leave_waitlist_v1(${p.callerWorkspace}, ${p.callerKey}, ${p.venue}, ${p.id}))`,
  once: {
    status: 204,
    call: (
      p,
    ) => sql`leave_waitlist_once_v1(${p.callerWorkspace}, ${p.callerKey}, ${p.venue}, ${p.id},
                                ${p.once})`,
  },
});

const pageParams = {
  venue: id<'venue'>(),
  after: orNull(id<'waitlistEntry'>()),
  limit: integer,
};

/**
 * A page of a venue's entries in the order of joining, without those of erased customers. The body
 * is null when there is no such venue.
 * @param isRead a condition on the entries `e` that an index serves
 * @param isWanted which of those entries, `s.entry`, the list holds
 */
const pageStatement = <P extends Params>(
  params: P,
  isRead: (p: Placeholders<P & typeof pageParams & CallerParams>) => SQL,
  isWanted: (p: Placeholders<P & typeof pageParams & CallerParams>) => SQL,
) =>
  callerStatement({
    params: { ...params, ...pageParams },
    body: filteredPageSchema<typeof storedEntrySchema, 'waitlistEntry'>(storedEntrySchema),
    sql: (p) => sql`select (${filteredPage(
      sql`jsonb_agg(waitlist_json_v1(s.entry) order by s.id)`,
      {
        rows: sql`select e.venue_id, e.id, e as entry from waitlist_entries e
             where ${isAfter([[sql`e.venue_id`, sql`v.id`]], [[sql`e.id`, afterId(p.after)]])}
               and ${isRead(p)}
             order by e.venue_id, e.id`,
        order: sql`s.venue_id, s.id`,
        isWanted: sql`(select g.erased_at is null from customers g where g.id = (s.entry).customer_id)
                 and ${isWanted(p)}`,
        limit: p.limit,
      },
    )})
          from ${namedVenue(p)}`,
  });

/** A page of the entries in a state, or of all entries. */
export const selectEntries = pageStatement(
  { state: orNull(text) },
  () => sql`true`,
  (p) => sql`(${p.state} is null or ${p.state} = waitlist_state_v1(s.entry,
                   (select b from bookings b where b.id = (s.entry).booking_id), now()))`,
);

/** A page of the waiting entries, read from the partial index that holds only those. */
export const selectWaiting = pageStatement(
  {},
  () => sql`e.booking_id is null and e.left_at is null`,
  () => sql`(s.entry).latest > now()`,
);

/**
 * Offers the free places of a venue to the waiting parties whose entries come after `after`; see
 * offer_waitlist_v2. `next` is the `after` of the next call; null when no entry is left.
 */
export const offerPlaces = statement({
  params: { venue: id<'venue'>(), after: orNull(id<'waitlistEntry'>()), limit: integer },
  row: z.object({
    done: z.object({
      offers: z.array(idSchema<'booking'>()),
      next: idSchema<'waitlistEntry'>().nullable(),
    }),
  }),
  sql: (p) => sql`select offer_waitlist_v2(${p.venue}, ${p.after}, ${p.limit}) as done`,
});
