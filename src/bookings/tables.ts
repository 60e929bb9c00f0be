import { sql } from 'drizzle-orm';
import {
  boolean,
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
import { conversations, customers } from '../conversations/tables.ts';
import { bytea, tstzrange } from '../platform/columns.ts';
import { resources, venues } from '../venues/tables.ts';

/** A party's claim on a venue's resources, and its life. */
export const bookings = pgTable(
  'bookings',
  {
    id: uuid().primaryKey(),
    workspaceId: uuid('workspace_id').notNull(),
    venueId: uuid('venue_id')
      .notNull()
      .references(() => venues.id),
    customerId: uuid('customer_id')
      .notNull()
      .references(() => customers.id),
    conversationId: uuid('conversation_id').references(() => conversations.id),
    /** The newest message of the conversation when the booking was made. */
    messageSeq: integer('message_seq'),
    state: text().notNull(),
    startsAt: timestamp('starts_at', { withTimezone: true }).notNull(),
    endsAt: timestamp('ends_at', { withTimezone: true }).notNull(),
    partySize: smallint('party_size').notNull(),
    notes: text(),
    tags: text().array().notNull().default(sql`'{}'`),
    holdExpiresAt: timestamp('hold_expires_at', { withTimezone: true }),
    /** The venue's when the booking was made: minutes before the start. */
    cancellationCutoff: integer('cancellation_cutoff').notNull(),
    /** Whether it was cancelled after the cutoff. */
    cancelledLate: boolean('cancelled_late'),
    version: integer().notNull().default(1),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().default(sql`now()`),
    erasedAt: timestamp('erased_at', { withTimezone: true }),
  },
  (table) => [
    index('bookings_of_venue').on(table.venueId, table.startsAt, table.id),
    // What is live: pacing looks at it, however many bookings of the same hours have ended.
    index('bookings_live')
      .on(table.venueId, table.startsAt)
      .where(sql`state in ('held', 'confirmed', 'seated')`),
    index('bookings_of_customer').on(table.customerId, table.id),
    index('bookings_of_conversation').on(table.conversationId, table.id),
    index('bookings_of_workspace').on(table.workspaceId, table.startsAt),
    // Holds that lapse: of a venue, for the statement that wants the place, and all, for the sweep.
    index('bookings_held').on(table.venueId, table.holdExpiresAt).where(sql`state = 'held'`),
    index('bookings_lapsing').on(table.holdExpiresAt).where(sql`state = 'held'`),
    check(
      'bookings_state',
      sql`${table.state} in ('held', 'confirmed', 'seated', 'finished', 'cancelled', 'no_show', 'expired')`,
    ),
    check('bookings_span', sql`${table.startsAt} < ${table.endsAt}`),
    check('bookings_hold', sql`(${table.state} = 'held') = (${table.holdExpiresAt} is not null)`),
    check('bookings_party', sql`${table.partySize} >= 1`),
  ],
);

/**
 * What a booking that is held, confirmed or seated occupies: one row for each resource, with the
 * buffers. The exclusion constraint, in the migration, makes an overlap impossible; rows go when
 * their booking ends.
 */
export const allocations = pgTable(
  'allocations',
  {
    bookingId: uuid('booking_id')
      .notNull()
      .references(() => bookings.id),
    resourceId: uuid('resource_id')
      .notNull()
      .references(() => resources.id),
    venueId: uuid('venue_id').notNull(),
    span: tstzrange().notNull(),
    /** When a hold's claim ends; null for a booking that is no hold. */
    lapsesAt: timestamp('lapses_at', { withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.bookingId, table.resourceId] }),
    // A month of a venue is read from this index alone, each resource's in order.
    index('allocations_calendar').on(
      table.venueId,
      table.resourceId,
      table.span,
      table.bookingId,
      table.lapsesAt,
    ),
    // Whoever looks for what reaches into a time need look no further back than this.
    check(
      'allocations_length',
      sql`upper(${table.span}) - lower(${table.span}) <= interval '2 days'`,
    ),
  ],
);

/** What happened to a booking, by whom and when: one row for each version. */
export const bookingEvents = pgTable(
  'booking_events',
  {
    bookingId: uuid('booking_id')
      .notNull()
      .references(() => bookings.id),
    version: integer().notNull(),
    event: text().notNull(),
    state: text().notNull(),
    startsAt: timestamp('starts_at', { withTimezone: true }).notNull(),
    partySize: smallint('party_size').notNull(),
    resourceIds: uuid('resource_ids').array().notNull(),
    /** The key that did it; null: time did. */
    keyId: uuid('key_id'),
    reason: text(),
    at: timestamp({ withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    /** The version that last changed time, party or resources, or ended it; set by a trigger. */
    scheduleVersion: integer('schedule_version').notNull().default(1),
    /** When its follow-ups were planned; null: they are still to be planned. */
    plannedAt: timestamp('planned_at', { withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.bookingId, table.version] }),
    index('booking_events_unplanned').on(table.at).where(sql`planned_at is null`),
  ],
);

/** Answers of requests that succeeded, by the caller's Idempotency-Key; kept for a day. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    workspaceId: uuid('workspace_id').notNull(),
    key: text().notNull(),
    digest: bytea().notNull(),
    answer: jsonb(),
    /** Whose booking the answer tells of, so that an erasure finds it. */
    customerId: uuid('customer_id'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.key] }),
    index('idempotency_keys_age').on(table.createdAt),
    index('idempotency_keys_of_customer').on(table.customerId),
  ],
);
