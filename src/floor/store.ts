import { type SQL, sql } from 'drizzle-orm';
import { isOfDay } from '../bookings/list-store.ts';
import { boundedPage, PAGE_BYTES } from '../platform/page-store.ts';
import { date, id, orNull } from '../platform/parameter-kinds.ts';
import { limitTo, MOST_READ } from '../platform/range-store.ts';
import { resourceJson } from '../venues/resource-store.ts';
import { namedVenue } from '../venues/store.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import {
  MOOD_DAYS,
  MOST,
  MOST_CONVERSATIONS,
  MOST_OF_GUEST,
  OMITTED_OF_BOOKING,
  storedFloorSchema,
} from './floor.ts';

const number = (value: number) => sql.raw(String(value));
const OMITTED = sql.raw(`'{${OMITTED_OF_BOOKING}}'::text[]`);
/** One row more than the answer may have. */
const mostOf = (kind: keyof typeof MOST) => limitTo(number(MOST[kind] + 1));
const mostRead = limitTo(number(MOST_READ));

/** A column of the CTE `day`, as a scalar query; see isOfDay. */
const day = (column: string) => sql.raw(`(select ${column} from day)`);
const ofVenue = (column: SQL) => sql`${column} between ${day('venue_id')} and ${day('venue_id')}`;

/**
 * The guest of a row with a customer; null without one. The guests are the values of one object: a join
 * with the CTE would compare each row with each guest.
 */
const guestJson = (customer: SQL) => sql`((select by_id from guests) -> ${customer}::text)`;

/** The mood of the customer `g` in the conversation with the newest message; see customer_json_v1. */
const moodOfGuest = sql`(
               select d.mood / 1000.0
                 from (
                   select x.id, x.last_message_at, x.erased_at from conversations x
                    where x.customer_id between g.id and g.id
                    order by x.customer_id desc, x.id desc
                    ${limitTo(number(MOST_CONVERSATIONS))}
                 ) c
                 cross join lateral (
                   select mood, as_of_seq from conversation_moods
                    where conversation_id = c.id offset 0
                 ) d
                where d.as_of_seq > 0 and c.erased_at is null
                  and c.last_message_at > now() - ${number(MOOD_DAYS)} * interval '1 day'
                order by c.last_message_at desc
                limit 1)`;

const BOOKING_BYTES = number(1024 * 1024);

/** A part of the answer; see boundedPage. */
const partOf = (item: SQL, order: SQL, rows: SQL, bytes = PAGE_BYTES) =>
  boundedPage(item, order, rows, { bytes, aggregate: sql`json_agg` });

const bookings = partOf(
  sql`booking_json_v2(x.b, ${day('venue')}, e.resource_ids) - ${OMITTED}
            || jsonb_build_object(
              'walkIn', exists (select from booking_events w
                                 where w.booking_id = (x.b).id and w.version = 1
                                   and w.event = 'walk_in'),
              'guest', ${guestJson(sql`(x.b).customer_id`)})`,
  sql`(x.b).starts_at, (x.b).id`,
  sql`found x left join lateral (
            select resource_ids from booking_events
             where booking_id = (x.b).id and version = (x.b).version offset 0) e on true`,
  BOOKING_BYTES,
);

// Read in the order of an index, which leaves no other plan.
const resources = partOf(
  resourceJson,
  sql`r.id`,
  sql`(select * from resources k
           where ${ofVenue(sql`k.venue_id`)} and k.deleted_at is null
           order by k.venue_id, k.name ${mostOf('resources')}) r`,
);

/**
 * The blocks with an occurrence that touches the day. An occurrence is as long as the first one, by
 * the local time, so those that begin much earlier have ended.
 */
const blocks = partOf(
  sql`block_json_v1(x.b) || jsonb_build_object('occurrences', x.occurrences)`,
  sql`(x.b).id`,
  sql`(select l.b, o.occurrences
            from live_blocks l
            cross join lateral (
              select jsonb_agg(jsonb_build_object(
                       'start', iso_local_v1(s.starts_at, ${day('time_zone')}),
                       'end', iso_local_v1(s.ends_at, ${day('time_zone')})) order by s.starts_at)
                       as occurrences
                from (
                  select * from block_spans k
                   where k.block_id between (l.b).id and (l.b).id
                     and k.starts_at < ${day('upper(span)')}
                     and k.starts_at > ${day('lower(span)')}
                           - ((l.b).ends_local - (l.b).starts_local) - interval '1 day'
                   order by k.block_id, k.starts_at ${mostRead}
                ) s
               where s.ends_at > ${day('lower(span)')}
            ) o
           where o.occurrences is not null
           order by (l.b).id ${mostOf('blocks')}) x`,
);

