import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { idSchema } from '../platform/ids.ts';
import { integer } from '../platform/parameter-kinds.ts';
import { statement } from '../platform/statement.ts';

/** When parties wait at this many venues or more, a sample of them takes part in the choice. */
const MOST_KNOWN = 2000;
/** The sample: from so many venues at random, the next so many venues at which a party waits. */
const STARTS = 40;
const STEPS = MOST_KNOWN / STARTS;
/** How many pages of the venues are read to choose the starts. */
const PAGES_OF_STARTS = 20;

const number = (value: number) => sql.raw(String(value));

/** The first venue at which a party waits, in the order of ids, of those that fulfil the condition. */
const nextAwaited = (condition: SQL) => sql`select e.venue_id from waitlist_entries e
               where e.booking_id is null and e.left_at is null and ${condition}
               order by e.venue_id limit 1`;

/**
 * Selects up to `venues` venues at which a party waits. First comes one venue of each workspace, then
 * a second one of each, and so on. Within that they are in random order, so that no venue is left out
 * for long when there are more. The recursive query finds them by skipping from venue to venue
 * through the index of the waiting entries.
 *
 * When there are {@link MOST_KNOWN} of them or more, the choice is made among a sample, so that the work
 * does not grow with the venues: it skips from venues that are taken at random from the table. Each
 * venue at which a party waits may be such a start, so each is chosen some time.
 *
 * It also closes up to `entries` entries of each venue whose window has ended, which takes them out
 * of that index. Entries of deleted venues are closed too, so that they do not fill the sample. It locks entries without their venue, so it skips those that are locked.
 */
export const selectAwaited = statement({
  params: { venues: integer, entries: integer },
  row: z.object({ venues: z.array(idSchema<'venue'>()), closed: z.number() }),
  sql: (p) => sql`with recursive first as (
      select (${nextAwaited(sql`true`)}) as venue_id, 1 as step
      union all
      select (${nextAwaited(sql`e.venue_id > k.venue_id`)}), k.step + 1
        from first k where k.venue_id is not null and k.step < ${number(MOST_KNOWN)}
    ),
    known_in_part as materialized (
      select count(venue_id) = ${number(MOST_KNOWN)} as is_so from first
    ),
    starts as materialized (
      select id
        from venues tablesample system (
               (100 * least(1, ${number(PAGES_OF_STARTS)}
                               * current_setting('block_size')::double precision
                               / greatest(pg_relation_size('venues'), 1)))::real)
       where (select is_so from known_in_part)
         -- Those before the first venue at which a party waits would all lead to it.
         and id >= (select venue_id from first where step = 1)
       order by random()
       limit ${number(STARTS)}
    ),
    sampled as (
      select (${nextAwaited(sql`e.venue_id >= s.id`)}) as venue_id, 1 as step from starts s
      union all
      select (${nextAwaited(sql`e.venue_id > k.venue_id`)}), k.step + 1
        from sampled k where k.venue_id is not null and k.step < ${number(STEPS)}
    ),
    known as (
      select venue_id from sampled
      union
      select venue_id from first
       where not (select is_so from known_in_part) or not exists (select from starts)
    ),
    found as materialized (
      select v.* from known k cross join lateral (
        select id, workspace_id, deleted_at from venues where id = k.venue_id limit 1
      ) v
    ),
    chosen as materialized (
      select v.id, row_number() over (order by v.turn, random()) as rank
        from (
          select id, row_number() over (partition by workspace_id order by random()) as turn
            from found where deleted_at is null
        ) v
       order by 2
       limit ${p.venues}
    ),
    deleted as (
      select id from found where deleted_at is not null order by random() limit ${p.venues}
    ),
    over as materialized (
      select o.id
        from (select id from chosen union all select id from deleted) c
        cross join lateral (
          select e.id from waitlist_entries e
           where e.venue_id = c.id and e.booking_id is null and e.left_at is null
             and e.latest <= now()
           limit ${p.entries}
             for no key update skip locked
        ) o
    ),
    closed as (
      update waitlist_entries set left_at = latest where id = any (array(select id from over))
      returning id
    )
    select coalesce(jsonb_agg(id order by rank), '[]') as venues, (select count(*)::int from closed) as closed
      from chosen`,
});
