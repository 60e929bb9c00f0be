import { type SQL, sql } from 'drizzle-orm';
import { erasedAt } from '../customers/store.ts';

// SQL that several stores of this room share.

/** An instant as milliseconds since 1970. */
export const epochMs = (instant: SQL) => sql`floor(extract(epoch from ${instant}) * 1000)::bigint`;

/** The fields of the booking `b` that a verdict depends on, as a JudgedBooking. */
export const judgedBookingJson = sql`jsonb_build_object(
    'state', b.state, 'scheduleVersion', (
      select e.schedule_version from booking_events e
       where e.booking_id = b.id and e.version = b.version),
    'startsAt', ${epochMs(sql`b.starts_at`)}, 'endsAt', ${epochMs(sql`b.ends_at`)},
    'noShowFrom', (select ${epochMs(sql`no_show_from_v1(n, b)`)} from venues n where n.id = b.venue_id),
    'holdExpiresAt', ${epochMs(sql`b.hold_expires_at`)},
    'erased', ${erasedAt(sql`b`)} is not null)`;

/**
 * What is told together with the job of this row, as a Together; null for a job about one booking.
 * @param isWhole whether calendar files are made of the bookings
 */
export const togetherJson = (job: SQL, isWhole: SQL) => sql`case
    when ${job}.kind in ('confirmation', 'cancellation', 'request_received', 'request_withdrawn')
      and ${job}.booking_id is not null
    then told_together_v1(${job}.booking_id, ${job}.version, ${isWhole}) end`;

/** The fields of the webhook `w` that the verdict on a job depends on, as a JudgedEndpoint. */
export const judgedEndpointJson = (job: SQL) => sql`jsonb_build_object(
    'disabled', w.disabled_at is not null, 'deleted', w.deleted_at is not null,
    'pending', w.verified_at is null,
    'isChallenge', w.challenge_job is not distinct from ${job})`;

/** When the mood last turned sharply in a conversation of the customer of the booking `b`. */
export const lastTurnMs = sql`(
    select max(${epochMs(sql`a.raised_at`)})
      from conversations x
      cross join lateral (
        select max(raised_at) as raised_at from attention_events where conversation_id = x.id
      ) a
     where x.customer_id = b.customer_id)`;

/**
 * Whether the guest of the job `t`, which tells of a request by email, was sent a calendar entry for the
 * booking, or may have been: it was approved before.
 */
export const isInvited = sql`t.channel = 'email' and t.kind like 'request\\_%' and exists (
      select from jobs i
       where i.booking_id = t.booking_id and i.channel || '' = 'email'
         and i.kind in ('confirmation', 'moved', 'restored')
         and has_told_v1(i) <> 'no'
      offset 0)`;
