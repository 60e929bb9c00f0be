import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { erasedAt } from '../customers/store.ts';
import { idSchema } from '../platform/ids.ts';
import { boundedRows } from '../platform/pagination.ts';
import { id, instant, integer, orNull, text } from '../platform/parameter-kinds.ts';
import {
  afterId,
  filteredPage,
  filteredPageSchema,
  isAfter,
  isBefore,
  limitTo,
} from '../platform/range-store.ts';
import type { Placeholders } from '../platform/statement.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { EXCERPT_LENGTH, RECENT_MESSAGES, storedListedConversationSchema } from './conversation.ts';
import { ABSTAINED } from './emotion.ts';

/** The caller's workspace joined with its conversation of this caller's id, as `c`. */
export const namedConversation = ({
  conversation,
}: {
  conversation: SQL;
}) => sql`caller join conversations c
    on c.workspace_id = caller.workspace_id and c.external_id = ${conversation}`;

/** The facts of the conversation `c` as JSON, with its customer `g` and its mood `d`. */
export const conversationJson = sql`jsonb_build_object(
    'uuid', c.id, 'id', c.external_id, 'channel', c.channel, 'customerId', g.external_id,
    'messages', c.last_seq, 'createdAt', iso_v1(c.created_at),
    'lastMessageAt', iso_v1(c.last_message_at),
    'attention', jsonb_build_object(
      'needed', d.attention_seq is not null, 'sinceSeq', d.attention_seq,
      'since', iso_v1(d.attention_at), 'mood', d.attention_mood / 1000.0,
      'label', d.attention_label, 'asOfSeq', coalesce(d.as_of_seq, 0))
  )`;

const excerptLength = sql.raw(String(EXCERPT_LENGTH));

/**
 * The last messages of the conversation `c`, as `r`: the last one as JSON, and the valences that decide
 * about the trend. Only the text of the last one is read.
 */
const recentMessages = sql`lateral (
    select jsonb_agg(jsonb_build_object(
             'seq', m.seq, 'role', m.role, 'excerpt', left(m.text, ${excerptLength}),
             'isCut', coalesce(char_length(m.text) > ${excerptLength}, false),
             'sentAt', iso_v1(m.sent_at))) filter (where m.seq = c.last_seq) -> 0 as last,
           coalesce(jsonb_agg(m.valence order by m.seq) filter (
             where m.role = 'customer' and m.label <> '${sql.raw(ABSTAINED)}'), '[]') as valences
      from (
        select * from messages
         where conversation_id between c.id and c.id
         order by conversation_id desc, seq desc
         ${limitTo(sql.raw(String(RECENT_MESSAGES)))}
      ) m
  ) r`;

/** The conversation `c` as JSON for a list, with `g`, `d` and its recent messages `r`. */
const listedConversationJson = sql`${conversationJson} || jsonb_build_object(
    'customerName', g.name, 'lastMessage', r.last, 'valences', r.valences,
    'mood', case when d.as_of_seq > 0 then d.mood / 1000.0 end,
    'attentionAt', d.attention_at)`;

export const selectConversation = callerStatement({
  params: { conversation: text },
  body: z.object({ erased: z.boolean(), conversation: storedListedConversationSchema }),
  sql: (p) => sql`select jsonb_build_object('erased', ${erasedAt(sql`c`)} is not null,
             'conversation', ${listedConversationJson})
        from ${namedConversation(p)}
        left join customers g on g.id = c.customer_id
        left join conversation_moods d on d.conversation_id = c.id
        cross join ${recentMessages}`,
});

const pageParams = {
  before: orNull(id<'conversation'>()),
  since: orNull(instant),
  /** The lowest id of a conversation that began at `since`. */
  sinceId: orNull(id<'conversation'>()),
  limit: integer,
};
const filteredParams = { ...pageParams, channel: orNull(text) };
const ofCustomerParams = { ...filteredParams, customer: text };
const body = filteredPageSchema<typeof storedListedConversationSchema, 'conversation'>(
  storedListedConversationSchema,
);
/** The position of a conversation in the order of waiting. */
export const waitingPositionSchema = z.tuple([
  z.iso.datetime({ offset: true }),
  idSchema<'conversation'>(),
]);
const waitingPageSchema = z.object({
  data: boundedRows(storedListedConversationSchema),
  readTo: waitingPositionSchema.nullable(),
});
type PageParams = Pick<Placeholders<typeof pageParams>, 'since' | 'limit'>;
type NewestParams = Placeholders<typeof pageParams>;

/**
 * The conversations with some columns that begin an index, from the newest.
 * @param order the order of that index
 */
const conversationsOf = (p: NewestParams, prefix: (readonly [SQL, SQL])[], order: SQL) =>
  sql`select * from conversations
               where ${isBefore(prefix, sql`id`, p.before, p.sinceId)}
               order by ${order}`;

/**
 * A page of the conversations of a source. Each filter that an index serves has a statement of its
 * own, which reads from that index. The customers and moods are looked up one by one.
 */
