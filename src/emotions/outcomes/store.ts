import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { moodOfBooking } from '../../bookings/store.ts';
import { instant, integer } from '../../platform/parameter-kinds.ts';
import { callerStatement } from '../../workspaces/caller-store.ts';
import { countedOutcomeSchema } from './outcome.ts';

/**
 * How the bookings that start in a range of time have ended, by the mood of the conversation that
 * made each. A mood is negative at or below `negative`, and positive at or above `positive`; both
 * are in thousandths.
 */
export const selectOutcomes = callerStatement({
  params: { from: instant, to: instant, negative: integer, positive: integer },
  body: z.array(countedOutcomeSchema),
  sql: (p) => sql`select coalesce(jsonb_agg(to_jsonb(o)), '[]')
        from (
          select case when d.pending > 0 then 'pending'
                      when d.mood is null then 'unknown'
                      when d.mood <= ${p.negative} then 'negative'
                      when d.mood >= ${p.positive} then 'positive'
                      else 'neutral' end as mood,
                 count(*) filter (where b.state = 'finished') as finished,
                 count(*) filter (where b.state = 'no_show') as "noShow",
                 count(*) filter (where b.state = 'cancelled') as cancelled,
                 count(*) filter (where b.cancelled_late) as "cancelledLate"
            from caller join bookings b on b.workspace_id = caller.workspace_id
            cross join lateral (${moodOfBooking}) d
           where b.starts_at >= ${p.from} and b.starts_at < ${p.to}
             and b.state in ('finished', 'no_show', 'cancelled') and b.erased_at is null
           group by 1
        ) o`,
});
