import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Requester } from '../platform/auth/actions.ts';
import { isNotSetApart } from '../platform/failed-work/store.ts';
import { idSchema } from '../platform/ids.ts';
import { id, ids, integer, json, text } from '../platform/parameter-kinds.ts';
import { statement } from '../platform/statement.ts';
import { callerFunction } from '../workspaces/caller-function-store.ts';
import { callerStatement } from '../workspaces/caller-store.ts';
import {
  type ActDetails,
  type NewBooking,
  storedBookingSchema,
  storedMadeBookingSchema,
} from './booking.ts';
import type { WalkIn } from './walk-in.ts';

/** Who asks for a booking or a change. No client can send it. */
interface Requested {
  readonly by: Requester;
}

/** Makes a booking; see book_for_guest_v1. */
export const insertBooking = callerFunction({
  params: { id: id<'booking'>(), booking: json<(NewBooking | WalkIn) & Requested>() },
  body: storedMadeBookingSchema,
  call: (p) => sql`book_for_guest_v1(${p.callerWorkspace}, ${p.callerKey}, ${p.id}, ${p.booking})`,
  once: {
    status: 201,
    call: (p) =>
      sql`book_once_v2(${p.callerWorkspace}, ${p.callerKey}, ${p.id}, ${p.booking}, ${p.once})`,
  },
});

/** The details of an act with the versions of which the booking must have one. */
type ConditionalDetails = ActDetails &
  Requested & { readonly versions: readonly number[] | undefined };

/** What an undo takes of them. */
type UndoDetails = Pick<ConditionalDetails, 'actor' | 'by' | 'versions'>;

/** Carries out one act on a booking; see change_booking_v1. */
export const changeBooking = callerFunction({
  params: {
    id: id<'booking'>(),
    act: text,
    details: json<ConditionalDetails>(),
  },
  body: storedBookingSchema,
  call: (p) =>
    sql`change_booking_v1(${p.callerWorkspace}, ${p.callerKey}, ${p.id}, ${p.act}, null, ${p.details})`,
  once: {
    status: 200,
    call: (p) => sql`change_booking_once_v1(${p.callerWorkspace}, ${p.callerKey}, ${p.id}, ${p.act},
                                ${p.details}, ${p.once})`,
  },
});

/** Undoes the newest act of a booking; see undo_booking_v1. */
export const undoBooking = callerFunction({
  params: { id: id<'booking'>(), details: json<UndoDetails>() },
  body: storedBookingSchema,
  call: (p) => sql`undo_booking_v1(${p.callerWorkspace}, ${p.callerKey}, ${p.id}, ${p.details})`,
  once: {
    status: 200,
    call: (p) =>
      sql`undo_booking_once_v1(${p.callerWorkspace}, ${p.callerKey}, ${p.id}, ${p.details}, ${p.once})`,
  },
});

/** The caller's workspace joined with the booking of this id, as `b`; erased bookings too. */
const namedBooking = (p: { id: SQL }) => sql`caller join bookings b
    on b.id = ${p.id} and b.workspace_id = caller.workspace_id`;

/**
 * The mood of the conversation of the booking `b` after its message `message_seq`, in thousandths,
 * and how many messages up to there still wait for their emotion to be folded. The mood is null
 * before the first message is folded.
 */
export const moodOfBooking = sql`select case when bool_or(m.emotion_state = 'folded') then
             mood_v1(m.role, case when m.label <> 'abstained' then m.valence end order by m.seq)
               filter (where m.emotion_state = 'folded')
           end as mood,
           count(*) filter (where m.emotion_state = 'pending') as pending
      from messages m
     where m.conversation_id = b.conversation_id and m.seq <= b.message_seq`;

/**
 * The code of the problem that refuses the booking `b` because it was erased, with its customer or
 * because of its age; null if it was not.
 */
export const erasureOf = sql`case
      when (select x.erased_at from customers x where x.id = b.customer_id) is not null
        then 'customer_erased'
      when b.erased_at is not null then 'booking_erased' end`;
export const erasureSchema = z.enum(['customer_erased', 'booking_erased']).nullable();

/** A booking with the mood of its conversation, from -1 to 1. */
export const selectBooking = callerStatement({
  params: { id: id<'booking'>() },
  body: z.object({
    erased: erasureSchema,
    booking: storedBookingSchema,
    mood: z.number().nullable(),
    pending: z.number(),
  }),
  sql: (p) => sql`select jsonb_build_object(
             'erased', ${erasureOf}, 'booking', booking_json_v1(b),
             'mood', d.mood / 1000.0, 'pending', d.pending)
        from ${namedBooking(p)} cross join lateral (${moodOfBooking}) d`,
});

/**
 * Selects holds and requests that have expired and are not set apart, at most `limit`, the oldest first.
 */
export const selectExpiredHolds = statement({
  params: { limit: integer },
  row: z.object({
    id: idSchema<'booking'>(),
    /** Whether it expired so long ago that no request can still be changing it. */
    isOverdue: z.boolean(),
  }),
  sql: (p) => sql`select id::text, hold_expires_at < now() - interval '2 minutes' as "isOverdue"
      from bookings b
     where hold_expires_at <= now()
       and ${isNotSetApart('expire_hold', sql`b.id`, sql`now()`)}
     order by hold_expires_at
     limit (select ${p.limit})`,
});

/** Ends the named holds and requests that have expired; see expire_named_holds_v1. */
export const expireHolds = statement({
  params: { bookings: ids<'booking'>() },
  row: z.object({ expired: z.array(idSchema<'booking'>()) }),
  sql: (p) => sql`select to_jsonb(expire_named_holds_v1(${p.bookings}, now())) as expired`,
});
