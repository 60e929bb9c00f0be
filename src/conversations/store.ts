import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { id, instant, integer, orNull, text } from '../platform/parameter-kinds.ts';
import type { Placeholders } from '../platform/statement.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { storedConversationSchema } from './conversation.ts';

/** The caller's workspace joined with its conversation of this caller's id, as `c`. */
export const namedConversation = ({
  conversation,
}: {
  conversation: SQL;
}) => sql`caller join conversations c
    on c.workspace_id = caller.workspace_id and c.external_id = ${conversation}`;

/** The conversation `c` as JSON, with its customer `g` and its mood `d`. */
export const conversationJson = sql`jsonb_build_object(
    'uuid', c.id, 'id', c.external_id, 'channel', c.channel, 'customerId', g.external_id,
    'messages', c.last_seq, 'createdAt', iso_v1(c.created_at),
    'lastMessageAt', iso_v1(c.last_message_at),
    'attention', jsonb_build_object(
      'needed', d.attention_seq is not null, 'sinceSeq', d.attention_seq,
      'since', iso_v1(d.attention_at), 'mood', d.attention_mood / 1000.0,
      'label', d.attention_label)
  )`;

export const selectConversation = callerStatement({
  params: { conversation: text },
  body: z.object({ erased: z.boolean(), conversation: storedConversationSchema }),
  sql: (p) => sql`select jsonb_build_object('erased', c.erased_at is not null,
             'conversation', ${conversationJson})
        from ${namedConversation(p)}
        left join customers g on g.id = c.customer_id
        left join conversation_moods d on d.conversation_id = c.id`,
});

const pageParams = {
  before: orNull(id<'conversation'>()),
  since: orNull(instant),
  channel: orNull(text),
  limit: integer,
};
const ofCustomerParams = { ...pageParams, customer: text };
const pageSchema = z.array(storedConversationSchema);

/**
 * A page of the conversations `c` of a source. Each filter that an index serves has a statement of
 * its own, so that PostgreSQL plans it with that index.
 */
const pageOf = (p: Placeholders<typeof pageParams>, source: SQL, filter = sql`true`) =>
  sql`select coalesce(jsonb_agg(${conversationJson} order by c.id desc), '[]')
        from (
          select c.* from caller join ${source}
           where c.erased_at is null and ${filter}
             and (${p.before} is null or c.id < ${p.before})
             and (${p.since} is null or c.created_at >= ${p.since})
             and (${p.channel} is null or c.channel = ${p.channel})
           order by c.id desc
           limit ${p.limit}
        ) c
        left join customers g on g.id = c.customer_id
        left join conversation_moods d on d.conversation_id = c.id`;

const ofWorkspace = sql`conversations c on c.workspace_id = caller.workspace_id`;
const inNeed = sql`conversation_moods n
    on n.workspace_id = caller.workspace_id and n.attention_seq is not null
  join conversations c on c.id = n.conversation_id`;

export const selectConversations = callerStatement({
  params: pageParams,
  body: pageSchema,
  sql: (p) => pageOf(p, ofWorkspace),
});

export const selectConversationsInNeed = callerStatement({
  params: pageParams,
  body: pageSchema,
  sql: (p) => pageOf(p, inNeed),
});

export const selectCustomerConversations = callerStatement({
  params: ofCustomerParams,
  body: pageSchema,
  sql: (p) =>
    pageOf(
      p,
      sql`conversations c on c.workspace_id = caller.workspace_id
      and c.customer_id = customer_id_v1(caller.workspace_id, ${p.customer})`,
    ),
});

export const selectCustomerConversationsInNeed = callerStatement({
  params: ofCustomerParams,
  body: pageSchema,
  sql: (p) => pageOf(p, inNeed, sql`c.customer_id = customer_id_v1(c.workspace_id, ${p.customer})`),
});
