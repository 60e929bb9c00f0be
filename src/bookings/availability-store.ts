import { type SQL, sql } from 'drizzle-orm';
import { boolean, date, id, integer, orNull, text } from '../platform/parameter-kinds.ts';
import { namedVenue } from '../venues/store.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { foundAvailabilitySchema } from './availability.ts';

/** The status of the slot `a` at the venue `v`. A size that the venue never takes comes before `full`. */
const wordOf = (partySize: SQL) => sql`case when a.status = 'full'
                           then coalesce((select party_word_v1(v.id, ${partySize})), 'full')
                           else a.status end`;

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
    area: orNull(text),
    areaRequired: boolean,
  },
  body: foundAvailabilitySchema,
  isCached: true,
  sql: (p) => sql`select json_build_object('timeZone', v.time_zone, 'hasArea',
          ${p.area} is null or exists (
            select from resources r
             where r.venue_id = v.id and r.deleted_at is null and r.area = ${p.area}),
          'days', (
          select json_agg(json_build_object('date', d.date, 'reason', d.reason, 'slots', d.slots)
                          order by d.date)
            from (
              select to_char(n.local_date, 'YYYY-MM-DD') as date,
                     case when count(a.starts_at) = 0 then
                       case when n.local_date::date = any (array(
                              select o.local_date
                                from venue_periods_v1(v.time_zone, v.weekly_hours, v.exceptions,
                                                      ${p.from}, ${p.to}) o
                               where not is_closed_throughout_v1(v.id, o.opens_at, o.closes_at)))
                            then 'outside_hours' else 'closed' end
                     end as reason,
                     coalesce(json_agg(case
                       when i.starts_at is null then json_build_object(
                         'start', iso_local_v1(a.starts_at, v.time_zone),
                         'status', ${wordOf(p.partySize)})
                       else json_build_object(
                         'start', iso_local_v1(a.starts_at, v.time_zone),
                         'status', ${wordOf(p.partySize)}, 'inArea', i.status = 'free') end
                       order by a.starts_at) filter (where a.starts_at is not null), '[]') as slots
                from generate_series(${p.from}, ${p.to}, interval '1 day') as n (local_date)
                left join availability_with_v2(
                       v, ${p.from}, ${p.to}, ${p.partySize}, null, ${p.booking}, now(),
                       case when ${p.areaRequired} then ${p.area} end) a using (local_date)
                -- The condition on the parameters alone keeps the second search from running.
                left join (
                       select x.starts_at, x.status
                         from availability_with_v2(
                           v, ${p.from}, ${p.to}, ${p.partySize}, null, ${p.booking}, now(), ${p.area}) x
                        where ${p.area} is not null and not ${p.areaRequired}
                       offset 0
                     ) i on i.starts_at = a.starts_at
               group by n.local_date
            ) d))
        from ${namedVenue(p)}`,
});
