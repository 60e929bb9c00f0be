import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { roleSchema } from '../conversations/message.ts';
import { hasFailed, isNotSetApart } from '../platform/failed-work/store.ts';
import { type ConversationId, idSchema } from '../platform/ids.ts';
import { ids, integer, integers, interval, json, text } from '../platform/parameter-kinds.ts';
import { statement } from '../platform/statement.ts';
import { READ_AT_MOST } from './model/tokens.ts';
import type { ReadingColumns } from './reading.ts';

/** The number of failures of the classifier after which a message is set apart. */
const MAX_ATTEMPTS = sql.raw('5');

const keyParams = { conversations: ids<'conversation'>(), seqs: integers };

/** The keys of some messages, as the table `n`. */
const namedKeys = (p: { conversations: SQL; seqs: SQL }) =>
  sql`unnest(${p.conversations}, ${p.seqs}) as n (conversation_id, seq)`;

/**
 * The message `m` that has the key of `n`, if it is pending. Two expressions make PostgreSQL look it up
 * by its primary key, whatever its statistics say (see docs/database.md). Without the `||` it would
 * read the index of all pending messages when it believes that there are none. Without the range and
 * the order it might use the index of the conversation's message ids.
 */
const pendingMessage = sql`messages m
           where m.conversation_id = n.conversation_id and m.seq between n.seq and n.seq
             and m.emotion_state || '' = 'pending'
           order by m.seq`;

const keySchema = z.object({ conversationId: idSchema<'conversation'>(), seq: z.number() });

/** The named messages that have not been folded yet. */
export const selectPending = statement({
  params: keyParams,
  row: keySchema.extend({
    role: roleSchema,
    text: z.string().nullable(),
    label: z.string().nullable(),
    /** Whether a message of the conversation could not be folded before. */
    has_failed: z.boolean(),
  }),
  sql: (p) => sql`select n.conversation_id as "conversationId", n.seq, m.role,
             left(m.text, ${sql.raw(String(READ_AT_MOST))}) as text, m.label,
             ${hasFailed('fold_messages', sql`n.conversation_id`)}
        from ${namedKeys(p)}
        cross join lateral (
          select m.role, m.text, m.label from ${pendingMessage}
          offset 0
        ) m`,
});

/** A message to fold. Without the columns of a reading it is folded with the label that it has. */
type Folded = { conversation_id: ConversationId; seq: number } & Partial<ReadingColumns>;

/**
 * Folds a batch of messages into every statistic, exactly once. `claimed` locks only rows that are
 * pending, in the order of their keys, and skips rows that another consumer has locked. A label
 * that came with its message is kept. The statistics are written in the global order of locks
 * (conversations, moods, workspaces), each in the order of its keys: `after_conversations` and
 * `after_moods` make one part wait for the one before.
 *
 * A row is updated at the place where `claimed` has locked it. A message that another statement has
 * changed since this one began is at another place: it stays pending, and the sweep folds it.
 */
export const foldPending = statement({
  params: { given: json<readonly Folded[]>() },
  row: z.object({ folded: z.number(), buckets: z.number() }),
  sql: (p) => sql`with gate as materialized (select statistics_gate_v1()),
    given as materialized (
      select given.*
        from gate, jsonb_to_recordset(${p.given}) as given (
          conversation_id uuid, seq int, label text, confidence smallint, valence smallint,
          abstained text, probabilities smallint[], model_version text)
       order by conversation_id, seq
    ),
    claimed as materialized (
      select n.*, m.ctid
        from given n
        cross join lateral (
          select m.ctid from ${pendingMessage}
             for no key update skip locked
        ) m
    ),
    folded as (
      update messages m
         set label = coalesce(m.label, c.label),
             confidence = case when m.label is null then c.confidence else m.confidence end,
             abstained = case when m.label is null then c.abstained end,
             probabilities = case when m.label is null then c.probabilities end,
             valence = coalesce(m.valence, c.valence),
             model_version = coalesce(m.model_version, c.model_version),
             emotion_state = 'folded', fold_error = null
        from claimed c
       where m.ctid = any (array(select ctid from claimed))
         and m.conversation_id = c.conversation_id and m.seq = c.seq
      returning m.workspace_id, m.conversation_id, m.seq, m.role, m.sent_at, m.label, m.valence,
                m.model_version
    ),
    of_conversations as (
      insert into conversation_emotions as s
        (conversation_id, role, label, model_version, messages, valence_sum, valence_squares)
      select conversation_id, role, label, model_version, count(*), sum(valence),
             sum(valence::bigint * valence)
        from folded where label is not null
       group by 1, 2, 3, 4 order by 1, 2, 3, 4
      on conflict (conversation_id, role, label, model_version) do update
         set messages = s.messages + excluded.messages,
             valence_sum = s.valence_sum + excluded.valence_sum,
             valence_squares = s.valence_squares + excluded.valence_squares
      returning 1
    ),
    moods as (
      insert into conversation_moods as d (conversation_id, workspace_id, fold_version)
      select distinct conversation_id, workspace_id, 1
        from folded, (select count(*) from of_conversations) after_conversations
       order by conversation_id
      on conflict (conversation_id) do update
         set fold_version = d.fold_version + 1, folded_at = now()
      returning 1
    ),
    of_workspaces as (
      insert into workspace_emotions as s
        (workspace_id, quarter_hour, role, label, model_version, messages, valence_sum,
         valence_squares)
      select workspace_id, quarter_hour_v1(sent_at), role, label, model_version, count(*),
             sum(valence), sum(valence::bigint * valence)
        from folded, (select count(*) from moods) after_moods
       where label is not null
       group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
      on conflict (workspace_id, quarter_hour, role, label, model_version) do update
         set messages = s.messages + excluded.messages,
             valence_sum = s.valence_sum + excluded.valence_sum,
             valence_squares = s.valence_squares + excluded.valence_squares
      returning 1
    )
    select (select count(*) from folded)::int as folded,
           (select count(*) from of_workspaces)::int as buckets`,
});

