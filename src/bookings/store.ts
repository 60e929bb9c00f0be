import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { statement } from '../platform/legacy.ts';
import { callerStatement } from '../workspaces/legacy-store.ts';
import { storedBookingSchema } from './booking.ts';

const p = sql.placeholder;

/** Makes a booking, or finds the answer that its Idempotency-Key was given. */
export const bookOnce = callerStatement(
  z.object({ replayed: z.boolean(), booking: storedBookingSchema }),
  sql`select book_once_v1(workspace_id, ${p('callerKey')}::uuid, ${p('id')}::uuid,
                          ${p('booking')}::jsonb)
        from caller`,
);

/** Does one act of the life cycle; see change_booking_v1. */
export const changeBooking = callerStatement(
  storedBookingSchema,
  sql`select change_booking_v1(workspace_id, ${p('callerKey')}::uuid, ${p('id')}::uuid,
                               ${p('event')}::text, ${p('from')}::text[], ${p('to')}::text,
                               ${p('version')}::int, ${p('change')}::jsonb)
        from caller`,
);

const named = sql`caller join bookings b
    on b.id = ${p('id')}::uuid and b.workspace_id = caller.workspace_id`;

/** What was folded of a conversation up to the message that a booking `b` was made after. */
export const moodOfBooking = sql`select case when bool_or(m.emotion_state = 'folded') then
             mood_v1(m.role, case when m.label <> 'abstained' then m.valence end order by m.seq)
               filter (where m.emotion_state = 'folded')
           end as mood,
           count(*) filter (where m.emotion_state = 'pending') as pending
      from messages m
     where m.conversation_id = b.conversation_id and m.seq <= b.message_seq`;

export const selectBooking = callerStatement(
  z.object({
    erased: z.boolean(),
    booking: storedBookingSchema,
    mood: z.number().nullable(),
    pending: z.number(),
  }),
  sql`select jsonb_build_object('erased', b.erased_at is not null, 'booking', booking_json_v1(b),
             'mood', d.mood / 1000.0, 'pending', d.pending)
        from ${named} cross join lateral (${moodOfBooking}) d`,
);

/** A page of bookings `b`, each list with a plan that its index covers. */
const page = (order: SQL, query: SQL) =>
  callerStatement(
    z.array(storedBookingSchema.extend({ startsAt: z.string() })),
    sql`select coalesce(jsonb_agg(
                 booking_json_v1(b) || jsonb_build_object('startsAt', b.starts_at) order by ${order}), '[]')
          from (${query} order by ${order} limit ${p('limit')}::int) b`,
  );

/** The bookings of a venue that start on a local date, in the order of their starts. */
export const selectBookingsOfDay = page(
  sql`b.starts_at, b.id`,
  sql`select b.*
        from caller
        join venues v on v.id = ${p('venue')}::uuid and v.workspace_id = caller.workspace_id
        join bookings b on b.venue_id = v.id
       where b.starts_at >= ${p('date')}::date::timestamp at time zone v.time_zone
         and b.starts_at < (${p('date')}::date + 1)::timestamp at time zone v.time_zone
         and b.erased_at is null
         and (${p('state')}::text is null or b.state = ${p('state')}::text)
         and (${p('afterStart')}::timestamptz is null
              or (b.starts_at, b.id) > (${p('afterStart')}::timestamptz, ${p('afterId')}::uuid))`,
);

const newestOf = (whose: SQL) =>
  page(
    sql`b.id desc`,
    sql`select b.* from caller join ${whose}
         where b.erased_at is null
           and (${p('state')}::text is null or b.state = ${p('state')}::text)
           and (${p('before')}::uuid is null or b.id < ${p('before')}::uuid)`,
  );

export const selectBookingsOfCustomer = newestOf(
  sql`bookings b on b.customer_id = customer_id_v1(caller.workspace_id, ${p('customer')}::text)
       and b.workspace_id = caller.workspace_id`,
);
export const selectBookingsOfConversation = newestOf(
  sql`conversations c on c.workspace_id = caller.workspace_id
       and c.external_id = ${p('conversation')}::text
      join bookings b on b.conversation_id = c.id`,
);

/** What nobody touched: ends lapsed holds of every venue, and forgets keys of more than a day ago. */
export const sweepBookings = statement(
  sql`with forgotten as (
      delete from idempotency_keys k
       using (select workspace_id, key from idempotency_keys
               where created_at < now() - interval '24 hours' order by created_at
               limit ${p('limit')}::int for update skip locked) old
       where k.workspace_id = old.workspace_id and k.key = old.key
      returning 1
    )
    select expire_holds_v1(null, now(), ${p('limit')}::int) as expired,
           (select count(*)::int from forgotten) as forgotten`,
  z.object({ expired: z.number(), forgotten: z.number() }),
);

/**
 * The slots of a venue by local date, with what is to be said of each; null for no such venue. As
 * json: nobody looks into it on the way, and jsonb takes a quarter longer.
 */
export const selectAvailability = callerStatement(
  z.object({
    timeZone: z.string(),
    days: z.array(
      z.object({
        date: z.string(),
        slots: z.array(z.object({ start: z.string(), status: z.string() })),
      }),
    ),
  }),
  sql`select json_build_object('timeZone', v.time_zone, 'days', (
          select json_agg(json_build_object('date', d.date, 'slots', d.slots) order by d.date)
            from (
              select to_char(n.local_date, 'YYYY-MM-DD') as date,
                     coalesce(json_agg(json_build_object(
                       'start', iso_local_v1(a.starts_at, v.time_zone), 'status', a.status)
                       order by a.starts_at) filter (where a.starts_at is not null), '[]') as slots
                from generate_series(${p('from')}::date, ${p('to')}::date, interval '1 day') as n (local_date)
                left join availability_v1(
                       v, ${p('from')}::date, ${p('to')}::date, ${p('partySize')}::int,
                       ${p('booking')}::uuid, now()) a using (local_date)
               group by n.local_date
            ) d))
        from caller join venues v
          on v.id = ${p('venue')}::uuid and v.workspace_id = caller.workspace_id
         and v.deleted_at is null`,
);
