import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { storedBookingSchema } from '../bookings/booking.ts';
import { statement } from '../platform/legacy.ts';
import { callerCte, callerStatement } from '../workspaces/legacy-store.ts';
import { conversationSchema, storedMessageSchema } from './conversation.ts';
import { EMOTION_LABELS } from './emotion.ts';

const p = sql.placeholder;

/**
 * Stores a message: one upsert statement, one round trip. Its locks are taken in the one order
 * (customer, conversation, message), each by an upsert, so that racers queue up instead of failing.
 *
 * - `guest` locks the customer, and stops here when the customer is erased.
 * - `conversation` locks the conversation's counter and raises it, unless message_exists_v1, which
 *   sees what a racing duplicate has committed meanwhile, finds the message: then seq gets no gap.
 * - `message` inserts, or returns the stored row for a duplicate. The no-op update is what makes
 *   a row committed after this statement's snapshot visible to it.
 * - `announced` leaves a row for webhooks, where somebody listens to messages.
 *
 * A statement that stored nothing calls refuse_message_v1, which raises the reason and so undoes
 * what `guest` wrote. xmax is 0 only in a row that this statement has inserted.
 */
const messageUpsert = (bookingId: SQL, booking: SQL) => sql`with ${callerCte},
    guest as (
      insert into customers as g
        (id, workspace_id, external_id, name, email, phone, locale, time_zone)
      select customer_id_v1(workspace_id, ${p('customer')}::text), workspace_id,
             ${p('customer')}::text, ${p('customerName')}::text, ${p('customerEmail')}::text,
             ${p('customerPhone')}::text, ${p('customerLocale')}::text,
             ${p('customerTimeZone')}::text
        from caller where ${p('customer')}::text is not null
      on conflict (id) do update
         set name = coalesce(excluded.name, g.name),
             email = coalesce(excluded.email, g.email),
             phone = coalesce(excluded.phone, g.phone),
             locale = coalesce(excluded.locale, g.locale),
             time_zone = coalesce(excluded.time_zone, g.time_zone),
             last_seen_at = now()
       where g.erased_at is null
      returning id
    ),
    conversation as (
      insert into conversations as c
        (id, workspace_id, external_id, channel, customer_id, last_seq)
      select ${p('conversationId')}::uuid, workspace_id, ${p('conversation')}::text,
             coalesce(${p('channel')}::text, ${p('defaultChannel')}::text), guest.id, 1
        from caller left join guest on true
       where ${p('customer')}::text is null or guest.id is not null
      on conflict (workspace_id, external_id) do update
         set last_seq = c.last_seq + (not message_exists_v1(c.id, ${p('id')}::text))::int,
             customer_id = coalesce(c.customer_id, excluded.customer_id),
             last_message_at = now()
       where c.erased_at is null
         and (${p('channel')}::text is null or c.channel = excluded.channel)
         and (c.customer_id is null or excluded.customer_id is null
              or c.customer_id = excluded.customer_id)
      returning id, workspace_id, last_seq, customer_id
    ),
    message as (
      insert into messages as m
        (workspace_id, conversation_id, seq, id, role, text, metadata, sent_at, digest, label,
         confidence, valence, model_version, emotion_state, booking_id)
      select workspace_id, id, last_seq, ${p('id')}::text, ${p('role')}::text, ${p('text')}::text,
             ${p('metadata')}::jsonb, coalesce(${p('sentAt')}::timestamptz, now()),
             decode(${p('digest')}::text, 'hex'), ${p('label')}::text,
             ${p('confidence')}::smallint, ${p('valence')}::smallint, ${p('modelVersion')}::text,
             ${p('emotionState')}::text, ${bookingId}
        from conversation
      on conflict (conversation_id, id) do update set digest = m.digest
      returning workspace_id, conversation_id, seq, booking_id, xmax = 0 as created,
                digest = decode(${p('digest')}::text, 'hex') as same,
                iso_v1(sent_at) as "sentAt", iso_v1(created_at) as "createdAt"
    ),
    announced as (
      insert into message_announcements (conversation_id, seq, workspace_id)
      select conversation_id, seq, workspace_id from message
       where created and exists (
         select from webhooks w
          where w.workspace_id = message.workspace_id and 'message.created' = any (w.events)
            and w.disabled_at is null and w.deleted_at is null)
      returning 1
    )
    select exists (select from caller) as live,
           case when message.seq is null and exists (select from caller)
                then refuse_message_v1(${p('callerWorkspace')}::uuid, ${p('conversation')}::text,
                                       ${p('channel')}::text, ${p('customer')}::text)
           end as refusal,
           message.conversation_id as "conversationId", message.seq, message.created,
           message.same, message."sentAt", message."createdAt",
           exists (select from announced) as announced, ${booking} as booking
      from (select) one left join message on true left join conversation on true`;

const upsertedSchema = z.object({
  live: z.boolean(),
  refusal: z.string().nullable(),
  conversationId: z.string().nullable(),
  seq: z.number().nullable(),
  created: z.boolean().nullable(),
  same: z.boolean().nullable(),
  sentAt: z.string().nullable(),
  createdAt: z.string().nullable(),
  announced: z.boolean(),
  booking: storedBookingSchema.nullable(),
});

export const upsertMessage = statement(messageUpsert(sql`null::uuid`, sql`null`), upsertedSchema);

