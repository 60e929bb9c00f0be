import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { erasureOf, erasureSchema } from '../../bookings/store.ts';
import { erasedAt } from '../../customers/store.ts';
import { idSchema } from '../../platform/ids.ts';
import { bytes, id, integer, milliseconds, text } from '../../platform/parameter-kinds.ts';
import { statement } from '../../platform/statement.ts';
import { callerStatement } from '../../workspaces/caller-store.ts';
import { calendarEntrySchema, calendarVenueSchema } from '../channels/calendar-entry.ts';

/** The booking `b` as a CalendarEntry. */
const entryJson = sql`jsonb_build_object(
    'id', b.id, 'state', b.state, 'start', iso_v1(b.starts_at), 'end', iso_v1(b.ends_at),
    'partySize', b.party_size, 'reference', b.reference, 'version', b.version, 'updatedAt', iso_v1(b.updated_at),
    'resources', (
      select coalesce(jsonb_agg(jsonb_build_object('name', r.name) order by r.name, r.id), '[]')
        from booking_events e cross join unnest(e.resource_ids) as m (id)
        join resources r on r.id = m.id
       where e.booking_id = b.id and e.version = b.version))`;

export const selectBookingCalendar = callerStatement({
  params: { id: id<'booking'>() },
  body: z.object({
    erased: erasureSchema,
    entry: calendarEntrySchema,
    venue: calendarVenueSchema,
  }),
  sql: (p) => sql`select jsonb_build_object(
               'erased', ${erasureOf}, 'entry', ${entryJson},
               'venue', jsonb_build_object('name', v.name, 'timeZone', v.time_zone,
                                           'address', v.address, 'replyTo', v.reply_to))
        from caller
        join bookings b on b.id = ${p.id} and b.workspace_id = caller.workspace_id
        cross join lateral (select * from venues where id = b.venue_id offset 0) v`,
});

/**
 * Sets the hash of the secret in a venue's calendar URL. A deleted venue gets no new URL. The body
 * has the encrypted secret, which is stored nowhere but in the answer of an Idempotency-Key.
 */
export const setCalendarHash = callerStatement({
  params: { venue: id<'venue'>(), hash: bytes, sealedSecret: text },
  body: z.object({ id: idSchema<'venue'>(), sealedSecret: z.string() }),
  ctes: (p) => sql`, changed as (
    update venues v set calendar_hash = ${p.hash} from caller
     where v.id = ${p.venue} and v.workspace_id = caller.workspace_id and v.deleted_at is null
    returning v.id
  )`,
  sql: (p) => sql`select jsonb_build_object('id', id, 'sealedSecret', ${p.sealedSecret})
        from changed`,
  once: { status: 201 },
});

/**
 * Ends a venue's calendar URL, also that of a deleted venue, because the feed of a deleted venue
 * continues to work.
 */
export const clearCalendarHash = callerStatement({
  params: { venue: id<'venue'>() },
  body: z.object({ id: idSchema<'venue'>() }),
  ctes: (p) => sql`, changed as (
    update venues v set calendar_hash = null from caller
     where v.id = ${p.venue} and v.workspace_id = caller.workspace_id
    returning v.id
  )`,
  sql: () => sql`select jsonb_build_object('id', id) from changed`,
  once: { status: 204 },
});

/**
 * The bookings of `v` on one side of now, the nearest first, so that a feed with too many bookings
 * leaves out those furthest from now.
 */
const nearest = (span: SQL, order: SQL, limit: SQL) =>
  sql`select ${entryJson} as entry, b.starts_at, b.id from (
        select b.* from bookings b
         where b.venue_id = v.id and ${erasedAt(sql`b`)} is null and ${span}
         order by b.starts_at ${order}, b.id ${order} limit ${limit}
      ) b`;

/**
 * Selects the venue whose calendar URL has the secret with this hash, and its bookings from 30 days
 * ago to its horizon.
 */
export const selectVenueCalendar = statement({
  params: { hash: bytes, now: milliseconds, mostAhead: integer, mostPast: integer },
  row: calendarVenueSchema.extend({ bookings: z.array(calendarEntrySchema) }),
  sql: (p) => sql`select v.name, v.time_zone as "timeZone", v.address, v.reply_to as "replyTo", (
        select coalesce(jsonb_agg(x.entry order by x.starts_at, x.id), '[]') from (
          (${nearest(
            sql`b.starts_at >= ${p.now}
                and b.starts_at < ${p.now} + make_interval(days => v.horizon_days + 1)`,
            sql`asc`,
            p.mostAhead,
          )})
          union all
          (${nearest(
            sql`b.starts_at < ${p.now} and b.starts_at >= ${p.now} - interval '30 days'`,
            sql`desc`,
            p.mostPast,
          )})
        ) x) as bookings
        from venues v where v.calendar_hash = ${p.hash}`,
});
