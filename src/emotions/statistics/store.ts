import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { statisticsLabelSchema } from '../../conversations/emotion.ts';
import { namedConversation } from '../../conversations/store.ts';
import { erasedAt, namedCustomer } from '../../customers/store.ts';
import { idSchema } from '../../platform/ids.ts';
import { id, instant, integer, orNull, text } from '../../platform/parameter-kinds.ts';
import { limitTo } from '../../platform/range-store.ts';
import { type Placeholders, statement } from '../../platform/statement.ts';
import { callerStatement } from '../../workspaces/caller-store.ts';
import {
  CONVERSATIONS_AT_EDGE,
  EDGE_IN_CUSTOMER,
  EDGE_OF_CONVERSATION,
  MOST_COUNTED,
} from './statistics.ts';

const mostCounted = sql.raw(String(MOST_COUNTED));

const sumsSchema = z.object({
  label: statisticsLabelSchema,
  modelVersion: z.string(),
  messages: z.number(),
  valenceSum: z.number(),
  valenceSquares: z.number(),
});

/** The sums and counts from which the statistics of some conversations are computed. */
const ofConversationsSchema = z.object({
  erased: z.boolean(),
  sums: z.array(sumsSchema),
  /** Valences of the customer's first labelled messages, in order. */
  first: z.array(z.number()),
  /** Valences of the last labelled messages, in order. */
  last: z.array(z.number()),
  customerMessages: z.number(),
  pending: z.number(),
  setApart: z.number(),
  lastSeq: z.number(),
  firstPendingSeq: z.number().nullable(),
  oldestPending: z.string().nullable(),
});

const sumsParams = { role: orNull(text), window: integer };

/** The conversations of which statistics are read, and how far their messages are searched. */
interface Scope {
  /** Selects rows of `conversations`. */
  readonly conversations: SQL;
  /** The first (`asc`) and the last (`desc`) of the conversations, in which edges are searched. */
  readonly edge: (order: SQL) => SQL;
  /** How many messages of each conversation are searched at an edge. */
  readonly messagesAtEdge: number;
  readonly erased: SQL;
}

/**
 * Statistics over the conversations of a scope. No message up to the mood's `as_of_seq` is pending,
 * so only later messages are searched for pending ones. Each search reads a limited number of
 * messages, in the order of an index: see docs/database.md.
 */
const statisticsOver = (
  p: Placeholders<typeof sumsParams>,
  { conversations, edge, messagesAtEdge, erased }: Scope,
) => sql`jsonb_build_object(
    'erased', ${erased},
    'sums', (
      select coalesce(jsonb_agg(to_jsonb(sums)), '[]')
        from (
          select s.label, s.model_version as "modelVersion", sum(s.messages) as messages,
                 sum(s.valence_sum) as "valenceSum", sum(s.valence_squares) as "valenceSquares"
            from ${sumsOf(conversations)}
           where ${p.role} is null or s.role = ${p.role}
           group by 1, 2
        ) sums),
    'customerMessages', (
      select coalesce(sum(s.messages), 0)
        from ${sumsOf(conversations)}
       where s.role = 'customer' and s.label <> 'abstained'),
    'first', ${valencesAtEdge(p, edge(sql`asc`), messagesAtEdge, sql`asc`)},
    'last', ${valencesAtEdge(p, edge(sql`desc`), messagesAtEdge, sql`desc`)},
    'lastSeq', (select coalesce(max(c.last_seq), 0) from (${conversations}) c),
    'setApart', (
      select coalesce(sum(m.messages), 0)
        from (${conversations}) c
        cross join lateral (
          select count(*) as messages
            from (
              select from set_apart_messages
               where workspace_id = c.workspace_id and conversation_id <= c.id
                 and (workspace_id, conversation_id) >= (c.workspace_id, c.id)
               order by workspace_id, conversation_id
               ${limitTo(mostCounted)}
            ) found
        ) m)
  ) || (
    select jsonb_build_object(
             'pending', least(coalesce(sum(m.pending), 0), ${mostCounted}),
             'firstPendingSeq', min(coalesce(m.first_seq, case when m.is_cut then m.last_seq + 1 end)),
             'oldestPending', iso_v1(min(coalesce(m.oldest, case when m.is_cut then m.newest end))))
      from (${conversations}) c
      left join lateral (
        select as_of_seq from conversation_moods where conversation_id = c.id offset 0
      ) d on true
      cross join lateral (
        select count(*) = ${mostCounted} as is_cut, max(seq) as last_seq, max(created_at) as newest,
               count(*) filter (where is_pending) as pending,
               min(seq) filter (where is_pending) as first_seq,
               min(created_at) filter (where is_pending) as oldest
          from (
            select seq, created_at, emotion_state = 'pending' as is_pending
              from messages
             where conversation_id between c.id and c.id
               and (conversation_id, seq) > (c.id, coalesce(d.as_of_seq, 0))
             order by conversation_id, seq
             ${limitTo(mostCounted)}
          ) found
      ) m)`;

/** The sums `s` of the conversations. */
const sumsOf = (conversations: SQL) => sql`(${conversations}) c
            cross join lateral (
              select * from conversation_emotions where conversation_id = c.id offset 0
            ) s`;

