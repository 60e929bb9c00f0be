import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { storedBookingSchema } from '../bookings/booking.ts';
import { storedConversationSchema } from '../conversations/conversation.ts';
import { messageSchema } from '../conversations/message.ts';
import { messageJson } from '../conversations/message-store.ts';
import { conversationJson } from '../conversations/store.ts';
import { customerSchema } from '../customers/customer.ts';
import { customerJson, namedCustomer } from '../customers/store.ts';
import { storedJobSchema } from '../follow-ups/ledger/shown-job.ts';
import { jobJson } from '../follow-ups/ledger/store.ts';
import { idSchema } from '../platform/ids.ts';
import { id, integer, orNull, text } from '../platform/parameter-kinds.ts';
import { storedEntrySchema } from '../waitlist/entry.ts';
import { entriesOfCustomer } from '../waitlist/store.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import { erasureSchema } from './erasure.ts';
import { attentionEventSchema } from './export.ts';

/**
 * How many bytes of text and metadata a page of an export holds. The first message is always
 * included. Neon answers with at most 10 MB.
 */
const EXPORT_BYTES = sql.raw(String(4 * 1024 * 1024));

/** Rows that belong to the first page only, as a JSON array. */
const onFirstPage = (conversation: SQL, rows: SQL) =>
  sql`case when ${conversation} is null then ${rows} else '[]' end`;

/**
 * A page of everything that is stored about a customer: messages in the order of (conversation,
 * seq), after a position.
 */
export const selectExport = callerStatement({
  params: {
    customer: text,
    conversation: orNull(id<'conversation'>()),
    seq: orNull(integer),
    limit: integer,
  },
  body: z.object({
    customer: customerSchema.nullable(),
    more: z.boolean(),
    conversations: z.array(storedConversationSchema),
    messages: z.array(messageSchema.extend({ conversation: idSchema<'conversation'>() })),
    attentionEvents: z.array(attentionEventSchema),
    bookings: z.array(storedBookingSchema),
    waitlist: z.array(storedEntrySchema),
    jobs: z.array(storedJobSchema.extend({ text: z.string().nullable() })),
  }),
  ctes: (p) => sql`, page as materialized (
      select m.*,
             row_number() over in_order as position,
             sum(coalesce(octet_length(m.text), 0) + coalesce(octet_length(m.metadata::text), 0))
               over in_order as bytes
        from ${namedCustomer(p)}
        cross join lateral (
          select m.* from conversations c join messages m on m.conversation_id = c.id
           where c.customer_id = g.id
             and c.id >= coalesce(${p.conversation}, c.id)
             and (${p.conversation} is null
                  or (m.conversation_id, m.seq) > (${p.conversation}, ${p.seq}))
           order by c.id, m.seq
           limit ${p.limit} + 1
        ) m
      window in_order as (order by m.conversation_id, m.seq)
    ),
    kept as materialized (
      select * from page where position <= ${p.limit} and (position = 1 or bytes <= ${EXPORT_BYTES})
    )`,
  sql: (p) => sql`select jsonb_build_object(
        'customer', case when g.erased_at is null then ${customerJson} end,
        'more', (select count(*) from page) > (select count(*) from kept),
        'conversations', (
          select coalesce(jsonb_agg(${conversationJson} order by c.id), '[]')
            from conversations c
            left join conversation_moods d on d.conversation_id = c.id
           where c.id in (select conversation_id from kept)),
        'messages', (
          select coalesce(jsonb_agg(
                   ${messageJson(sql`c.external_id`)} || jsonb_build_object('conversation', c.id)
                   order by m.conversation_id, m.seq), '[]')
            from kept m join conversations c on c.id = m.conversation_id),
        'attentionEvents', (
          select coalesce(jsonb_agg(jsonb_build_object(
                   'conversationId', c.external_id, 'seq', a.seq, 'mood', a.mood / 1000.0,
                   'label', a.label, 'raisedAt', iso_v1(a.raised_at))
                 order by a.conversation_id, a.seq), '[]')
            from kept m
            join attention_events a using (conversation_id, seq)
            join conversations c on c.id = m.conversation_id),
        'bookings', ${onFirstPage(
          p.conversation,
          sql`(
          select coalesce(jsonb_agg(booking_json_v1(b) order by b.id), '[]')
            from bookings b where b.customer_id = g.id)`,
        )},
        'waitlist', ${onFirstPage(p.conversation, entriesOfCustomer)},
        'jobs', ${onFirstPage(
          p.conversation,
          sql`(
          select coalesce(jsonb_agg(${jobJson} || jsonb_build_object('text', j.content ->> 'text')
                   order by j.due_at, j.id), '[]')
            from jobs j
           where j.booking_id = any (array(select id from bookings where customer_id = g.id)))`,
        )})
      from ${namedCustomer(p)}`,
});

/** Erases a customer; see erase_customer_v1. The body is null for an unknown customer. */
export const eraseCustomer = callerStatement({
  params: { customer: text },
  body: erasureSchema,
  sql: (
    p,
  ) => sql`select erase_customer_v1(workspace_id, customer_id_v1(workspace_id, ${p.customer}))
      from caller`,
  once: { status: 200 },
});
