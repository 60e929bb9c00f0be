import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { storedBookingSchema } from '../bookings/booking.ts';
import { statement } from '../platform/legacy.ts';
import { callerStatement } from '../workspaces/legacy-store.ts';
import { storedEntrySchema } from './entry.ts';

const p = sql.placeholder;

/** Puts a party on the waitlist; see join_waitlist_v1. */
export const joinWaitlist = callerStatement(
  storedEntrySchema,
  sql`select join_waitlist_v1(workspace_id, ${p('id')}::uuid, ${p('entry')}::jsonb) from caller`,
);

/** Confirms what an entry is offered; see accept_waitlist_v1. */
export const acceptOffer = callerStatement(
  storedBookingSchema,
  sql`select accept_waitlist_v1(workspace_id, ${p('callerKey')}::uuid, ${p('venue')}::uuid,
                                ${p('id')}::uuid)
        from caller`,
);

/** Takes an entry off the waitlist; its body is the offer that was cancelled, if one was. */
export const leaveWaitlist = callerStatement(
  z.uuid(),
  sql`select leave_waitlist_v1(workspace_id, ${p('callerKey')}::uuid, ${p('venue')}::uuid,
                               ${p('id')}::uuid)
        from caller`,
);

/** A page of a venue's entries `e` in the order of joining; null for no such venue. */
const page = (which: SQL) =>
  callerStatement(
    z.array(storedEntrySchema),
    sql`select (
          select coalesce(jsonb_agg(waitlist_json_v1(e) order by e.id), '[]')
            from (
              select e.* from waitlist_entries e
                join customers g on g.id = e.customer_id and g.erased_at is null
                left join bookings b on b.id = e.booking_id
               where e.venue_id = v.id
                 and (${p('after')}::uuid is null or e.id > ${p('after')}::uuid)
                 and ${which}
               order by e.id
               limit ${p('limit')}::int
            ) e)
          from caller join venues v
            on v.id = ${p('venue')}::uuid and v.workspace_id = caller.workspace_id
           and v.deleted_at is null`,
  );

/** Those in a state, or all. */
export const selectEntries = page(
  sql`(${p('state')}::text is null or waitlist_state_v1(e, b, now()) = ${p('state')}::text)`,
);

/** Those that wait, by the index that holds nobody else. */
export const selectWaiting = page(
  sql`e.booking_id is null and e.left_at is null and e.latest > now()`,
);

/** A customer's entries as JSON, of the customer `g` in whose export they stand. */
export const entriesOfCustomer = sql`(
  select coalesce(jsonb_agg(waitlist_json_v1(e) order by e.id), '[]')
    from waitlist_entries e where e.customer_id = g.id)`;

/** Offers what is free at a venue to who waits there; the bookings that are the offers. */
export const offerPlaces = statement(
  sql`select to_jsonb(offer_waitlist_v1(${p('venue')}::uuid, '-infinity', 'infinity',
                                        ${p('limit')}::int)) as offers`,
  z.object({ offers: z.array(z.uuid()) }),
);

/**
 * The venues that somebody waits at, at most so many, any of them: which ones is left to chance, so
 * that none is left out for long. They are found by skipping through the index of who waits.
 *
 * An entry whose window is over is left at its end, to be gone from that index. This locks it
 * without its venue, so it waits for nobody.
 */
export const selectAwaited = statement(
  sql`with recursive known as (
      (select venue_id from waitlist_entries
        where booking_id is null and left_at is null
        order by venue_id limit 1)
      union all
      select (select e.venue_id from waitlist_entries e
               where e.booking_id is null and e.left_at is null and e.venue_id > k.venue_id
               order by e.venue_id limit 1)
        from known k where k.venue_id is not null
    ),
    chosen as materialized (
      select v.id from known k
       cross join lateral (
         select id from venues where id = k.venue_id and deleted_at is null limit 1
       ) v
       order by random()
       limit ${p('venues')}::int
    ),
    over as materialized (
      select o.id
        from chosen c
        cross join lateral (
          select e.id from waitlist_entries e
           where e.venue_id = c.id and e.booking_id is null and e.left_at is null
             and e.latest <= now()
           limit ${p('entries')}::int
             for no key update skip locked
        ) o
    ),
    closed as (
      update waitlist_entries set left_at = latest where id = any (array(select id from over))
      returning id
    )
    select coalesce(jsonb_agg(id), '[]') as venues, (select count(*)::int from closed) as closed
      from chosen`,
  z.object({ venues: z.array(z.uuid()), closed: z.number() }),
);
