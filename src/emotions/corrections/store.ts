import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { CORRECTED, GIVEN_BY_CALLER } from '../../conversations/emotion.ts';
import { statement } from '../../platform/legacy.ts';
import { callerStatement } from '../../workspaces/legacy-store.ts';
import { READ_AT_MOST } from '../model/tokens.ts';
import { WORKERS_AI } from '../workers-ai-classifier.ts';

const p = sql.placeholder;

/** Corrects a label and records who did it; see correct_emotion_v1. Null: no such message. */
export const correctEmotion = callerStatement(
  z.object({ conversationId: z.uuid(), seq: z.int() }),
  sql`select correct_emotion_v1(workspace_id, ${p('callerKey')}::uuid, ${p('id')}::uuid,
                                ${p('conversation')}::text, ${p('message')}::text,
                                ${p('label')}::text, ${p('valence')}::smallint)
        from caller`,
);

const nobodysWord = sql`m.model_version not in
  (${sql.raw(`'${GIVEN_BY_CALLER}', '${CORRECTED}'`)}, ${p('modelVersion')}::text)
  and not starts_with(m.model_version, ${sql.raw(`'${WORKERS_AI}'`)})`;

/**
 * What other models have read, in the order of (conversation, seq), after a position: nothing that
 * came with its message, that somebody corrected, or that Workers AI has read, which the built-in
 * model could only abstain from.
 */
export const selectReadByOthers = statement(
  sql`select m.conversation_id as "conversationId", m.seq, left(m.text, ${sql.raw(`${READ_AT_MOST}`)}) as text, m.model_version as "fromModel"
        from messages m
       where m.emotion_state = 'folded' and m.label is not null and m.text is not null
         and ${nobodysWord}
         and (${p('afterConversation')}::uuid is null
              or (m.conversation_id, m.seq) > (${p('afterConversation')}::uuid, ${p('afterSeq')}::int))
       order by m.conversation_id, m.seq
       limit ${p('limit')}::int`,
  z.object({
    conversationId: z.uuid(),
    seq: z.int(),
    text: z.string(),
    fromModel: z.string(),
  }),
);

/** Gives messages other labels, statistics following exactly; see relabel_messages_v1. */
export const relabelMessages = statement(
  sql`select relabel_messages_v1(${p('rows')}::jsonb) as changed`,
  z.object({ changed: z.int() }),
);
