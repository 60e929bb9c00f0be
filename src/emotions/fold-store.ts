import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { roleSchema } from '../conversations/message.ts';
import { hasFailed } from '../platform/failed-work/store.ts';
import { type ConversationId, idSchema } from '../platform/ids.ts';
import type { Sample } from '../platform/latency/sample.ts';
import { countSamples } from '../platform/latency/sample-store.ts';
import { integer, json } from '../platform/parameter-kinds.ts';
import { limitTo } from '../platform/range-store.ts';
import { statement } from '../platform/statement.ts';
import { READ_AT_MOST } from './model/tokens.ts';
import type { ReadingColumns } from './reading.ts';
import { keyParams, keySchema, namedKeys, pendingMessage } from './store.ts';
import { timeOfTurn } from './turn-store.ts';
import { type MoodAhead, unwalkedSchema } from './walk-ahead.ts';

/**
 * The named messages that have not been folded yet, and what is needed to walk the moods of their
 * conversations: it stands at the first named message of each. It is null for a conversation whose walk
 * has failed before.
 * @param most the messages of a conversation that its page has at most
 */
export const selectPending = statement({
  params: { ...keyParams, most: integer },
  row: keySchema.extend({
    role: roleSchema,
    text: z.string().nullable(),
    label: z.string().nullable(),
    /** Whether a message of the conversation could not be folded before. */
    has_failed: z.boolean(),
    unwalked: unwalkedSchema.nullable(),
  }),
  sql: (p) => sql`select x.*, case when x.is_first and not x.walk_failed then (
             select jsonb_build_object(
                      'asOfSeq', coalesce(d.as_of_seq, 0), 'mood', coalesce(d.mood, 0),
                      'attentionSeq', d.attention_seq, 'attentionMood', d.attention_mood,
                      'attentionLabel', d.attention_label, 'toldSeq', coalesce(d.told_seq, 0),
                      'foldVersion', d.fold_version, 'walkedVersion', d.walked_version,
                      'page', (
                        select coalesce(jsonb_agg(jsonb_build_object(
                                 'seq', m.seq, 'role', m.role,
                                 'isPending', m.emotion_state = 'pending',
                                 'isRead', m.label is not null,
                                 'label', nullif(m.label, 'abstained'),
                                 'valence', case when m.label <> 'abstained' then m.valence end)
                                 order by m.seq), '[]')
                          from (
                            select seq, role, emotion_state, label, valence from messages
                             where conversation_id between x."conversationId" and x."conversationId"
                               and (conversation_id, seq)
                                   > (x."conversationId", coalesce(d.as_of_seq, 0))
                             order by conversation_id, seq
                             ${limitTo(p.most)}
                          ) m))
               from (select) one
               left join lateral (
                 select * from conversation_moods where conversation_id = x."conversationId" offset 0
               ) d on true
           ) end as unwalked
      from (
        select n.conversation_id as "conversationId", n.seq, m.role,
               left(m.text, ${sql.raw(String(READ_AT_MOST))}) as text, m.label,
               ${hasFailed('fold_messages', sql`n.conversation_id`)},
               row_number() over (partition by n.conversation_id order by n.seq) = 1 as is_first,
               exists (
                 select from failed_work f
                  where f.work = 'walk_mood' and f.subject = n.conversation_id
                 offset 0) as walk_failed
          from ${namedKeys(p)}
          cross join lateral (
            select m.role, m.text, m.label from ${pendingMessage}
            offset 0
          ) m
      ) x`,
});

/** The duration of the request that stored a message. */
interface SampleOfMessage {
  readonly conversation_id: ConversationId;
  readonly seq: number;
  readonly sample: Sample;
}

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
 *
 * `samples` has the durations of the requests that stored some of the messages, at most one for each. A
 * sample is counted with its message, and therefore once.
 *
 * `ahead` has the moods that the caller has walked before the fold, as if it had happened. One is stored
 * only if it did happen as expected: every message of the conversation was folded, and nobody else has
 * folded, corrected or walked it since it was read. Any other conversation stays due. The walks that
 * were stored are returned in `walked`.
 */
