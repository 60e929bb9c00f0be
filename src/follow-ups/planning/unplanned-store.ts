import { type SQL, sql } from 'drizzle-orm';
import { hasFailed, isNotSetApart } from '../../platform/failed-work/store.ts';
import type { Work } from '../../platform/failed-work/work.ts';
import { ids, integer, milliseconds } from '../../platform/parameter-kinds.ts';
import { statement } from '../../platform/statement.ts';
import { eventContext, eventJson, isUnplanned, listenersJson } from './store.ts';
import { foundSchema } from './unplanned.ts';

/** The largest item that is read, in bytes of JSON. A usual one has a few thousand. */
const MOST_BYTES = sql.raw('1000000');
/** The bytes of the items of one statement. Neon answers with 10 MB at most. */
const MOST_BYTES_IN_ALL = sql.raw('4000000');

/** The subjects `n` among `given` that are not set apart. */
const ready = (work: Work, given: SQL, now: SQL) => sql`select n.id, ${hasFailed(work, sql`n.id`)}
        from unnest(${given}) as n (id) where ${isNotSetApart(work, sql`n.id`, now)}`;

/**
 * Selects what is still unplanned for some bookings and conversations, and not set apart: of each
 * subject at most `perSubject` rows of a kind, and at most `limit` rows of a kind in all. It also
 * returns no more than 4 MB. What it leaves out is selected when the rest has been planned.
 */
export const selectUnplanned = statement({
  params: {
    bookings: ids<'booking'>(),
    conversations: ids<'conversation'>(),
    now: milliseconds,
    perSubject: integer,
    limit: integer,
  },
  row: foundSchema,
  sql: (p) => sql`with of_bookings as materialized (
      ${ready('plan_booking', p.bookings, p.now)}
    ),
    of_conversations as materialized (
      ${ready('plan_conversation', p.conversations, p.now)}
    ),
    found as materialized (
      (select 'event' as kind, b.id as subject, e.version as number, n.has_failed,
              ${eventJson} as item
         from of_bookings n
         cross join lateral (select * from bookings where id = n.id offset 0) b
         cross join lateral (
           select * from booking_events e where booking_id = n.id and ${isUnplanned(sql`e`)}
            order by version limit (select ${p.perSubject})
         ) e
         ${eventContext}
        limit (select ${p.limit}))
      union all
      (select 'turn', a.conversation_id, a.seq, n.has_failed, jsonb_build_object(
                'conversationId', a.conversation_id, 'seq', a.seq,
                'listeners', ${listenersJson(sql`a.workspace_id`)})
         from of_conversations n
         cross join lateral (
           select * from attention_events a where conversation_id = n.id and ${isUnplanned(sql`a`)}
            order by seq limit (select ${p.perSubject})
         ) a
        limit (select ${p.limit}))
      union all
      (select 'message', m.conversation_id, m.seq, n.has_failed, jsonb_build_object(
                'conversationId', m.conversation_id, 'seq', m.seq,
                'listeners', ${listenersJson(sql`m.workspace_id`)})
         from of_conversations n
         cross join lateral (
           select * from message_announcements where conversation_id = n.id
            order by seq limit (select ${p.perSubject})
         ) m
        limit (select ${p.limit}))
    ),
    measured as (
      select f.*, octet_length(item::text) as bytes from found f
    ),
    summed as (
      select m.*, sum(case when bytes <= ${MOST_BYTES} then bytes else 0 end)
                    over (order by kind, subject, number) as bytes_so_far
        from measured m
    )
    select kind, subject::text, has_failed as "hasFailed",
           case when bytes <= ${MOST_BYTES} then item end as item,
           (select count(*) from found)::int as found
      from summed
     where bytes_so_far <= ${MOST_BYTES_IN_ALL}
     order by kind, subject, number`,
});
