import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { storedBookingEventSchema } from '../../bookings/booking.ts';
import { erasureOf, erasureSchema } from '../../bookings/store.ts';
import { boundedPage } from '../../platform/page-store.ts';
import { boundedRows } from '../../platform/pagination.ts';
import { id, instant, integer, orNull } from '../../platform/parameter-kinds.ts';
import { afterId, isAfter, limitTo } from '../../platform/range-store.ts';
import { followUpsSchema } from '../../venues/follow-up-settings.ts';
import { callerStatement } from '../../workspaces/caller-store.ts';
import { afterUndoSchema, judgedBookingSchema, judgedEndpointSchema } from '../delivery/verdict.ts';
import {
  epochMs,
  judgedBookingJson,
  judgedEndpointJson,
  lastTurnMs,
  togetherJson,
} from '../store.ts';
import { togetherSchema } from '../together.ts';
import { storedJobSchema } from './shown-job.ts';

/** The job `j` with its attempts as JSON: a StoredJob. */
export const jobJson = sql`jsonb_build_object(
    'id', j.id, 'kind', j.kind, 'channel', j.channel, 'event', j.event, 'webhookId', j.webhook_id,
    'bookingId', j.booking_id, 'version', j.version, 'scheduleVersion', j.schedule_version,
    'state', case when j.state in ('leased', 'running') then 'planned' else j.state end,
    'reason', j.reason, 'when', j.content ->> 'when', 'dueAt', iso_v1(j.due_at),
    'nextAttemptAt', case when j.state = 'planned' then iso_v1(j.wake_at) end,
    'finishedAt', iso_v1(j.finished_at),
    'attempts', (
      select coalesce(jsonb_agg(jsonb_build_object(
               'at', iso_v1(a.at), 'outcome', a.outcome, 'reason', a.reason, 'status', a.status,
               'latencyMs', a.latency_ms) order by a.attempt), '[]')
        from job_attempts a where a.job_id = j.id)
  )`;

/** The event `e` of a booking at the venue `v` as JSON: a StoredBookingEvent. */
export const bookingEventJson = sql`jsonb_build_object(
    'version', e.version, 'event', e.event, 'state', e.state,
    'start', iso_local_v1(e.starts_at, v.time_zone), 'end', iso_local_v1(e.ends_at, v.time_zone),
    'partySize', e.party_size, 'resourceIds', to_jsonb(e.resource_ids), 'keyId', e.key_id,
    'reason', e.reason, 'actor', e.actor, 'overrides', to_jsonb(e.overrides), 'undoes', e.undoes,
    'undoneBy', e.undone_by, 'at', iso_v1(e.at))`;

const timelineJobSchema = storedJobSchema.extend({
  /**
   * When the job fires next, in milliseconds since 1970; null when it is finished, or is being
   * carried out and therefore has its verdict.
   */
  firesAt: z.int().nullable(),
  endpoint: judgedEndpointSchema.nullable(),
  afterUndo: afterUndoSchema.nullable(),
  together: togetherSchema.nullable(),
});
export type TimelineJob = z.infer<typeof timelineJobSchema>;

/** An item of a timeline: an event, or a job with its due time in microseconds, for the cursor. */
const timelineItemSchema = z.union([
  z.object({ event: storedBookingEventSchema }),
  z.object({ job: timelineJobSchema, position: z.string() }),
]);
export type TimelineItem = z.infer<typeof timelineItemSchema>;

/**
 * Selects a page of a booking's events after a version, and of its jobs after a position in (due time,
 * id), with everything that the verdicts on its jobs depend on.
 */
