import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { erasedAt } from '../customers/store.ts';
import { boundedPage } from '../platform/page-store.ts';
import { boundedRows } from '../platform/pagination.ts';
import { date, id, instant, integer, orNull, text } from '../platform/parameter-kinds.ts';
import { filteredPage, filteredPageSchema, isBefore, limitTo } from '../platform/range-store.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { storedBookingSchema } from './booking.ts';

const listedBookingSchema = storedBookingSchema.extend({ startsAt: z.string() });
/** A booking of a list; `startsAt` is its start in microseconds, for the cursor. */
export type ListedBooking = z.infer<typeof listedBookingSchema>;
const body = boundedRows(listedBookingSchema);

// Each list is a separate statement, so that its plan uses the index with the order of the list.

/** The booking `b` of a list as JSON. */
export const listedJson = (b: SQL) =>
  sql`booking_json_v1(${b}) || jsonb_build_object('startsAt', (${b}).starts_at)`;

/**
 * Whether the booking `b` is of the venue of the CTE `day` and its period opened on a local date, and is
 * not erased. `day` has the columns venue_id and time_zone, and `since` and `until`, between which the
 * starts are read.
 *
 * The bounds are scalar queries and not a join. A join could read all bookings of the venue in their
 * order and compare each with the bounds.
 */
export const isOfDay = (date: SQL) => sql`b.venue_id = (select venue_id from day)
             and b.starts_at >= (select since from day) and b.starts_at < (select until from day)
             and (b.starts_at at time zone (select time_zone from day))::date - b.days_after_opening
                 = ${date}
             and ${erasedAt(sql`b`)} is null`;

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
  sql: (p) =>
    sql`select ${boundedPage(
      listedJson(sql`b`),
      sql`b.starts_at, b.id`,
      sql`(
          select b.*
            from bookings b
           where ${isOfDay(p.date)}
             and (${p.state} is null or b.state = ${p.state})
             and (${p.afterStart} is null
                  or (b.starts_at, b.id) > (${p.afterStart}, ${p.afterId}))
           order by b.starts_at, b.id
           ${limitTo(p.limit)}
        ) b`,
    )}`,
});

export const newestParams = {
  state: orNull(text),
  before: orNull(id<'booking'>()),
  limit: integer,
};

export const filteredBody = filteredPageSchema<typeof listedBookingSchema, 'booking'>(
  listedBookingSchema,
);

/**
 * A page of the bookings of an owner, the newest first.
 * @param column the column of `bookings` that names the owner
 */
const newestOf = (p: { state: SQL; before: SQL; limit: SQL }, column: SQL, owner: SQL) =>
  filteredPage(sql`jsonb_agg(${listedJson(sql`s.booking`)} order by s.id desc)`, {
    rows: sql`select b.${column}, b.id, b as booking from bookings b
           where ${isBefore([[sql`b.${column}`, owner]], sql`b.id`, p.before)}
           order by b.${column} desc, b.id desc`,
    order: sql`s.${column} desc, s.id desc`,
    isWanted: sql`${erasedAt(sql`(s.booking)`)} is null
             and (${p.state} is null or (s.booking).state = ${p.state})`,
    limit: p.limit,
  });

/** A customer's bookings, the newest first. */
export const selectBookingsOfCustomer = callerStatement({
  params: { ...newestParams, customer: orNull(text) },
  body: filteredBody,
  sql: (p) => sql`select (${newestOf(p, sql`customer_id`, sql`g.id`)})
        from (select customer_of_v1(workspace_id, ${p.customer}) as id from caller offset 0) g`,
});

/** A conversation's bookings, the newest first. */
export const selectBookingsOfConversation = callerStatement({
  params: { ...newestParams, conversation: text },
  body: filteredBody,
  sql: (p) => sql`select (${newestOf(p, sql`conversation_id`, sql`c.id`)})
        from caller
        join conversations c on c.workspace_id = caller.workspace_id
         and c.external_id = ${p.conversation}`,
});
