import { sql } from 'drizzle-orm';
import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea } from '../platform/columns.ts';

/** A tenant. Every other row belongs to exactly one. */
export const workspaces = pgTable('workspaces', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  /** The limits that the operator has set, by name; the others have the values of default_limits_v1. */
  limits: jsonb().notNull().default(sql`'{}'`),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
});

/**
 * What a workspace uses, as the sweep has estimated it from a sample of the rows. A workspace without
 * a row uses little, or has not been measured yet.
 */
export const workspaceUsage = pgTable('workspace_usage', {
  workspaceId: uuid('workspace_id')
    .primaryKey()
    .references(() => workspaces.id, { onDelete: 'cascade' }),
  /** Jobs that are planned or in progress. */
  jobs: bigint({ mode: 'number' }).notNull(),
  /** Bytes of rows, without indexes. */
  storageBytes: bigint('storage_bytes', { mode: 'number' }).notNull(),
  /** When the two were last changed. */
  measuredAt: timestamp('measured_at', { withTimezone: true }).notNull().default(sql`now()`),
});

/** An API key. Its signed text is shown once and never stored. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: uuid().primaryKey(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    name: text().notNull(),
    scopes: text().array().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    revokedAt: timestamp('revoked_at', { withTimezone: true }),
    /** The ancestor whose revocation revoked this key. Null if the key itself was revoked. */
    revokedThrough: uuid('revoked_through'),
    /** The key that made this one. Null for a key that the operator's script made. */
    parentId: uuid('parent_id'),
    /** Null for a key that does not expire. */
    expiresAt: timestamp('expires_at', { withTimezone: true }),
    /** Approximate: an isolate writes it at most once an hour for each key. */
    lastUsedAt: timestamp('last_used_at', { withTimezone: true }),
  },
  (table) => [
    index('api_keys_by_workspace').on(table.workspaceId, table.id),
    index('api_keys_of_parent').on(table.parentId).where(sql`parent_id is not null`),
  ],
);

/**
 * What became of the requests that had an Idempotency-Key, by that key. Only successes and refusals
 * with 409 are stored. `answer` is kept for a day; the row without it is kept for 30 days.
 */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    workspaceId: uuid('workspace_id').notNull(),
    key: text().notNull(),
    /** SHA-256 of the request. */
    digest: bytea().notNull(),
    /** The operationId. Null in rows that a Worker without this column has stored. */
    operation: text(),
    /** The HTTP status of the answer. */
    status: smallint(),
    /** The problem's code. Null for a success. */
    code: text(),
    /** The id in the answer, of a kind that follows from the operation. */
    thingId: uuid('thing_id'),
    /** The version in the answer. Null for things without versions. */
    version: integer(),
    /** The answer as the statement writes it, or a refusal. Null after a day. */
    answer: jsonb(),
    /** The customer that the answer is about, so that an erasure finds the row. */
    customerId: uuid('customer_id'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.key] }),
    // The sweep takes the oldest answers from the first index and the oldest rows from the second. A
    // row is in one of the two, so storing an answer writes no more index entries than needed.
    index('idempotency_keys_answered').on(table.createdAt).where(sql`answer is not null`),
    index('idempotency_keys_emptied').on(table.createdAt).where(sql`answer is null`),
    index('idempotency_keys_of_customer').on(table.customerId),
  ],
);
