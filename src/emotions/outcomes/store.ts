import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { instant, integer } from '../../platform/parameter-kinds.ts';
import { callerStatement } from '../../workspaces/caller-store.ts';
import { countedOutcomeSchema } from './outcome.ts';

/**
 * How the bookings that start in a range of time have ended, by the mood of the conversation that
 * made each. Bookings that were erased because of their age count as before, those of erased customers
 * do not. A mood is negative at or below `negative`, and positive at or above `positive`; both
 * are in thousandths.
 *
 * Each message is read once, however many bookings its conversation has: the bookings are put among
 * the messages, in the order of `seq`, and take the mood that a running aggregate has reached.
 */
export const selectOutcomes = callerStatement({
  params: { from: instant, to: instant, negative: integer, positive: integer },
  body: z.array(countedOutcomeSchema),
  ctes: (p) => sql`, chosen as materialized (
    select b.conversation_id, b.message_seq, b.state, b.cancelled_late
      from caller cross join lateral (
        select * from bookings k
         where workspace_id = caller.workspace_id
           and starts_at >= ${p.from} and starts_at < ${p.to}
           and state in ('finished', 'no_show', 'cancelled')
           and (select x.erased_at from customers x where x.id = k.customer_id) is null
        offset 0
      ) b
  ),
  line as (
    select m.*, null as ended, null::boolean as cancelled_late
      from (
        select conversation_id, max(message_seq) as last_seq from chosen group by 1
      ) c
      cross join lateral (
        select conversation_id, seq, emotion_state, role,
               case when label <> 'abstained' then valence end as valence
          from messages
         where conversation_id between c.conversation_id and c.conversation_id
           and (conversation_id, seq) <= (c.conversation_id, c.last_seq)
         order by conversation_id, seq
        offset 0
      ) m
    union all
    select conversation_id, message_seq, null, null, null, state, cancelled_late from chosen
  ),
  walked as (
    select ended, cancelled_late,
           mood_v1(role, valence) filter (where emotion_state = 'folded') over so_far as mood,
           bool_or(emotion_state = 'folded') over so_far as is_known,
           count(*) filter (where emotion_state = 'pending') over so_far as pending
      from line
    -- A booking comes after the message that made it. Those that no conversation made have no mood.
    window so_far as (partition by conversation_id order by seq, ended nulls first)
  )`,
  sql: (p) => sql`select coalesce(jsonb_agg(to_jsonb(o)), '[]')
        from (
          select case when pending > 0 then 'pending'
                      when is_known is not true then 'unknown'
                      when mood <= ${p.negative} then 'negative'
                      when mood >= ${p.positive} then 'positive'
                      else 'neutral' end as mood,
                 count(*) filter (where ended = 'finished') as finished,
                 count(*) filter (where ended = 'no_show') as "noShow",
                 count(*) filter (where ended = 'cancelled') as cancelled,
                 count(*) filter (where cancelled_late) as "cancelledLate"
            from walked
           where ended is not null
           group by 1
        ) o`,
});
