import { sql } from 'drizzle-orm';
import { date, id, integer, orNull } from '../platform/parameter-kinds.ts';
import { namedVenue } from '../venues/store.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { foundAvailabilitySchema } from './availability.ts';

/**
 * The slots of a venue by local date, each with its status, and why a date has none. A status is the
 * word with which refusal_word_v1 refuses a booking. The body is null for an unknown venue.
 * The result is json and not jsonb: nothing in the statement reads it again, and jsonb takes a
 * quarter longer.
 */
export const selectAvailability = callerStatement({
  params: {
    venue: id<'venue'>(),
    from: date,
    to: date,
    partySize: integer,
    booking: orNull(id<'booking'>()),
  },
  body: foundAvailabilitySchema,
  isCached: true,
  sql: (p) => sql`select json_build_object('timeZone', v.time_zone, 'days', (
          select json_agg(json_build_object('date', d.date, 'reason', d.reason, 'slots', d.slots)
                          order by d.date)
            from (
              select to_char(n.local_date, 'YYYY-MM-DD') as date,
                     case when count(a.starts_at) = 0 then
                       case when n.local_date::date = any (array(
                              select o.local_date
                                from venue_periods_v1(v.time_zone, v.weekly_hours, v.exceptions,
                                                      ${p.from}, ${p.to}) o))
                            then 'outside_hours' else 'closed' end
                     end as reason,
                     coalesce(json_agg(json_build_object(
                       'start', iso_local_v1(a.starts_at, v.time_zone),
                       'status', case when a.status = 'full'
                         then coalesce((select party_word_v1(v.id, ${p.partySize})), 'full')
                         else a.status end)
                       order by a.starts_at) filter (where a.starts_at is not null), '[]') as slots
                from generate_series(${p.from}, ${p.to}, interval '1 day') as n (local_date)
                left join availability_v1(
                       v, ${p.from}, ${p.to}, ${p.partySize}, ${p.booking}, now()) a using (local_date)
               group by n.local_date
            ) d))
        from ${namedVenue(p)}`,
});
