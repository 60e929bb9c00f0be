import { sql } from 'drizzle-orm';
import {
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { customers } from '../customers/tables.ts';

/**
 * One row for each erased customer. The customer is a tombstone from `requested_at` on, and
 * erase_page_v1 erases the contents a page at a time until `finished_at` is set.
 */
export const erasures = pgTable(
  'erasures',
  {
    customerId: uuid('customer_id')
      .primaryKey()
      .references(() => customers.id),
    workspaceId: uuid('workspace_id').notNull(),
    requestedAt: timestamp('requested_at', { withTimezone: true }).notNull(),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
    /** When the sweep takes it next. */
    wakeAt: timestamp('wake_at', { withTimezone: true }).notNull().default(sql`now()`),
    /** How many pages in a row have failed, and the code of the last failure. */
    failures: smallint().notNull().default(0),
    fault: text(),
    /** How far the pages have come: ids, and numbers of rows. */
    position: jsonb().notNull().default(sql`'{}'`),
    /** How many rows the pages have erased so far. */
    conversations: integer().notNull().default(0),
    messages: integer().notNull().default(0),
    statisticsSubtracted: integer('statistics_subtracted').notNull().default(0),
    bookings: integer().notNull().default(0),
    jobs: integer().notNull().default(0),
  },
  (table) => [
    index('erasures_running').on(table.workspaceId, table.wakeAt).where(sql`finished_at is null`),
  ],
);
