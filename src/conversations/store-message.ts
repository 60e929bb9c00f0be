import { explainRefusal } from '../bookings/explain-refusal.ts';
import { showWrittenBooking } from '../bookings/show-written-booking.ts';
import { authorize, requesterOf } from '../platform/auth/actions.ts';
import type { Caller } from '../platform/auth/key.ts';
import { digestOf } from '../platform/digest.ts';
import { newId, showId } from '../platform/ids.ts';
import type { Once } from '../platform/once.ts';
import type { Ports } from '../platform/ports.ts';
import { invalidField, Problem } from '../platform/problem.ts';
import { refuseGuestZone } from '../platform/refuse-zone.ts';
import { callerIdSchema } from '../platform/schemas.ts';
import { callerValues } from '../workspaces/caller-store.ts';
import { emotionFromCaller } from './emotion.ts';
import {
  DEFAULT_CHANNEL,
  emotionStateAtFirst,
  MAX_AHEAD_MS,
  type MessageReceipt,
  type NewMessage,
} from './message.ts';
import { upsertMessage } from './upsert-store.ts';

/**
 * Stores a message in one round trip. Its emotion is read off the response path. With a booking,
 * the message and the booking are both stored, or neither is. An Idempotency-Key is the id of a
 * message that has none.
 * @param conversation the caller's own id; a conversation begins with its first message
 * @throws Problem message_conflict, customer_mismatch, channel_mismatch, customer_erased,
 *   conversation_erased, invalid_field (sentAt too far ahead, a key that cannot be an id, a time
 *   zone that PostgreSQL does not know), idempotency_key_reused, scope_missing, key_revoked,
 *   key_invalid; with a booking also customer_missing, venue_not_found, resources_unfit,
 *   resources_unneeded, limit_reached, guest_refused, guest_overlap, full, slot_taken, closed,
 *   outside_hours, not_a_slot, too_late, beyond_horizon, party_too_large, party_too_small
 */
export async function storeMessage(
  deps: Pick<Ports, 'database' | 'now' | 'enqueueEmotion' | 'enqueueFollowUp' | 'venueChanged'>,
  caller: Caller,
  conversation: string,
  message: NewMessage,
): Promise<MessageReceipt> {
  authorize(caller, 'storeMessage');
  if (message.booking !== undefined) authorize(caller, 'writeBookings');
  if (message.booking?.override !== undefined) authorize(caller, 'bookAsStaff');
  if (message.sentAt !== undefined && Date.parse(message.sentAt) > deps.now() + MAX_AHEAD_MS) {
    throw invalidField('body.sentAt', 'must be at most a day ahead');
  }
  const { once } = caller;
  const by = requesterOf(caller);
  const id = message.id ?? idFrom(once) ?? showId('message', newId<'message'>());
  const emotionState = emotionStateAtFirst(message);
  const values = {
    ...callerValues(caller),
    ...(await valuesOf(message)),
    by,
    conversationId: newId<'conversation'>(),
    conversation,
    id,
    emotionState,
  };
  const place = message.booking;
  const booked = place && { bookingId: newId<'booking'>(), booking: { ...place, by } };
  const [row] = await deps.database
    .run(upsertMessage, { ...values, bookingId: null, booking: null, ...booked })
    .catch(refuseGuestZone)
    .catch((error: unknown) => explainRefusal(error, caller))
    .finally(() => {
      if (place) deps.venueChanged(caller.workspaceId, place.venueId, 'bookings');
    });
  if (row === undefined) throw new Error('the statement returned no row');
  if (!row.same) {
    const isKeyed = message.id === undefined && once !== undefined;
    throw new Problem(isKeyed ? 'idempotency_key_reused' : 'message_conflict');
  }
  if (once !== undefined) once.isReplay = !row.created;
  const { conversationId, seq } = row;
  if (row.created && emotionState === 'pending') {
    deps.enqueueEmotion({ conversationId, seq }, 'stored');
  }
  if (row.announced) deps.enqueueFollowUp({ conversationId });
  if (row.created && row.booking !== null) {
    deps.enqueueFollowUp({ bookingId: row.booking.id });
  }
  return {
    id,
    conversationId: conversation,
    seq,
    status: row.created ? 'created' : 'replayed',
    sentAt: row.sentAt,
    createdAt: row.createdAt,
    ...(row.unchanged === null || row.unchanged.length === 0 ? {} : { unchanged: row.unchanged }),
    ...(row.booking === null ? {} : { booking: showWrittenBooking(caller, row.booking) }),
  };
}

/** The Idempotency-Key as a message's id. */
function idFrom(once: Once | undefined): string | undefined {
  if (once === undefined) return undefined;
  const { data, error } = callerIdSchema.safeParse(once.key);
  if (error !== undefined) {
    const rule = error.issues[0]?.message ?? 'is invalid';
    throw invalidField('header.idempotency-key', `is the message’s id, which ${rule}`);
  }
  return data;
}

/** The values of the upsert that come from the message alone. */
async function valuesOf({ id: _, ...content }: NewMessage) {
  const { customer, role, text, metadata, channel, sentAt } = content;
  const emotion = content.emotion && emotionFromCaller(content.emotion);
  return {
    channel,
    defaultChannel: DEFAULT_CHANNEL,
    guest: customer,
    role,
    text,
    metadata,
    sentAt,
    // Without the id: the digest shows whether two requests with the same id have the same content.
    digest: await digestOf(content),
    label: emotion?.label,
    confidence: emotion?.confidence,
    valence: emotion?.valence,
    modelVersion: emotion?.modelVersion,
  };
}
