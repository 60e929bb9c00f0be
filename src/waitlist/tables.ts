import { sql } from 'drizzle-orm';
import { check, index, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { bookings } from '../bookings/tables.ts';
import { conversations, customers } from '../conversations/tables.ts';
import { venues } from '../venues/tables.ts';

/**
 * A party that waits for a place. An offer is a booking that is held; where that stands (held,
 * confirmed, lapsed) is said by the booking alone.
 */
export const waitlistEntries = pgTable(
  'waitlist_entries',
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
    partySize: smallint('party_size').notNull(),
    /** The starts that would suit. */
    earliest: timestamp({ withTimezone: true }).notNull(),
    latest: timestamp({ withTimezone: true }).notNull(),
    notes: text(),
    /** What it was offered; null while it waits. */
    bookingId: uuid('booking_id').references(() => bookings.id),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    leftAt: timestamp('left_at', { withTimezone: true }),
  },
  (table) => [
    index('waitlist_of_venue').on(table.venueId, table.id),
    index('waitlist_waiting')
      .on(table.venueId, table.id)
      .where(sql`booking_id is null and left_at is null`),
    index('waitlist_of_customer').on(table.customerId),
    index('waitlist_of_booking').on(table.bookingId),
    check('waitlist_window', sql`${table.earliest} <= ${table.latest}`),
  ],
);
