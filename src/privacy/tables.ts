import { sql } from 'drizzle-orm';
import {
  check,
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
import { workspaces } from '../workspaces/tables.ts';

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

/**
 * How long a workspace keeps conversations and bookings. A workspace without a row keeps both for
 * ever. The row also says how far erase_expired_page_v1 has come in its pass over the workspace.
 */
export const retentions = pgTable(
  'retentions',
  {
    workspaceId: uuid('workspace_id')
      .primaryKey()
      .references(() => workspaces.id),
    /** Days after the newest message. Null: for ever. */
    conversationsDays: integer('conversations_days'),
    /** Days after the end of the visit. Null: for ever. */
    bookingsDays: integer('bookings_days'),
    /** When the sweep takes it next. */
    wakeAt: timestamp('wake_at', { withTimezone: true }).notNull().default(sql`now()`),
    /** How many pages in a row have failed, and the code of the last failure. */
    failures: smallint().notNull().default(0),
    fault: text(),
    position: jsonb().notNull().default(sql`'{}'`),
  },
  (table) => [
    index('retentions_waking').on(table.wakeAt),
    check('retentions_days', sql`${table.conversationsDays} >= 30 and ${table.bookingsDays} >= 30`),
  ],
);
