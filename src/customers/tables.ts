import { sql } from 'drizzle-orm';
import { check, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { workspaces } from '../workspaces/tables.ts';

/**
 * A guest. The id is derived from the workspace and the caller's own id (customer_id_v1). The
 * tombstone of an erased customer is therefore still found, although the caller's id is gone.
 */
export const customers = pgTable(
  'customers',
  {
    id: uuid().primaryKey(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    externalId: text('external_id'),
    name: text(),
    email: text(),
    phone: text(),
    locale: text(),
    timeZone: text('time_zone'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    lastSeenAt: timestamp('last_seen_at', { withTimezone: true }).notNull().default(sql`now()`),
    erasedAt: timestamp('erased_at', { withTimezone: true }),
  },
  (table) => [
    check(
      'customers_erased_is_empty',
      sql`${table.erasedAt} is null or num_nonnulls(${table.externalId}, ${table.name}, ${table.email}, ${table.phone}, ${table.locale}, ${table.timeZone}) = 0`,
    ),
  ],
);
