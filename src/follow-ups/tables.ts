import { sql } from 'drizzle-orm';
import {
  check,
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

/**
 * A planned piece of follow-up work. Its id is made from what it is planned for, so that planning
 * twice cannot make two. It holds no name, address or text of a guest: those are read when it fires.
 */
export const jobs = pgTable(
  'jobs',
  {
    id: uuid().primaryKey(),
    workspaceId: uuid('workspace_id').notNull(),
    kind: text().notNull(),
    channel: text().notNull(),
    bookingId: uuid('booking_id').references(() => bookings.id),
    /** The version whose event it was planned for. */
    version: integer(),
    /** The booking's schedule when it was planned; null: what happened is told whatever follows. */
    scheduleVersion: integer('schedule_version'),
    /** A message or a turn of mood that a webhook tells of. */
    conversationId: uuid('conversation_id'),
    seq: integer(),
    webhookId: uuid('webhook_id'),
    /** What a webhook calls it: booking.confirmed. */
    event: text(),
    /** What is said, rendered when it was planned: {locale, when, subject, text}. */
    content: jsonb(),
    dueAt: timestamp('due_at', { withTimezone: true }).notNull(),
    state: text().notNull(),
    /** When somebody should look at it: the due time, or the end of the lease of who does. */
    wakeAt: timestamp('wake_at', { withTimezone: true }).notNull(),
    /** How often it was claimed: the number of the claim that may carry it out. */
    attempts: smallint().notNull().default(0),
    /** How many of these came to nothing. */
    failures: smallint().notNull().default(0),
    /** Why it was suppressed or is dead, or what the last attempt met. */
    reason: text(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
  },
  (table) => [
    index('jobs_of_booking').on(table.bookingId),
    index('jobs_of_conversation').on(table.conversationId).where(sql`conversation_id is not null`),
    index('jobs_waking').on(table.wakeAt).where(sql`state in ('planned', 'leased', 'running')`),
    index('jobs_of_webhook')
      .on(table.webhookId)
      .where(sql`state in ('planned', 'leased', 'running')`),
    index('jobs_dead').on(table.workspaceId, table.finishedAt, table.id).where(sql`state = 'dead'`),
    index('jobs_told')
      .on(table.finishedAt)
      .where(sql`booking_id is null and finished_at is not null`),
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

/** What each attempt of a job met. */
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
    /** The receiver's HTTP status; null without an answer. */
    status: smallint(),
    latencyMs: integer('latency_ms'),
    /** The first bytes of its answer. */
    answer: text(),
  },
  (table) => [
    primaryKey({ columns: [table.jobId, table.attempt] }),
    index('job_attempts_of_webhook').on(table.webhookId, table.at, table.jobId),
  ],
);
