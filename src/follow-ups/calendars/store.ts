import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { statement } from '../../platform/legacy.ts';
import { callerStatement } from '../../workspaces/legacy-store.ts';
import { calendarEntrySchema, calendarVenueSchema } from '../channels/calendar.ts';
import { instant } from '../instants.ts';

const p = sql.placeholder;

/** A CalendarEntry of a booking `b`. */
const entryJson = sql`jsonb_build_object(
    'id', b.id, 'state', b.state, 'start', iso_v1(b.starts_at), 'end', iso_v1(b.ends_at),
    'partySize', b.party_size, 'version', b.version, 'updatedAt', iso_v1(b.updated_at),
    'resources', (
      select coalesce(jsonb_agg(jsonb_build_object('name', r.name) order by r.name, r.id), '[]')
        from booking_events e cross join unnest(e.resource_ids) as m (id)
        join resources r on r.id = m.id
       where e.booking_id = b.id and e.version = b.version))`;

const venueJson = sql`jsonb_build_object('name', v.name, 'timeZone', v.time_zone)`;

export const selectCalendarEntry = callerStatement(
  z.object({ erased: z.boolean(), entry: calendarEntrySchema, venue: calendarVenueSchema }),
  sql`select jsonb_build_object('erased', b.erased_at is not null, 'entry', ${entryJson},
                                'venue', ${venueJson})
        from caller
        join bookings b on b.id = ${p('id')}::uuid and b.workspace_id = caller.workspace_id
        join venues v on v.id = b.venue_id`,
);

/** Gives a venue's calendar another secret, or none where it is null. */
const changeHash = (hash: SQL, which: SQL) =>
  callerStatement(
    z.string(),
    sql`select id::text from changed`,
    sql`, changed as (
      update venues v set calendar_hash = ${hash} from caller
       where v.id = ${p('venue')}::uuid and v.workspace_id = caller.workspace_id ${which}
      returning v.id
    )`,
  );
export const setCalendarHash = changeHash(
  sql`decode(${p('hash')}::text, 'hex')`,
  sql`and v.deleted_at is null`,
);
/** Of a venue out of service too: its feed goes on, as its bookings do. */
export const clearCalendarHash = changeHash(sql`null`, sql``);

/** The bookings of `v` on one side of now, nearest first, so that a full feed lacks the furthest. */
const nearest = (span: SQL, order: SQL, most: SQL) =>
  sql`select ${entryJson} as entry, b.starts_at, b.id from (
        select b.* from bookings b
         where b.venue_id = v.id and b.erased_at is null and ${span}
         order by b.starts_at ${order}, b.id ${order} limit ${most}
      ) b`;

const now = instant('now');

/** The venue whose calendar has this secret, with its bookings from 30 days ago to its horizon. */
export const selectCalendar = statement(
  sql`select v.name, v.time_zone as "timeZone", (
        select coalesce(jsonb_agg(x.entry order by x.starts_at, x.id), '[]') from (
          (${nearest(
            sql`b.starts_at >= ${now}
                and b.starts_at < ${now} + make_interval(days => v.horizon_days + 1)`,
            sql`asc`,
            sql`${p('mostToCome')}::int`,
          )})
          union all
          (${nearest(
            sql`b.starts_at < ${now} and b.starts_at >= ${now} - interval '30 days'`,
            sql`desc`,
            sql`${p('mostPast')}::int`,
          )})
        ) x) as bookings
        from venues v where v.calendar_hash = decode(${p('hash')}::text, 'hex')`,
  calendarVenueSchema.extend({ bookings: z.array(calendarEntrySchema) }),
);
