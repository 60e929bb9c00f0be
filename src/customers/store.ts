import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { storedBookingSchema } from '../bookings/booking.ts';
import { conversationSchema, storedMessageSchema } from '../conversations/conversation.ts';
import { conversationJson, messageJson } from '../conversations/store.ts';
import { storedJobSchema } from '../follow-ups/ledger/shown-job.ts';
import { jobJson } from '../follow-ups/ledger/store.ts';
import { storedEntrySchema } from '../waitlist/entry.ts';
import { entriesOfCustomer } from '../waitlist/store.ts';
import { callerStatement } from '../workspaces/store.ts';
import { attentionEventSchema, customerSchema, receiptSchema } from './customer.ts';

const p = sql.placeholder;

/** The customer that the caller named, as `g`. */
const named = sql`caller join customers g
    on g.id = customer_id_v1(caller.workspace_id, ${p('customer')}::text)
   and g.workspace_id = caller.workspace_id`;

const customerJson = sql`jsonb_build_object(
    'id', g.external_id, 'name', g.name, 'email', g.email, 'phone', g.phone, 'locale', g.locale,
    'timeZone', g.time_zone, 'createdAt', iso_v1(g.created_at),
    'lastSeenAt', iso_v1(g.last_seen_at),
    'conversations', (select count(*) from conversations where customer_id = g.id)
  )`;

/** Null inside when the customer is erased. */
export const selectCustomer = callerStatement(
  z.object({ customer: customerSchema.nullable() }),
  sql`select jsonb_build_object('customer', case when g.erased_at is null then ${customerJson} end)
        from ${named}`,
);

/** How much text a page of an export holds, besides its first message: Neon answers 10 MB at most. */
const EXPORT_BYTES = sql.raw(String(4 * 1024 * 1024));

/** A page of everything kept: messages in the order of (conversation, seq), after a position. */
export const selectExport = callerStatement(
  z.object({
    customer: customerSchema.nullable(),
    more: z.boolean(),
    conversations: z.array(conversationSchema),
    messages: z.array(storedMessageSchema.extend({ conversation: z.uuid() })),
    attentionEvents: z.array(attentionEventSchema),
    bookings: z.array(storedBookingSchema),
    waitlist: z.array(storedEntrySchema),
    jobs: z.array(storedJobSchema.extend({ text: z.string().nullable() })),
  }),
  sql`select jsonb_build_object(
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
        'bookings', (
          select coalesce(jsonb_agg(booking_json_v1(b) order by b.id), '[]')
            from bookings b where b.customer_id = g.id and ${p('conversation')}::uuid is null),
        'waitlist', case when ${p('conversation')}::uuid is null then ${entriesOfCustomer}
                         else '[]' end,
        'jobs', (
          select coalesce(jsonb_agg(${jobJson} || jsonb_build_object('text', j.content ->> 'text')
                   order by j.due_at, j.id), '[]')
            from jobs j
           where j.booking_id = any (array(select id from bookings where customer_id = g.id))
             and ${p('conversation')}::uuid is null))
        from ${named}`,
  sql`, page as materialized (
      select m.*,
             row_number() over in_order as position,
             sum(coalesce(octet_length(m.text), 0) + coalesce(octet_length(m.metadata::text), 0))
               over in_order as bytes
        from ${named}
        cross join lateral (
          select m.* from conversations c join messages m on m.conversation_id = c.id
           where c.customer_id = g.id
             and c.id >= coalesce(${p('conversation')}::uuid, c.id)
             and (${p('conversation')}::uuid is null
                  or (m.conversation_id, m.seq) > (${p('conversation')}::uuid, ${p('seq')}::int))
           order by c.id, m.seq
           limit ${p('limit')}::int + 1
        ) m
      window in_order as (order by m.conversation_id, m.seq)
    ),
    kept as materialized (
      select * from page
       where position <= ${p('limit')}::int and (position = 1 or bytes <= ${EXPORT_BYTES})
    )`,
);

/** Erases the customer; the body is null for an unknown one. */
export const eraseCustomerNamed = callerStatement(
  receiptSchema,
  sql`select erase_customer_v1(workspace_id, customer_id_v1(workspace_id, ${p('customer')}::text))
        from caller`,
);
