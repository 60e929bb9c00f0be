import { showBooking } from '../bookings/booking.ts';
import { explain, idsOf } from '../bookings/place.ts';
import type { Deps } from '../deps.ts';
import { DatabaseUnavailable } from '../platform/database-errors.ts';
import { digestOf, toHex } from '../platform/digest.ts';
import { newId, showId } from '../platform/ids.ts';
import { Problem } from '../platform/problem.ts';
import type { Caller } from '../workspaces/key.ts';
import { callerValues } from '../workspaces/legacy-store.ts';
import { emotionFromCaller } from './emotion.ts';
import { DEFAULT_CHANNEL, emotionStateAtFirst, MAX_AHEAD_MS, type NewMessage } from './message.ts';
import { upsertMessage, upsertMessageWithBooking } from './store.ts';

export interface StoredMessage {
  id: string;
  conversationId: string;
  seq: number;
  status: 'created' | 'replayed';
  sentAt: string;
  createdAt: string;
  /** The booking that was made with it. */
  booking?: ReturnType<typeof showBooking>;
}

/**
 * Stores a message in one round trip and has its emotion read off the response path.
 * With a booking, both are stored or neither.
 * @throws Problem slot_taken and what else `book` throws, message_conflict, customer_mismatch, channel_mismatch, *_erased, key_revoked,
 *   invalid_field (sentAt too far ahead)
 */
export async function storeMessage(
  deps: Pick<Deps, 'database' | 'now' | 'enqueueEmotion' | 'enqueueFollowUp'>,
  caller: Caller,
  conversationId: string,
  message: NewMessage,
): Promise<StoredMessage> {
  if (message.sentAt !== undefined && Date.parse(message.sentAt) > deps.now() + MAX_AHEAD_MS) {
    throw new Problem('invalid_field', {
      errors: [{ field: 'body.sentAt', message: 'must be at most a day ahead' }],
    });
  }
  const { id: given, ...content } = message;
  const id = given ?? showId('message', newId<'message'>());
  const emotion = message.emotion && emotionFromCaller(message.emotion);
  const emotionState = emotionStateAtFirst(message);
  const guest = message.customer;
  const values = {
    ...callerValues(caller),
    conversationId: newId<'conversation'>(),
    conversation: conversationId,
    channel: message.channel ?? null,
    defaultChannel: DEFAULT_CHANNEL,
    customer: guest?.id ?? null,
    customerName: guest?.name ?? null,
    customerEmail: guest?.email ?? null,
    customerPhone: guest?.phone ?? null,
    customerLocale: guest?.locale ?? null,
    customerTimeZone: guest?.timeZone ?? null,
    id,
    role: message.role,
    text: message.text,
    metadata: message.metadata === undefined ? null : JSON.stringify(message.metadata),
    sentAt: message.sentAt ?? null,
    // Without its id, so that two requests of one id are told apart by what they say.
    digest: toHex(await digestOf(content)),
    label: emotion?.label ?? null,
    confidence: emotion?.confidence ?? null,
    valence: emotion?.valence ?? null,
    modelVersion: emotion?.modelVersion ?? null,
    emotionState,
  };
  const place = message.booking;
  const [row] =
    place === undefined
      ? await deps.database.run(upsertMessage, values)
      : await deps.database
          .run(upsertMessageWithBooking, {
            ...values,
            bookingId: newId<'booking'>(),
            booking: JSON.stringify({ ...place, ...idsOf(place) }),
          })
          .catch(explain);
  if (row?.live !== true) throw new Problem('key_revoked');
  if (row.seq === null || row.sentAt === null || row.createdAt === null) {
    throw new DatabaseUnavailable(row.refusal ?? 'nothing_stored');
  }
  if (row.same !== true) throw new Problem('message_conflict');
  if (row.created === true && emotionState === 'pending' && row.conversationId !== null) {
    deps.enqueueEmotion({ conversationId: row.conversationId, seq: row.seq });
  }
  if (row.announced && row.conversationId !== null) {
    deps.enqueueFollowUp({ conversationId: row.conversationId });
  }
  if (row.created === true && row.booking !== null) {
    deps.enqueueFollowUp({ bookingId: row.booking.id });
  }
  return {
    id,
    conversationId,
    seq: row.seq,
    status: row.created === true ? 'created' : 'replayed',
    sentAt: row.sentAt,
    createdAt: row.createdAt,
    ...(row.booking === null ? {} : { booking: showBooking(row.booking) }),
  };
}
