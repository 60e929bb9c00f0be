import { type SQL, sql } from 'drizzle-orm';
import { type AffectedReason, NAMED_BOOKINGS } from './affected-bookings.ts';

/** The JSON of no affected bookings. */
export const noneAffected = sql`jsonb_build_object('count', 0, 'data', '[]'::jsonb)`;

/**
 * The JSON of the affected bookings of a venue: their number, and the first ones.
 * @param timeZone the venue's time zone
 * @param bookings the rows of `bookings`, from a function of affected-bookings.sql
 */
export const affectedJson = (reason: AffectedReason, timeZone: SQL, bookings: SQL) => sql`(
    select jsonb_build_object('count', count(*), 'data', coalesce(
             jsonb_agg(jsonb_build_object(
               'id', a.id, 'start', iso_local_v1(a.starts_at, ${timeZone}),
               'partySize', a.party_size, 'reason', ${sql.raw(`'${reason}'`)}) order by a.position)
               filter (where a.position <= ${sql.raw(`${NAMED_BOOKINGS}`)}), '[]'))
      from (
        select b.*, row_number() over (order by b.starts_at, b.id) as position
          from ${bookings} b
      ) a)`;
