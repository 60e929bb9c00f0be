import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { emotionLabelSchema } from '../conversations/emotion.ts';
import { roleSchema } from '../conversations/message.ts';
import { statement } from '../platform/legacy.ts';
import { READ_AT_MOST } from './model/tokens.ts';

const p = sql.placeholder;

/** How often a row may fail before it is set apart. */
const MAX_ATTEMPTS = 5;

const named = sql`unnest(${p('conversations')}::uuid[], ${p('seqs')}::int[]) as named (conversation_id, seq)`;

/** The messages among those named whose emotion is still to be folded. */
export const selectPending = statement(
  sql`select m.conversation_id as "conversationId", m.seq, m.role, left(m.text, ${sql.raw(`${READ_AT_MOST}`)}) as text, m.label
        from ${named} join messages m using (conversation_id, seq)
       where m.emotion_state = 'pending'`,
  z.object({
    conversationId: z.uuid(),
    seq: z.number(),
    role: roleSchema,
    text: z.string().nullable(),
    label: z.string().nullable(),
  }),
);

/**
 * Folds a batch into every statistic, once: the claim takes only pending rows, in key order, and
 * skips those that another consumer holds. A label that came with its message wins over one read.
 * The statistics are written in the one order: conversations, moods, workspaces; keys sorted.
 */
export const foldPending = statement(
  sql`with gate as materialized (select statistics_gate_v1()),
    given as (
      select * from jsonb_to_recordset(${p('given')}::jsonb) as given (
        conversation_id uuid, seq int, label text, confidence smallint, valence smallint,
        abstained text, probabilities smallint[], model_version text)
    ),
    claimed as materialized (
      select given.*
        from gate, given join messages m using (conversation_id, seq)
       where m.emotion_state = 'pending'
       order by m.conversation_id, m.seq
         for no key update of m skip locked
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
       where m.conversation_id = c.conversation_id and m.seq = c.seq
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
  z.object({ folded: z.number(), buckets: z.number() }),
);

/** Counts a failure on each row named; after the last attempt the row is set apart. */
export const recordFailures = statement(
  sql`with locked as materialized (
      select m.conversation_id, m.seq
        from ${named} join messages m using (conversation_id, seq)
       where m.emotion_state = 'pending'
       order by 1, 2
         for no key update of m
    )
    update messages m
       set fold_attempts = m.fold_attempts + 1, fold_error = ${p('error')}::text,
           emotion_state = case when m.fold_attempts + 1 >= ${sql.raw(String(MAX_ATTEMPTS))}
                                then 'set_apart' else 'pending' end
      from locked
     where m.conversation_id = locked.conversation_id and m.seq = locked.seq
    returning m.emotion_state = 'set_apart' as "setApart"`,
  z.object({ setApart: z.boolean() }),
);

/**
 * What no queue message has got done: messages pending for over a minute, at most so many of each
 * workspace, so that one workspace's backlog holds up no other.
 */
export const selectOverdue = statement(
  sql`select m.conversation_id as "conversationId", m.seq
        from (select id from workspaces order by random()) w
        cross join lateral (
          select conversation_id, seq from messages
           where workspace_id = w.id and emotion_state = 'pending'
             and created_at < now() - ${p('olderThan')}::interval
           order by created_at
           limit 100
        ) m
       limit ${p('limit')}::int`,
  z.object({ conversationId: z.uuid(), seq: z.number() }),
);

/** The moods among those named, and the steps up to the first message that is still pending. */
export const selectMoods = statement(
  sql`select d.conversation_id as "conversationId", d.as_of_seq as "asOfSeq", d.mood,
             d.attention_seq as "attentionSeq", d.attention_mood as "attentionMood",
             d.attention_label as "attentionLabel", d.fold_version as "foldVersion",
             d.walked_version as "walkedVersion",
             (select coalesce(jsonb_agg(jsonb_build_object(
                       'seq', m.seq, 'role', m.role, 'label', nullif(m.label, 'abstained'),
                       'valence', case when m.label <> 'abstained' then m.valence end)
                     order by m.seq), '[]')
                from messages m
               where m.conversation_id = d.conversation_id and m.seq > d.as_of_seq
                 and m.seq < coalesce((
                   select min(x.seq) from messages x
                    where x.conversation_id = d.conversation_id and x.seq > d.as_of_seq
                      and x.emotion_state = 'pending'), 2147483647)
             ) as steps
        from unnest(${p('conversations')}::uuid[]) as named (conversation_id)
        join conversation_moods d using (conversation_id)
       where d.fold_version <> d.walked_version`,
  z.object({
    conversationId: z.uuid(),
    asOfSeq: z.number(),
    mood: z.number(),
    attentionSeq: z.number().nullable(),
    attentionMood: z.number().nullable(),
    attentionLabel: emotionLabelSchema.nullable(),
    foldVersion: z.number(),
    walkedVersion: z.number(),
    steps: z.array(
      z.object({
        seq: z.number(),
        role: z.string(),
        label: emotionLabelSchema.nullable(),
        valence: z.number().nullable(),
      }),
    ),
  }),
);

/**
 * Keeps walked moods, each only if nobody else has walked it meanwhile, and raises the event of
 * each turn once.
 */
export const keepMoods = statement(
  sql`with walked as (
      select * from jsonb_to_recordset(${p('walked')}::jsonb) as w (
        conversation uuid, from_seq int, from_version int, fold_version int, as_of_seq int,
        mood smallint, attention_seq int, attention_mood smallint, attention_label text,
        turns jsonb)
    ),
    claimed as materialized (
      select d.conversation_id, d.told_seq
        from walked w join conversation_moods d on d.conversation_id = w.conversation
       where d.as_of_seq = w.from_seq and d.walked_version = w.from_version
       order by 1
         for no key update of d
    ),
    kept as (
      update conversation_moods d
         set as_of_seq = w.as_of_seq, mood = w.mood, attention_seq = w.attention_seq,
             attention_mood = w.attention_mood, attention_label = w.attention_label,
             attention_at = case when w.attention_seq is null then null
                                 when w.attention_seq = d.attention_seq then d.attention_at
                                 else now() end,
             walked_version = w.fold_version,
             told_seq = greatest(d.told_seq, w.as_of_seq)
        from claimed c join walked w on w.conversation = c.conversation_id
       where d.conversation_id = c.conversation_id
      returning d.conversation_id, d.workspace_id, c.told_seq
    ),
    raised as (
      insert into attention_events (conversation_id, seq, workspace_id, mood, label)
      select k.conversation_id, t.seq, k.workspace_id, t.mood, t.label
        from kept k join walked w on w.conversation = k.conversation_id
        cross join lateral jsonb_to_recordset(w.turns)
          as t (seq int, mood smallint, label text)
       -- After labels were changed, a walk passes by what was told, or was nothing, before.
       where t.seq > k.told_seq
       order by 1, 2
      on conflict (conversation_id, seq) do nothing
      returning 1
    )
    select (select count(*) from kept)::int as kept, (select count(*) from raised)::int as raised`,
  z.object({ kept: z.number(), raised: z.number() }),
);

/** Conversations whose walk was cut short after its fold. */
export const selectDueMoods = statement(
  sql`select conversation_id as "conversationId" from conversation_moods
       where fold_version <> walked_version and folded_at < now() - ${p('olderThan')}::interval
       order by folded_at
       limit ${p('limit')}::int`,
  z.object({ conversationId: z.uuid() }),
);
