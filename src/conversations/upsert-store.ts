import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Place, storedBookingSchema } from '../bookings/booking.ts';
import type { Guest } from '../customers/guest.ts';
import type { Requester } from '../platform/auth/actions.ts';
import { idSchema } from '../platform/ids.ts';
import { bytes, id, instant, json, orNull, smallint, text } from '../platform/parameter-kinds.ts';
import { inDatabaseMs, statement } from '../platform/statement.ts';
import { callerParams } from '../workspaces/caller-store.ts';
import type { NewMessage } from './message.ts';

const upsertedSchema = z.object({
  conversationId: idSchema<'conversation'>(),
  seq: z.number(),
  /** False when the id had been stored before. */
  created: z.boolean(),
  /** Whether the stored message has the digest of this request. */
  same: z.boolean(),
  sentAt: z.string(),
  createdAt: z.string(),
  /** The contact details of the request that were not stored; null without a guest. */
  unchanged: z.array(z.string()).nullable(),
  announced: z.boolean(),
  booking: storedBookingSchema.nullable(),
});

/**
 * Stores a message, and its booking if there is one, in one round trip; see store_message_v1. The
 * upserts are in the function because their plans are then kept for as long as the connection lasts.
 * PostgreSQL plans the text of a statement that comes over HTTP for each request.
 */
export const upsertMessage = statement({
  params: {
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
    bookingId: orNull(id<'booking'>()),
    booking: orNull(json<Place & { by: Requester }>()),
  },
  row: upsertedSchema,
  sql: (p) => sql`select conversation as "conversationId", seq, created, same,
       sent_at as "sentAt", created_at as "createdAt", unchanged, announced, booking, ${inDatabaseMs}
  from store_message_v1(
    ${p.callerKey}, ${p.callerWorkspace}, ${p.callerScopes}, ${p.conversationId},
    ${p.conversation}, ${p.channel}, ${p.defaultChannel}, ${p.guest}, ${p.by}, ${p.id}, ${p.role},
    ${p.text}, ${p.metadata}, ${p.sentAt}, ${p.digest}, ${p.label}, ${p.confidence}, ${p.valence},
    ${p.modelVersion}, ${p.emotionState}, ${p.bookingId}, ${p.booking})`,
});
