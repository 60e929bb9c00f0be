import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { venues } from '../../venues/tables.ts';

/**
 * A time in which places of a venue take no bookings. It is for some resources (`resource_ids`), for
 * the resources of an area (`area`), or for the whole venue (neither).
 */
export const blocks = pgTable(
  'blocks',
  {
    id: uuid().primaryKey(),
    workspaceId: uuid('workspace_id').notNull(),
    venueId: uuid('venue_id')
      .notNull()
      .references(() => venues.id),
    resourceIds: uuid('resource_ids').array(),
    area: text(),
    /** Why, for the staff. */
    reason: text(),
    /** The first occurrence, in the local time of the venue. */
    startsLocal: timestamp('starts_local').notNull(),
    endsLocal: timestamp('ends_local').notNull(),
    /** A rule of RFC 5545, RRULE, in the form that src/bookings/blocks/repeat.ts reads. Null: once. */
    repeat: text(),
    /** The API key that made it. */
    keyId: uuid('key_id').notNull(),
    /** When the last occurrence ends; infinity for a rule without an end. */
    endsAt: timestamp('ends_at', { withTimezone: true }).notNull(),
    /** Every occurrence that starts before this time has a row in `block_spans`. */
    expandedTo: timestamp('expanded_to', { withTimezone: true }).notNull(),
    /** The allocations are stored up to this time; infinity for the whole venue, which has none. */
    filledTo: timestamp('filled_to', { withTimezone: true }).notNull(),
    /** Whether an allocation of a booking or of another block lies in it. */
    hasGaps: boolean('has_gaps').notNull().default(false),
    /**
     * Raised when all of its allocations are to be stored anew: a gap, its resources or the venue's time
     * zone have changed. They are stored anew while `filled_changes` is lower.
     */
    changes: integer().notNull().default(0),
    filledChanges: integer('filled_changes').notNull().default(0),
    /** When the sweep has work with it next. Null: never. */
    wakeAt: timestamp('wake_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
  },
  (table) => [
    index('blocks_of_venue').on(table.venueId, table.id),
    index('blocks_live').on(table.venueId, table.endsAt).where(sql`deleted_at is null`),
    index('blocks_waking').on(table.wakeAt).where(sql`wake_at is not null`),
    check('blocks_places', sql`num_nonnulls(${table.resourceIds}, ${table.area}) <= 1`),
  ],
);

/** One row for each occurrence of a block, as instants. */
export const blockSpans = pgTable(
  'block_spans',
  {
    blockId: uuid('block_id')
      .notNull()
      .references(() => blocks.id),
    startsAt: timestamp('starts_at', { withTimezone: true }).notNull(),
    endsAt: timestamp('ends_at', { withTimezone: true }).notNull(),
    venueId: uuid('venue_id').notNull(),
    /** Whether the whole venue is closed. Only such rows are read by a booking. */
    isWhole: boolean('is_whole').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.blockId, table.startsAt] }),
    // A search begins with the first closing that has not ended. A venue has few of them.
    index('block_spans_closing').on(table.venueId, table.endsAt).where(sql`is_whole`),
    check('block_spans_order', sql`${table.startsAt} < ${table.endsAt}`),
  ],
);
