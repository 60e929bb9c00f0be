import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { isNotSetApart } from '../../platform/failed-work/store.ts';
import { idSchema } from '../../platform/ids.ts';
import { integer, milliseconds } from '../../platform/parameter-kinds.ts';
import { limitTo } from '../../platform/range-store.ts';
import { statement } from '../../platform/statement.ts';

/** How many unplanned rows of each kind are read to find the subjects. */
const MOST_READ = sql.raw('5000');

/**
 * Selects bookings and conversations with something that has been unplanned since `before`, at most
 * `limit` of each kind, and none that is set apart. One subject with many events leaves room for the
 * others.
 */
export const selectOverduePlans = statement({
  params: { before: milliseconds, now: milliseconds, limit: integer },
  row: z.object({
    overdue: z.object({
      bookings: z.array(idSchema<'booking'>()),
      conversations: z.array(idSchema<'conversation'>()),
    }),
  }),
  sql: (p) => sql`select jsonb_build_object(
        'bookings', (
          select coalesce(jsonb_agg(id), '[]') from (
            select distinct booking_id as id from (
              select booking_id from booking_events e
               where planned_at is null and at < ${p.before}
                 and ${isNotSetApart('plan_booking', sql`e.booking_id`, p.now)}
               order by at ${limitTo(MOST_READ)}) e
             ${limitTo(p.limit)}) b),
        'conversations', (
          select coalesce(jsonb_agg(id), '[]') from (
            select distinct conversation_id as id from (
              (select conversation_id from attention_events a
                where planned_at is null and raised_at < ${p.before}
                  and ${isNotSetApart('plan_conversation', sql`a.conversation_id`, p.now)}
                order by raised_at ${limitTo(MOST_READ)})
              union all
              (select conversation_id from message_announcements m
                where at < ${p.before}
                  and ${isNotSetApart('plan_conversation', sql`m.conversation_id`, p.now)}
                order by at ${limitTo(MOST_READ)})) e
             ${limitTo(p.limit)}) c)
      ) as overdue`,
});
