import { sql } from 'drizzle-orm';
import {
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { bookings } from '../bookings/tables.ts';
import { bytea } from '../platform/columns.ts';
import { workspaces } from '../workspaces/tables.ts';

/**
 * A planned piece of follow-up work. Its id is a hash of its purpose (job_id_v1), so planning the
 * same work twice cannot create two jobs. It holds no name, address or message of a guest: those are
 * read when the job is carried out.
 */
export const jobs = pgTable(
  'jobs',
  {
    id: uuid().primaryKey(),
    workspaceId: uuid('workspace_id').notNull(),
    kind: text().notNull(),
    channel: text().notNull(),
    bookingId: uuid('booking_id').references(() => bookings.id),
    /** The version of the booking whose event the job was planned for. */
    version: integer(),
    /**
     * The booking's schedule_version when the job was planned. The job is suppressed when the booking
     * has another one by then. Null for webhook events, which are sent whatever happens later.
     */
    scheduleVersion: integer('schedule_version'),
    /** With `seq`: the message or the attention event that a webhook reports. */
    conversationId: uuid('conversation_id'),
    seq: integer(),
    webhookId: uuid('webhook_id'),
    /** The change of the traffic light that a webhook reports. */
    lightChange: uuid('light_change'),
    /** The webhook's event type, for example booking.confirmed. */
    event: text(),
    /**
     * The text as it was last written, when the job was planned or at its last attempt: a JobContent.
     * Each attempt writes it anew.
     */
    content: jsonb(),
    dueAt: timestamp('due_at', { withTimezone: true }).notNull(),
    state: text().notNull(),
    /** When the sweep looks at the job next: its due time, or the end of its lease. */
    wakeAt: timestamp('wake_at', { withTimezone: true }).notNull(),
    /** The number of claims so far. Only the newest claim may carry the job out. */
    attempts: smallint().notNull().default(0),
    /** How many attempts failed or were never finished. */
    failures: smallint().notNull().default(0),
    /**
     * How many claims in a row ended before a consumer took the job, because its queue message was
     * lost or waits in the queue. Each makes the next claim last longer.
     */
    lapses: smallint().notNull().default(0),
    /** Why the job was suppressed or is dead, or how the last attempt failed. */
    reason: text(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
  },
  (table) => [
    index('jobs_of_booking').on(table.bookingId),
    index('jobs_of_conversation').on(table.conversationId).where(sql`conversation_id is not null`),
    // The jobs of all workspaces that are due.
    index('jobs_waking').on(table.wakeAt).where(sql`state in ('planned', 'leased', 'running')`),
    // Only statements that write lower(state) use these; see docs/database.md.
    index('jobs_waking_guests')
      .on(table.workspaceId, table.wakeAt)
      .where(sql`lower(state) in ('planned', 'leased', 'running') and channel <> 'webhook'`),
    index('jobs_waking_webhooks')
      .on(table.workspaceId, table.webhookId, table.wakeAt)
      .where(sql`lower(state) in ('planned', 'leased', 'running') and channel = 'webhook'`),
    index('jobs_running').on(table.workspaceId).where(sql`lower(state) = 'running'`),
    index('jobs_of_webhook')
      .on(table.webhookId)
      .where(sql`state in ('planned', 'leased', 'running')`),
    index('jobs_dead').on(table.workspaceId, table.finishedAt, table.id).where(sql`state = 'dead'`),
    // Jobs that are deleted after a while. Dead ones stay, and are in no index by this time.
    index('jobs_reported')
      .on(table.finishedAt)
      .where(sql`booking_id is null and state in ('delivered', 'suppressed')`),
    check(
      'jobs_state',
      sql`${table.state} in ('planned', 'leased', 'running', 'delivered', 'suppressed', 'dead')`,
    ),
    check('jobs_channel', sql`${table.channel} in ('email', 'conversation', 'webhook', 'booking')`),
    check(
      'jobs_finished',
      sql`(${table.finishedAt} is not null) = (${table.state} in ('delivered', 'suppressed', 'dead'))`,
    ),
  ],
);

/** The health of a webhook endpoint, by its last attempts: an EndpointHealth. */
export const webhookHealth = pgTable(
  'webhook_health',
  {
    webhookId: uuid('webhook_id').primaryKey(),
    workspaceId: uuid('workspace_id').notNull(),
    /** Raised by each change, so that a consumer does not overwrite what another one has stored. */
    version: integer().notNull(),
    failures: integer().notNull(),
    slow: integer().notNull(),
    opened: integer().notNull(),
    openUntil: timestamp('open_until', { withTimezone: true }),
    /** The job that tries out an endpoint whose rest is over. */
    probe: uuid(),
    /** The minute in which the receiver has taken `spentMs`. */
    spentIn: timestamp('spent_in', { withTimezone: true }).notNull(),
    spentMs: integer('spent_ms').notNull(),
  },
  (table) => [index('webhook_health_of_workspace').on(table.workspaceId)],
);

/** One row for each attempt to carry out a job, with its outcome. */
export const jobAttempts = pgTable(
  'job_attempts',
  {
    jobId: uuid('job_id')
      .notNull()
      .references(() => jobs.id, { onDelete: 'cascade' }),
    attempt: smallint().notNull(),
    webhookId: uuid('webhook_id'),
    at: timestamp({ withTimezone: true }).notNull(),
    /** delivered, retry, suppressed or dead. */
    outcome: text().notNull(),
    reason: text(),
    /** The receiver's HTTP status. Null when it did not answer. */
    status: smallint(),
    latencyMs: integer('latency_ms'),
    /** The first bytes of the receiver's answer. */
    answer: text(),
  },
  (table) => [
    primaryKey({ columns: [table.jobId, table.attempt] }),
    index('job_attempts_of_webhook').on(table.webhookId, table.at, table.jobId),
  ],
);

/**
 * A message whose `message.created` webhooks are still to be planned. A row is written only in
 * workspaces with an endpoint that receives this event.
 */
export const messageAnnouncements = pgTable(
  'message_announcements',
  {
    conversationId: uuid('conversation_id').notNull(),
    seq: integer().notNull(),
    workspaceId: uuid('workspace_id').notNull(),
    at: timestamp({ withTimezone: true }).notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.seq] }),
    index('message_announcements_age').on(table.at),
  ],
);

/**
 * An address to which a workspace has sent email: how often on one UTC day, and whether its owner wants
 * no more. The address is stored as a hash (address_hash_v1). A count is deleted after two days. The
 * row of an address that wants no email stays, also after the erasure of its guest.
 */
export const mailedAddresses = pgTable(
  'mailed_addresses',
  {
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    address: bytea().notNull(),
    /** The UTC day that `sent` counts. */
    day: date().notNull(),
    sent: integer().notNull(),
    unsubscribedAt: timestamp('unsubscribed_at', { withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.address] }),
    index('mailed_addresses_counted').on(table.day).where(sql`unsubscribed_at is null`),
  ],
);
