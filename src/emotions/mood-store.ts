import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type EmotionLabel, emotionLabelSchema } from '../conversations/emotion.ts';
import { hasFailed, isNotSetApart } from '../platform/failed-work/store.ts';
import { type ConversationId, idSchema } from '../platform/ids.ts';
import { ids, integer, interval, json } from '../platform/parameter-kinds.ts';
import { limitTo } from '../platform/range-store.ts';
import { statement } from '../platform/statement.ts';
import type { Turn } from './mood.ts';
import { storedMoodSchema } from './stored-mood.ts';
import { timeOfTurn } from './turn-store.ts';

const moodSchema = storedMoodSchema.extend({
  conversationId: idSchema<'conversation'>(),
  /** Counts the folds and corrections of the conversation. */
  foldVersion: z.number(),
  /** The fold version up to which the last walk has included the folds. */
  walkedVersion: z.number(),
  /** Whether the walk has failed before. */
  has_failed: z.boolean(),
  /** The last message of the page. It is `asOfSeq` when the page is empty. */
  readTo: z.number(),
  /** Whether the page ends where the walk ends: at the last message or before a pending one. */
  isLast: z.boolean(),
  /** The messages of the page that move a mood. */
  steps: z.array(
    z.object({
      seq: z.number(),
      role: z.string(),
      label: emotionLabelSchema.nullable(),
      valence: z.number().nullable(),
    }),
  ),
});

/**
 * The moods of those named conversations that have a fold since their last walk, each with a page of
 * the messages to walk: those after `asOfSeq` and before the first one that is still pending, at most
 * `most` of each conversation. Those that are set apart are left out.
 */
export const selectMoods = statement({
  params: { conversations: ids<'conversation'>(), most: integer },
  row: moodSchema,
  sql: (p) => sql`select d.conversation_id as "conversationId", d.as_of_seq as "asOfSeq", d.mood,
             d.attention_seq as "attentionSeq", d.attention_mood as "attentionMood",
             d.attention_label as "attentionLabel", d.fold_version as "foldVersion",
             d.walked_version as "walkedVersion", s.steps, s."readTo", s."isLast",
             ${hasFailed('walk_mood', sql`d.conversation_id`)}
        from unnest(${p.conversations}) as n (conversation_id)
        -- Each query looks its rows up by their keys, whatever the statistics say: see
        -- docs/database.md.
        cross join lateral (
          select * from conversation_moods where conversation_id = n.conversation_id offset 0
        ) d
        cross join lateral (
          select coalesce(max(m.seq) filter (where not m.is_ended), d.as_of_seq) as "readTo",
                 count(*) < ${p.most} or coalesce(bool_or(m.is_ended), false) as "isLast",
                 coalesce(jsonb_agg(jsonb_build_object(
                   'seq', m.seq, 'role', m.role, 'label', nullif(m.label, 'abstained'),
                   'valence', case when m.label <> 'abstained' then m.valence end)
                   order by m.seq) filter (where not m.is_ended and (
                     m.role = 'agent' or (m.role = 'customer' and m.label is not null))),
                   '[]') as steps
            from (
              select seq, role, label, valence,
                     bool_or(emotion_state = 'pending') over (order by seq) as is_ended
                from (
                  select * from messages
                   where conversation_id between d.conversation_id and d.conversation_id
                     and (conversation_id, seq) > (d.conversation_id, d.as_of_seq)
                   order by conversation_id, seq
                   ${limitTo(p.most)}
                ) page
            ) m
        ) s
       where d.fold_version <> d.walked_version
         and ${isNotSetApart('walk_mood', sql`d.conversation_id`, sql`now()`)}`,
});

/**
 * A mood after a page of its walk. `from_seq` and `from_version` are the position at which the page
 * began. `walked_version` is the fold version that the walk includes when the page is its last one, and
 * else `from_version`: the walk stays due and continues after `as_of_seq`.
 */
export interface WalkedMood {
  readonly conversation: ConversationId;
  readonly from_seq: number;
  readonly from_version: number;
  readonly walked_version: number;
  readonly as_of_seq: number;
  readonly mood: number;
  readonly attention_seq: number | null;
  readonly attention_mood: number | null;
  readonly attention_label: EmotionLabel | null;
  readonly turns: readonly Turn[];
}

/**
 * Stores walked pages, each unless another consumer has walked on in the meantime, and inserts one
 * attention event for each turn.
 */
export const keepMoods = statement({
  params: { walked: json<readonly WalkedMood[]>() },
  row: z.object({ kept: z.number(), raised: z.number() }),
  sql: (p) => sql`with walked as (
      select * from jsonb_to_recordset(${p.walked}) as w (
        conversation uuid, from_seq int, from_version int, walked_version int, as_of_seq int,
        mood smallint, attention_seq int, attention_mood smallint, attention_label text,
        turns jsonb)
    ),
    claimed as materialized (
      select w.*, d.told_seq
        from (select * from walked order by conversation) w
        cross join lateral (
          select d.told_seq from conversation_moods d
           where d.conversation_id = w.conversation
             and d.as_of_seq = w.from_seq and d.walked_version = w.from_version
             for no key update
        ) d
    ),
    kept as (
      update conversation_moods d
         set as_of_seq = c.as_of_seq, mood = c.mood, attention_seq = c.attention_seq,
             attention_mood = c.attention_mood, attention_label = c.attention_label,
             attention_at = case when c.attention_seq is null then null
                                 when c.attention_seq = d.attention_seq then d.attention_at
                                 else ${timeOfTurn(sql`c.conversation`, sql`c.attention_seq`)} end,
             walked_version = c.walked_version,
             told_seq = greatest(d.told_seq, c.as_of_seq)
        from claimed c
       where d.conversation_id = c.conversation
         and d.conversation_id = any (array(select conversation from claimed))
      returning d.conversation_id, d.workspace_id, c.told_seq, c.turns
    ),
    raised as (
      insert into attention_events (conversation_id, seq, workspace_id, mood, label)
      select k.conversation_id, t.seq, k.workspace_id, t.mood, t.label
        from kept k
        cross join lateral jsonb_to_recordset(k.turns)
          as t (seq int, mood smallint, label text)
       -- After a correction the mood is walked again from the start. An earlier walk has reached
       -- told_seq and has reported the turns up to there, so these are not reported again.
       where t.seq > k.told_seq
       order by 1, 2
      on conflict (conversation_id, seq) do nothing
      returning 1
    )
    select (select count(*) from kept)::int as kept, (select count(*) from raised)::int as raised`,
});

/** Conversations whose mood has not been walked since a fold, because a consumer ended early. */
export const selectDueMoods = statement({
  params: { olderThan: interval, limit: integer },
  row: z.object({ conversationId: idSchema<'conversation'>() }),
  sql: (p) => sql`select conversation_id as "conversationId" from due_moods
       where due_since < now() - ${p.olderThan}
         and ${isNotSetApart('walk_mood', sql`conversation_id`, sql`now()`)}
       order by due_since
       limit (select ${p.limit})`,
});