export const foldPending = statement({
  params: {
    given: json<readonly Folded[]>(),
    ahead: json<readonly MoodAhead[]>(),
    samples: json<readonly SampleOfMessage[]>(),
  },
  row: z.object({
    folded: z.number(),
    buckets: z.number(),
    walked: z.array(idSchema<'conversation'>()),
  }),
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
    changed as materialized (
      select conversation_id, workspace_id, count(*) as messages from folded group by 1, 2
    ),
    -- The walks whose messages were all folded.
    ahead as materialized (
      select a.*
        from jsonb_to_recordset(${p.ahead}) as a (
          conversation uuid, messages int, from_seq int, from_walked int, from_fold int,
          from_told int, as_of_seq int, mood smallint, attention_seq int, attention_mood smallint,
          attention_label text, turns jsonb)
        join changed c on c.conversation_id = a.conversation and c.messages = a.messages
    ),
    moods as (
      insert into conversation_moods as d
        (conversation_id, workspace_id, fold_version, walked_version, as_of_seq, told_seq, mood,
         attention_seq, attention_mood, attention_label, attention_at)
      select c.conversation_id, c.workspace_id, 1, case when a.conversation is null then 0 else 1 end,
             coalesce(a.as_of_seq, 0), coalesce(a.as_of_seq, 0), coalesce(a.mood, 0),
             a.attention_seq, a.attention_mood, a.attention_label,
             case when a.attention_seq is not null
                  then ${timeOfTurn(sql`a.conversation`, sql`a.attention_seq`)} end
        from (select count(*) from of_conversations) after_conversations
        cross join changed c
        -- A conversation whose mood was read has a row, or has been erased since.
        left join ahead a on a.conversation = c.conversation_id and a.from_fold is null
       order by c.conversation_id
      on conflict (conversation_id) do update
         set (fold_version, folded_at, walked_version, as_of_seq, told_seq, mood, attention_seq,
              attention_mood, attention_label, attention_at) = (
           select d.fold_version + 1, now(),
                  case when a.mood is null then d.walked_version else d.fold_version + 1 end,
                  coalesce(a.as_of_seq, d.as_of_seq), greatest(d.told_seq, a.as_of_seq),
                  coalesce(a.mood, d.mood),
                  case when a.mood is null then d.attention_seq else a.attention_seq end,
                  case when a.mood is null then d.attention_mood else a.attention_mood end,
                  case when a.mood is null then d.attention_label else a.attention_label end,
                  case when a.mood is null or a.attention_seq = d.attention_seq then d.attention_at
                       when a.attention_seq is not null
                         then ${timeOfTurn(sql`a.conversation`, sql`a.attention_seq`)} end
             from (select) one
             left join ahead a
               on a.conversation = d.conversation_id and a.from_fold = d.fold_version
              and a.from_walked = d.walked_version and a.from_seq = d.as_of_seq
              and a.from_told = d.told_seq)
      returning d.conversation_id, d.workspace_id, d.fold_version = d.walked_version as is_walked
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
    ),
    -- A turn up to told_seq was reported by an earlier walk, before a correction.
    raised as (
      insert into attention_events (conversation_id, seq, workspace_id, mood, label)
      select d.conversation_id, t.seq, d.workspace_id, t.mood, t.label
        from moods d
        join ahead a on a.conversation = d.conversation_id
        cross join lateral jsonb_to_recordset(a.turns)
          as t (seq int, mood smallint, label text)
       where d.is_walked and t.seq > a.from_told
       order by 1, 2
      on conflict (conversation_id, seq) do nothing
      returning 1
    )${countSamples(sql`select f.workspace_id, g.sample
        from jsonb_to_recordset(${p.samples}) as g (conversation_id uuid, seq int, sample jsonb)
        join folded f on f.conversation_id = g.conversation_id and f.seq = g.seq`)}
    select (select count(*) from folded)::int as folded,
           (select count(*) from of_workspaces)::int as buckets,
           (select coalesce(jsonb_agg(conversation_id), '[]') from moods where is_walked) as walked`,
});
