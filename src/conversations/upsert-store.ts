import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Place, storedBookingSchema } from '../bookings/booking.ts';
import type { Guest } from '../customers/guest.ts';
import type { Requester } from '../platform/auth/actions.ts';
import { idSchema } from '../platform/ids.ts';
import { bytes, id, instant, json, orNull, smallint, text } from '../platform/parameter-kinds.ts';
import { type Placeholders, statement } from '../platform/statement.ts';
import {
  callerCte,
  callerParams,
  keyRefusal,
  keyRefusalSchema,
} from '../workspaces/caller-store.ts';
import type { NewMessage } from './message.ts';

const messageParams = {
  ...callerParams,
  /** The id of the conversation's row if this message is its first. */
  conversationId: id<'conversation'>(),
  /** The caller's own id of the conversation. */
  conversation: text,
  channel: orNull(text),
  defaultChannel: text,
  guest: orNull(json<Guest>()),
  by: json<Requester>(),
  id: text,
  role: text,
  text,
  metadata: orNull(json<NonNullable<NewMessage['metadata']>>()),
  sentAt: orNull(instant),
  digest: bytes,
  label: orNull(text),
  confidence: orNull(smallint),
  valence: orNull(smallint),
  modelVersion: orNull(text),
  emotionState: text,
};

/**
 * Stores a message with one upsert for each row that it needs, in one round trip. The locks are
 * taken in the order of docs/architecture.md: customer, conversation, message. An upsert waits for
 * a racing one instead of failing.
 *
 * - `guest` creates or updates the customer and locks it. Its id is null when the customer is erased,
 *   and then nothing below is stored.
 * - `conversation` locks the conversation and raises its last seq, unless message_exists_v1 finds
 *   the message. That function reads with a new snapshot, so it sees a duplicate that was committed
 *   after this statement began, and seq gets no gap.
 * - `message` inserts the message. On a duplicate it returns the stored row: its update changes
 *   nothing, but makes a row visible that was committed after this statement's snapshot.
 * - `announced` inserts a row from which webhooks are planned, if an endpoint receives
 *   message.created.
 *
 * When nothing was stored, refuse_message_v1 raises the reason. The error rolls back what
 * upsert_guest_v2 has written. `xmax = 0` holds only for a row that this statement has inserted.
 */
const messageUpsert = (
  p: Placeholders<typeof messageParams>,
  bookingId: SQL,
  booking: SQL,
) => sql`with ${callerCte(p)},
    guest as (
      select g.customer as id, g.unchanged
        from caller cross join lateral upsert_guest_v2(workspace_id, ${p.guest}, ${p.by}) g
       where ${p.guest} is not null
    ),
    conversation as (
      insert into conversations as c
        (id, workspace_id, external_id, channel, customer_id, last_seq)
      select ${p.conversationId}, workspace_id, ${p.conversation},
             coalesce(${p.channel}, ${p.defaultChannel}), guest.id, 1
        from caller left join guest on true
       where ${p.guest} is null or guest.id is not null
      on conflict (workspace_id, external_id) do update
         set last_seq = c.last_seq + (not message_exists_v1(c.id, ${p.id}))::int,
             customer_id = coalesce(c.customer_id, excluded.customer_id),
             last_message_at = now()
       where c.erased_at is null
         -- The row of a customer that the request names is locked and no tombstone.
         and (${p.guest} is not null
              or (select g.erased_at from customers g where g.id = c.customer_id) is null)
         and (${p.channel} is null or c.channel = excluded.channel)
         and (c.customer_id is null or excluded.customer_id is null
              or c.customer_id = excluded.customer_id)
      returning id, workspace_id, last_seq, customer_id
    ),
    message as (
      insert into messages as m
        (workspace_id, conversation_id, seq, id, role, text, metadata, sent_at, digest, label,
         confidence, valence, model_version, emotion_state, booking_id)
      select workspace_id, id, last_seq, ${p.id}, ${p.role}, ${p.text},
             ${p.metadata}, coalesce(${p.sentAt}, now()),
             ${p.digest}, ${p.label},
             ${p.confidence}, ${p.valence}, ${p.modelVersion},
             ${p.emotionState}, ${bookingId}
        from conversation
      on conflict (conversation_id, id) do update set digest = m.digest
      returning workspace_id, conversation_id, seq, booking_id, xmax = 0 as created,
                digest = ${p.digest} as same,
                iso_v1(sent_at) as "sentAt", iso_v1(created_at) as "createdAt"
    ),
    announced as (
      insert into message_announcements (conversation_id, seq, workspace_id)
      select conversation_id, seq, workspace_id from message
       where created and exists (
         select from webhooks w
          where w.workspace_id = message.workspace_id and 'message.created' = any (w.events)
            and w.disabled_at is null and w.deleted_at is null and w.verified_at is not null)
      returning 1
    )
    select ${keyRefusal(p)} as "keyRefusal",
           case when message.seq is null and exists (select from caller)
                then refuse_message_v1(${p.callerWorkspace}, ${p.conversation},
                                       ${p.channel}, ${p.guest} ->> 'id')
           end as refusal,
           message.conversation_id as "conversationId", message.seq, message.created,
           message.same, message."sentAt", message."createdAt",
           (select unchanged from guest) as unchanged,
           exists (select from announced) as announced, ${booking} as booking
      from (select) one left join message on true left join conversation on true`;

/** The result of the upsert. The columns of the message are null when nothing was stored. */
const upsertedSchema = z.object({
  /** Null for a live key. */
  keyRefusal: keyRefusalSchema,
  /**
   * Null when the message was stored. Otherwise the result of refuse_message_v1, which returns only
   * when the reason for the refusal no longer exists.
   */
  refusal: z.string().nullable(),
  conversationId: idSchema<'conversation'>().nullable(),
  seq: z.number().nullable(),
  /** False when the id had been stored before. */
  created: z.boolean().nullable(),
  /** Whether the stored message has the digest of this request. */
  same: z.boolean().nullable(),
  sentAt: z.string().nullable(),
  createdAt: z.string().nullable(),
  /** The contact details of the request that were not stored; null without a guest. */
  unchanged: z.array(z.string()).nullable(),
  announced: z.boolean(),
  booking: storedBookingSchema.nullable(),
});

export const upsertMessage = statement({
  params: messageParams,
  row: upsertedSchema,
  sql: (p) => messageUpsert(p, sql`null::uuid`, sql`null`),
});

/**
 * Stores a message and makes its booking, which comes after the message in the order of locks. A
 * replay returns the booking that was made the first time.
 */
export const upsertMessageWithBooking = statement({
  params: {
    ...messageParams,
    bookingId: id<'booking'>(),
    booking: json<Place & { by: Requester }>(),
  },
  row: upsertedSchema,
  sql: (p) =>
    messageUpsert(
      p,
      p.bookingId,
      sql`case when message.created then
             book_v1(${p.callerWorkspace}, ${p.callerKey},
                     ${p.bookingId}, conversation.customer_id, conversation.id,
                     message.seq, ${p.booking})
           else (select booking_json_v1(b) from bookings b where b.id = message.booking_id) end`,
    ),
});
