import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { idSchema } from '../../platform/ids.ts';
import { integer, milliseconds } from '../../platform/parameter-kinds.ts';
import { statement } from '../../platform/statement.ts';

/**
 * Selects bookings and conversations with something that has been unplanned since `before`, at most
 * `limit` of each kind.
 */
export const selectOverduePlans = statement({
  params: { before: milliseconds, limit: integer },
  row: z.object({
    overdue: z.object({
      bookings: z.array(idSchema<'booking'>()),
      conversations: z.array(idSchema<'conversation'>()),
    }),
  }),
  sql: (p) => sql`select jsonb_build_object(
        'bookings', (
          select coalesce(jsonb_agg(distinct booking_id), '[]') from (
            select booking_id from booking_events
             where planned_at is null and at < ${p.before}
             order by at limit (select ${p.limit})) e),
        'conversations', (
          select coalesce(jsonb_agg(distinct conversation_id), '[]') from (
            (select conversation_id from attention_events
              where planned_at is null and raised_at < ${p.before}
              order by raised_at limit (select ${p.limit}))
            union all
            (select conversation_id from message_announcements
              where at < ${p.before}
              order by at limit (select ${p.limit}))) c)
      ) as overdue`,
});
