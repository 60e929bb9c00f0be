import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { erasedAt } from '../customers/store.ts';
import { boundedPage, PAGE_BYTES } from '../platform/page-store.ts';
import { boundedRows } from '../platform/pagination.ts';
import { integer, text } from '../platform/parameter-kinds.ts';
import { limitTo } from '../platform/range-store.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { EMOTION_LABELS } from './emotion.ts';
import { messageSchema } from './message.ts';
import { namedConversation } from './store.ts';

/** The order in which a message's probabilities are stored. */
const LABELS_IN_ORDER = sql.raw(`array[${EMOTION_LABELS.map((label) => `'${label}'`).join(', ')}]`);

/**
 * The message `m` as JSON.
 * @param conversationId the caller's own id of its conversation
 */
export const messageJson = (conversationId: SQL) => sql`jsonb_build_object(
    'id', m.id, 'conversationId', ${conversationId}, 'seq', m.seq, 'role', m.role,
    'text', m.text, 'sentAt', iso_v1(m.sent_at), 'createdAt', iso_v1(m.created_at),
    'metadata', m.metadata, 'emotionState', m.emotion_state,
    'emotion', case when m.label is not null then jsonb_build_object(
      'label', nullif(m.label, 'abstained'), 'confidence', m.confidence / 1000.0,
      'valence', case when m.label <> 'abstained' then m.valence / 1000.0 end,
      'abstained', m.abstained, 'probabilities', (
        select jsonb_object_agg(l.label, m.probabilities[l.at] / 1000.0)
          from unnest(${LABELS_IN_ORDER}) with ordinality as l (label, at)
         where m.probabilities is not null),
      'modelVersion', m.model_version) end
  )`;

/** A page of a conversation's messages. `isBeyond` compares `seq` with where the page begins. */
const messagePage = (isBeyond: SQL, order: SQL) =>
  callerStatement({
    params: { conversation: text, seq: integer, limit: integer },
    body: z.object({ erased: z.boolean(), data: boundedRows(messageSchema) }),
    sql: (
      p,
    ) => sql`select jsonb_build_object('erased', ${erasedAt(sql`c`)} is not null, 'data', ${boundedPage(
      messageJson(p.conversation),
      sql`m.seq ${order}`,
      // The JSON of a message has at least the bytes of its text, so later messages are on no page.
      sql`(
              select * from (
                select x.*, sum(octet_length(x.text)) over (
                         order by x.seq ${order} rows between unbounded preceding and 1 preceding
                       ) as bytes_before
                  from (
                    select * from messages
                     where conversation_id = c.id and seq ${isBeyond} ${p.seq}
                     order by seq ${order}
                     ${limitTo(p.limit)}
                  ) x
              ) y
             where coalesce(y.bytes_before, 0) <= ${PAGE_BYTES}
            ) m`,
    )})
        from ${namedConversation(p)}`,
  });

/** Messages after a seq, in seq order. */
export const selectMessagesAfter = messagePage(sql`>`, sql`asc`);
/** The last messages before a seq, the last one first. */
export const selectMessagesBefore = messagePage(sql`<`, sql`desc`);