const waitlist = partOf(
  sql`waitlist_json_v1(x.e) || jsonb_build_object(
              'guest', ${guestJson(sql`(x.e).customer_id`)})`,
  sql`(x.e).id`,
  sql`entries x`,
);

/**
 * A business day of a venue: what the staff have on their screen. The body is null for an unknown venue.
 * Each part has one row more than the answer may have.
 */
export const selectFloor = callerStatement({
  params: { venue: id<'venue'>(), date: orNull(date) },
  body: storedFloorSchema,
  ctes: (p) => sql`, day as materialized (
    select v.id as venue_id, v.time_zone, v as venue, d.date,
           d.date::timestamp at time zone v.time_zone as since,
           (d.date + 3)::timestamp at time zone v.time_zone as until,
           business_day_span_v1(v, d.date) as span
      from ${namedVenue(p)}
      cross join lateral (
        select coalesce(${p.date}, business_day_v1(v, now())) as date offset 0
      ) d
  ),
  found as materialized (
    select b from bookings b
     where ${isOfDay(day('date'))}
       and b.state <> 'expired' and (b.hold_expires_at is null or b.hold_expires_at > now())
     order by b.starts_at, b.id ${mostOf('bookings')}
  ),
  live_blocks as materialized (
    select b from blocks b
     where ${ofVenue(sql`b.venue_id`)} and b.ends_at > ${day('lower(span)')} and b.deleted_at is null
     order by b.venue_id, b.ends_at ${mostRead}
  ),
  waiting as materialized (
    select e from waitlist_entries e
     where ${ofVenue(sql`e.venue_id`)} and e.booking_id is null and e.left_at is null
     order by e.venue_id, e.id ${mostRead}
  ),
  offers as materialized (
    select h.id from bookings h
     where ${ofVenue(sql`h.venue_id`)} and h.state = 'held' and h.hold_expires_at > now()
     order by h.venue_id, h.hold_expires_at ${mostRead}
  ),
  entries as materialized (
    select x.e
      from (
        select e from waiting where (e).latest > now()
        union all
        select k.e from offers h
         cross join lateral (
           select w as e from waitlist_entries w where w.booking_id = h.id and w.left_at is null offset 0
         ) k
      ) x
     where (x.e).earliest < ${day('upper(span)')} and (x.e).latest >= ${day('lower(span)')}
       and (select g.erased_at is null from customers g where g.id = (x.e).customer_id)
     order by (x.e).id ${mostOf('waitlist')}
  ),
  guests as materialized (
    select jsonb_object_agg(g.id, jsonb_build_object(
             'customerId', g.external_id, 'name', g.name, 'tags', to_jsonb(g.tags),
             'staffNotes', g.staff_notes,
             'mood', ${moodOfGuest},
             'attendance', attendance_v1(g.id, ${number(MOST_OF_GUEST)}))) as by_id
      from (select (b).customer_id from found union select (e).customer_id from entries) c
      cross join lateral (select * from customers where id = c.customer_id offset 0) g
  )`,
  sql: () => sql`select json_build_object(
           'venue', jsonb_build_object('id', venue_id, 'name', (venue).name, 'timeZone', time_zone,
                                       'slotInterval', (venue).slot_interval),
           'date', to_char(day.date, 'YYYY-MM-DD'), 'now', iso_v1(now()),
           'periods', (
             select coalesce(jsonb_agg(jsonb_build_object(
                      'opens', iso_local_v1(o.opens_at, time_zone),
                      'closes', iso_local_v1(o.closes_at, time_zone)) order by o.opens_at), '[]')
               from venue_periods_v1(time_zone, (venue).weekly_hours, (venue).exceptions, day.date,
                                     day.date) o),
           'resources', ${resources}, 'bookings', ${bookings}, 'blocks', ${blocks},
           'waitlist', ${waitlist},
           'isReadInPart', ${number(MOST_READ)} in (
             (select count(*) from waiting), (select count(*) from offers),
             (select count(*) from live_blocks)))
        from day`,
});
