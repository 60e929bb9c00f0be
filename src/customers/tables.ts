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
import { textByBytes } from '../platform/columns.ts';
import { workspaces } from '../workspaces/tables.ts';

/**
 * A guest. The id is derived from the workspace and the caller's own id (customer_id_v1). The
 * tombstone of an erased customer is therefore still found, although the caller's id is gone.
 *
 * The row of a customer that was merged into another one keeps the caller's id, the name, the email
 * address and the telephone number, by which the other one is found too. `mergedInto` of it names the
 * other one, which is never merged itself (merge_customers_v1).
 *
 * The trigger customers_gone_is_empty keeps the row of an erased or merged customer empty.
 */
export const customers = pgTable('customers', {
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
  tags: text().array().notNull().default(sql`'{}'`),
  /** What the guest likes, as a short text. */
  preferences: text(),
  /** What the staff should know. It is never shown to guests. */
  staffNotes: text('staff_notes'),
  /** Raised by the trigger customers_version with each change of the details. */
  version: integer().notNull().default(1),
  mergedInto: uuid('merged_into'),
  mergedAt: timestamp('merged_at', { withTimezone: true }),
  /** The rows that were merged into this one, a hundred at most. Null when there are none. */
  mergedIds: uuid('merged_ids').array(),
  /** Since when the guest may not book. Null: the guest may. */
  refusedAt: timestamp('refused_at', { withTimezone: true }),
  /** Why, for the staff only. */
  refusalReason: text('refusal_reason'),
});

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

/**
 * A customer in the order of the guest book: the quarter hour in which the customer was last seen, and
 * the keys by which the customer is found, one a line. Customers that are erased or merged away have no
 * row. Triggers of `customers` write it. A message changes it once in a quarter hour at most, so that
 * most updates of `customers` stay HOT updates (docs/database.md).
 */
export const customerIndex = pgTable(
  'customer_index',
  {
    customerId: uuid('customer_id').primaryKey(),
    workspaceId: uuid('workspace_id').notNull(),
    seenAt: timestamp('seen_at', { withTimezone: true }).notNull(),
    keys: text().notNull(),
  },
  (table) => [index('customer_index_seen').on(table.workspaceId, table.seenAt, table.customerId)],
);

/** One row for each key of `customer_index`; see search_keys_v1. */
export const customerKeys = pgTable(
  'customer_keys',
  {
    workspaceId: uuid('workspace_id').notNull(),
    key: textByBytes().notNull(),
    customerId: uuid('customer_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.key, table.customerId] })],
);

/**
 * The outbox of `customer_index.seen_at`: customers who were seen again, in another quarter hour. The
 * sweep takes the rows out and writes the time into the index. It has no key and no index, so that a
 * message or a booking only appends a row.
 */
export const seenCustomers = pgTable('seen_customers', {
  customerId: uuid('customer_id').notNull(),
});

/** How far the sweep has indexed the customers that are older than `customer_index`, in one row. */
export const customerIndexing = pgTable(
  'customer_indexing',
  {
    /** Always true, so that there is one row. */
    isCurrent: boolean('is_current').primaryKey().default(true),
    position: uuid().notNull(),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
  },
  (table) => [check('customer_indexing_current', sql`${table.isCurrent}`)],
);
