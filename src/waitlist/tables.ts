import { sql } from 'drizzle-orm';
import {
  check,
  index,
  pgTable,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bookings } from '../bookings/tables.ts';
import { conversations } from '../conversations/tables.ts';
import { customers } from '../customers/tables.ts';
import { venues } from '../venues/tables.ts';

/**
 * A party that waits for a place. An offer to it is a held booking. The state of the offer is read
 * from that booking and stored nowhere else.
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
    /** With `latest`: the range of starts that suit the party. */
    earliest: timestamp({ withTimezone: true }).notNull(),
    latest: timestamp({ withTimezone: true }).notNull(),
    notes: text(),
    /** The booking that was offered to the party. Null while it waits. */
    bookingId: uuid('booking_id').references(() => bookings.id),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    leftAt: timestamp('left_at', { withTimezone: true }),
  },
  (table) => [
    index('waitlist_of_venue').on(table.venueId, table.id),
    index('waitlist_waiting')
      .on(table.venueId, table.id)
      .where(sql`booking_id is null and left_at is null`),
    // A customer waits once for a window: a second place would go to a party that has one already.
    uniqueIndex('waitlist_once')
      .on(table.venueId, table.customerId, table.earliest, table.latest)
      .where(sql`booking_id is null and left_at is null`),
    index('waitlist_of_customer').on(table.customerId),
    index('waitlist_of_booking').on(table.bookingId),
    check('waitlist_window', sql`${table.earliest} <= ${table.latest}`),
  ],
);