export const selectTimeline = callerStatement({
  params: {
    id: id<'booking'>(),
    afterVersion: integer,
    afterDue: orNull(instant),
    afterJob: orNull(id<'job'>()),
    limit: integer,
  },
  body: z.object({
    items: boundedRows(timelineItemSchema),
    erased: erasureSchema,
    booking: judgedBookingSchema,
    hasEmail: z.boolean(),
    locale: z.string().nullable(),
    timeZone: z.string(),
    followUps: followUpsSchema,
    turnedAt: z.int().nullable(),
  }),
  sql: (p) => sql`select jsonb_build_object('items', ${boundedPage(
    sql`i.item`,
    sql`i.section, i.version, i.due_at, i.id`,
    sql`(
          select u.* from (
            (select 1 as section, e.version, null::timestamptz as due_at, null::uuid as id,
                    jsonb_build_object('event', ${bookingEventJson}) as item
               from booking_events e
              where e.booking_id = b.id and e.version > ${p.afterVersion}
              order by e.version
              limit ${p.limit})
            union all
            (select 2, 0, j.due_at, j.id, jsonb_build_object(
                      'position', j.due_at,
                      'job', ${jobJson} || jsonb_build_object(
                        'firesAt', case j.state when 'planned' then ${epochMs(sql`j.wake_at`)}
                                                when 'leased' then ${epochMs(sql`j.due_at`)} end,
                        'afterUndo', case
                          when j.channel <> 'webhook' and j.state in ('planned', 'leased')
                          then after_undo_v1(j.booking_id, j.version, j.kind, j.channel, j.due_at)
                        end,
                        'together', case when j.state in ('planned', 'leased')
                          then ${togetherJson(sql`j`, sql`false`)} end,
                        'endpoint', case when w.id is not null
                                         then ${judgedEndpointJson(sql`j.id`)} end))
               from jobs j left join webhooks w on w.id = j.webhook_id
              where j.booking_id = b.id
                and (${p.afterDue} is null
                     or (j.due_at, j.id) > (${p.afterDue}, ${p.afterJob}))
              order by j.due_at, j.id
              limit ${p.limit})
          ) u
           order by u.section, u.version, u.due_at, u.id
           limit ${p.limit}) i`,
  )},
          'erased', ${erasureOf}, 'booking', ${judgedBookingJson}, 'hasEmail', g.email is not null,
          'locale', g.locale, 'timeZone', v.time_zone, 'followUps', v.follow_ups,
          'turnedAt', ${lastTurnMs})
        from caller
        join bookings b on b.id = ${p.id} and b.workspace_id = caller.workspace_id
        cross join lateral (select * from venues where id = b.venue_id offset 0) v
        left join lateral (select * from customers where id = b.customer_id offset 0) g on true`,
});

/** A page of the workspace's dead jobs, in the order in which they were given up. */
export const selectDeadJobs = callerStatement({
  params: { afterAt: orNull(instant), afterId: orNull(id<'job'>()), limit: integer },
  body: boundedRows(storedJobSchema.extend({ position: z.string() })),
  sql: (p) =>
    sql`select ${boundedPage(
      sql`${jobJson} || jsonb_build_object('position', j.finished_at)`,
      sql`j.finished_at, j.id`,
      sql`(
          select d.* from caller cross join lateral (
            select * from jobs
             where state = 'dead'
               and ${isAfter(
                 [[sql`workspace_id`, sql`caller.workspace_id`]],
                 [
                   [sql`finished_at`, sql`coalesce(${p.afterAt}, '-infinity')`],
                   [sql`id`, afterId(p.afterId)],
                 ],
               )}
             order by workspace_id, finished_at, id
             ${limitTo(p.limit)}
          ) d
        ) j`,
    )}`,
});

/**
 * Claims a dead job, as the sweep claims jobs that are due, and gives it all its attempts again. If
 * the queue message is lost, the lease ends and the sweep claims the job again.
 */
export const redeliverDeadJob = callerStatement({
  params: { id: id<'job'>(), leaseMs: integer },
  body: storedJobSchema.extend({ attempt: z.int() }),
  ctes: (p) => sql`, redelivered as (
    update jobs j
       set state = 'leased', attempts = j.attempts + 1, failures = 0, lapses = 0, reason = null,
           finished_at = null, wake_at = now() + ${p.leaseMs} * interval '1 millisecond'
      from caller
     -- An expression cannot use the index of dead jobs, so the job is looked up by its id.
     where j.workspace_id = caller.workspace_id and j.state || '' = 'dead' and j.id = ${p.id}
    returning j.*
  ),
  probing as (
    -- An endpoint that rests gets this job all the same.
    update webhook_health h set probe = r.id
      from redelivered r where h.webhook_id = r.webhook_id and h.open_until is not null
  )`,
  sql: () => sql`select ${jobJson} || jsonb_build_object('attempt', j.attempts) from redelivered j`,
  once: {
    status: 200,
    // The job's answer names the time of a visit or the guest's conversation.
    customer: () => sql`select coalesce(b.customer_id, c.customer_id)
                          from redelivered j
                          left join bookings b on b.id = j.booking_id
                          left join conversations c on c.id = j.conversation_id`,
  },
});