/** Counts a failure on each named message that is pending; the last attempt sets it apart. */
export const recordFailures = statement({
  params: { ...keyParams, error: text },
  row: z.object({ setApart: z.boolean() }),
  sql: (p) => sql`with locked as materialized (
      select m.ctid
        from (select * from ${namedKeys(p)} order by conversation_id, seq) n
        cross join lateral (
          select m.ctid from ${pendingMessage}
             for no key update
        ) m
    )
    update messages m
       set fold_attempts = m.fold_attempts + 1, fold_error = ${p.error},
           emotion_state = case when m.fold_attempts + 1 >= ${MAX_ATTEMPTS}
                                then 'set_apart' else 'pending' end
     where m.ctid = any (array(select ctid from locked))
    returning m.emotion_state = 'set_apart' as "setApart"`,
});

/**
 * Makes up to `limit` messages pending again that were set apart, with all their attempts. Their moods
 * are set back, because a walk has passed these messages without their labels.
 */
export const retrySetApart = statement({
  params: { limit: integer },
  row: z.object({ retried: z.number() }),
  sql: (p) => sql`with chosen as materialized (
      select ctid from messages where emotion_state = 'set_apart'
       order by workspace_id, conversation_id
       limit (select ${p.limit}) for no key update skip locked
    ),
    retried as (
      update messages set emotion_state = 'pending', fold_attempts = 0, fold_error = null
       where ctid = any (array(select ctid from chosen))
      returning conversation_id
    ),
    moods as materialized (
      select d.conversation_id
        from (select distinct conversation_id from retried order by 1) r
        cross join lateral (
          select conversation_id from conversation_moods
           where conversation_id = r.conversation_id for no key update
        ) d
    ),
    reset as (
      update conversation_moods
         set told_seq = greatest(told_seq, as_of_seq), as_of_seq = 0, mood = 0,
             attention_seq = null, attention_mood = null, attention_label = null,
             attention_at = null, fold_version = fold_version + 1,
             walked_version = -1 - fold_version, folded_at = now()
       where conversation_id = any (array(select conversation_id from moods))
      returning 1
    )
    select count(*)::int as retried from retried`,
});

/**
 * Messages that have been pending for a while, at most 100 of each workspace, so that the backlog
 * of one workspace does not hold up the others. Conversations that are set apart are left out. The recursive query finds the workspaces by skipping
 * from one to the next through the index of pending messages.
 */
export const selectOverdue = statement({
  params: { olderThan: interval, limit: integer },
  row: keySchema,
  sql: (p) => sql`with recursive waiting as (
      (select workspace_id from messages where emotion_state = 'pending'
        order by workspace_id limit 1)
      union all
      select (select m.workspace_id from messages m
               where m.emotion_state = 'pending' and m.workspace_id > w.workspace_id
               order by m.workspace_id limit 1)
        from waiting w where w.workspace_id is not null
    )
    select m.conversation_id as "conversationId", m.seq
      from (select workspace_id from waiting where workspace_id is not null order by random()) w
      cross join lateral (
        select conversation_id, seq from messages
         where workspace_id = w.workspace_id and emotion_state = 'pending'
           and created_at < now() - ${p.olderThan}
           and ${isNotSetApart('fold_messages', sql`conversation_id`, sql`now()`)}
         order by created_at
         limit (select 100)
      ) m
     limit ${p.limit}`,
});