/** The same with a booking, which comes last in the order of locks; a replay shows the one made. */
export const upsertMessageWithBooking = statement(
  messageUpsert(
    sql`${p('bookingId')}::uuid`,
    sql`case when message.created then
             book_v1(${p('callerWorkspace')}::uuid, ${p('callerKey')}::uuid,
                     ${p('bookingId')}::uuid, conversation.customer_id, conversation.id,
                     message.seq, ${p('booking')}::jsonb)
           else (select booking_json_v1(b) from bookings b where b.id = message.booking_id) end`,
  ),
  upsertedSchema,
);

/** The conversation that the caller named, as `c`. */
const named = sql`caller join conversations c
    on c.workspace_id = caller.workspace_id and c.external_id = ${p('conversation')}::text`;

/** The order in which probabilities are stored. */
const LABELS_IN_ORDER = `array[${EMOTION_LABELS.map((label) => `'${label}'`).join(', ')}]`;

/** The message `m` as it is shown, of a conversation of that id. */
export const messageJson = (conversationId: SQL) => sql`jsonb_build_object(
    'id', m.id, 'conversationId', ${conversationId}, 'seq', m.seq, 'role', m.role,
    'text', m.text, 'sentAt', iso_v1(m.sent_at), 'createdAt', iso_v1(m.created_at),
    'metadata', m.metadata, 'emotionState', m.emotion_state,
    'emotion', case when m.label is not null then jsonb_build_object(
      'label', nullif(m.label, 'abstained'), 'confidence', m.confidence / 1000.0,
      'valence', case when m.label <> 'abstained' then m.valence / 1000.0 end,
      'abstained', m.abstained, 'probabilities', (
        select jsonb_object_agg(l.label, m.probabilities[l.at] / 1000.0)
          from unnest(${sql.raw(LABELS_IN_ORDER)}) with ordinality as l (label, at)
         where m.probabilities is not null),
      'modelVersion', m.model_version) end
  )`;

const pageOfMessages = (edge: SQL, order: SQL) =>
  callerStatement(
    z.object({ erased: z.boolean(), data: z.array(storedMessageSchema) }),
    sql`select jsonb_build_object('erased', c.erased_at is not null, 'data', (
          select coalesce(jsonb_agg(${messageJson(sql`${p('conversation')}::text`)} order by m.seq), '[]')
            from (
              select * from messages
               where conversation_id = c.id and seq ${edge}
               order by seq ${order}
               limit ${p('limit')}::int
            ) m))
        from ${named}`,
  );

export const selectMessagesAfter = pageOfMessages(sql`> ${p('seq')}::int`, sql`asc`);
export const selectMessagesBefore = pageOfMessages(sql`< ${p('seq')}::int`, sql`desc`);

/** The conversation `c` with its customer `g` and its mood `d`. */
export const conversationJson = sql`jsonb_build_object(
    'uuid', c.id, 'id', c.external_id, 'channel', c.channel, 'customerId', g.external_id,
    'messages', c.last_seq, 'createdAt', iso_v1(c.created_at),
    'lastMessageAt', iso_v1(c.last_message_at),
    'attention', jsonb_build_object(
      'needed', d.attention_seq is not null, 'sinceSeq', d.attention_seq,
      'since', iso_v1(d.attention_at), 'mood', d.attention_mood / 1000.0,
      'label', d.attention_label)
  )`;

export const selectConversation = callerStatement(
  z.object({ erased: z.boolean(), conversation: conversationSchema }),
  sql`select jsonb_build_object('erased', c.erased_at is not null,
             'conversation', ${conversationJson})
        from ${named}
        left join customers g on g.id = c.customer_id
        left join conversation_moods d on d.conversation_id = c.id`,
);

/** The filters of a list are texts of their own, so that each has a plan that its index covers. */
const listOfConversations = (source: SQL, filter: SQL) =>
  callerStatement(
    z.array(conversationSchema),
    sql`select coalesce(jsonb_agg(${conversationJson} order by c.id desc), '[]')
        from (
          select c.* from caller join ${source}
           where c.erased_at is null and ${filter}
             and (${p('before')}::uuid is null or c.id < ${p('before')}::uuid)
             and (${p('since')}::timestamptz is null or c.created_at >= ${p('since')}::timestamptz)
             and (${p('channel')}::text is null or c.channel = ${p('channel')}::text)
           order by c.id desc
           limit ${p('limit')}::int
        ) c
        left join customers g on g.id = c.customer_id
        left join conversation_moods d on d.conversation_id = c.id`,
  );

const anyone = sql`true`;
const ofCustomer = sql`c.customer_id = customer_id_v1(c.workspace_id, ${p('customer')}::text)`;
const allOfWorkspace = sql`conversations c on c.workspace_id = caller.workspace_id`;
const inNeed = sql`conversation_moods n
    on n.workspace_id = caller.workspace_id and n.attention_seq is not null
  join conversations c on c.id = n.conversation_id`;

export const selectConversations = listOfConversations(allOfWorkspace, anyone);
export const selectCustomerConversations = listOfConversations(
  sql`conversations c on c.workspace_id = caller.workspace_id
      and c.customer_id = customer_id_v1(caller.workspace_id, ${p('customer')}::text)`,
  anyone,
);
export const selectConversationsInNeed = listOfConversations(inNeed, anyone);
export const selectCustomerConversationsInNeed = listOfConversations(inNeed, ofCustomer);
