import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { conversations } from '../conversations/tables.ts';
import { customers } from '../customers/tables.ts';
import { tstzrange } from '../platform/columns.ts';
import { resources, venues } from '../venues/tables.ts';
import { blocks } from './blocks/tables.ts';

/** A party's claim on the resources of a venue, with its state. */
export const bookings = pgTable(
  'bookings',
  {
    id: uuid().primaryKey(),
    workspaceId: uuid('workspace_id').notNull(),
    venueId: uuid('venue_id')
      .notNull()
      .references(() => venues.id),
    /** Null for a party that gave no name, such as a walk-in. */
    customerId: uuid('customer_id').references(() => customers.id),
    conversationId: uuid('conversation_id').references(() => conversations.id),
    /** The newest message of the conversation when the booking was made. */
    messageSeq: integer('message_seq'),
    state: text().notNull(),
    startsAt: timestamp('starts_at', { withTimezone: true }).notNull(),
    endsAt: timestamp('ends_at', { withTimezone: true }).notNull(),
    /**
     * How many local dates before the date of the start the period of the start opened: 1 for 00:30 in
     * a period from 18:00 to 02:00. Kept when the opening hours change.
     */
    daysAfterOpening: smallint('days_after_opening').notNull().default(0),
    partySize: smallint('party_size').notNull(),
    /** A short text by which the guest names the booking; see give_reference_v1. */
    reference: text(),
    notes: text(),
    tags: text().array().notNull().default(sql`'{}'`),
    /** The area in which the party wants to sit; null: anywhere. */
    area: text(),
    /** Whether the party sits nowhere else. */
    isAreaRequired: boolean('is_area_required').notNull().default(false),
    /** When a hold expires, or a request that the venue has not answered; null in other states. */
    holdExpiresAt: timestamp('hold_expires_at', { withTimezone: true }),
    /** Minutes before the start, copied from the venue when the booking was made. */
    cancellationCutoff: integer('cancellation_cutoff').notNull(),
    /** Whether it was cancelled after the cutoff. */
    cancelledLate: boolean('cancelled_late'),
    /**
     * Whether the party has said that it will be late. It is kept when the party is seated, so that
     * `undo` brings it back, and shown only while the booking is confirmed. A new start removes it.
     */
    late: boolean().notNull().default(false),
    /** When a late party is expected; null when it has not said so. */
    expectedAt: timestamp('expected_at', { withTimezone: true }),
    /** The series that it was made with; null for a booking that was made by itself. */
    seriesId: uuid('series_id'),
    version: integer().notNull().default(1),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().default(sql`now()`),
    erasedAt: timestamp('erased_at', { withTimezone: true }),
  },
  (table) => [
    index('bookings_of_venue').on(table.venueId, table.startsAt, table.id),
    // Live bookings only: pacing counts them without reading bookings of the same hours that have
    // ended.
    index('bookings_with_place')
      .on(table.venueId, table.startsAt)
      .where(sql`state in ('held', 'requested', 'confirmed', 'seated')`),
    index('bookings_of_customer').on(table.customerId, table.id),
    // Overlapping bookings of a guest, and those of a day.
    index('bookings_of_guest').on(table.customerId, table.startsAt),
    // A booking that was made without a conversation has no entry in this index.
    index('bookings_in_conversation')
      .on(table.conversationId, table.id)
      .where(sql`conversation_id is not null`),
    index('bookings_of_workspace').on(table.workspaceId, table.startsAt),
    // Unique within the venue, for ever. Nothing else begins with the reference, so a look-up by it
    // needs no other column.
    uniqueIndex('bookings_reference')
      .on(table.reference, table.venueId)
      .where(sql`reference is not null`),
    // Holds and requests that expire: of the venue of a booking, and of all venues for the sweep.
    index('bookings_expiring_at_venue')
      .on(table.venueId, table.holdExpiresAt)
      .where(sql`hold_expires_at is not null`),
    index('bookings_expiring').on(table.holdExpiresAt).where(sql`hold_expires_at is not null`),
    // PostgreSQL parses the checks of a table in every statement that writes to it. A list is shorter for
    // it as an array literal than with `in`.
    check(
      'bookings_state',
      sql`${table.state} = any ('{held,requested,confirmed,seated,finished,cancelled,declined,no_show,expired}'::text[])`,
    ),
    check('bookings_span', sql`${table.startsAt} < ${table.endsAt}`),
    check(
      'bookings_hold',
      sql`(${table.state} = any ('{held,requested}'::text[])) = (${table.holdExpiresAt} is not null)`,
    ),
    check('bookings_party', sql`${table.partySize} >= 1`),
  ],
);