const pageOf = (
  p: PageParams,
  {
    rows,
    order,
    isWanted = sql`true`,
    ...position
  }: { rows: SQL; order: SQL; isWanted?: SQL; position?: SQL },
) =>
  filteredPage(
    sql`jsonb_agg((
              select ${listedConversationJson}
                from (select s.*) c
                left join lateral (
                  select * from customers where id = c.customer_id offset 0
                ) g on true
                left join lateral (
                  select * from conversation_moods where conversation_id = c.id offset 0
                ) d on true
                cross join ${recentMessages}
            ) order by ${order})`,
    {
      rows,
      order,
      ...position,
      isWanted: sql`${erasedAt(sql`s`)} is null and (${p.since} is null or s.created_at >= ${p.since})
                 and ${isWanted}`,
      limit: p.limit,
    },
  );

const isOfChannel = ({ channel }: { channel: SQL }) =>
  sql`(${channel} is null or s.channel = ${channel})`;

export const selectConversations = callerStatement({
  params: pageParams,
  body,
  sql: (p) =>
    sql`select (${pageOf(p, {
      rows: conversationsOf(
        p,
        [[sql`workspace_id`, sql`caller.workspace_id`]],
        sql`workspace_id desc, id desc`,
      ),
      order: sql`s.workspace_id desc, s.id desc`,
    })}) from caller`,
});

export const selectConversationsOfChannel = callerStatement({
  params: { ...pageParams, channel: text },
  body,
  sql: (p) =>
    sql`select (${pageOf(p, {
      rows: conversationsOf(
        p,
        [
          [sql`workspace_id`, sql`caller.workspace_id`],
          [sql`channel`, p.channel],
        ],
        sql`workspace_id desc, channel desc, id desc`,
      ),
      order: sql`s.workspace_id desc, s.channel desc, s.id desc`,
    })}) from caller`,
});

export const selectConversationsInNeed = callerStatement({
  params: filteredParams,
  body,
  sql: (p) =>
    sql`select (${pageOf(p, {
      rows: sql`select n.workspace_id as workspace, n.conversation_id as position, c.*
                from conversation_moods n
                cross join lateral (
                  select * from conversations where id = n.conversation_id offset 0
                ) c
               where n.attention_seq is not null
                 and ${isBefore(
                   [[sql`n.workspace_id`, sql`caller.workspace_id`]],
                   sql`n.conversation_id`,
                   p.before,
                   p.sinceId,
                 )}
               order by n.workspace_id desc, n.conversation_id desc`,
      order: sql`s.workspace desc, s.position desc`,
      isWanted: isOfChannel(p),
    })}) from caller`,
});

/** Those in need of attention, the longest waiting first. */
export const selectWaitingConversations = callerStatement({
  params: {
    afterAt: orNull(instant),
    afterId: orNull(id<'conversation'>()),
    since: orNull(instant),
    limit: integer,
    channel: orNull(text),
    customer: orNull(text),
  },
  body: waitingPageSchema,
  sql: (p) =>
    sql`select (${pageOf(p, {
      rows: sql`select n.workspace_id as workspace, n.attention_at, n.conversation_id as position,
                     c.*
                from conversation_moods n
                cross join lateral (
                  select * from conversations where id = n.conversation_id offset 0
                ) c
               where n.attention_seq is not null
                 and ${isAfter(
                   [[sql`n.workspace_id`, sql`caller.workspace_id`]],
                   [
                     [sql`n.attention_at`, sql`coalesce(${p.afterAt}, '-infinity')`],
                     [sql`n.conversation_id`, afterId(p.afterId)],
                   ],
                 )}
               order by n.workspace_id, n.attention_at, n.conversation_id`,
      order: sql`s.workspace, s.attention_at, s.position`,
      isWanted: sql`${isOfChannel(p)} and (${p.customer} is null or s.customer_id = (
                   select customer_of_v1(caller.workspace_id, ${p.customer})))`,
      position: sql`jsonb_build_array(s.attention_at, s.id)`,
    })}) from caller`,
});

const ofCustomer = (p: Placeholders<typeof ofCustomerParams>, isNeeded = sql`true`) =>
  sql`select (${pageOf(p, {
    rows: conversationsOf(p, [[sql`customer_id`, sql`g.id`]], sql`customer_id desc, id desc`),
    order: sql`s.customer_id desc, s.id desc`,
    isWanted: sql`${isOfChannel(p)} and ${isNeeded}`,
  })})
        from (select customer_of_v1(workspace_id, ${p.customer}) as id from caller offset 0) g`;

export const selectCustomerConversations = callerStatement({
  params: ofCustomerParams,
  body,
  sql: (p) => ofCustomer(p),
});

export const selectCustomerConversationsInNeed = callerStatement({
  params: ofCustomerParams,
  body,
  sql: (p) =>
    ofCustomer(
      p,
      sql`exists (
                   select from conversation_moods
                    where conversation_id = s.id and attention_seq is not null)`,
    ),
});
