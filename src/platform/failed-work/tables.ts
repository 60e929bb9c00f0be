import { sql } from 'drizzle-orm';
import { index, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/**
 * A row for each subject that a consumer or a sweep could not process. The subject is set apart until
 * `retry_at`, and the row is deleted when its work has succeeded. It has no foreign key, because the
 * subject may be of any table, and may be locked.
 */
export const failedWork = pgTable(
  'failed_work',
  {
    /** The kind of work; see WORKS. */
    work: text().notNull(),
    /** The id of the booking, conversation, venue or job. */
    subject: uuid().notNull(),
    /** How often the work has failed in a row. */
    failures: integer().notNull().default(1),
    /** A code: unreadable, too_big, locked, fault, or an SQLSTATE. */
    reason: text().notNull(),
    failedAt: timestamp('failed_at', { withTimezone: true }).notNull().default(sql`now()`),
    retryAt: timestamp('retry_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.work, table.subject] }),
    index('failed_work_age').on(table.failedAt),
  ],
);
