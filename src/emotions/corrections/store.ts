import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { CORRECTED, GIVEN_BY_CALLER } from '../../conversations/emotion.ts';
import { type ConversationId, idSchema } from '../../platform/ids.ts';
import { id, integer, json, orNull, smallint, text } from '../../platform/parameter-kinds.ts';
import { statement } from '../../platform/statement.ts';
import { callerStatement } from '../../workspaces/caller-store.ts';
import { READ_AT_MOST } from '../model/tokens.ts';
import type { ReadingColumns } from '../reading.ts';
import { WORKERS_AI } from '../workers-ai-classifier.ts';

/**
 * Corrects the emotion of a message and records the correction; see correct_emotion_v1. The body is
 * null when the conversation has no such message.
 */
export const correctEmotion = callerStatement({
  params: {
    id: id<'correction'>(),
    conversation: text,
    message: text,
    label: text,
    valence: smallint,
  },
  body: z.object({ conversationId: idSchema<'conversation'>(), seq: z.int() }),
  sql: (p) => sql`select correct_emotion_v1(workspace_id, ${p.callerKey}, ${p.id},
                                ${p.conversation}, ${p.message},
                                ${p.label}, ${p.valence})
        from caller`,
  once: {
    status: 200,
    customer: (p) => sql`select c.customer_id from caller
                           join conversations c on c.workspace_id = caller.workspace_id
                            and c.external_id = ${p.conversation}`,
  },
});

/**
 * Whether a model other than the current one has read the message `m`. Emotions that the caller
 * gave or an operator corrected are left out. Those that Workers AI read are left out too, because
 * the built-in model abstains from their languages.
 */
const isReadByOther = ({ modelVersion }: { modelVersion: SQL }) => sql`m.model_version not in
  (${sql.raw(`'${GIVEN_BY_CALLER}', '${CORRECTED}'`)}, ${modelVersion})
  and not starts_with(m.model_version, ${sql.raw(`'${WORKERS_AI}'`)})`;

/** Messages that other models have read, in the order of (conversation, seq), after a position. */
export const selectReadByOthers = statement({
  params: {
    modelVersion: text,
    afterConversation: orNull(id<'conversation'>()),
    afterSeq: orNull(integer),
    limit: integer,
  },
  row: z.object({
    conversationId: idSchema<'conversation'>(),
    seq: z.int(),
    text: z.string(),
    fromModel: z.string(),
  }),
  sql: (p) => sql`select m.conversation_id as "conversationId", m.seq,
             left(m.text, ${sql.raw(String(READ_AT_MOST))}) as text, m.model_version as "fromModel"
        from messages m
       where m.emotion_state = 'folded' and m.label is not null and m.text is not null
         and ${isReadByOther(p)}
         and (${p.afterConversation} is null
              or (m.conversation_id, m.seq) > (${p.afterConversation}, ${p.afterSeq}))
       order by m.conversation_id, m.seq
       limit ${p.limit}`,
});

/** A message with its new reading, and the model whose reading it replaces. */
interface Relabelled extends ReadingColumns {
  readonly conversation_id: ConversationId;
  readonly seq: number;
  readonly from_model: string;
}

/** Replaces readings and changes the statistics by the difference; see relabel_messages_v1. */
export const relabelMessages = statement({
  params: { rows: json<readonly Relabelled[]>() },
  row: z.object({ changed: z.int() }),
  sql: (p) => sql`select relabel_messages_v1(${p.rows}) as changed`,
});
