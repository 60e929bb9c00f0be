import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { venues } from '../../venues/tables.ts';

/**
 * Bookings that were made together by a rule. Each is a booking of its own; the row says what was asked
 * for. The guest, the notes and the state are those of the bookings.
 */
export const bookingSeries = pgTable(
  'booking_series',
  {
    id: uuid().primaryKey(),
    workspaceId: uuid('workspace_id').notNull(),
    venueId: uuid('venue_id')
      .notNull()
      .references(() => venues.id),
    /** A rule of RFC 5545, RRULE, in the form that src/bookings/blocks/repeat.ts reads. */
    repeat: text().notNull(),
    /** The first occurrence, in the local time of the venue. */
    startsLocal: timestamp('starts_local').notNull(),
    /**
     * The bookings in the order of their occurrences: 1 to 52, for ever the same. They are looked up by
     * their own key, so `bookings.series_id` needs no index and no foreign key.
     */
    bookingIds: uuid('booking_ids').array().notNull(),
    /** The occurrences that could not be had: [{start, code}]. Emptied when the guest is erased. */
    missing: jsonb().notNull().default(sql`'[]'`),
    /** The API key that made it. */
    keyId: uuid('key_id').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
  },
  (table) => [index('booking_series_of_venue').on(table.venueId)],
);