/**
 * The time that a held, requested, confirmed or seated booking occupies, buffers included, or that a block keeps
 * free of bookings: one row for each resource. A block that is longer than two days has several rows for
 * a resource. Rows are deleted when their booking or block ends. The exclusion constraint
 * allocations_no_overlap, which drizzle cannot express and a migration adds, makes an overlap
 * impossible. No query reads its index (docs/adr/0051-only-the-constraint-reads-its-index.md).
 */
export const allocations = pgTable(
  'allocations',
  {
    /** Exactly one of the booking and the block is set. */
    bookingId: uuid('booking_id').references(() => bookings.id),
    blockId: uuid('block_id').references(() => blocks.id),
    resourceId: uuid('resource_id')
      .notNull()
      .references(() => resources.id),
    venueId: uuid('venue_id').notNull(),
    span: tstzrange().notNull(),
    /** `holdExpiresAt` of the booking: its place is free from then on. Null for a block. */
    lapsesAt: timestamp('lapses_at', { withTimezone: true }),
    /** Whether a block was stored around this booking. Its end leaves a gap in the block. */
    isInBlock: boolean('is_in_block').notNull().default(false),
  },
  (table) => [
    // Availability reads a month of a venue from the index of this key alone, ordered by resource and
    // time: the migration includes booking_id and lapses_at, which drizzle cannot express.
    primaryKey({ columns: [table.venueId, table.resourceId, table.span] }),
    uniqueIndex('allocations_of_booking')
      .on(table.bookingId, table.resourceId)
      .where(sql`booking_id is not null`),
    index('allocations_of_block').on(table.blockId).where(sql`block_id is not null`),
    // One owner. Availability searches for allocations that reach into a day, and their greatest length
    // bounds how far back it has to search. One check costs a booking less than two.
    check(
      'allocations_shape',
      sql`(${table.bookingId} is null) <> (${table.blockId} is null) and upper(${table.span}) - lower(${table.span}) <= interval '2 days'`,
    ),
  ],
);

/**
 * The acts of a booking: the states in which each is allowed, and the state to which it leads. A
 * copy of TRANSITIONS in lifecycle.ts that change_booking_v1 reads. Migrations write the rows, and
 * test/bookings/booking-acts.test.ts proves that they equal TRANSITIONS.
 */
export const bookingActs = pgTable('booking_acts', {
  act: text().primaryKey(),
  fromStates: text('from_states').array().notNull(),
  /** Null when the act keeps the state. */
  toState: text('to_state'),
});

/** One row for each version of a booking: the act, the API key and the time. */
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
    /**
     * When the booking ended at this version. The trigger booking_events_schedule sets it where the
     * insert does not; null for events that are older than the column.
     */
    endsAt: timestamp('ends_at', { withTimezone: true }),
    partySize: smallint('party_size').notNull(),
    resourceIds: uuid('resource_ids').array().notNull(),
    /** The API key that did it. Null when no request did, for example when a hold expired. */
    keyId: uuid('key_id'),
    reason: text(),
    /** The person who acted, as the request named them. Keys are shared by a team. */
    actor: text(),
    /** The rules of the venue that the act broke with permission; see OVERRIDES in override.ts. */
    overrides: text().array().notNull().default(sql`'{}'`),
    /** Of the event `undo`: the version of the event that it has undone. Null for other events. */
    undoes: integer(),
    /** The version of the event `undo` that has undone this event; null when none has. */
    undoneBy: integer('undone_by'),
    /**
     * The same for all events of one act on several bookings of a series: the guest gets one message
     * about it (told_together_v1). Null for other events.
     */
    actId: uuid('act_id'),
    at: timestamp({ withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    /**
     * The version that last changed the time, the party or the resources, or ended the booking. Set
     * by the trigger booking_events_schedule.
     */
    scheduleVersion: integer('schedule_version').notNull().default(1),
    /** When the follow-up jobs for it were planned. Null until then. */
    plannedAt: timestamp('planned_at', { withTimezone: true }),
  },
  (table) => [
    primaryKey({ columns: [table.bookingId, table.version] }),
    index('booking_events_unplanned').on(table.at).where(sql`planned_at is null`),
  ],
);
