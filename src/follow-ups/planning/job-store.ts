import { type SQL, sql } from 'drizzle-orm';
import type { BookingId, ConversationId, WebhookId } from '../../platform/ids.ts';
import type { Sample } from '../../platform/latency/sample.ts';
import type { JobContent } from '../job.ts';

// How planned jobs are written to the table `jobs`.

export interface EventKey {
  readonly booking_id: BookingId;
  readonly version: number;
}
export interface MessageKey {
  readonly conversation_id: ConversationId;
  readonly seq: number;
}
/** The duration of the request that made an event. */
export interface SampleOfEvent extends EventKey {
  readonly sample: Sample;
}
/** The booking event or message that a job was planned for. */
export type Source = EventKey | MessageKey;
/** A planned job as statements take it. `due_at` is milliseconds since 1970. */
export type PlannedJob = Source & {
  readonly purpose: string;
  readonly kind: string;
  readonly channel: string;
  readonly schedule_version: number | null;
  readonly webhook_id: WebhookId | null;
  readonly event: string | null;
  readonly content: JobContent | null;
  readonly due_at: number;
};

/** The columns of a PlannedJob in a record set. */
export const plannedColumns = sql`
        booking_id uuid, version int, conversation_id uuid, seq int, purpose text, kind text,
        channel text, schedule_version int, webhook_id uuid, event text, content jsonb,
        due_at bigint`;

/** The columns of `jobs` that planning writes. */
export const jobColumns = sql`id, workspace_id, kind, channel, booking_id, version,
        schedule_version, conversation_id, seq, webhook_id, event, content, due_at, state, wake_at,
        created_at`;

/** The values of these columns, from a row with the columns of a PlannedJob and a `workspace_id`. */
export const jobValues = (now: SQL) => sql`
             job_id_v1(concat_ws('/', coalesce(booking_id, conversation_id), coalesce(version, seq), purpose)),
             workspace_id, kind, channel, booking_id, version, schedule_version, conversation_id,
             seq, webhook_id, event, content, to_timestamp(due_at / 1000.0), 'planned',
             to_timestamp(due_at / 1000.0), ${now}`;
