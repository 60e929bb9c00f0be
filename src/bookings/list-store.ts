import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { date, id, instant, integer, orNull, text } from '../platform/parameter-kinds.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { storedBookingSchema } from './booking.ts';

const listedBookingSchema = storedBookingSchema.extend({ startsAt: z.string() });
/** A booking of a list; `startsAt` is its start in microseconds, for the cursor. */
export type ListedBooking = z.infer<typeof listedBookingSchema>;
const body = z.array(listedBookingSchema);

// Each list is a separate statement, so that its plan uses the index with the order of the list.

/** A page of the bookings that a query selects, in this order of `b`. */
const pageOf = (p: { limit: SQL }, order: SQL, query: SQL) => sql`select coalesce(jsonb_agg(
             booking_json_v1(b) || jsonb_build_object('startsAt', b.starts_at) order by ${order}), '[]')
        from (${query} order by ${order} limit ${p.limit}) b`;

/**
 * The bookings of a venue whose period opened on a local date, in the order of their starts. A period
 * lasts past one midnight, and past another one where a clock change skips its closing time, so the
 * starts of three dates are read.
 */
export const selectBookingsOfDay = callerStatement({
  params: {
    venue: id<'venue'>(),
    date: orNull(date),
    state: orNull(text),
    afterStart: orNull(instant),
    afterId: orNull(id<'booking'>()),
    limit: integer,
  },
  body,
  ctes: (p) => sql`, day as materialized (
    select v.id as venue_id, v.time_zone,
           greatest(${p.date}::timestamp at time zone v.time_zone, ${p.afterStart}) as since,
           (${p.date} + 3)::timestamp at time zone v.time_zone as until
      from caller
      join venues v on v.id = ${p.venue} and v.workspace_id = caller.workspace_id
  )`,
  // The bounds are scalar queries and not a join. A join could read all bookings of the venue in their
  // order and compare each with the bounds.
  sql: (p) =>
    pageOf(
      p,
      sql`b.starts_at, b.id`,
      sql`select b.*
        from bookings b
       where b.venue_id = (select venue_id from day)
         and b.starts_at >= (select since from day) and b.starts_at < (select until from day)
         and (b.starts_at at time zone (select time_zone from day))::date - b.days_after_opening
             = ${p.date}
         and b.erased_at is null
         and (${p.state} is null or b.state = ${p.state})
         and (${p.afterStart} is null
              or (b.starts_at, b.id) > (${p.afterStart}, ${p.afterId}))`,
    ),
});

const newestParams = {
  state: orNull(text),
  before: orNull(id<'booking'>()),
  limit: integer,
};

/** A page of the bookings `b` that a join selects, the newest first. */
const newestOf = (p: { state: SQL; before: SQL; limit: SQL }, joined: SQL) =>
  pageOf(
    p,
    sql`b.id desc`,
    sql`select b.* from caller join ${joined}
         where b.erased_at is null
           and (${p.state} is null or b.state = ${p.state})
           and (${p.before} is null or b.id < ${p.before})`,
  );

/** A customer's bookings, the newest first. */
export const selectBookingsOfCustomer = callerStatement({
  params: { ...newestParams, customer: orNull(text) },
  body,
  sql: (p) =>
    newestOf(
      p,
      sql`bookings b on b.customer_id = customer_id_v1(caller.workspace_id, ${p.customer})
       and b.workspace_id = caller.workspace_id`,
    ),
});

/** A conversation's bookings, the newest first. */
export const selectBookingsOfConversation = callerStatement({
  params: { ...newestParams, conversation: text },
  body,
  sql: (p) =>
    newestOf(
      p,
      sql`conversations c on c.workspace_id = caller.workspace_id
       and c.external_id = ${p.conversation}
      join bookings b on b.conversation_id = c.id`,
    ),
});
