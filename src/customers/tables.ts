import { sql } from 'drizzle-orm';
import { check, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
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

/**
 * A change of the contact details of a customer: which key changed which of name, email and phone. It
 * holds no values. upsert_guest_v2 numbers the changes of a customer and keeps the last hundred.
 */
export const customerChanges = pgTable(
  'customer_changes',
  {
    customerId: uuid('customer_id')
      .notNull()
      .references(() => customers.id),
    number: integer().notNull(),
    at: timestamp({ withTimezone: true }).notNull().default(sql`now()`),
    /** The API key. Null for a booking or a waitlist entry of a Worker of an earlier version. */
    keyId: uuid('key_id'),
    fields: text().array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.customerId, table.number] })],
);
