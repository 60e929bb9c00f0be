import { type SQL, sql } from 'drizzle-orm';
import { erasedAt } from '../customers/store.ts';
import { boundedPage } from '../platform/page-store.ts';
import { text } from '../platform/parameter-kinds.ts';
import { isBefore, limitTo } from '../platform/range-store.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { MOST_GUESTS } from './booking-filter.ts';
import { filteredBody, listedJson, newestParams } from './list-store.ts';

/**
 * The bookings with a reference, the newest first. It is unique within a venue, so there are few. The
 * index of references has those of all workspaces; the lateral subquery is looked up by the reference
 * alone, and those of other workspaces are left out.
 */
export const selectBookingsOfReference = callerStatement({
  params: { ...newestParams, reference: text },
  body: filteredBody,
  sql: (p) =>
    sql`select jsonb_build_object('readTo', null, 'data', ${boundedPage(
      listedJson(sql`f.booking`),
      sql`f.id desc`,
      sql`(
          select b.id, b.booking
            from caller
            cross join lateral (
              select x.id, x.workspace_id, x as booking from bookings x
               where x.reference = ${p.reference}
              offset 0
            ) b
           where b.workspace_id = caller.workspace_id
             and ${erasedAt(sql`(b.booking)`)} is null
             and (${p.state} is null or (b.booking).state = ${p.state})
             and (${p.before} is null or b.id < ${p.before})
           order by b.id desc
           ${limitTo(p.limit)}
        ) f`,
    )}) from caller`,
});

interface Newest {
  readonly state: SQL;
  readonly before: SQL;
  readonly limit: SQL;
}

const mostGuests = sql.raw(String(MOST_GUESTS));

/**
 * A page of the bookings of the caller's customers with a key of the guest book (search_keys_v1), the
 * newest first. Of each customer as many bookings are read as a page may hold. Of a customer who has
 * more, those before the last one that was read are unknown, so a page with a filter ends there, and the
 * next one goes on.
 */
const ofGuests = (p: Newest, key: SQL) => ({
  ctes: sql`, guests as materialized (
    select g.id
      from caller
      cross join lateral (
        select customer_id as id from customer_keys
         where workspace_id = caller.workspace_id and key = ${key}
         order by customer_id
         limit (select ${mostGuests})
      ) g
  ),
  read as materialized (
    select g.id as guest, b.id, b.booking
      from guests g
      cross join lateral (
        select b.id, b as booking from bookings b
         where ${isBefore([[sql`b.customer_id`, sql`g.id`]], sql`b.id`, p.before)}
         order by b.customer_id desc, b.id desc
         ${limitTo(p.limit)}
      ) b
  ),
  read_to as materialized (
    select max(t.last) as last
      from (select min(id::text) as last from read group by guest
            having count(*) >= ${p.limit}) t
  ),
  page as materialized (
    select r.id, r.booking
      from read r
     where r.id::text >= coalesce((select last from read_to), '')
       and ${erasedAt(sql`(r.booking)`)} is null
       and (${p.state} is null or (r.booking).state = ${p.state})
     order by r.id desc
     ${limitTo(p.limit)}
  )`,
  sql: sql`select jsonb_build_object(
      'data', ${boundedPage(listedJson(sql`page.booking`), sql`page.id desc`, sql`page`)},
      'readTo', case when (select count(*) from page) < ${p.limit}
                     then (select last from read_to) end)
    from caller`,
});

const ofEmail = (email: SQL) => sql`'e' || fold_case_v1(${email})`;

/** The bookings of the customers with an email address, in any case; see {@link ofGuests}. */
export const selectBookingsOfEmail = callerStatement({
  params: { ...newestParams, email: text },
  body: filteredBody,
  ctes: (p) => ofGuests(p, ofEmail(p.email)).ctes,
  sql: (p) => ofGuests(p, ofEmail(p.email)).sql,
});

const ofDigits = (digits: SQL) => sql`'p' || ${digits}`;

/**
 * The bookings of the customers whose telephone number has these digits; see {@link ofGuests}.
 * @param phone digits only
 */
export const selectBookingsOfPhone = callerStatement({
  params: { ...newestParams, phone: text },
  body: filteredBody,
  ctes: (p) => ofGuests(p, ofDigits(p.phone)).ctes,
  sql: (p) => ofGuests(p, ofDigits(p.phone)).sql,
});
