import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { statisticsLabelSchema } from '../../conversations/emotion.ts';
import { statement } from '../../platform/legacy.ts';
import { callerStatement } from '../../workspaces/legacy-store.ts';

const p = sql.placeholder;

/** A count of what is pending or set apart stops here, so that a backlog cannot slow its reader. */
export const MOST_COUNTED = 10_000;
const mostCounted = sql.raw(String(MOST_COUNTED));

const sumsSchema = z.object({
  label: statisticsLabelSchema,
  modelVersion: z.string(),
  messages: z.number(),
  valenceSum: z.number(),
  valenceSquares: z.number(),
});

/** What the statistics of some conversations are read from. */
const ofConversationsSchema = z.object({
  erased: z.boolean(),
  sums: z.array(sumsSchema),
  /** Valences of the customer's first and last few labelled messages, in order. */
  first: z.array(z.number()),
  last: z.array(z.number()),
  customerMessages: z.number(),
  pending: z.number(),
  setApart: z.number(),
  lastSeq: z.number(),
  firstPendingSeq: z.number().nullable(),
  oldestPending: z.string().nullable(),
});
export type OfConversations = z.infer<typeof ofConversationsSchema>;

/**
 * Statistics over the conversations `c` that `conversations` tells of. Pending messages are looked
 * for only beyond what the mood has been walked over, as nothing before it is pending.
 */
const statisticsOver = (conversations: SQL, erased: SQL) => sql`jsonb_build_object(
    'erased', ${erased},
    'sums', (
      select coalesce(jsonb_agg(to_jsonb(sums)), '[]')
        from (
          select s.label, s.model_version as "modelVersion", sum(s.messages) as messages,
                 sum(s.valence_sum) as "valenceSum", sum(s.valence_squares) as "valenceSquares"
            from ${conversations} join conversation_emotions s on s.conversation_id = c.id
           where ${p('role')}::text is null or s.role = ${p('role')}::text
           group by 1, 2
        ) sums),
    'customerMessages', (
      select coalesce(sum(s.messages), 0)
        from ${conversations} join conversation_emotions s on s.conversation_id = c.id
       where s.role = 'customer' and s.label <> 'abstained'),
    'first', ${atEdge(conversations, sql`asc`)},
    'last', ${atEdge(conversations, sql`desc`)},
    'lastSeq', (select coalesce(max(c.last_seq), 0) from ${conversations}),
    'setApart', (
      select count(*)
        from ${conversations} join messages m
          on m.workspace_id = c.workspace_id and m.conversation_id = c.id
         and m.emotion_state = 'set_apart')
  ) || (
    select jsonb_build_object('pending', count(*), 'firstPendingSeq', min(seq),
                              'oldestPending', iso_v1(min(created_at)))
      from (
        select m.seq, m.created_at
          from ${conversations}
          left join conversation_moods d on d.conversation_id = c.id
          join messages m on m.conversation_id = c.id and m.seq > coalesce(d.as_of_seq, 0)
         where m.emotion_state = 'pending'
         limit ${mostCounted}
      ) pending)`;

function atEdge(conversations: SQL, order: SQL): SQL {
  return sql`(
      select coalesce(jsonb_agg(edge.valence order by edge.id, edge.seq), '[]')
        from (
          select c.id, m.seq, m.valence
            from ${conversations} cross join lateral (
              select m.seq, m.valence from messages m
               where m.conversation_id = c.id and m.role = 'customer'
                 and m.emotion_state = 'folded' and m.label <> 'abstained'
               order by m.seq ${order}
               limit ${p('window')}::int
            ) m
           order by c.id ${order}, m.seq ${order}
           limit ${p('window')}::int
        ) edge)`;
}

export const selectConversationEmotions = callerStatement(
  ofConversationsSchema,
  sql`select ${statisticsOver(sql`(select named.*) c`, sql`named.erased_at is not null`)}
        from caller join conversations named
          on named.workspace_id = caller.workspace_id
         and named.external_id = ${p('conversation')}::text`,
);

export const selectCustomerEmotions = callerStatement(
  ofConversationsSchema,
  sql`select ${statisticsOver(
    sql`(select * from conversations where customer_id = g.id) c`,
    sql`g.erased_at is not null`,
  )}
        from caller join customers g
          on g.id = customer_id_v1(caller.workspace_id, ${p('customer')}::text)
         and g.workspace_id = caller.workspace_id`,
);

/** The workspace's sums in a range, by hour or day of a time zone; only what has messages. */
export const selectWorkspaceEmotions = callerStatement(
  z.object({
    sums: z.array(sumsSchema.extend({ from: z.string() })),
    pending: z.number(),
    setApart: z.number(),
    oldestPending: z.string().nullable(),
  }),
  sql`select jsonb_build_object(
        'sums', (
          select coalesce(jsonb_agg(jsonb_build_object(
                   'from', iso_v1(sums.bucket), 'label', sums.label,
                   'modelVersion', sums.model_version, 'messages', sums.messages,
                   'valenceSum', sums.valence_sum, 'valenceSquares', sums.valence_squares)
                 order by sums.bucket), '[]')
            from (
              select date_trunc(${p('interval')}::text, s.quarter_hour, ${p('timeZone')}::text)
                       as bucket,
                     s.label, s.model_version, sum(s.messages) as messages,
                     sum(s.valence_sum) as valence_sum, sum(s.valence_squares) as valence_squares
                from workspace_emotions s
               where s.workspace_id = caller.workspace_id
                 and s.quarter_hour >= ${p('from')}::timestamptz
                 and s.quarter_hour < ${p('to')}::timestamptz
                 and (${p('role')}::text is null or s.role = ${p('role')}::text)
               group by 1, 2, 3
            ) sums),
        'setApart', (
          select count(*) from (
            select from messages m
             where m.workspace_id = caller.workspace_id and m.emotion_state = 'set_apart'
             limit ${mostCounted}) set_apart)
      ) || (
        select jsonb_build_object('pending', count(*), 'oldestPending', iso_v1(min(created_at)))
          from (
            select m.created_at from messages m
             where m.workspace_id = caller.workspace_id and m.emotion_state = 'pending'
             order by m.created_at
             limit ${mostCounted}) pending)
        from caller`,
);

/** Recomputes one workspace's statistics from its messages. */
export const rebuildStatistics = statement(
  sql`select rebuild_statistics_v1(${p('workspace')}::uuid) as report`,
  z.object({
    report: z.object({
      conversations: z.object({ rows: z.number(), corrected: z.number() }),
      workspace: z.object({ rows: z.number(), corrected: z.number() }),
    }),
  }),
);

/** Lets the planner know what a rebuild has written. */
export const analyzeStatistics = statement(
  sql`analyze conversation_emotions, workspace_emotions`,
  z.object({}),
);

export const selectWorkspaces = statement(
  sql`select id from workspaces order by id`,
  z.object({ id: z.uuid() }),
);
