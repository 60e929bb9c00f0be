import { sql } from 'drizzle-orm';
import { index, pgTable, primaryKey, timestamp, uuid } from 'drizzle-orm/pg-core';
import { bytea } from '../../platform/columns.ts';
import { workspaces } from '../../workspaces/tables.ts';
import { bookings } from '../tables.ts';

/**
 * A row of another system's file that was imported, so that another run of the import recognises it. The
 * id is a hash of the source and of the id in the other system (import_id_v1), because that id may lead
 * to a guest and the row stays when the guest is erased.
 */
export const importedRows = pgTable(
  'imported_rows',
  {
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    id: uuid().notNull(),
    /** A hash of the details in the file. Null when the guest or the booking was erased. */
    digest: bytea(),
    /** The guest that the row is about, by the id that the file has; null for a booking. */
    customerId: uuid('customer_id'),
    /** The booking that was made from the row; null for a guest. */
    bookingId: uuid('booking_id').references(() => bookings.id),
    importedAt: timestamp('imported_at', { withTimezone: true }).notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index('imported_rows_of_customer').on(table.customerId).where(sql`customer_id is not null`),
    index('imported_rows_of_booking').on(table.bookingId).where(sql`booking_id is not null`),
  ],
);
