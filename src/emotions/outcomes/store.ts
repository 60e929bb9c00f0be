import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { moodOfBooking } from '../../bookings/store.ts';
import { callerStatement } from '../../workspaces/legacy-store.ts';

const p = sql.placeholder;

/** How bookings that start within a time have ended, by the mood of the conversation that made each. */
export const selectOutcomes = callerStatement(
  z.array(
    z.object({
      mood: z.enum(['negative', 'neutral', 'positive', 'unknown', 'pending']),
      finished: z.number(),
      noShow: z.number(),
      cancelled: z.number(),
      cancelledLate: z.number(),
    }),
  ),
  sql`select coalesce(jsonb_agg(to_jsonb(o)), '[]')
        from (
          select case when d.pending > 0 then 'pending'
                      when d.mood is null then 'unknown'
                      when d.mood <= ${p('negative')}::int then 'negative'
                      when d.mood >= ${p('positive')}::int then 'positive'
                      else 'neutral' end as mood,
                 count(*) filter (where b.state = 'finished') as finished,
                 count(*) filter (where b.state = 'no_show') as "noShow",
                 count(*) filter (where b.state = 'cancelled') as cancelled,
                 count(*) filter (where b.cancelled_late) as "cancelledLate"
            from caller join bookings b on b.workspace_id = caller.workspace_id
            cross join lateral (${moodOfBooking}) d
           where b.starts_at >= ${p('from')}::timestamptz and b.starts_at < ${p('to')}::timestamptz
             and b.state in ('finished', 'no_show', 'cancelled') and b.erased_at is null
           group by 1
        ) o`,
);