/** Valences of the customer's first (`asc`) or last (`desc`) labelled messages, in order. */
const valencesAtEdge = (
  { window }: { window: SQL },
  conversations: SQL,
  messages: number,
  order: SQL,
) => sql`(
      select coalesce(jsonb_agg(edge.valence order by edge.id, edge.seq), '[]')
        from (
          select c.id, m.seq, m.valence
            from (${conversations}) c cross join lateral (
              select m.seq, m.valence
                from (
                  select * from messages
                   where conversation_id between c.id and c.id
                   order by conversation_id ${order}, seq ${order}
                   ${limitTo(sql.raw(String(messages)))}
                ) m
               where m.role = 'customer' and m.emotion_state = 'folded' and m.label <> 'abstained'
               order by m.conversation_id ${order}, m.seq ${order}
               limit ${window}
            ) m
           order by c.id ${order}, m.seq ${order}
           limit ${window}
        ) edge)`;

export const selectConversationEmotions = callerStatement({
  params: { ...sumsParams, conversation: text },
  body: ofConversationsSchema,
  sql: (p) =>
    sql`select ${statisticsOver(p, {
      conversations: sql`select c.*`,
      edge: () => sql`select c.*`,
      messagesAtEdge: EDGE_OF_CONVERSATION,
      erased: sql`${erasedAt(sql`c`)} is not null`,
    })}
        from ${namedConversation(p)}`,
});

/** The conversations of the customer `g`. */
const ofCustomer = sql`select * from conversations where customer_id between g.id and g.id`;

export const selectCustomerEmotions = callerStatement({
  params: { ...sumsParams, customer: text },
  body: ofConversationsSchema,
  sql: (p) =>
    sql`select ${statisticsOver(p, {
      conversations: ofCustomer,
      edge: (order) => sql`${ofCustomer} order by customer_id ${order}, id ${order}
                ${limitTo(sql.raw(String(CONVERSATIONS_AT_EDGE)))}`,
      messagesAtEdge: EDGE_IN_CUSTOMER,
      erased: sql`g.erased_at is not null`,
    })}
        from ${namedCustomer(p)}`,
});

/**
 * The workspace's sums in a range of time, by those hours or days of a time zone that have messages.
 * Raises MT400 for a zone that known_zone_v1 refuses.
 */
export const selectWorkspaceEmotions = callerStatement({
  params: { role: orNull(text), from: instant, to: instant, interval: text, timeZone: text },
  body: z.object({
    sums: z.array(sumsSchema.extend({ from: z.string() })),
    pending: z.number(),
    setApart: z.number(),
    oldestPending: z.string().nullable(),
  }),
  sql: (p) => sql`select jsonb_build_object(
        'sums', (
          select coalesce(jsonb_agg(jsonb_build_object(
                   'from', iso_v1(sums.bucket), 'label', sums.label,
                   'modelVersion', sums.model_version, 'messages', sums.messages,
                   'valenceSum', sums.valence_sum, 'valenceSquares', sums.valence_squares)
                 order by sums.bucket), '[]')
            from (
              select date_trunc(${p.interval}, s.quarter_hour, zone.name) as bucket,
                     s.label, s.model_version, sum(s.messages) as messages,
                     sum(s.valence_sum) as valence_sum, sum(s.valence_squares) as valence_squares
                from workspace_emotions s
               where s.workspace_id = caller.workspace_id
                 and s.quarter_hour >= ${p.from}
                 and s.quarter_hour < ${p.to}
                 and (${p.role} is null or s.role = ${p.role})
               group by 1, 2, 3
            ) sums),
        'setApart', (
          select count(*) from (
            select from set_apart_messages
             where workspace_id between caller.workspace_id and caller.workspace_id
             order by workspace_id
             ${limitTo(mostCounted)}) set_apart)
      ) || (
        select jsonb_build_object('pending', count(*), 'oldestPending', iso_v1(min(created_at)))
          from (
            select created_at from pending_messages
             where workspace_id between caller.workspace_id and caller.workspace_id
             order by workspace_id, created_at
             ${limitTo(mostCounted)}) pending)
        from caller cross join known_zone_v1(${p.timeZone}) as zone (name)`,
});

const reportSchema = z.object({ rows: z.number(), corrected: z.number() });

/**
 * Recomputes one workspace's statistics from its messages; see rebuild_statistics_v1. The report
 * contains the number of rows and the number of wrong rows.
 */
export const rebuildStatistics = statement({
  params: { workspace: id<'workspace'>() },
  row: z.object({ report: z.object({ conversations: reportSchema, workspace: reportSchema }) }),
  sql: (p) => sql`select rebuild_statistics_v1(${p.workspace}) as report`,
});

/** Gives the planner fresh figures of the tables that a rebuild has written. */
export const analyzeStatistics = statement({
  params: {},
  row: z.object({}),
  sql: () => sql`analyze conversation_emotions, workspace_emotions`,
});

export const selectWorkspaces = statement({
  params: {},
  row: z.object({ id: idSchema<'workspace'>() }),
  sql: () => sql`select id from workspaces order by id`,
});
